"""Pictures in Office drawings: each without what is wrapped round it, metafiles unpacked as they are read."""

import struct
import zlib
from collections.abc import Iterator

from muniment.intake.readers.ole import artrecords
from muniment.intake.readers.ole.artrecords import Record
from muniment.intake.readers.rows import Damaged, Rows
from muniment.model.reading import Child

FIRST, LAST = 0xF018, 0xF117
ENTRY = 0xF007  # a line in the store of pictures
_ENDINGS = {
    0xF01A: "emf",
    0xF01B: "wmf",
    0xF01C: "pict",
    0xF01D: "jpg",
    0xF01E: "png",
    0xF01F: "bmp",
    0xF029: "tif",
    0xF02A: "jpg",
}
_METAFILES = frozenset({0xF01A, 0xF01B, 0xF01C})
_BITMAP = 0xF01F  # without the head that makes it a computer file
_METAFILE_HEAD = 34
_ENTRY_HEAD = 36
_STEP = 1 << 16
_PICT_HEAD = 512  # a computer file of this kind begins with so many bytes that say nothing


class Pictures:
    """Gives each picture to its row, those that stand twice once."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._seen: set[tuple[str, int]] = set()
        self._count = 0

    def of(self, data: bytes, start: int, end: int, place: str, beside: bytes = b"") -> None:
        """The pictures among the records here; those that a store only names lie in `beside`."""
        for record in artrecords.walk(data, start, end):
            if FIRST <= record.kind <= LAST:
                self.give(data, record, place)
            elif record.kind == ENTRY:
                self._stored(data, record, place, beside)

    def give(self, data: bytes, record: Record, place: str) -> None:
        """One picture."""
        key = (place, record.start)
        if key in self._seen or record.kind not in _ENDINGS:
            return
        self._seen.add(key)
        self._count += 1
        name = f"picture {self._count}.{_ENDINGS[record.kind]}"
        self.row(f"{place}:{record.start:x}", name, data, record)

    def row(self, locator: str, name: str, data: bytes, record: Record) -> None:
        """Its row."""
        start = record.start + (32 if record.instance & 1 else 16)
        if record.kind in _METAFILES:
            packed = data[start + 32 : start + 33] == b"\0"
            body = data[start + _METAFILE_HEAD : record.end]
            before = bytes(_PICT_HEAD) if record.kind == 0xF01C else b""
            whole = int.from_bytes(data[start : start + 4], "little")
            stream = Inflated(body, whole, before) if packed else before + body
            size = None if packed else len(before) + len(body)
            self._rows.member(Child(locator, name, size=size), stream)
        else:
            body = data[start + 1 : record.end]
            if record.kind == _BITMAP:
                body = _head(body) + body
            self._rows.member(Child(locator, name, size=len(body)), body)

    def _stored(self, data: bytes, record: Record, place: str, beside: bytes) -> None:
        """A line of the store: the picture follows in it, or lies elsewhere."""
        inner = record.start + _ENTRY_HEAD + (data[record.start + 33] if record.end > record.start + 33 else 0)
        found = artrecords.at(data, inner, record.end)
        if found is not None and FIRST <= found.kind <= LAST:
            self.give(data, found, place)
            return
        where = int.from_bytes(data[record.start + 28 : record.start + 32], "little")
        if where != 0xFFFFFFFF and (there := artrecords.at(beside, where, len(beside))) is not None:
            self.give(beside, there, "delayed")


def _head(body: bytes) -> bytes:
    """The head that a bitmap lacks here: where its colours end and its dots begin."""
    size, bits, packing, colours = (
        int.from_bytes(body[at : at + length], "little") for at, length in ((0, 4), (14, 2), (16, 4), (32, 4))
    )
    table = 4 * (colours or (1 << bits if bits <= 8 else 0)) + (12 if packing == 3 and size == 40 else 0)
    return struct.pack("<2sIII", b"BM", (14 + len(body)) & 0xFFFFFFFF, 0, (14 + size + table) & 0xFFFFFFFF)


class Inflated:
    """A handle over packed bytes (zlib), unpacked as they are read. Office mostly leaves the end of the packing out."""

    def __init__(self, packed: bytes, size: int, before: bytes = b"") -> None:
        self._pieces = self._all(packed, size, before)
        self.sound = True  # whether the checksum, where there is one, is that of the bytes

    def read(self, size: int = -1, /) -> bytes:
        """The next piece.

        Raises: Damaged.
        """
        del size
        return next(self._pieces, b"")

    def _all(self, packed: bytes, size: int, before: bytes) -> Iterator[bytes]:
        if before:
            yield before
        unpack, rest = zlib.decompressobj(-zlib.MAX_WBITS), packed[2:]
        done, check = 0, 1
        while not unpack.eof:
            try:
                piece = unpack.decompress(rest, _STEP)
            except zlib.error:
                raise Damaged("damaged") from None
            rest = unpack.unconsumed_tail
            if not piece and not unpack.eof:
                if done < size:
                    raise Damaged("truncated")
                return
            done += len(piece)
            check = zlib.adler32(piece, check)
            yield piece
        if done < size:
            raise Damaged("truncated")
        said = unpack.unused_data[:4]
        self.sound = len(said) < 4 or int.from_bytes(said, "big") == check
