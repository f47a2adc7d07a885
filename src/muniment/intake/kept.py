"""What passwords opened: originals of their own, found again by the original they were in and their place in it."""

import json
from collections.abc import Sequence
from pathlib import Path

from muniment.model.item import Item
from muniment.store.ids import number_of
from muniment.store.store import Store


def in_original(store: Store, sha256: str) -> tuple[tuple[tuple[str, ...], Path], ...]:
    """Everything that passwords opened in the original with this hash, by place."""
    found = store.tables.rows(
        "SELECT DISTINCT kept.place, kept.sha256 FROM kept JOIN item ON item.n=kept.item WHERE item.sha256=?", (sha256,)
    )
    return tuple((tuple(json.loads(place)), store.places.originals.path(opened)) for place, opened in found)


def nearest(store: Store, item: Item, place: Sequence[str]) -> tuple[Path, list[str]]:
    """From where a member is taken out: the innermost of what was opened on the way to it, and the rest of the way.

    It is known by its bytes: where the same locked bytes lie in a family twice, they were opened at the first place alone.
    """
    at = item
    while at.id != item.top and at.parent is not None:
        at = store.item(at.parent)
        if at.id != item.top and store.tables.one("SELECT 1 FROM kept WHERE sha256=? LIMIT 1", (at.sha256,)):
            way = json.loads(store.tables.one("SELECT place FROM item WHERE n=?", (number_of(at.id),)))
            return store.places.originals.path(str(at.sha256)), list(place[len(way) :])
    top = store.item(item.top)
    assert top.sha256 is not None
    return store.places.originals.path(top.sha256), list(place)
