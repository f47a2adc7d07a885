"""Unpacking piece by piece: what a few packed bytes become is given in pieces of a bounded size, never at once."""

import bz2
import lzma
import zlib
from collections.abc import Iterator
from typing import Protocol

PIECE = 1 << 20
FAULTS = (zlib.error, lzma.LZMAError, OSError, ValueError)


class Unpacker(Protocol):
    """One packed stream."""

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to.

        Raises: one of FAULTS.
        """

    @property
    def done(self) -> bool:
        """Whether the stream has said that it ends."""

    @property
    def left(self) -> int:
        """Bytes given that lie behind its end."""


class Plain:
    """Bytes that are not packed; they have no end of their own."""

    done = False
    left = 0

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """The bytes themselves."""
        yield data


class Deflated:
    """Deflate, bare or with the frame that `window` says, as zlib numbers them."""

    def __init__(self, window: int = -15) -> None:
        self._inner = zlib.decompressobj(window)

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to."""
        piece = self._inner.decompress(data, PIECE)
        yield piece
        while len(piece) == PIECE or self._inner.unconsumed_tail:
            piece = self._inner.decompress(self._inner.unconsumed_tail, PIECE)
            yield piece

    @property
    def done(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    @property
    def left(self) -> int:
        """Bytes behind its end."""
        return len(self._inner.unused_data)


class Packed:
    """BZIP2, LZMA or XZ."""

    def __init__(self, inner: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._inner = inner

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to."""
        yield self._inner.decompress(data, PIECE)
        while not self._inner.eof and not self._inner.needs_input:
            yield self._inner.decompress(b"", PIECE)

    @property
    def done(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    @property
    def left(self) -> int:
        """Bytes behind its end."""
        return len(self._inner.unused_data)


class Sized(Packed):
    """A stream without a mark at its end: it ends where it has given its size."""

    def __init__(self, inner: lzma.LZMADecompressor, size: int) -> None:
        super().__init__(inner)
        self._rest = size

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """What these bytes unpack to."""
        for piece in super().unpack(data):
            self._rest -= len(piece)
            yield piece

    @property
    def done(self) -> bool:
        """Whether it has given its size."""
        return self._inner.eof or self._rest <= 0
