"""The objects of a binary property list, one at a time by their number; a list that names itself is no trouble."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from muniment.intake.source import Source

_MOST = 4_000_000  # objects that a list may say it has
_AGAIN, _FREE = 64, 16 << 20  # how often all its bytes may be looked at: one object may stand in many places
_SHORT = 1000  # characters of a text that is kept
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


class Broken(Exception):
    """An object is not where the list says, or is none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An array or a set: the numbers of its objects."""

    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A dictionary: the numbers of its keys and of what they name."""

    keys: tuple[int, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Uid:
    """A number that stands for another object of an archive."""

    number: int


Plain = str | bytes | int | float | bool | datetime | Uid | None
Thing = Plain | Listed | Named


class Objects:
    """A binary property list.

    Raises: Broken, where its end is not that of one.
    """

    def __init__(self, source: Source) -> None:
        tail = source.tail(32)
        if len(tail) < 32 or not source.head(8).startswith(b"bplist0"):
            raise Broken
        _, self._offset_size, self._number_size, self.count, self.top, self._table = struct.unpack(">6sBBQQQ", tail)
        ends = self._table + self.count * self._offset_size
        if not (0 < self._offset_size <= 8 and 0 < self._number_size <= 8 and 0 < self.count <= _MOST):
            raise Broken
        if self.top >= self.count or ends > source.size - 32:
            raise Broken
        self._source = source
        self._looked = 0
        self._short: dict[int, str] = {}

    def at(self, number: int) -> Thing:
        """The object of this number.

        Raises: Broken.
        """
        if number in self._short:
            return self._short[number]
        found = self._at(number)
        if isinstance(found, str) and len(found) <= _SHORT:
            self._short[number] = found
        return found

    def _at(self, number: int) -> Thing:
        if number >= self.count:
            raise Broken
        size = self._offset_size
        place = int.from_bytes(self._source.head(size, self._table + number * size), "big")
        if not 8 <= place < self._table:
            raise Broken
        mark = self._source.head(1, place)[0]
        kind, low = mark >> 4, mark & 15
        if kind == 0:
            return {8: False, 9: True}.get(low)
        if kind in {1, 2, 3, 8}:
            return self._number(kind, low, place + 1)
        if kind not in {4, 5, 6, 7, 10, 11, 12, 13}:
            raise Broken
        count, place = self._count(low, place + 1)
        if kind >= 10:
            return self._many(kind, count, place)
        raw = self._bytes(count * 2 if kind == 6 else count, place)
        if kind == 4:
            return raw
        return raw.decode({5: "latin-1", 6: "utf-16-be", 7: "utf-8"}[kind], "replace")

    def _number(self, kind: int, low: int, place: int) -> Plain:
        if low > 4 and kind != 8:
            raise Broken
        raw = self._bytes(low + 1 if kind == 8 else 1 << low, place)
        if kind == 8:
            return Uid(int.from_bytes(raw, "big"))
        if kind == 1:
            return int.from_bytes(raw, "big", signed=len(raw) >= 8)
        if len(raw) not in {4, 8}:
            raise Broken
        value: float = struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0]
        if kind == 2:
            return value
        try:
            return _EPOCH + timedelta(seconds=value)
        except (ValueError, OverflowError):
            return value

    def _count(self, low: int, place: int) -> tuple[int, int]:
        """How many things an object has, and where they begin."""
        if low < 15:
            return low, place
        mark = self._bytes(1, place)[0]
        if mark >> 4 != 1 or mark & 15 > 3:
            raise Broken
        size = 1 << (mark & 15)
        return int.from_bytes(self._bytes(size, place + 1), "big"), place + 1 + size

    def _many(self, kind: int, count: int, place: int) -> Thing:
        size, twice = self._number_size, 2 if kind == 13 else 1
        raw = self._bytes(count * size * twice, place)
        numbers = tuple(int.from_bytes(raw[at : at + size], "big") for at in range(0, len(raw), size))
        return Named(numbers[:count], numbers[count:]) if kind == 13 else Listed(numbers)

    def _bytes(self, size: int, place: int) -> bytes:
        self._looked += size
        if place + size > self._table or self._looked > _AGAIN * self._source.size + _FREE:
            raise Broken
        return self._source.head(size, place)
