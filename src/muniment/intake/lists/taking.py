"""Takes a sender's list: the item that holds it is read like any other, and its lines are entered as they were read."""

import os
from collections.abc import Sequence
from pathlib import Path

from muniment.errors import AskedWrong, NoSource, Refused
from muniment.intake import bundle as bundles
from muniment.intake.bundle import Bundle
from muniment.intake.lists import kept
from muniment.intake.lists.line import lines_of
from muniment.intake.lists.rows import table_of
from muniment.intake.lists.showing import STANDS
from muniment.model.act import Row
from muniment.model.deed import ListTaken
from muniment.model.item import Item
from muniment.model.state import State, Sum
from muniment.names.filename import text_of
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store

LINES = 400  # in one entry
_WAITING = frozenset({State.UNREAD_PENDING, State.UNREAD_DEPENDENCY_MISSING})
_MORE = frozenset({"page-ocr", "missing-language", "missing-library"})


def look(listed: Path) -> None:
    """Whether the list is there, before anything is begun.

    Raises: NoSource.
    """
    try:
        there = listed.is_file()
    except OSError:
        there = False
    if not there:
        raise NoSource("the list is not there", str(listed), "name the sender's list, or leave --list out")


def inside(store: Store, bundle: Bundle, source: Path, listed: Path) -> str | None:
    """The item that the list is, where it lies in the folder that was taken in."""
    root, place = Path(os.path.realpath(source)), Path(os.path.realpath(listed))
    if place != root and root not in place.parents:
        return None
    name = os.fsencode(place.name if place == root else place.relative_to(root))
    path, _ = text_of(name)
    for each in bundles.family(store, bundle):
        found = store.tables.one("SELECT n FROM item WHERE bundle=? AND n=top AND path=?", (each.id, path))
        if found is not None:
            return id_of(found)
    return None


def bundle_of(store: Store, bundle: Bundle, rows: Sequence[Row]) -> Bundle | None:
    """The bundle in which this list of a bundle was begun before: the same name, size and time."""
    sql = "SELECT id FROM bundle WHERE list_of=? AND aside<>? ORDER BY n DESC"
    for (id_,) in store.tables.rows(sql, (bundle.id, bundles.WITHDRAWN)):
        found = bundles.find(store, id_)
        if list(found.known(store)) == list(rows):
            return found
    return None


def take(store: Store, bundle: str, item: str, *, instead: bool = False) -> int:
    """Enter the lines of the list that an item holds; returns how many. Nothing is entered twice.

    0 where it has no text yet: which item it is stands in the ledger, and its lines are taken when it has (`due`).
    Raises: UnknownItem; AskedWrong, where no line is found in it; Refused, where there is another list, unless `instead`.
    """
    with store.turn("lists"):
        store.catch_up()
        held_by, found = bundles.find(store, bundle), store.item(item)
        _apart(held_by, found)
        before = store.tables.rows(f"SELECT item, count(*) FROM line WHERE {STANDS}", (bundle,))[0]  # noqa: S608 # our own words
        if before[1] and before[0] == number_of(item):
            return int(before[1])
        if before[1] and not instead:
            next_ = f"muniment list show {bundle}; muniment list take --instead takes it in place of that"
            raise Refused(f"{bundle} has a list already: {id_of(before[0])}", item, next_)
        return _enter(store, bundle, found)


def _enter(store: Store, bundle: str, item: Item) -> int:
    reading = store.reading(item)
    found = () if reading is None else lines_of(table_of(reading))
    if not found or _waits(item):
        if not _has_lines(store, bundle) and named(store).get(bundle) != item.id:
            store.record(ListTaken(bundle, item.id, 1, []))
        if not _waits(item) and item.state.sum is not Sum.UNREAD:
            raise AskedWrong(
                "no lines of a list are found in it", item.id, f"muniment show {item.id} shows what was read"
            )
        return 0
    parts = [found[start : start + LINES] for start in range(0, len(found), LINES)]
    store.record(*(ListTaken(bundle, item.id, part[0].number, [kept.value(line) for line in part]) for part in parts))
    return len(found)


def _apart(bundle: Bundle, item: Item) -> None:
    """Raises: Refused, where either is held or withdrawn and the other is not."""
    if item.aside and item.aside != bundle.aside:
        raise Refused(f"{item.bundle} is {item.aside}, and {bundle.id} is not", item.id, "name another item")
    if bundle.aside == bundles.WITHDRAWN:
        raise Refused(f"{bundle.id} was withdrawn", bundle.id, "muniment account says what is left")


def _waits(item: Item) -> bool:
    """Whether more of its text is to come."""
    return item.state in _WAITING or (item.state is State.TEXT_PARTIAL and item.reason in _MORE)


def due(store: Store) -> list[tuple[str, str, int]]:
    """Take the lists that were named before they had a text, and have one now; returns bundle, item, and lines of each."""
    done = []
    for bundle, item in named(store).items():
        try:
            with store.turn("lists"):
                store.catch_up()
                count = 0 if _has_lines(store, bundle) else _enter(store, bundle, store.item(item))
        except AskedWrong:
            count = 0  # it was said when it was named, and is said by whoever shows the list
        if count:
            done.append((bundle, item, count))
    return done


def named(store: Store) -> dict[str, str]:
    """The items that were named last as lists of bundles, and had no lines then."""
    found = store.tables.rows(
        "SELECT subject, json_extract(act.said, '$.item'), json_extract(act.said, '$.count') FROM act "
        "JOIN bundle ON id=subject WHERE do='list-taken' AND aside<>'withdrawn' ORDER BY act.entry"
    )
    last = {bundle: (item, count) for bundle, item, count in found}
    return {bundle: item for bundle, (item, count) in last.items() if not count}


def _has_lines(store: Store, bundle: str) -> bool:
    return store.tables.one("SELECT 1 FROM line WHERE bundle=? LIMIT 1", (bundle,)) is not None
