"""Bytes that are read once from front to back, line by line or in blocks, packed by GZ or not."""

from typing import Protocol

from muniment.intake.readers.archives.archiveunpack import FAULTS, Deflated
from muniment.intake.readers.rows import Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source

_STEP, _LEAST = 1 << 16, 1 << 9
_LINE = 1 << 16
_GZ = b"\x1f\x8b\x08"


class Pieces(Protocol):
    """Bytes piece by piece."""

    def next(self) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged, and goes on behind the damage when asked again; LimitReached.
        """

    def skip(self, count: int) -> int:
        """Pass over bytes without having them, where that is possible; gives back how many."""


class Plain:
    """The source itself."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._place = 0

    def next(self) -> bytes:
        """The next piece."""
        piece = self._source.head(_STEP, self._place)
        self._place += len(piece)
        return piece

    def skip(self, count: int) -> int:
        """Pass over bytes."""
        count = min(count, self._source.size - self._place)
        self._place += count
        return count


class Gzipped:
    """What the GZ streams in a source unpack to, one behind the other; each byte is counted as unpacked."""

    def __init__(self, source: Source, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._place = 0
        self._step = _LEAST
        self._stream: Deflated | None = None
        self._ready: list[bytes] = []

    def next(self) -> bytes:
        """The next piece."""
        while not self._ready:
            if self._stream is None and not self._begin():
                return b""
            self._more()
        piece = self._ready.pop(0)
        self._scope.budget.spend(len(piece))
        return piece

    def skip(self, count: int) -> int:  # noqa: ARG002 - what is packed must be unpacked to be passed over
        """Nothing can be passed over."""
        return 0

    def _begin(self) -> bool:
        """Begin the next stream; False at the end."""
        found = self._source.buffer().find(_GZ, self._place)
        if found < 0:
            rest, self._place = self._source.head(_LINE, self._place), self._source.size
            if rest.strip(b"\0"):
                raise Damaged("damaged")
            return False
        between, self._place = self._source.head(min(found - self._place, _LINE), self._place), found
        self._stream, self._step = Deflated(31), _LEAST
        if between.strip(b"\0"):
            raise Damaged("damaged")
        return True

    def _more(self) -> None:
        assert self._stream is not None
        data = self._source.head(self._step, self._place)
        begun = self._place
        self._place += len(data)
        self._step = min(self._step * 2, _STEP)
        if not data:
            self._stream = None
            raise Damaged("truncated")
        try:
            # of a step of 64 KiB at most 64 MiB can come
            self._ready = [piece for piece in self._stream.unpack(data) if piece]
        except FAULTS:
            self._stream, self._place = None, begun + 3
            raise Damaged("damaged") from None
        if self._stream.done:
            self._place -= self._stream.left
            self._stream = None


class Feed:
    """Lines and blocks out of pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._kept = b""
        self._at = 0

    def line(self) -> bytes | None:
        """The next line with its end, or the first 64 KiB of one that is longer; None at the end.

        Raises: Damaged, LimitReached.
        """
        while (end := self._kept.find(b"\n", self._at)) < 0 and len(self._kept) - self._at < _LINE:
            if not self._fill():
                end = len(self._kept) - 1
                break
        if end < 0:
            end = len(self._kept) - 1
        end = min(end + 1, self._at + _LINE)
        found, self._at = self._kept[self._at : end], end
        return found or None

    def read(self, size: int) -> bytes:
        """Up to so many bytes; b"" at the end alone.

        Raises: Damaged, LimitReached.
        """
        if self._at >= len(self._kept) and not self._fill():
            return b""
        found = self._kept[self._at : self._at + size]
        self._at += len(found)
        return found

    def skip(self, count: int) -> int:
        """Pass over bytes; gives back how many there were.

        Raises: Damaged, LimitReached.
        """
        here = min(len(self._kept) - self._at, count)
        self._at += here
        here += self._pieces.skip(count - here)
        while here < count and (piece := self.read(count - here)):
            here += len(piece)
        return here

    def _fill(self) -> bool:
        try:
            piece = self._pieces.next()
        except Damaged:
            self._kept, self._at = b"", 0  # what was begun before the damage does not go on behind it
            raise
        self._kept, self._at = self._kept[self._at :] + piece, 0
        return bool(piece)


class Block:
    """A handle over the next bytes of a feed, which may be looked at before they are read."""

    def __init__(self, feed: Feed, size: int) -> None:
        self._feed = feed
        self._left = size
        self._ahead = b""
        self.hash: Hash | None = None  # of all bytes that come

    def ahead(self, size: int) -> bytes:
        """The bytes that will be read next, as many as there are.

        Raises: Damaged, LimitReached.
        """
        while len(self._ahead) < size and self._left:
            self._ahead += self._next(size - len(self._ahead))
        return self._ahead[:size]

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged, LimitReached.
        """
        if self._ahead:
            size = len(self._ahead) if size < 0 else size
            piece, self._ahead = self._ahead[:size], self._ahead[size:]
            return piece
        return self._next(_STEP if size < 0 else size) if self._left else b""

    def finish(self) -> None:
        """Pass over what nobody read.

        Raises: Damaged, LimitReached.
        """
        left, self._left, self._ahead = self._left, 0, b""
        if left and self._feed.skip(left) < left:
            raise Damaged("truncated")

    @property
    def whole(self) -> bool:
        """Whether all of it was read."""
        return not self._left and not self._ahead

    @property
    def digest(self) -> bytes:
        """The hash of what came; b"" where none is made."""
        return self.hash.digest() if self.hash else b""

    def _next(self, size: int) -> bytes:
        try:
            piece = self._feed.read(min(size, self._left))
        except Damaged:
            self._left = 0
            raise
        if not piece:
            self._left = 0
            raise Damaged("truncated")
        self._left -= len(piece)
        if self.hash is not None:
            self.hash.update(piece)
        return piece


class Hash(Protocol):
    """What a hash of the standard library offers."""

    @property
    def digest_size(self) -> int:
        """The bytes of its result."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""

    def digest(self) -> bytes:
        """The hash of what came."""
