"""An erasure carried out: what is to be removed is written down, entered, and only then removed.

Order: `erasing.json` beside the ledger names the files and the values of the access log that go; then one commit says
who decided what and blanks the sealed values; then the files go, then the values of the access log, then what was worked
out from them, and last `erasing.json` itself. A crash before the commit has erased nothing; after it, whoever opens the
case next goes on. The file is salted, so that its hash, which the entries hold, says nothing of what it names.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from muniment.errors import AtWork, Broken, Trouble
from muniment.ledger.disk import sync_file, sync_folder
from muniment.ledger.log import Draft
from muniment.ledger.sealed import Place
from muniment.model.act import Act, Erased
from muniment.model.deed import ItemErased
from muniment.model.line import decode
from muniment.store import erasurevalues
from muniment.store.begun import NAME
from muniment.store.blobs import Blobs
from muniment.store.erasure import Family, Scope
from muniment.store.readings import unpack
from muniment.store.store import Store
from muniment.store.sync import sync_files, sync_folders

PLACES = 2_000  # that one entry names
BUSY = "something else is at work on this case"


@dataclass(frozen=True, slots=True)
class Order:
    """Who decided, on what authority; `alone` is why one person did by themselves."""

    authority: str
    names: tuple[str, ...]
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What was removed: files and their bytes, and how many values of either log."""

    entry: int
    originals: int = 0
    readings: int = 0
    size: int = 0
    values: int = 0
    access: int = 0


@contextmanager
def alone(store: Store) -> Iterator[bool]:
    """Nobody takes anything in, reads, backs up or erases meanwhile; False where somebody does."""
    with ExitStack() as stack:
        yield all(stack.enter_context(store.alone(name)) for name in ("erase", "evidence"))


def erase(
    store: Store, scope: Scope, order: Order, found: erasurevalues.Found, successors: dict[str, str], as_of: int
) -> int:
    """Write down what goes and enter it; returns the first entry. Nothing is removed yet but the sealed values."""
    plan = _write_down(store, scope, found)
    about = erasurevalues.About(store, scope)

    def build() -> list[Act]:
        places = sorted(found.ledger | erasurevalues.again(store, about, as_of + 1))
        parts = [places[start : start + PLACES] for start in range(0, len(places), PLACES)]
        acts = [_act(each, order, successors, plan) for each in scope.families.values()]
        return [*acts, *(Erased(part, "as the entries before this one say") for part in parts)]

    return store.record_now(build)


def _act(family: Family, order: Order, successors: dict[str, str], plan: str) -> ItemErased:
    return ItemErased(
        item=family.id,
        count=family.count,
        asked=family.why == "asked",
        successor=successors.get(family.id, ""),
        plan=plan,
        authority=order.authority,
        names=order.names,
        alone=order.alone,
    )


def _write_down(store: Store, scope: Scope, found: erasurevalues.Found) -> str:
    """`erasing.json`, durable; returns its hash."""
    originals: set[str] = set()
    readings: set[str] = set()
    for top in scope.families:
        sql = "SELECT sha256 FROM item WHERE n=? AND sha256 IS NOT NULL UNION SELECT sha256 FROM kept WHERE item=?"
        originals |= {each for (each,) in store.tables.rows(sql, (top, top))}
        sql = "SELECT DISTINCT file FROM reading WHERE item IN (SELECT n FROM item WHERE top=?)"
        readings |= {each for (each,) in store.tables.rows(sql, (top,))}
    readings |= _left_over(store, originals)
    said = {
        "salt": secrets.token_hex(32),
        "originals": sorted(originals),
        "readings": sorted(readings),
        "access": sorted(found.access),
    }
    line = json.dumps(said, sort_keys=True).encode()
    data = line + b"\n" + sha256(line).hexdigest().encode() + b"\n"
    temporary = store.derived / NAME
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        sync_file(file.fileno())
    temporary.replace(store.path / NAME)  # a crash here: a file that no entry names, which is removed
    sync_folder(store.path)
    return sha256(data).hexdigest()


def _left_over(store: Store, originals: set[str]) -> set[str]:
    """Files of readings of these bytes that no entry names, as a killed intake leaves them."""
    blobs = store.places.readings.blobs
    named = {each for (each,) in store.tables.rows("SELECT DISTINCT file FROM reading")}
    found = set()
    for path in blobs.names():
        file = path.name.removesuffix(blobs.suffix)
        if file in named or path != blobs.path(file):
            continue
        with suppress(Broken):  # which muniment verify names
            *_, (_, _, last) = unpack(path.read_bytes())
            if decode(last).sha256 in originals:
                found.add(file)
    return found


def carry_out(store: Store) -> Gone | None:
    """Remove what an erasure names; a second time nothing more is removed. None where it was never entered.

    Whoever calls this removes what the index has, and then calls `done`. `alone` is held.
    Raises: Trouble, where another process still reads what is to be removed; Broken.
    """
    data, said = _written_down(store)
    store.catch_up()
    rows = store.tables.rows(
        "SELECT entry, json_extract(said, '$.plan') FROM act WHERE do='item-erased' ORDER BY entry"
    )
    mine = [entry for entry, plan in rows if plan == sha256(data).hexdigest()]
    if not mine:
        return None
    originals, size = _remove(store.places.originals, said["originals"], _named_originals(store))
    readings, _ = _remove(store.places.readings.blobs, said["readings"], _named_readings(store))
    access = _blank_access(store, [(seq, at) for seq, at in said["access"]])
    _sweep(store)
    if not store.tables.scrub():
        raise Trouble(
            "another process still reads the tables of before", str(store.derived), "end it, then open the case again"
        )
    return Gone(mine[0], originals, readings, size, _blanked(store, mine[0]), access)


def _written_down(store: Store) -> tuple[bytes, dict[str, Any]]:
    """`erasing.json` as bytes and as what it says.

    Raises: Broken, where it is not what was written.
    """
    data = (store.path / NAME).read_bytes()
    line, _, rest = data.partition(b"\n")
    if rest != sha256(line).hexdigest().encode() + b"\n":
        next_ = "find out who changed it; what the ledger names no more is to be removed: muniment verify calls it unclaimed"
        raise Broken("what was to be erased cannot be read any more", NAME, next_)
    return data, json.loads(line)


def _remove(blobs: Blobs, wanted: Sequence[str], named: set[str]) -> tuple[int, int]:
    count = size = 0
    folders = set()
    for each in wanted:
        path = blobs.path(each)
        folders.add(path.parent)
        if each not in named and path.exists():
            count, size = count + 1, size + path.stat().st_size
            path.unlink()
    sync_folders(sorted(folder for folder in folders if folder.exists()), blobs.folder)
    return count, size


def _named_originals(store: Store) -> set[str]:
    sql = "SELECT sha256 FROM item WHERE n=top AND sha256 IS NOT NULL UNION SELECT sha256 FROM kept"
    return {each for (each,) in store.tables.rows(sql)}


def _named_readings(store: Store) -> set[str]:
    return {each for (each,) in store.tables.rows("SELECT DISTINCT file FROM reading")}


def _blank_access(store: Store, places: Sequence[Place]) -> int:
    """Blank values of the access log, with an entry of its own; those that are blank already are passed over."""
    access = store.access
    access.refresh()
    left = [place for place in places if access.entry(place[0]).sealed[place[1]] is not None]
    size, head = store.ledger.head()
    common = {"do": "erased", "v": 1, "by": store.person or "p0", "uid": store.uid, "case": size, "root": head.hex()}
    drafts = [
        Draft(common, [("name", store.by)], left[start : start + PLACES]) for start in range(0, len(left), PLACES)
    ]
    if drafts:
        access.append(drafts)
    return len(places)


def _blanked(store: Store, first: int) -> int:
    """How many sealed values of the ledger the erasure that begins with this entry blanked."""
    count = 0
    for entry in store.ledger.entries(first):
        if entry.fields["do"] not in {"item-erased", "erased"}:
            break
        count += len(entry.fields.get("erased", ()))
    return count


def _sweep(store: Store) -> None:
    """What a killed intake left half-copied; nobody takes anything in or records now."""
    with store.turn("record"):
        temporary = store.derived / "tmp"
        for path in temporary.iterdir() if temporary.exists() else ():
            path.unlink(missing_ok=True)


def done(store: Store) -> None:
    """It is finished, or was never entered. Before that is said, what was worked out is gone from the disk too."""
    tables = (store.derived / name for name in ("tables.db", "tables.db-wal"))
    sync_files([path for path in tables if path.exists()], store.derived)
    for folder in (store.derived / "tmp", store.derived):
        if folder.exists():
            sync_folder(folder)
    (store.path / NAME).unlink(missing_ok=True)
    sync_folder(store.path)


def at_work() -> AtWork:
    """What is said where an intake, a reading, a backup or another erasure is running."""
    return AtWork(BUSY, "", "wait for the intake, reading, backup or erasure to end; then give the same command")
