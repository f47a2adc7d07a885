"""The account: what came in, and what became of every item of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from muniment.intake import people
from muniment.intake.lists import summary
from muniment.model.item import Item
from muniment.model.reading import Json
from muniment.model.state import State, Sum
from muniment.names.filename import text_of
from muniment.store import clock
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
    bundles = [_bundle(tables, row) for row in tables.rows(f"SELECT {_BUNDLE} FROM bundle ORDER BY n")]  # noqa: S608
    whole = balance(tables.state_counts())
    return {
        "bundles": bundles,
        **whole,
        **people.sums(tables),
        "waiting": people.groups(tables),
        "balanced": balanced(whole) and all(bundle["balanced"] for bundle in bundles),
        "clock": clock.jumps(tables),
        "as_of": tables.as_of,
    }


_BUNDLE = "id, sender, received, files, supplements, list_of, brought, aside"
# what was decided of a bundle as a whole
_SAID = (
    "SELECT entry, iif(aside='', 'released', aside), coalesce(name, ''), coalesce(why, '') "
    "FROM turned LEFT JOIN person ON id=person WHERE bundle=? ORDER BY entry"
)
_HELD_LISTINGS = (
    "WITH RECURSIVE family(id) AS (VALUES (?) UNION SELECT bundle.id FROM bundle JOIN family ON supplements=family.id) "
    "SELECT listed FROM bundle WHERE id IN family AND aside='held'"
)
_CUSTODY = ("origin", "via", "by", "how")  # without them nobody can say which way it came
NOT_KNOWN = "not known"


def _gap(said: str | Sequence[str] | None) -> bool:
    """Whether nobody has said it, or somebody has said that it is not known; of several hands one that is not known is enough."""
    told = [said] if isinstance(said, str) else said or [""]
    return any(each.strip().casefold() in {"", NOT_KNOWN} for each in told)


def _bundle(tables: Tables, row: Sequence[Any]) -> dict[str, Json]:
    id, sender, received, files, supplements, list_of, text, aside = row  # noqa: A001
    brought = {"origin": "", "via": [], "by": "", "how": "", "ref": ""} | json.loads(text)
    said = balance(tables.state_counts(id))
    names = tables.rows(
        "SELECT what, name FROM appeared WHERE bundle=? AND name IS NOT NULL ORDER BY entry, place", (id,)
    )
    hidden = _held_names(tables, id) if names else set()
    listed = {
        what: [HIDDEN if aside or name in hidden else text_of(name)[0] for kind, name in names if kind == what]
        for what in ("appeared", "gone", "changed")
    }
    return {
        "id": id,
        "from": sender,
        "received": received,
        "files": files,
        **said,
        "balanced": balanced(said) and tables.tops(id) == files,
        **listed,
        "supplements": supplements or None,
        "list_of": list_of or None,
        "brought": brought,
        "gaps": [name for name in _CUSTODY if _gap(brought[name])],
        **people.sums(tables, id),
        "said": [dict(zip(("entry", "as", "by", "why"), row, strict=True)) for row in tables.rows(_SAID, (id,))],
        "list": summary.of(tables, id),
    }


def _held_names(tables: Tables, bundle: str) -> set[bytes]:
    """The names in the listings of what supplements a bundle and is held: a later look at its folder may miss them."""
    found: set[bytes] = set()
    for (listed,) in tables.rows(_HELD_LISTINGS, (bundle,)):
        for span in json.loads(listed):
            found |= {name for (name,) in tables.rows("SELECT name FROM listed WHERE entry>=? AND entry<?", span)}
    return found


def balanced(said: Mapping[str, Json]) -> bool:
    """Whether items = read + without text + unread."""
    return bool(said["items"] == sum(said[each.value] for each in Sum))


def line(item: Item) -> dict[str, Json]:
    """One item as the account lists it; of one that is held or withdrawn, that it is there and what state it is in."""
    hidden = bool(item.aside)
    return {
        "id": item.id,
        "bundle": item.bundle,
        "parent": item.parent,
        "name": HIDDEN if hidden else item.name,
        "name_bytes": None if hidden or item.raw_name is None else item.raw_name.hex(),
        "path": HIDDEN if hidden else item.path,
        "locator": "" if hidden else item.locator,
        "sha256": None if hidden else item.sha256,
        "bytes": item.size,
        "type": item.type,
        "state": item.state.value,
        "reason": item.reason or item.incomplete,
        "flags": [*item.flags, "not-found-again"] if item.lost else list(item.flags),
        "reading": None if hidden else item.reading,
        "children_declared": item.declared,
        "children_recorded": item.recorded,
        "children_complete": item.complete,
        "aside": item.aside or None,
        "waits": people.waits(item),
    }


HIDDEN = "[held back]"


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
