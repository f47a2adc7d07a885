"""Zip entries packed in a way that the standard library does not unpack: the old ways, and Zstandard and PPMd by libarchive."""

import struct
from collections.abc import Iterator

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls as archive
from muniment.intake.readers.archives import deflate64, oldimplode, oldshrink
from muniment.intake.readers.archives.archivespan import Stretch
from muniment.intake.readers.archives.zipdir import LOCAL, Entry
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.source import Source
from muniment.model.state import State

ENGINE = archive.ENGINE
_SHRUNK, _REDUCED, _IMPLODED, _DEFLATE64, _ZSTD, _PPMD = 1, (2, 3, 4, 5), 6, 9, 93, 98
_OLD = {_SHRUNK, *_REDUCED, _IMPLODED, _DEFLATE64}
_OLD_SIZE = 32 << 20  # bytes that are unpacked here, a letter at a time
_PIECE = 1 << 20


def pieces(source: Source, entry: Entry) -> Iterator[bytes]:
    """The bytes of one entry, piece by piece.

    Raises: Damaged, also where the method is not known; ValueError.
    """
    if entry.method in _OLD and entry.packed is not None and entry.size is not None:
        yield from _old(source, entry, entry.packed, entry.size)
        return
    if entry.method not in {_ZSTD, _PPMD} or entry.packed is None or entry.size is None:
        raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    if not archive.AVAILABLE:
        raise Damaged("missing-library", State.UNREAD_DEPENDENCY_MISSING)
    data = Stretch(source, entry.data, entry.end)
    if entry.method == _ZSTD:
        given: Stream = data
        kinds: tuple[tuple[str, ...], tuple[str, ...]] = (("raw",), ("zstd",))
    else:
        given, kinds = _Alone(entry, data), (("zip",), ())
    try:
        with archive.opened(given, *kinds) as handle:
            if handle.advance() is None:
                raise Damaged("damaged")
            yield from iter(lambda: handle.read(_PIECE), b"")
    except archive.Failed as fault:
        raise fault.damaged() from None
    except Unreadable as closed:
        raise Damaged(closed.reason, State(closed.state)) from None


def _old(source: Source, entry: Entry, packed: int, size: int) -> Iterator[bytes]:
    """An entry packed in one of the old ways."""
    if max(packed, size) > _OLD_SIZE:
        raise Damaged("limit-member", State.UNREAD_LIMIT)
    data = source.head(packed, entry.data)
    if len(data) < packed:
        raise Damaged("truncated")
    if entry.method == _IMPLODED:
        yield from oldimplode.unpack(data, size, entry.flags)
    elif entry.method == _SHRUNK:
        yield from oldshrink.unshrink(data, size)
    elif entry.method == _DEFLATE64:
        yield from deflate64.unpack(data, size)
    else:
        yield from oldshrink.expand(data, size, entry.method - 1)


class _Alone:
    """A handle over a zip that holds this entry alone, under a plain name, and has no directory."""

    def __init__(self, entry: Entry, data: Stretch) -> None:
        sizes = entry.crc, min(entry.packed or 0, 0xFFFFFFFF), min(entry.size or 0, 0xFFFFFFFF)
        self._head = LOCAL + struct.pack("<5H3L2H", 63, 0, entry.method, 0, 0x21, *sizes, 1, 0) + b"x"
        self._data = data

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end."""
        head, self._head = self._head, b""
        return head or self._data.read(size)
