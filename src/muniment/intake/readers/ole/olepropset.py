"""Property sets of compound files: numbered values of many types, read bounded by their bytes. Source: MS-OLEPS."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode, of_page
from muniment.model.reading import Json

_MOST = 4096  # values of one set, and of one vector
_LONGEST = 1 << 20  # bytes of one text
_VECTOR = 0x1000
_NUMBERS = {2: "<h", 3: "<i", 4: "<f", 5: "<d", 0x10: "<b", 0x11: "<B", 0x12: "<H", 0x13: "<I", 0x14: "<q", 0x15: "<Q"}
_NARROW, _WIDE, _BASIC, _ANY = 0x1E, 0x1F, 8, 0x0C
_TRUTH, _TIME, _BLOB, _DAYS = 0x0B, 0x40, 0x41, 7
_UNICODE = 1200
_EPOCH = datetime(1601, 1, 1)
_DAY_ONE = datetime(1899, 12, 30)
_TICKS = 10_000_000  # in a second


@dataclass(slots=True)
class PropertySet:
    """One set: values by number, and the names that its dictionary gives to numbers."""

    format: bytes
    values: dict[int, Json | bytes] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def read(stream: bytes) -> Iterator[PropertySet]:
    """The sets in a stream, as far as they are to be had; a stream has two at most."""
    if len(stream) < 48 or stream[:2] != b"\xfe\xff":
        return
    count = int.from_bytes(stream[24:28], "little")
    for at in range(28, 28 + 20 * min(count, 2), 20):
        head = stream[at : at + 20]
        if len(head) == 20:
            yield _Set(stream, int.from_bytes(head[16:], "little")).read(head[:16])


class _Set:
    """Reads one set."""

    def __init__(self, stream: bytes, start: int) -> None:
        self._stream = stream
        self._start = start
        self._page = 0

    def read(self, format_: bytes) -> PropertySet:
        found = PropertySet(format_)
        places: dict[int, int] = {}
        count = min(self._number(self._start + 4), _MOST, max(len(self._stream) - self._start, 0) // 8)
        for at in range(self._start + 8, self._start + 8 + 8 * count, 8):
            places.setdefault(self._number(at), self._start + self._number(at + 4))
        if 1 in places:
            page = self._value(places.pop(1))[0]
            self._page = page & 0xFFFF if isinstance(page, int) else 0
        if 0 in places:
            found.names = self._dictionary(places.pop(0))
        for number, place in places.items():
            value = self._value(place)[0]
            if value is not None and value != "":
                found.values[number] = value
        return found

    def vector(self, kind: int, at: int) -> list[Json]:
        return self._vector(kind, at)[0]

    def _number(self, at: int, size: int = 4) -> int:
        return int.from_bytes(self._stream[at : at + size], "little")

    def _dictionary(self, at: int) -> dict[int, str]:
        names: dict[int, str] = {}
        wide = self._page == _UNICODE
        count, at = min(self._number(at), _MOST), at + 4
        for _ in range(count):
            number, length = self._number(at), self._number(at + 4)
            size = length * 2 if wide else length
            if size > _LONGEST or at + 8 > len(self._stream):
                break
            names[number] = self._text(self._stream[at + 8 : at + 8 + size])
            at += 8 + size + (-size % 4 if wide else 0)
        return names

    def _value(self, at: int) -> tuple[Json | bytes, int]:
        """A value with its type before it, and where it ends."""
        kind = self._number(at, 2)
        if kind & _VECTOR:
            return self._vector(kind & ~_VECTOR, at + 4)
        return self._plain(kind, at + 4)

    def _vector(self, kind: int, at: int) -> tuple[list[Json], int]:
        count, at = min(self._number(at), _MOST), at + 4
        found: list[Json] = []
        for _ in range(count):
            if at >= len(self._stream):
                break
            if kind == _ANY:
                inner = self._number(at, 2)
                value, at = self._plain(inner, at + 4)
            elif kind == _NARROW:  # in a vector these do not begin at fours
                end = at + 4 + self._number(at)
                value, at = self._plain(kind, at)[0], end
            else:
                value, at = self._plain(kind, at)
            found.append(value)
        return found, at

    def _plain(self, kind: int, at: int) -> tuple[Json | bytes, int]:
        if shape := _NUMBERS.get(kind):
            size = struct.calcsize(shape)
            raw = self._stream[at : at + size]
            return (struct.unpack(shape, raw)[0] if len(raw) == size else None), at + max(size, 4)
        if kind in {_NARROW, _BASIC, _WIDE, _BLOB}:
            size = self._number(at) * (2 if kind == _WIDE else 1)
            raw = self._stream[at + 4 : at + 4 + min(size, _LONGEST)]
            end = at + 4 + size + -size % 4
            if kind == _BLOB:
                return raw, end
            return (_wide(raw) if kind == _WIDE else self._text(raw)), end
        if kind == _TIME:
            return _moment(self._number(at, 8)), at + 8
        if kind == _DAYS:
            raw = self._stream[at : at + 8]
            return (_day(struct.unpack("<d", raw)[0]) if len(raw) == 8 else None), at + 8
        if kind == _TRUTH:
            return self._number(at, 2) != 0, at + 4
        return None, at + 4

    def _text(self, raw: bytes) -> str:
        if self._page == _UNICODE:
            return _wide(raw)
        return decode(raw.partition(b"\0")[0], of_page(self._page) or WESTERN)[0].strip()


def _wide(raw: bytes) -> str:
    return raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0].strip()


def _moment(ticks: int) -> Json:
    """A time; a span of time, which has the same type, as its number of seconds."""
    if ticks < 100 * 366 * 86_400 * _TICKS:  # before 1701 it is a span
        return ticks // _TICKS
    try:
        return (_EPOCH + timedelta(seconds=ticks // _TICKS)).isoformat() + "Z"
    except OverflowError:
        return None


def _day(days: float) -> Json:
    try:
        return (_DAY_ONE + timedelta(seconds=round(days * 86_400))).isoformat()
    except (OverflowError, ValueError):
        return None


def variants(blob: bytes) -> list[Json]:
    """The values of a vector that is kept as a blob: its count, then each with its type before it."""
    return _Set(blob, 0).vector(_ANY, 0)
