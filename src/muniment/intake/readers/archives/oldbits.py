"""Bits of an old packing from the lowest up, the codes that stand for symbols, and copies out of what was unpacked before."""

from collections.abc import Sequence

_STEP = 6  # bytes taken up at once
_BEYOND = 128  # bits that may be asked for behind the end: a decoder looks ahead


class Bits:
    """A place in packed bytes; reading it raises ValueError where they are at an end."""

    __slots__ = ("_beyond", "_count", "_data", "_kept", "_place")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0
        self._kept = 0
        self._count = 0
        self._beyond = 0

    def take(self, count: int) -> int:
        """The next bits as a number."""
        if self._count < count:
            self._fill(count)
        found = self._kept & ((1 << count) - 1)
        self._kept >>= count
        self._count -= count
        return found

    def symbol(self, table: Sequence[int], width: int) -> int:
        """The symbol whose code comes next, in a table for `width` bits."""
        if self._count < width:
            self._fill(width)
        entry = table[self._kept & ((1 << width) - 1)]
        length = entry & 31
        if not length:
            raise ValueError("no such code")
        self._kept >>= length
        self._count -= length
        return entry >> 5

    def whole(self, count: int) -> bytes:
        """So many bytes from the next whole byte on."""
        self.take(self._count & 7)
        found = bytearray()
        while count and self._count:
            found.append(self.take(8))
            count -= 1
        piece = self._data[self._place : self._place + count]
        if len(piece) < count:
            raise ValueError("truncated")
        self._place += count
        return bytes(found) + piece

    def _fill(self, count: int) -> None:
        while self._count < count:
            piece = self._data[self._place : self._place + _STEP]
            self._place += len(piece)
            if not piece:
                self._beyond += 32
                if self._beyond > _BEYOND:
                    raise ValueError("truncated")
            self._kept |= int.from_bytes(piece, "little") << self._count
            self._count += 8 * len(piece) or 32


def table(codes: Sequence[tuple[int, int, int]]) -> tuple[list[int], int]:
    """A table from codes (bits from the lowest up, length, symbol), and for how many bits it is."""
    width = max((length for _, length, _ in codes), default=1)
    found = [0] * (1 << width)
    for code, length, symbol in codes:
        found[code :: 1 << length] = [symbol << 5 | length] * (1 << width - length)
    return found, width


def reverse(code: int, length: int) -> int:
    """A code written from its highest bit down, as it lies in the stream."""
    return int(f"{code:0{length}b}"[::-1], 2)


def copy(out: bytearray, back: int, count: int) -> None:
    """Repeat what stands so far back; before the beginning stand zeros."""
    start = len(out) - back
    if start < 0:
        zeros = min(-start, count)
        out += bytes(zeros)
        count -= zeros
        start = 0 if count else len(out)
    if back >= count:
        out += out[start : start + count]
    else:
        piece = bytes(out[start : start + back])
        out += (piece * (count // back + 1))[:count]
