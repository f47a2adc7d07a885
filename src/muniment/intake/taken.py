"""Members that were taken out of their containers, kept in `derived/members/` while they are useful.

Nothing there is truth: each is held against its recorded hash whenever it is used, and can be taken out again.
"""

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from muniment.errors import Broken
from muniment.intake import kept, pool
from muniment.intake.limits import Limits
from muniment.model.item import Item
from muniment.store.ids import number_of
from muniment.store.store import Store

KEPT = 1 << 30  # bytes of all members together; those used longest ago go first
_STEP = 1 << 20


def write(store: Store, item: Item, sink: BinaryIO) -> str:
    """Write a member's bytes; returns the SHA-256 of what was written.

    Raises: Broken, Trouble, ToolMissing.
    """
    found = hashlib.sha256()
    with path(store, item).open("rb") as file:
        while piece := file.read(_STEP):
            found.update(piece)
            sink.write(piece)
    return found.hexdigest()


def path(store: Store, item: Item, taker: pool.Taker | None = None) -> Path:
    """A file that holds an item's bytes: the original, or what was taken out of it; whoever reads it holds it against the hash.

    Whoever wants many has one `taker` for all of them.
    Raises: Broken, Trouble, ToolMissing.
    """
    assert item.sha256 is not None
    original = store.places.originals.path(item.sha256)
    if item.id == item.top or original.exists():  # also what a password opened, or what came in on its own too
        return original
    place = store.derived / "members" / item.sha256
    if _sound(place, item.sha256):
        os.utime(place)
    else:
        _take(store, item, place, taker)
        _tidy(place.parent, place)
    return place


def _sound(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _take(store: Store, item: Item, path: Path, taker: pool.Taker | None) -> None:
    """Take it out of its containers, under a temporary name; a crash leaves that file, which `derived/` may hold."""
    place = json.loads(store.tables.one("SELECT place FROM item WHERE n=?", (number_of(item.id),)))
    original, rest = kept.nearest(store, item, place)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as sink:
            take = pool.take if taker is None else taker.take
            found = take(original, original.stat().st_size, rest, Limits(), sink)
        if found != item.sha256:
            raise Broken("the bytes are not those that were recorded", item.id, "run muniment verify")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _tidy(folder: Path, newest: Path) -> None:
    """Remove what was used longest ago, until the rest is small enough; never the one that is wanted now."""
    found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.iterdir() if path != newest)
    size = newest.stat().st_size + sum(each for _, each, _ in found)
    for _, each, path in found:
        if size <= KEPT:
            return
        path.unlink(missing_ok=True)
        size -= each
