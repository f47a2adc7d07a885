"""A RAR archive as libarchive reads it: members unpacked in their order, each held against what its head says."""

import zlib
from contextlib import ExitStack, suppress
from typing import Self

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls
from muniment.intake.readers.archives.rarheads import NEW, Head
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.source import Source
from muniment.model.state import State

_TRIES = 100  # heads that libarchive fails at, one after the other


class Library:
    """The same archive as libarchive reads it, opened where something packed is met, and never gone back in."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.newer = source.head(len(NEW)) == NEW
        self._open = ExitStack()
        self._archive: archivecalls.Archive | None = None
        self._place = -1
        self._fault: Damaged | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.close()

    def at(self, number: int) -> archivecalls.Archive:
        """The archive, standing at its member of this number, from 0.

        Raises: Damaged.
        """
        try:
            if self._fault is None and self._archive is None:
                formats = ("rar5",) if self.newer else ("rar",)
                self._archive = self._open.enter_context(archivecalls.opened(self._source, formats))
            for _ in range(_TRIES + number - self._place):
                if self._fault is not None or self._archive is None or self._place >= number:
                    break
                self._advance(self._archive)
        except Unreadable as closed:
            self._fault = Damaged(closed.reason, State(closed.state))
        if self._fault is not None or self._archive is None or self._place != number:
            raise self._fault or Damaged("damaged")
        return self._archive

    def stumble(self, number: int) -> None:
        """Read a packed member of no bytes: it fails, and only then those that go on packing from there do not."""
        with suppress(Damaged):
            Unpacked(self, number).read()

    def _advance(self, archive: archivecalls.Archive) -> None:
        try:
            if archive.advance() is None:
                self._fault = Damaged("truncated")
            self._place += 1
        except archivecalls.Failed as failure:
            if failure.fatal:
                self._fault = _fault(failure)


def _fault(failure: archivecalls.Failed) -> Damaged:
    if "unavailable" in str(failure).lower():
        return Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    return failure.damaged()


class Unpacked:
    """A handle over a packed member."""

    def __init__(self, library: Library, number: int) -> None:
        self._library = library
        self._number = number

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        archive = self._library.at(self._number)
        try:
            return archive.read(size)
        except archivecalls.Failed as failure:
            raise _fault(failure) from None


class Checked:
    """A handle over a member, held against its size and checksum at the end."""

    def __init__(self, stream: Stream, head: Head) -> None:
        self._stream = stream
        self._head = head
        self._crc = 0
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        piece = self._stream.read(size)
        head = self._head
        self._crc = zlib.crc32(piece, self._crc)
        self._size += len(piece)
        if head.size is not None and self._size > head.size:
            raise Damaged("damaged")
        if not piece:
            if head.size not in {None, self._size}:
                raise Damaged("truncated")
            if head.crc not in {None, self._crc}:
                raise Damaged("checksum")
        return piece
