"""The lists of nodes of which a OneNote file is made (MS-ONESTORE): fragments, and references within the file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.readers.apps.onenotespace import Notes
from muniment.intake.source import Source

_HEAD, _FOOT = 0xA4567AB1F5F7F4C4, 0x8BC215C38233BA4B
_END = 0x0FF
_NOWHERE = 0xFFFFFFFFFFFFFFFF
_MOST = 1 << 22  # nodes of one file
_FRAGMENTS = 1 << 16
_PLACES = (8, 4, 2, 4)  # widths by the format of a place, and of a size; the last two count in eights
_SIZES = (4, 8, 1, 2)


@dataclass(frozen=True, slots=True)
class Item:
    """One node of a list: its kind, where what it refers to is, and its other bytes."""

    kind: int
    place: int
    size: int
    data: bytes


class Lists:
    """Reads lists, each place of the file as a list at most once."""

    def __init__(self, source: Source, notes: Notes) -> None:
        self._source = source
        self._notes = notes
        self._left = _MOST
        self._seen: set[int] = set()
        self._counts = self._committed()

    def root(self) -> Iterator[Item]:
        """The list from which all others are found."""
        place, size = struct.unpack("<QI", self._source.head(12, 0xAC).ljust(12, b"\xff"))
        return self.read(place, size)

    def read(self, place: int, size: int) -> Iterator[Item]:
        """The nodes of a list, through all its fragments."""
        left = -1
        while place != _NOWHERE and size:
            if place in self._seen or len(self._seen) > _FRAGMENTS:
                self._notes.fail("lists", "a list leads back into one that was read")
                return
            self._seen.add(place)
            data = self._source.head(size, place)
            if len(data) < size or size < 36 or int.from_bytes(data[:8], "little") != _HEAD:
                self._notes.fail("lists", "a part of a list is not where it should be")
                return
            if left < 0:
                left = self._counts.get(int.from_bytes(data[8:12], "little"), _MOST)
            ended = int.from_bytes(data[-8:], "little") == _FOOT
            if not ended:
                self._notes.fail("lists", "a part of a list has no end")
            for item in self._items(data, len(data) - 20):
                if left <= 0:
                    return
                left -= 1
                yield item
            if not ended or left <= 0:
                return
            place, size = struct.unpack("<QI", data[-20:-8])

    def _items(self, data: bytes, end: int) -> Iterator[Item]:
        at = 16
        while at + 4 <= end:
            head = int.from_bytes(data[at : at + 4], "little")
            kind, size = head & 0x3FF, head >> 10 & 0x1FFF
            if kind in {0, _END} or size < 4 or at + size > end:
                return
            self._left -= 1
            if self._left < 0:
                self._notes.fail("lists", "there are more entries than a file can have")
                return
            yield _item(kind, head, data[at + 4 : at + size])
            at += size

    def _committed(self) -> dict[int, int]:
        """How many nodes of each list count: what was written and not finished does not."""
        count = int.from_bytes(self._source.head(4, 0x60), "little")
        place, size = struct.unpack("<QI", self._source.head(12, 0xA0).ljust(12, b"\xff"))
        found: dict[int, int] = {}
        seen: set[int] = set()
        while count and size >= 12 and place not in seen and len(seen) < _FRAGMENTS:
            seen.add(place)
            data = self._source.head(size, place)
            if len(data) < size:
                self._notes.fail("log", "the list of transactions is cut off")
                return {}
            for number, nodes in struct.iter_unpack("<II", data[: (size - 12) // 8 * 8]):
                if number == 1:
                    count -= 1
                    if not count:
                        break
                elif number:
                    found[number] = nodes
            place, size = struct.unpack("<QI", data[-12:])
        return found


def _item(kind: int, head: int, data: bytes) -> Item:
    if not head >> 27 & 15:
        return Item(kind, 0, 0, data)
    by_place, by_size = head >> 23 & 3, head >> 25 & 3
    wide, more = _PLACES[by_place], _SIZES[by_size]
    place = int.from_bytes(data[:wide], "little")
    size = int.from_bytes(data[wide : wide + more], "little")
    if place == (1 << 8 * wide) - 1:
        return Item(kind, 0, 0, data[wide + more :])
    return Item(kind, place << (3 if by_place > 1 else 0), size << (3 if by_size > 1 else 0), data[wide + more :])
