"""What passwords opened: originals of their own, found again by the original they were in and their place in it."""

import json
from collections.abc import Sequence
from pathlib import Path

from muniment.store.store import Store


def in_original(store: Store, sha256: str) -> tuple[tuple[tuple[str, ...], Path], ...]:
    """Everything that passwords opened in the original with this hash, by place."""
    found = store.tables.rows(
        "SELECT DISTINCT kept.place, kept.sha256 FROM kept JOIN item ON item.n=kept.item WHERE item.sha256=?", (sha256,)
    )
    return tuple((tuple(json.loads(place)), store.places.originals.path(opened)) for place, opened in found)


def nearest(store: Store, sha256: str, place: Sequence[str]) -> tuple[Path, list[str]]:
    """From where a member is taken out: the innermost of what was opened on the way to it, and the rest of the way."""
    best, rest = store.places.originals.path(sha256), list(place)
    for opened, path in in_original(store, sha256):
        if list(opened) == list(place[: len(opened)]) and len(place) - len(opened) < len(rest):
            best, rest = path, list(place[len(opened) :])
    return best, rest
