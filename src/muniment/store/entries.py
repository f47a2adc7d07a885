"""The entries of a case as a list: the newest first, a page at a time; and one of them as it lies in the ledger."""

import hashlib
import json
import os
from dataclasses import dataclass

from muniment.errors import UnknownItem
from muniment.ledger.canonical import canonical
from muniment.ledger.note import Note
from muniment.model.reading import Json
from muniment.store.store import Store

_NEAR = 1 << 20  # bytes before the end that are looked through for signed heads


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; "" and None are all."""

    before: int | None = None
    do: str = ""
    on: str = ""
    by: str = ""  # a person's number
    after: int | None = None
    oldest: bool = False  # the oldest first


def page(store: Store, wanted: Wanted, limit: int) -> list[dict[str, Json]]:
    """Entries before one, or behind one, the newest or the oldest first.

    Cost: those of one subject by its index; of one kind, as many rows as lie between its entries.
    """
    chosen = {"act.entry<?": wanted.before, "do=?": wanted.do or None, "subject=?": wanted.on or None}
    chosen |= {"by_person=?": wanted.by or None, "act.entry>?": wanted.after}
    asked = {condition: value for condition, value in chosen.items() if value is not None}
    where = " AND ".join(asked) or "1"
    way = "ASC" if wanted.oldest else "DESC"
    sql = f"SELECT {_LINE} WHERE {where} ORDER BY act.entry {way} LIMIT ?"  # our own conditions
    return [_line(row) for row in store.tables.rows(sql, (*asked.values(), limit))]


_LINE = "act.entry, at, do, subject, by_person, person.name, said FROM act LEFT JOIN person ON person.id=act.by_person"


def _line(row: tuple[Json, ...]) -> dict[str, Json]:
    entry, at, do, on, person, by, said = row
    return {"entry": entry, "at": at, "do": do, "on": on, "person": person, "by": by, "said": json.loads(said)}


def one(store: Store, entry: int) -> dict[str, Json]:
    """One entry: its line of the list, its open fields as they lie in the ledger, and the hash of its leaf.

    Raises: UnknownItem.
    """
    found = store.tables.rows(f"SELECT {_LINE} WHERE act.entry=?", (entry,))  # our own words
    if not found:
        raise UnknownItem("there is no such entry", str(entry), f"the last is {store.as_of}")
    leaf = canonical(store.ledger.entry(entry).fields)
    return _line(found[0]) | {"leaf": leaf.decode(), "hash": hashlib.sha256(b"\0" + leaf).hexdigest()}


def people(store: Store) -> list[tuple[str, str]]:
    """Who acted here, by number and name; one whose name was erased has none."""
    found = store.tables.rows("SELECT id, coalesce(name, '') FROM person ORDER BY length(id), id")
    return [(str(id), str(name)) for id, name in found]  # noqa: A001


def head(store: Store) -> dict[str, Json]:
    """What stands at the foot of every page: the last entry, its time, and the root over all of them."""
    at = store.tables.one("SELECT at FROM act WHERE entry=?", (store.as_of,))
    size, root = store.ledger.head()
    return {"as_of": store.as_of, "at": at, "root": root.hex() if size == store.as_of + 1 else ""}


def checkpoints(store: Store, limit: int) -> list[Note]:
    """The newest signed heads that lie near the end of the ledger, the newest first."""
    found: list[Note] = []
    with (store.path / "ledger.jsonl").open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - _NEAR, 0))
        for line in reversed(file.read().splitlines()):
            if len(found) == limit:
                break
            if line[:1] == b'"' and (note := _note(line)) is not None and note.signatures:
                found.append(note)
    return found


def _note(line: bytes) -> Note | None:
    try:
        return Note.of(json.loads(line))
    except (ValueError, TypeError):
        return None  # the end of a line that begins before what was looked at
