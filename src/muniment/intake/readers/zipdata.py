"""The bytes of one zip entry, unpacked piece by piece and held against size and checksum at the end."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator

from muniment.intake.readers.archiverows import Damaged
from muniment.intake.readers.archiveunpack import FAULTS, Deflated, Packed, Plain, Sized, Unpacker
from muniment.intake.readers.zipdir import Entry
from muniment.intake.source import Source

STORED, DEFLATED, BZIP2, LZMA = 0, 8, 12, 14
METHODS = frozenset({STORED, DEFLATED, BZIP2, LZMA})
_STEP = 1 << 16


class Member:
    """A handle over an entry's bytes. `end` is where its data ends, once all is read.

    Reading raises Damaged, where the data is broken or is not what the directory says.
    """

    def __init__(self, source: Source, entry: Entry, limit: int) -> None:
        if entry.data < 0:
            raise Damaged("damaged")
        self._entry = entry
        self._crc = 0
        self._size = 0
        self.end = entry.data
        self._pieces = self._unpack(source, limit if entry.packed is None else entry.data + entry.packed)

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is allowed
        """The next piece; b"" at the end."""
        try:
            for piece in self._pieces:
                if piece:
                    self._crc = zlib.crc32(piece, self._crc)
                    self._size += len(piece)
                    return piece
        except (*FAULTS, struct.error):
            raise Damaged("damaged") from None
        return b""

    def _unpack(self, source: Source, limit: int) -> Iterator[bytes]:
        entry, place = self._entry, self._entry.data
        end = min(limit, source.size)
        unpacker, place = _unpacker(source, entry)
        while place < end and not unpacker.done:
            data = source.head(min(_STEP, end - place), place)
            place += len(data)
            yield from unpacker.unpack(data)
        self.end = place - unpacker.left
        self._check(source, unpacker, cut=limit > source.size)

    def _check(self, source: Source, unpacker: Unpacker, *, cut: bool) -> None:
        entry = self._entry
        if entry.packed is None:
            crc = _stated(source, self.end, self._size)
            if not unpacker.done:
                raise Damaged("truncated")
            if crc is not None and crc != self._crc:
                raise Damaged("checksum")
            return
        if cut or (not unpacker.done and entry.method != STORED and not (entry.size == 0 and not entry.packed)):
            raise Damaged("truncated")
        if self._size != entry.size:
            raise Damaged("damaged")
        if self._crc != entry.crc:
            raise Damaged("checksum")


def _stated(source: Source, place: int, size: int) -> int | None:
    """The checksum that stands after the data."""
    head = source.head(24, place)
    head = head[4:] if head.startswith(b"PK\7\x08") else head
    if len(head) >= 12 and struct.unpack_from("<L", head, 8)[0] == size & 0xFFFFFFFF:
        return int.from_bytes(head[:4], "little")
    return None


def _unpacker(source: Source, entry: Entry) -> tuple[Unpacker, int]:
    if entry.method == DEFLATED:
        return Deflated(), entry.data
    if entry.method == BZIP2:
        return Packed(bz2.BZ2Decompressor()), entry.data
    if entry.method == LZMA:
        _, size = struct.unpack("<HH", source.head(4, entry.data))
        inner = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_lzma(source.head(size, entry.data + 4))])
        # without a mark at its end the data ends where its size says
        return (Packed(inner) if entry.flags & 2 else Sized(inner, entry.size or 0)), entry.data + 4 + size
    return Plain(), entry.data


def _lzma(header: bytes) -> dict[str, int]:
    first, dictionary = struct.unpack("<BL", header[:5])
    return {
        "id": lzma.FILTER_LZMA1,
        "lc": first % 9,
        "lp": first // 9 % 5,
        "pb": first // 45,
        "dict_size": min(max(dictionary, 4096), 64 << 20),
    }
