"""The account: what came in, and what became of every item of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.model.state import State, Sum
from muniment.names.filename import text_of
from muniment.store.tables import Tables


def balance(states: Mapping[State, int]) -> dict[str, Json]:
    """Items and their three sums; they balance, or the caller must stop and say so."""
    sums = dict.fromkeys(Sum, 0)
    for state, count in states.items():
        sums[state.sum] += count
    return {
        "items": sum(states.values()),
        **{each.value: sums[each] for each in Sum},
        "states": {state.value: states[state] for state in sorted(states)},
    }


def account(tables: Tables) -> dict[str, Json]:
    """The balance of a case and of each of its bundles."""
    bundles = [
        _bundle(tables, *row)
        for row in tables.rows("SELECT id, sender, received, files, supplements FROM bundle ORDER BY n")
    ]
    whole = balance(tables.state_counts())
    return {
        "bundles": bundles,
        **whole,
        "opened": tables.one("SELECT count(DISTINCT item) FROM opened"),
        "needs_person": needs_person(tables),
        "balanced": balanced(whole) and all(bundle["balanced"] for bundle in bundles),
        "as_of": tables.as_of,
    }


def _bundle(tables: Tables, id: str, sender: str, received: str, files: int, supplements: str) -> dict[str, Json]:  # noqa: A002
    said = balance(tables.state_counts(id))
    tops = tables.one("SELECT count(*) FROM item WHERE bundle=? AND parent IS NULL", (id,))
    names = tables.rows(
        "SELECT what, name FROM appeared WHERE bundle=? AND name IS NOT NULL ORDER BY entry, place", (id,)
    )
    listed = {
        what: [text_of(name)[0] for kind, name in names if kind == what] for what in ("appeared", "gone", "changed")
    }
    return {
        "id": id,
        "from": sender,
        "received": received,
        "files": files,
        **said,
        "balanced": balanced(said) and tops == files,
        **listed,
        "supplements": supplements or None,
        "opened": tables.one(
            "SELECT count(DISTINCT opened.item) FROM opened JOIN item ON item.n=opened.item WHERE bundle=?", (id,)
        ),
        "list": None,
    }


def balanced(said: Mapping[str, Json]) -> bool:
    """Whether items = read + without text + unread."""
    return bool(said["items"] == sum(said[each.value] for each in Sum))


def needs_person(tables: Tables, bundle: str | None = None) -> int:
    """How many items a person must still look at, in the case or in one bundle."""
    return sum(count for state, count in tables.state_counts(bundle).items() if state.needs_person)


def line(item: Item) -> dict[str, Json]:
    """One item as the account lists it."""
    return {
        "id": item.id,
        "bundle": item.bundle,
        "parent": item.parent,
        "name": item.name,
        "name_bytes": None if item.raw_name is None else item.raw_name.hex(),
        "path": item.path,
        "locator": item.locator,
        "sha256": item.sha256,
        "bytes": item.size,
        "type": item.type,
        "state": item.state.value,
        "reason": item.reason or item.incomplete,
        "flags": [*item.flags, "not-found-again"] if item.lost else list(item.flags),
        "reading": item.reading,
        "children_declared": item.declared,
        "children_recorded": item.recorded,
        "children_complete": item.complete,
    }


def lines(tables: Tables) -> Iterator[dict[str, Json]]:
    """Every item, each top-level one before its family."""
    return (line(item) for item in tables.in_order())


def digest(tables: Tables) -> str:
    """One hash for what became of everything: the same however the work was interrupted or shared out."""
    found = hashlib.sha256()
    rows = tables.rows("SELECT bundle, path, hex(raw_path), place, sha256, state, reason, reading FROM item")
    for text in sorted(json.dumps(row, ensure_ascii=False) for row in rows):
        found.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return found.hexdigest()
