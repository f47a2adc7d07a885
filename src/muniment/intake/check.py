"""The invariants of the account, recomputed from ledger, sealed values, lists, originals and readings alone."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from muniment.errors import Broken, Trouble
from muniment.intake import people
from muniment.intake.account import digest
from muniment.intake.bundle import seals
from muniment.ledger.log import Entry
from muniment.ledger.stand import TRIES, stand
from muniment.ledger.tree import root
from muniment.model.state import State
from muniment.store.ids import id_of
from muniment.store.replay import Replay
from muniment.store.store import Store
from muniment.store.tables import Tables
from muniment.store.view import View

_NEXT = "run muniment verify; do not rely on the account until this is explained"


def check(store: Store) -> list[dict[str, str]]:
    """What does not hold; empty where all four invariants do, and the tables give the same account.

    1. Each row of each listing has exactly one item, and the listing has the root that was recorded before it was opened.
    2. Children declared = children recorded = rows that name the container, or it says why not.
    3. Every item is in one state of the closed list, and what is not text has a reason.
    4. Bytes taken = bytes in the store, each original once.

    What a writer that was killed left behind the last entry is no part of the truth, and is kept aside first, as whoever
    opens the case does. Another may be killed, or mended, while this looks: then it looks again.
    """
    said: list[dict[str, str]] = []
    for _ in range(TRIES):
        before = stand(store.path)
        with suppress(Broken, Trouble):  # what is broken is named below
            store.ledger.mend()
        said = _looked(store)
        if not said or stand(store.path) == before:
            break
    return said


def _looked(store: Store) -> list[dict[str, str]]:
    listed, told = _Listings(), _Told(store)

    def hear(view: View, entry: Entry) -> None:
        listed.hear(view, entry)
        told.hear(view, entry)

    replay = Replay(store.path, hear)
    found = replay.run()
    faults = [(each.what, each.where) for each in (*found.problems, *replay.problems)]
    for test in (listed.faults, _listing, _tally, _sums, _children, _states, _bytes):
        faults += test(replay)
    said = [{"what": what, "where": where, "next": _NEXT} for what, where in faults]
    if told.differs:
        what = "the tables give another account than the ledger"
        said.append({"what": what, "where": "derived", "next": "muniment rebuild"})
    return said


class _Told:
    """What the tables say, to be held against the truth at the moment that they stand at."""

    def __init__(self, store: Store) -> None:
        with store.moment():
            self._as_of, self._said = store.as_of, _told(store.tables)
        self.differs = True

    def hear(self, view: View, entry: Entry) -> None:
        if entry.seq == self._as_of:
            self.differs = _told(view.tables) != self._said


# what the tables keep of what people have done
_KEPT = {
    "counted": "SELECT what, original, bundle, kind, items FROM counted",
    "sums": "SELECT what, within, kind, items, originals FROM sums WHERE items<>0 OR originals<>0",
    "done": "SELECT bundle, state, opened, judged, both FROM done WHERE opened<>0 OR judged<>0 OR both<>0",
}
# what people have done, as far as the account counts it
_DONE = (
    "SELECT item, entry FROM opened ORDER BY item, entry",
    "SELECT item, entry, says FROM settled ORDER BY item, entry",
    "SELECT id, aside FROM bundle ORDER BY n",
    "SELECT bundle, state, items, tops FROM tally WHERE items>0 ORDER BY bundle, state",
    *(f"{sql} ORDER BY 1, 2, 3" for sql in _KEPT.values()),
)


def _told(tables: Tables) -> str:
    """One hash for all that an account stands on: what became of everything, and what people have done with it."""
    found = hashlib.sha256(digest(tables).encode())
    for sql in _DONE:
        for row in tables.rows(sql):
            found.update(repr(row).encode())
    return found.hexdigest()


class _Listings:
    """Collects the commitments of listings while the ledger goes by."""

    def __init__(self) -> None:
        self._seals: dict[int, list[bytes]] = {}
        self._wrong: list[tuple[str, str]] = []

    def hear(self, _: View, entry: Entry) -> None:
        fields = entry.fields
        if fields["do"] == "listed":
            self._seals[entry.seq] = seals(fields)
        elif fields["do"] == "intake-began":
            leaves = [
                seal
                for start, stop in fields["listed"]
                for seq in range(start, stop)
                for seal in self._seals.pop(seq, [])
            ]
            if len(leaves) != fields["rows"] or root(leaves).hex() != fields["root"]:
                self._wrong.append(("the listing is not the one that was counted", str(fields["on"])))

    def faults(self, _: View) -> list[tuple[str, str]]:
        return self._wrong


def _rows(view: View, sql: str) -> Iterator[tuple[Any, ...]]:
    return iter(view.tables.rows(sql))


def _tally(view: View) -> list[tuple[str, str]]:
    """The counts that the table of items keeps, counted again."""
    kept = set(_rows(view, "SELECT bundle, state, items, tops FROM tally WHERE items<>0"))
    sql = "SELECT bundle, state, count(*), sum(n=top AND kind<>'box') FROM item GROUP BY bundle, state"
    return [(f"{state} was not counted as it is", bundle) for bundle, state, *_ in kept ^ set(_rows(view, sql))]


def _sums(view: View) -> list[tuple[str, str]]:
    """The counts that are kept of what people did and what waits for them, counted again."""
    wrong = {name: rows ^ set(_rows(view, _KEPT[name])) for name, rows in people.recounted(view.tables).items()}
    return [
        ("what people did was not counted as it is", f"{name}, {len(rows)} rows")
        for name, rows in wrong.items()
        if rows
    ]


def _listing(view: View) -> list[tuple[str, str]]:
    found = _rows(
        view, "SELECT id, files, (SELECT count(*) FROM item WHERE bundle=id AND n=top AND kind<>'box') FROM bundle"
    )
    return [
        (f"{files} files were listed and {items} are items", bundle) for bundle, files, items in found if files != items
    ]


def _children(view: View) -> list[tuple[str, str]]:
    sql = "SELECT n, declared, recorded, complete, incomplete, (SELECT count(*) FROM item AS child WHERE child.parent=item.n) FROM item"
    faults = []
    for n, declared, recorded, complete, incomplete, rows in _rows(view, sql):
        if recorded != rows or (complete and declared != recorded):
            faults.append((f"children declared, recorded and listed are {declared}, {recorded}, {rows}", id_of(n)))
        if not complete and not incomplete:
            faults.append(("children are not complete and no reason is given", id_of(n)))
    return faults


def _states(view: View) -> list[tuple[str, str]]:
    known = {state.value for state in State}
    faults = []
    for n, state, reason in _rows(view, "SELECT n, state, reason FROM item"):
        if state not in known:
            faults.append((f"{state} is no state", id_of(n)))
        elif not reason and not state.startswith("text.complete") and state not in {"none.container", "text.ocr"}:
            faults.append((f"{state} without a reason", id_of(n)))
    return faults


def _bytes(view: View) -> list[tuple[str, str]]:
    faults = []
    for sha256, size in _rows(
        view,
        "SELECT DISTINCT sha256, size FROM item WHERE n=top AND sha256 IS NOT NULL UNION SELECT sha256, size FROM kept",
    ):
        try:
            there = view.places.originals.path(sha256).stat().st_size
        except OSError:
            faults.append(("an original is not there", sha256))
            continue
        if there != size:
            faults.append((f"an original has {there} bytes and {size} were taken", sha256))
    return faults
