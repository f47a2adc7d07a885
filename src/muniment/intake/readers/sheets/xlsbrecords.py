"""The records that the parts of a binary workbook are made of, and the values in them.

Source: [MS-XLSB] 2.1.4 (record), 2.5 (structures).
"""

import struct
from collections.abc import Iterator

_LONG = struct.Struct("<L")
_REAL = struct.Struct("<d")
_NONE = 0xFFFFFFFF  # the length of a string that is not there
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


class BreaksOff(ValueError):
    """A part ends in the middle of a record."""


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of each record.

    Raises: BreaksOff.
    """
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            if at >= end:
                raise BreaksOff("it breaks off")
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            if at >= end or shift > 21:
                raise BreaksOff("it breaks off")
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80:
                break
        if at + size > end:
            raise BreaksOff("it breaks off")
        yield kind, data[at : at + size]
        at += size


def number(body: bytes, at: int) -> int:
    """A whole number of 32 bits; 0 where the record is too short for it."""
    return int(_LONG.unpack_from(body, at)[0]) if at + 4 <= len(body) else 0


def text(body: bytes, at: int) -> str:
    """A string with its length before it; as much of it as is there."""
    size = number(body, at)
    return "" if size == _NONE else body[at + 4 : at + 4 + 2 * size].decode("utf-16-le", "replace")


def after(body: bytes, at: int) -> int:
    """Where what follows a string begins."""
    size = number(body, at)
    return at + 4 + (0 if size == _NONE else 2 * size)


def real(body: bytes, at: int) -> str:
    """A number of 64 bits, as XML would have it."""
    return _written(_REAL.unpack_from(body, at)[0]) if at + 8 <= len(body) else ""


def packed(body: bytes, at: int) -> str:
    """A number of 30 bits: whole, or the upper half of a larger one; perhaps in hundredths."""
    raw = number(body, at)
    if raw & 2:
        value = float((raw >> 2) - (1 << 30 if raw & 1 << 31 else 0))
    else:
        value = _REAL.unpack(b"\0\0\0\0" + _LONG.pack(raw & ~3))[0]
    return _written(value / 100 if raw & 1 else value)


def _written(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
