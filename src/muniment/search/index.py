"""The index of a case: one document for an item, brought up to date by whoever holds its lock.

It stands in `derived/` and can be thrown away. Others go on reading while one process writes. Where the folder cannot
be written (a case on a read-only drive) it is made in memory.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

import tantivy

from muniment.errors import Broken, IndexDamaged
from muniment.ledger.disk import sync_folder
from muniment.model.item import Item
from muniment.search import document, manifest, probes
from muniment.search.check import check
from muniment.search.manifest import Files, Manifest
from muniment.search.schema import filled, register, schema
from muniment.search.snapshot import Snapshot, opened, place, sound, writable
from muniment.search.source import Source
from muniment.store.sync import locked

__all__ = ["check", "remove", "snapshot", "update"]

_HEAP = 64 << 20
_BATCH_ITEMS = 20_000
_BATCH_CHARACTERS = 100_000_000


def update(source: Source) -> int:
    """Bring the index up to date; returns the last entry that it knows.

    Where another process is at it, what is there is left alone. Cost: nothing much where nothing changed.
    """
    found = _current(source)
    if found is None and not writable(source.derived):
        return source.as_of  # each search makes its own, in memory
    return found.as_of if found else -1


def _current(source: Source) -> Manifest | None:
    """What the index says of itself once it is as nearly up to date as can be had now."""
    now, found = source.as_of, manifest.read(source.derived)
    usable = _usable(found, source.derived)
    if found and usable and not found.at_work and found.as_of >= now:
        if usable is Files.WHOLE or not writable(source.derived):
            return found
        with locked(manifest.lock(source.derived), wait=False) as held:
            if held and manifest.read(source.derived) == found:
                manifest.write(source.derived, manifest.measured(found, source.derived))
    elif found and usable is Files.WHOLE and not found.at_work and _as_it_was(source, found.as_of):
        return replace(found, as_of=now)  # what people judge changes no document: nothing is written for it
    elif not writable(source.derived):
        return None
    else:
        with locked(manifest.lock(source.derived), wait=False) as held:
            if held:
                with sound():
                    _bring(source)
    return manifest.read(source.derived)


def _as_it_was(source: Source, as_of: int) -> bool:
    """Whether no item changed since."""
    return next(iter(source.items(as_of)), None) is None


def snapshot(source: Source) -> Snapshot:
    """The index, as nearly up to date as can be had now.

    Raises: Broken, where it cannot be opened though it was just made.
    """
    if not writable(source.derived):
        return _in_memory(source)
    for _ in range(3):  # another process may make a new generation between the manifest and the opening
        found = _current(source)
        if found is None or found.maker != manifest.maker():
            empty = _new(None)
            return Snapshot(empty, empty.searcher(), -1)  # another process is about to make it
        with suppress(Broken):
            return _opened(source, found)
    raise Broken("the index cannot be opened", str(manifest.folder(source.derived)), "run muniment rebuild")


def _opened(source: Source, found: Manifest) -> Snapshot:
    """The index that a manifest names; opened once for all questions that meet the same files."""
    before = _open.get(source)
    if before is not None and before[0] == found:
        return before[1]
    snapshot = opened(source.derived, found)
    if not found.at_work:  # else its files may be newer than what is said of them
        _open[source] = found, snapshot
    return snapshot


_open: WeakKeyDictionary[Source, tuple[Manifest, Snapshot]] = WeakKeyDictionary()


def remove(source: Source) -> None:
    """Throw the index away."""
    with locked(manifest.lock(source.derived)):
        shutil.rmtree(manifest.folder(source.derived), ignore_errors=True)


def _usable(found: Manifest | None, derived: Path) -> Files | None:
    """How the files lie of an index that this installation made; None where it is of no use."""
    if found is None or found.maker != manifest.maker():
        return None
    files = Files.MOVED if found.at_work else manifest.files(found, derived)
    return None if files is Files.DAMAGED else files


def _bring(source: Source) -> None:
    """Index what changed; the lock is held."""
    found = manifest.read(source.derived)
    if found and _usable(found, source.derived):
        try:
            _fill(source, found)
        except (ValueError, IndexDamaged):  # damaged, or left half-way by a power cut: it can be made again, and is
            pass
        else:
            return
    _fill(source, Manifest(manifest.maker(), _next_generation(source.derived), -1))


def _fill(source: Source, found: Manifest) -> None:
    """Index what changed behind what is found."""
    derived, target = source.derived, source.as_of
    folder = place(derived, found.generation)
    index = _new(folder)
    if found.as_of < 0:
        probes.run(derived)  # what makes an index anew shows first whether it can be relied on
    manifest.write(derived, replace(found, at_work=True))
    with _writer(index) as writer:
        for as_of in writer.take(source, found.as_of):
            sync_folder(folder)  # the engine's last word is a name that it does not make durable
            manifest.write(derived, replace(found, as_of=as_of, at_work=True))
    sync_folder(folder)
    done = replace(found, as_of=max(target, found.as_of), documents=writer.documents, at_work=False)
    manifest.write(derived, manifest.measured(done, derived))
    for old in manifest.folder(derived).iterdir():
        if old.is_dir() and old != folder:
            shutil.rmtree(old, ignore_errors=True)


class _Writer:
    """Items into an index, in batches."""

    def __init__(self, index: tantivy.Index) -> None:
        self.index = index
        self.writer = index.writer(_HEAP, 1)
        self.documents = 0
        self._turn()
        self.fresh = not self.documents  # then each item comes once, and none is there before

    def take(self, source: Source, changed_after: int) -> Iterator[int]:
        """Index what changed; gives the last entry that is wholly indexed, after each batch.

        Raises: Broken, where the index did not let go of what was replaced, or a reading differs from the ledger's.
        """
        characters = 0
        self.fresh = self.fresh and changed_after < 0
        for item in source.items(changed_after):
            if characters > _BATCH_CHARACTERS or len(self.touched) >= _BATCH_ITEMS:
                self.commit()
                characters = 0
                yield item.changed - 1
            characters += self.put(source, item)
        self.commit()

    def put(self, source: Source, item: Item) -> int:
        """Index one item, unless it is as it was; returns the characters of its text."""
        kept = self.before.mark(item.id) if self.documents and not self.fresh else None
        again = item.id in self.touched
        if item.aside:
            return self.drop(item, there=kept is not None)
        mark = document.mark(item)
        if kept == mark and not again:
            return 0
        if kept is not None or again:
            # By its id as text: by a number nothing would be deleted, and nothing said.
            self.writer.delete_documents_by_term("id", item.id)
        self.expected += not (kept is not None or again)
        self.touched.add(item.id)
        made = document.of(item, source.reading(item))
        self.writer.add_document(filled(made, mark))
        return sum(len(page.text) for page in made.pages)

    def drop(self, item: Item, *, there: bool) -> int:
        """Take out what nobody is to find."""
        if there and item.id not in self.touched:
            self.writer.delete_documents_by_term("id", item.id)
            self.expected -= 1
            self.touched.add(item.id)
        return 0

    def commit(self) -> None:
        """Make the batch durable."""
        if self.touched:
            self.writer.commit()
            expected = self.expected
            self._turn()
            if self.documents != expected:
                raise Broken(
                    "the index did not let go of what was replaced",
                    f"{self.documents} documents instead of {expected}",
                    "run muniment rebuild",
                )

    def _turn(self) -> None:
        self.index.reload()
        self.before = Snapshot(self.index, self.index.searcher(), -1)
        self.documents = self.expected = self.before.searcher.num_docs
        self.touched: set[str] = set()


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[_Writer]:
    writer = _Writer(index)
    done = False
    try:
        yield writer
        done = True
    finally:
        if not done:
            writer.writer.rollback()
        writer.writer.garbage_collect_files()
        writer.writer.wait_merging_threads()


def _in_memory(source: Source) -> Snapshot:
    index, as_of = _new(None), source.as_of
    with _writer(index) as writer:
        for _ in writer.take(source, -1):
            pass
    index.reload()
    return Snapshot(index, index.searcher(), as_of)


def _new(folder: Path | None) -> tantivy.Index:
    """The index in a folder, or one in memory; made where there is none."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema(), path=None if folder is None else str(folder))
    register(index)
    return index


def _next_generation(derived: Path) -> int:
    parent = manifest.folder(derived)
    there = [int(path.name) for path in parent.iterdir() if path.name.isdecimal()] if parent.exists() else []
    return max(there, default=0) + 1
