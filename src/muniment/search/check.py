"""Holds the index against the tables and readings, as it lies; changes nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

from muniment.errors import Broken
from muniment.search import document, manifest
from muniment.search.manifest import Manifest
from muniment.search.snapshot import Snapshot, opened, place, writable
from muniment.search.source import Source
from muniment.store.sync import locked

_TRIES = 5


def check(source: Source, entries: Callable[[], int] | None = None) -> list[tuple[str, str]]:
    """What of the index differs, and where: an item's id, or a path under `derived/`.

    An index that is not there, was made by another version or installation, or has not yet seen the newest entries is
    no difference: it is made, made again, or brought up to date before it is used. `entries` says how many entries the
    ledger has by now, where others may have gone on since the source was followed.
    """
    for _ in range(_TRIES):
        found = manifest.read(source.derived)
        differs = _differs(source, found, entries)
        if manifest.read(source.derived) == found:
            return differs
    return []  # another process is at work on it, again and again


def _differs(source: Source, found: Manifest | None, entries: Callable[[], int] | None) -> list[tuple[str, str]]:
    if found is None:
        path = manifest.folder(source.derived) / "manifest.json"
        return [("the index's manifest cannot be read", "index/manifest.json")] if path.exists() else []
    if found.maker != manifest.maker():
        return []
    damaged = [] if found.at_work else list(_files(source.derived, found))
    if damaged or not writable(source.derived):  # opening it takes its lock, which is a file
        return damaged
    if found.as_of > source.as_of:
        if found.as_of >= (entries() if entries else source.as_of + 1):
            return [(f"the index has seen entry {found.as_of}, which the ledger does not have", "index/manifest.json")]
        return []  # others went on while the ledger was followed
    if found.at_work:
        with locked(manifest.lock(source.derived), wait=False) as held:
            return _opened(source, found) if held else []
    return _opened(source, found)


def _opened(source: Source, found: Manifest) -> list[tuple[str, str]]:
    try:
        return list(_documents(source, opened(source.derived, found)))
    except Broken as error:
        if found.at_work:  # left half-way by a power cut: it is made again before it is used
            return []
        return [(error.what, f"index/{found.generation}")]


def _files(derived: Path, found: Manifest) -> Iterator[tuple[str, str]]:
    for name, (size, _, sha256) in found.files.items():
        path = place(derived, found.generation) / name
        where = f"index/{found.generation}/{name}"
        if not path.is_file():
            yield "a file of the index is missing", where
        elif path.stat().st_size != size or manifest.sha256(path) != sha256:
            yield "a file of the index was changed", where


def _documents(source: Source, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    kept: dict[str, tuple[str, str]] = {}
    for id_, reading, mark in snapshot.all():
        if id_ in kept:
            yield "an item is indexed twice", id_
        kept[id_] = reading, mark
    for item in source.items():
        there = kept.pop(item.id, None)
        if item.aside:
            if there is not None and item.changed <= snapshot.as_of:
                yield "an item that nobody is to find is indexed", item.id
            continue
        if item.changed > snapshot.as_of or (there and there[1] == document.mark(item)):
            continue
        if there is None:
            yield "an item is not indexed", item.id
        elif there[0] != (item.reading or ""):
            yield "the reading that is indexed differs", item.id
        else:
            yield "what is indexed of an item differs", item.id
    yield from (("an item is indexed that the ledger does not know", id_) for id_ in kept)
