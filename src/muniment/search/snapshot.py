"""One state of the index, to be read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from muniment.errors import IndexDamaged
from muniment.search import manifest
from muniment.search.manifest import Manifest
from muniment.search.schema import KEPT, register


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the index; it stays as it is while others write."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    as_of: int

    def id_of(self, address: tantivy.DocAddress) -> str:
        """The id of a document."""
        with sound():
            return str(self.searcher.doc(address).get_first("id"))

    def stored(self, address: tantivy.DocAddress) -> tuple[str, str, str]:
        """The id, reading and mark of a document."""
        with sound():
            kept = self.searcher.doc(address)
        reading, mark = (bytes(kept.get_first(field) or b"").hex() for field in KEPT)
        return str(kept.get_first("id")), reading, mark

    def mark(self, id: str) -> str | None:  # noqa: A002 (the word of the tables)
        """The mark of an item's document; None where it is not indexed."""
        query = tantivy.Query.term_query(self.index.schema, "id", id)
        with sound():
            hits = self.searcher.search(query, limit=1, count=False).hits
        return self.stored(hits[0][1])[2] if hits else None

    def all(self) -> Iterator[tuple[str, str, str]]:
        """The id, reading and mark of every document."""
        if self.searcher.num_docs:
            with sound():
                hits = self.searcher.search(tantivy.Query.all_query(), limit=self.searcher.num_docs, count=False).hits
            yield from (self.stored(address) for _, address in hits)


@contextmanager
def sound() -> Iterator[None]:
    """Say so where the index holds what nobody put there.

    Raises: Broken.
    """
    try:
        yield
    except ValueError as error:
        raise _damaged(error) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # a fault that the engine finds in itself; it has no name to import
            raise
        raise _damaged(error) from error


def _damaged(error: BaseException) -> IndexDamaged:
    return IndexDamaged(f"the index is damaged ({str(error)[:200]})", "derived", "muniment rebuild makes it again")


def opened(derived: Path, found: Manifest) -> Snapshot:
    """The index that a manifest names.

    Raises: Broken, where it cannot be opened.
    """
    with sound():
        index = tantivy.Index.open(str(place(derived, found.generation)))
        register(index)
        index.config_reader("manual")  # else a thread of the engine watches the folder, and puts a lock there
        return Snapshot(index, index.searcher(), found.as_of)


def place(derived: Path, generation: int) -> Path:
    """Where a generation of the index lies."""
    return manifest.folder(derived) / str(generation)


def writable(derived: Path) -> bool:
    """Whether an index can be kept there."""
    return os.access(derived if derived.exists() else derived.parent, os.W_OK)
