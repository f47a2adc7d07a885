"""The body of an answer from the web, freed of what it was sent in: chunks, and packing by GZ or Deflate."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

from muniment.intake.readers.archives.archiveunpack import FAULTS, Deflated
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.readers.web.feed import Block
from muniment.model.state import State

_STEP = 1 << 16
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LAYERS = 4  # ways of packing, one inside the other
_PLAIN = {"", "identity", "none", "utf-8", "utf8", "binary"}


def body(block: Block, headers: Mapping[str, str]) -> Stream:
    """What the answer brought. Archives often hold what their header calls packed as it was unpacked: that is seen."""
    stream: Stream = block
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(block.ahead(256)):
        stream = _Pieces(_chunks(block))
    said = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    names = [name for name in reversed(said) if name not in _PLAIN]
    return _Pieces(_unpacked(stream, names)) if names else stream


class _Pieces:
    """A handle over pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is given
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        return next(filter(None, self._pieces), b"")


def _chunks(block: Block) -> Iterator[bytes]:
    while True:
        found = _CHUNK.match(block.ahead(256))
        if found is None:
            raise Damaged("damaged" if block.ahead(1) else "truncated")
        block.read(found.end())
        left = int(found[1], 16)
        if not left:
            return
        while left:
            piece = block.read(min(left, _STEP))
            if not piece:
                raise Damaged("truncated")
            left -= len(piece)
            yield piece


def _unpacked(stream: Stream, names: Sequence[str]) -> Iterator[bytes]:
    if len(names) > _LAYERS:
        raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    pieces = iter(lambda: stream.read(_STEP), b"")
    for name in names:
        if name in {"gzip", "x-gzip", "deflate"}:
            pieces = _inflated(pieces, bare=name == "deflate")
        else:
            raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    return (yield from pieces)


def _inflated(pieces: Iterator[bytes], *, bare: bool) -> Iterator[bytes]:
    """What a stream unpacks to, or the stream itself where it is none."""
    start = b""
    while len(start) < 2 and (piece := next(pieces, b"")):
        start += piece
    if not start:
        return
    if start.startswith(b"\x1f\x8b"):
        unpacker = Deflated(31)
    elif start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0:
        unpacker = Deflated(15)
    elif bare and _inflates(start):
        unpacker = Deflated(-15)
    else:
        yield start
        yield from pieces
        return
    try:
        yield from unpacker.unpack(start)
        while not unpacker.done:
            piece = next(pieces, b"")
            if not piece:
                raise Damaged("truncated")
            yield from unpacker.unpack(piece)
    except FAULTS:
        raise Damaged("damaged") from None


def _inflates(start: bytes) -> bool:
    """Whether these bytes can begin a Deflate stream without a frame."""
    try:
        return bool(zlib.decompressobj(-15).decompress(start, _STEP))
    except zlib.error:
        return False
