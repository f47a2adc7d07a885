"""The packed section of a compiled HTML help: LZX, which libarchive unpacks when it is given to it as a small cabinet."""

import struct
from collections.abc import Mapping
from itertools import pairwise

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls
from muniment.intake.readers.archives.archivespan import Stretch
from muniment.intake.readers.rows import Damaged
from muniment.intake.readers.web.chmdir import Entry
from muniment.intake.source import Source
from muniment.model.state import State

_BLOCK = 1 << 15
_LARGEST = 16 << 20  # bytes that are unpacked together: from one place where the packer began anew to the next
_STORAGE = b"::DataSpace/Storage/MSCompressed/"
_CONTENT, _CONTROL = _STORAGE + b"Content", _STORAGE + b"ControlData"
_RESETS = _STORAGE + b"Transform/{7FC28940-9D31-11D0-9B27-00A0C91E9C7C}/InstanceData/ResetTable"
_LZX = 3


class Packed:
    """The section as if it were unpacked; the last stretch that was is kept.

    Raises: Damaged, where what describes it is missing or wrong.
    """

    def __init__(self, source: Source, start: int, named: Mapping[bytes, Entry]) -> None:
        try:
            content, control, resets = (named[name] for name in (_CONTENT, _CONTROL, _RESETS))
            head = source.head(min(control.size, 28), start + control.offset)
            mark, version, interval, window = struct.unpack_from("<4s3L", head, 4)
            self._table = start + resets.offset
            count, _, skip, self.size, packed, block = struct.unpack("<3L3Q", source.head(36, self._table + 4))
        except (KeyError, struct.error):
            raise Damaged("damaged") from None
        unit = _BLOCK if version == 2 else 1
        self._bits = (window * unit).bit_length() - 1
        self._interval = interval * unit
        if mark != b"LZXC" or block != _BLOCK or not 15 <= self._bits <= 21 or interval * unit % _BLOCK or not interval:
            raise Damaged("damaged")
        if self._interval > _LARGEST:
            raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
        self._source = source
        self._place = start + content.offset
        self._packed = min(packed, content.size)
        self._resets = self._table + skip
        self._count = min(count, resets.size // 8, -(-self.size // _BLOCK))
        self._kept = -1
        self._bytes = b""

    def piece(self, place: int, size: int) -> bytes:
        """Bytes of the section from here on, as many as come easily.

        Raises: Damaged.
        """
        number = place // self._interval
        if number != self._kept:
            self._kept, self._bytes = -1, b""
            self._bytes = self._unpack(number)
            self._kept = number
        at = place - number * self._interval
        return self._bytes[at : at + size]

    def _unpack(self, number: int) -> bytes:
        """All that was packed without looking back beyond one place."""
        first = number * self._interval // _BLOCK
        last = min(first + self._interval // _BLOCK, self._count)
        if first >= last:
            raise Damaged("truncated")
        raw = self._source.head(8 * (last - first + 1), self._resets + 8 * first)
        places = list(struct.unpack(f"<{len(raw) // 8}Q", raw[: len(raw) // 8 * 8]))[: last - first + 1]
        if last == self._count:
            places = [*places[: last - first], self._packed]
        blocks = []
        for at, (start, end) in enumerate(pairwise(places), start=first):
            data = self._source.head(end - start, self._place + start) if 0 < end - start < 0x10000 else b""
            if not data or len(data) < end - start or end > self._packed:
                raise Damaged("damaged")
            blocks.append((data, min(_BLOCK, self.size - at * _BLOCK)))
        return _unpacked(_cabinet(blocks, self._bits))


def _cabinet(blocks: list[tuple[bytes, int]], bits: int) -> bytes:
    """A cabinet of one file that is packed in these blocks."""
    body = b"".join(struct.pack("<LHH", 0, len(data), size) + data for data, size in blocks)
    size = sum(each for _, each in blocks)
    file = struct.pack("<LLHHHH", size, 0, 0, 0x21, 0, 0x20) + b"x\0"
    start = 36 + 8 + len(file)
    head = struct.pack("<4s5L2B5H", b"MSCF", 0, start + len(body), 0, 44, 0, 3, 1, 1, 1, 0, 0, 0)
    return head + struct.pack("<LHH", start, len(blocks), _LZX | bits << 8) + file + body


def _unpacked(cabinet: bytes) -> bytes:
    found = bytearray()
    source = Source(cabinet)
    try:
        with archivecalls.opened(source, ("cab",)) as archive:
            if archive.advance() is None:
                raise Damaged("damaged")
            while piece := archive.read():
                found += piece
    except archivecalls.Failed as failure:
        raise failure.damaged() from None
    except Unreadable as closed:
        raise Damaged(closed.reason, State(closed.state)) from None
    return bytes(found)


class Part:
    """A handle over one entry of the section."""

    def __init__(self, packed: Packed, entry: Entry) -> None:
        self._packed = packed
        self._place = entry.offset
        self._end = entry.offset + entry.size

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        left = self._end - self._place
        if left <= 0:
            return b""
        piece = self._packed.piece(self._place, left if size < 0 else min(size, left))
        if not piece:
            raise Damaged("truncated")
        self._place += len(piece)
        return piece


class Lost:
    """A handle over what cannot be had, and why."""

    def __init__(self, fault: Damaged) -> None:
        self._fault = fault

    def read(self, size: int = -1) -> bytes:
        """Nothing.

        Raises: Damaged.
        """
        del size
        raise self._fault


def plain(source: Source, start: int, entry: Entry) -> Stretch:
    """A handle over an entry that lies as it is."""
    return Stretch(source, start + entry.offset, start + entry.offset + entry.size)
