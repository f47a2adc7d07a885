"""The bytes of one zip entry, unpacked piece by piece and held against size and checksum at the end."""

import bz2
import lzma
import struct
import sys
import zlib
from collections.abc import Iterator

from muniment.intake.readers.archives import zipother
from muniment.intake.readers.archives.archivespan import Stretch
from muniment.intake.readers.archives.archiveunpack import FAULTS, Deflated, Packed, Plain, Sized, Unpacker
from muniment.intake.readers.archives.zipdir import Entry
from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source
from muniment.model.state import State

STORED, DEFLATED, BZIP2, LZMA, XZ = 0, 8, 12, 14, 95
METHODS = frozenset({STORED, DEFLATED, BZIP2, LZMA, XZ})
WINDOW = 256 << 20  # bytes that a window may take
_STEP = 1 << 16


class Member:
    """A handle over an entry's bytes.

    Reading raises Damaged, or `otherwise`, where the data is broken or is not what the directory says. One that is not
    `summed` has no checksum.
    """

    def __init__(self, source: Source, entry: Entry, otherwise: Damaged | None = None, *, summed: bool = True) -> None:
        self._source = source
        self._entry = entry
        self._otherwise = otherwise
        self._summed = summed
        self._crc = 0
        self._size = 0
        self._most = sys.maxsize if entry.size is None else entry.size  # a size that lies ends it at once
        self.end = max(entry.data, entry.offset)  # where its data ends, once all is read
        self.begun = False
        self.whole = False  # whether all was read, and is right
        self._pieces = self._unpack()

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is allowed
        """The next piece; b"" at the end."""
        self.begun = True
        try:
            for piece in self._pieces:
                if piece:
                    self._crc = zlib.crc32(piece, self._crc)
                    self._size += len(piece)
                    if self._size > self._most:
                        raise Damaged("damaged")
                    return piece
        except (*FAULTS, struct.error):
            raise self._otherwise or Damaged("damaged") from None
        except MemoryError:
            raise self._otherwise or Damaged("out-of-memory", State.UNREAD_OUT_OF_MEMORY) from None
        except Damaged as fault:
            raise self._otherwise or fault from None
        return b""

    def _unpack(self) -> Iterator[bytes]:
        entry, source = self._entry, self._source
        if entry.data < 0:
            raise Damaged("truncated" if entry.elsewhere else "damaged")
        if entry.method not in METHODS:
            yield from zipother.pieces(source, entry)
            self.end = entry.end
            self._check()
            return
        unpacker, place = _unpacker(source, entry)
        limit = source.size if entry.packed is None else entry.data + entry.packed
        while place < limit and not unpacker.done:
            data = source.head(min(_STEP, limit - place), place)
            if not data:
                raise Damaged("truncated")
            place += len(data)
            yield from unpacker.unpack(data)
        # without a mark at its end nobody can say what of the rest is still data
        self.end = entry.end if isinstance(unpacker, Sized) else place - unpacker.left
        empty = entry.packed == entry.size == 0
        if not unpacker.done and entry.method != STORED and not empty:
            raise Damaged("truncated")
        self._check()

    def _check(self) -> None:
        entry = self._entry
        if entry.packed is None:
            crc = _stated(self._source, self.end, self._size)
            if crc is not None and crc != self._crc:
                raise Damaged("checksum")
        elif self._summed and self._crc != entry.crc:
            raise Damaged("checksum")
        elif self._size != entry.size:
            raise Damaged("damaged")
        self.whole = True


class Behind:
    """A handle over what lies behind an entry's data and before its end; it is unpacked to know where that is."""

    def __init__(self, source: Source, entry: Entry, member: Member) -> None:
        self._source = source
        self._entry = entry
        self._member = member
        self._rest: Stretch | None = None

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end."""
        if self._rest is None:
            while self._member.read():
                pass
            self._rest = Stretch(self._source, self._member.end, self._entry.end)
        return self._rest.read(size)


def _stated(source: Source, place: int, size: int) -> int | None:
    """The checksum that stands after the data."""
    head = source.head(24, place)
    head = head[4:] if head.startswith(b"PK\7\x08") else head
    if len(head) >= 12 and struct.unpack_from("<L", head, 8)[0] == size & 0xFFFFFFFF:
        return int.from_bytes(head[:4], "little")
    if len(head) >= 20 and struct.unpack_from("<Q", head, 12)[0] == size:
        return int.from_bytes(head[:4], "little")
    return None


def _unpacker(source: Source, entry: Entry) -> tuple[Unpacker, int]:
    if entry.method == DEFLATED:
        return Deflated(), entry.data
    if entry.method == BZIP2:
        return Packed(bz2.BZ2Decompressor()), entry.data
    if entry.method == XZ:
        return Packed(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=WINDOW)), entry.data
    if entry.method == LZMA:
        _, size = struct.unpack("<HH", source.head(4, entry.data))
        inner = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_lzma(source.head(size, entry.data + 4), entry)])
        place = entry.data + 4 + size
        if entry.flags & 2:
            return Packed(inner), place
        if entry.size is None:
            raise Damaged("damaged")
        # without a mark at its end the data ends where its size says
        return Sized(inner, entry.size), place
    if entry.packed is None:
        raise Damaged("damaged")
    return Plain(), entry.data


def _lzma(header: bytes, entry: Entry) -> dict[str, int]:
    first, window = struct.unpack("<BL", header[:5])
    if entry.size is not None:
        window = min(window, entry.size)  # no more can be needed
    if window > WINDOW:
        raise Damaged("out-of-memory", State.UNREAD_OUT_OF_MEMORY)
    return {
        "id": lzma.FILTER_LZMA1,
        "lc": first % 9,
        "lp": first // 9 % 5,
        "pb": first // 45,
        "dict_size": max(window, 4096),
    }
