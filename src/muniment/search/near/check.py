"""Holds what is kept to find what is alike against the tables and readings, as it lies; changes nothing."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import apsw

from muniment.model.reading import Json
from muniment.search.near import base as bases
from muniment.search.near import columns
from muniment.search.near.bring import mark, proof
from muniment.search.snapshot import writable
from muniment.search.source import Source
from muniment.store.ids import number_of

_WHERE = "near/near.db"


def check(source: Source, entries: Callable[[], int] | None = None) -> list[tuple[str, str]]:
    """What differs, and where: an item's id, or a path under `derived/`.

    A base that is not there, was made by another version or installation, or has not yet seen the newest entries is no
    difference: it is made, made again, or brought up to date before it is used. `entries` says how many entries the
    ledger has by now.
    """
    path = bases.file(source.derived)
    if not path.is_file():
        return []
    try:
        base = _looked_at(path, source.derived)
    except apsw.Error as error:
        return [(f"what is kept to find what is alike cannot be read ({error})", _WHERE)]
    try:
        base.execute("BEGIN")
        if bases.made_by(base) != bases.maker():
            return []
        return list(_differs(source, base, entries))
    except (apsw.Error, TypeError, ValueError) as error:
        return [(f"what is kept to find what is alike cannot be read ({error})", _WHERE)]
    finally:
        base.close()


def _differs(source: Source, base: apsw.Connection, entries: Callable[[], int] | None) -> Iterator[tuple[str, str]]:
    as_of = bases.as_of(base)
    if as_of > source.as_of:
        if as_of >= (entries() if entries else source.as_of + 1):
            yield f"what is kept to find what is alike has seen entry {as_of}, which the ledger does not have", _WHERE
        return  # others went on while the ledger was followed
    for (fault,) in base.execute("PRAGMA integrity_check(10)").fetchall():
        if fault != "ok":
            yield f"what is kept to find what is alike does not agree with itself: {fault}", _WHERE
    if columns.differ(base, bases.rows(base)):
        yield "the signatures of texts were changed", _WHERE
    known = 0
    for item in source.items():
        kept = base.execute(
            "SELECT words, text, row, mark, proof FROM item WHERE n=?", (number_of(item.id),)
        ).fetchone()
        known += kept is not None
        if item.changed > as_of:
            continue
        if item.aside:
            if kept is not None:
                yield "an item that nobody is to find is among those that are compared", item.id
        elif kept is None:
            yield "an item is not among those that are compared", item.id
        elif kept[3] != mark(item) or kept[4] != _proof(base, number_of(item.id), kept):
            yield "what is kept of an item to compare it differs", item.id
    if base.execute("SELECT count(*) FROM item").fetchone()[0] != known:  # type: ignore[index]
        yield "items are compared that the ledger does not know", _WHERE


def _proof(base: apsw.Connection, n: int, kept: Sequence[Json]) -> bytes:
    """The proof of a row, from what the base holds of it."""
    said = base.execute("SELECT said FROM message WHERE n=?", (n,)).fetchone()
    words, text, row = kept[:3]
    return proof(words, text, row, None if said is None else json.loads(str(said[0])))


def _looked_at(path: Path, derived: Path) -> apsw.Connection:
    """The base, to be read; the folder is left as it is."""
    name = f"file:{quote(str(path.absolute()))}"
    if not writable(derived):  # nobody is at work, and SQLite cannot lock
        return apsw.Connection(f"{name}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    if path.with_name(f"{path.name}-wal").exists():
        return apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    # Who may write removes its log when it lets go; one who may not would leave it there.
    base = apsw.Connection(name, flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI)
    base.execute("PRAGMA query_only=1")
    return base
