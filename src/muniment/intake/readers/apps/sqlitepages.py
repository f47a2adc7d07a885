"""The pages of an SQLite database, walked by ourselves: trees of rows, without SQL and without native code.

Each page is visited once, and what comes of overflow pages is spent from the budget, so that no file can make much of
little. A page that is not sound is noted, and its neighbours go on.
"""

import codecs
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from muniment.intake.source import Source

MAGIC = b"SQLite format 3\0"
Value = int | float | str | bytes | None

_TABLE, _TABLE_INSIDE, _INDEX, _INDEX_INSIDE = 0x0D, 0x05, 0x0A, 0x02
_CODECS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}
for _codec in _CODECS.values():
    codecs.lookup(_codec)  # the jail opens no module later
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)
_COLUMNS = 32_767


class Broken(ValueError):
    """A page or a row is not sound."""


@dataclass(slots=True)
class Database:
    """One database in memory. `spend` is told how many bytes a row takes before it is put together."""

    source: Source
    spend: Callable[[int], None]
    size: int = 0  # of a page
    codec: str = "utf-8"
    faults: int = 0  # pages and rows that could not be read
    _usable: int = 0
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the header.

        Raises: Broken.
        """
        head = self.source.head(100)
        if len(head) < 100 or not head.startswith(MAGIC):
            raise Broken("no header")
        size = int.from_bytes(head[16:18], "big")
        self.size = 65536 if size == 1 else size
        if self.size < 512 or self.size & (self.size - 1):
            raise Broken("a page of no possible size")
        self._usable = self.size - head[20]
        if self._usable < 480:
            raise Broken("a page of no possible size")
        self.codec = _CODECS.get(int.from_bytes(head[56:60], "big"), "utf-8")

    @property
    def count(self) -> int:
        """How many pages the file holds."""
        return -(-self.source.size // self.size)

    def rows(self, root: int) -> Iterator[tuple[int | None, list[Value]]]:
        """The rows of a table in their order, with their numbers; a table without numbers gives None."""
        waiting: list[tuple[int, bytes | None, int]] = [(root, None, 0)]
        while waiting:
            number, page, at = waiting.pop()
            if page is None:
                try:
                    page = self._page(number)
                except Broken:
                    self.faults += 1
                    continue
                if page[self._start(number)] in {_TABLE, _INDEX}:
                    yield from self._leaf(number, page)
                    continue
            children = self._step(number, page, at)
            if children is None:
                continue
            child, row, more = children
            if more:
                waiting.append((number, page, at + 1))
            if row is not None:
                yield None, row
            waiting.append((child, None, 0))

    def _step(self, number: int, page: bytes, at: int) -> tuple[int, list[Value] | None, bool] | None:
        """The child at a place of an inner page, and the row that stands before it; whether there are more."""
        start = self._start(number)
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        row: list[Value] | None = None
        if page[start] == _INDEX_INSIDE and at:
            try:
                row = self._inner(number, page, at - 1)
            except Broken:
                self.faults += 1
        if at >= count:
            return int.from_bytes(page[start + 8 : start + 12], "big"), row, False
        place = self._cell(page, start + 12, at)
        if place + 4 > len(page):
            self.faults += 1
            return None
        return int.from_bytes(page[place : place + 4], "big"), row, True

    def _inner(self, number: int, page: bytes, at: int) -> list[Value]:
        size, place = _varint(page, self._cell(page, self._start(number) + 12, at) + 4)
        return self._record(self._payload(page, place, size, index=True))

    def _leaf(self, number: int, page: bytes) -> Iterator[tuple[int | None, list[Value]]]:
        start = self._start(number)
        index = page[start] == _INDEX
        for at in range(int.from_bytes(page[start + 3 : start + 5], "big")):
            try:
                size, place = _varint(page, self._cell(page, start + 8, at))
                row = None
                if not index:
                    row, place = _varint(page, place)
                    row -= (row >> 63) << 64
                yield row, self._record(self._payload(page, place, size, index=index))
            except Broken:
                self.faults += 1

    def _page(self, number: int) -> bytes:
        """A page that is a tree's, once.

        Raises: Broken.
        """
        if number in self._seen or not 0 < number <= self.count:
            raise Broken("a page that is not there, or was read")
        self._seen.add(number)
        page = self.raw(number)
        if len(page) < self._usable or page[self._start(number)] not in {_TABLE, _TABLE_INSIDE, _INDEX, _INDEX_INSIDE}:
            raise Broken("no page of a tree")
        return page

    def raw(self, number: int) -> bytes:
        """A page as it is."""
        return self.source.head(self.size, (number - 1) * self.size)

    def remains(self) -> Iterator[bytes]:
        """What no tree that was walked holds: gaps in the pages of trees, and pages that belong to none."""
        for number in range(1, self.count + 1):
            page = self.raw(number)
            if number not in self._seen:
                yield page
            elif page[self._start(number) : self._start(number) + 1] in {b"\r", b"\n"}:
                yield self._gap(number, page)

    def _gap(self, number: int, page: bytes) -> bytes:
        """What of a page of a tree holds no row now: it may hold rows that were."""
        start = self._start(number)
        first = start + 8 + 2 * int.from_bytes(page[start + 3 : start + 5], "big")
        content = int.from_bytes(page[start + 5 : start + 7], "big") or 65536
        pieces = [page[first:content]]
        block, seen = int.from_bytes(page[start + 1 : start + 3], "big"), set[int]()
        while block and block not in seen and block + 4 <= len(page):
            seen.add(block)
            pieces.append(page[block + 4 : block + int.from_bytes(page[block + 2 : block + 4], "big")])
            block = int.from_bytes(page[block : block + 2], "big")
            if len(pieces) > self.size // 4:
                break
        return b"\0\0".join(pieces)

    @staticmethod
    def _start(number: int) -> int:
        return 100 if number == 1 else 0

    @staticmethod
    def _cell(page: bytes, first: int, at: int) -> int:
        return int.from_bytes(page[first + 2 * at : first + 2 * at + 2], "big")

    def _payload(self, page: bytes, place: int, size: int, *, index: bool) -> bytes:
        """The bytes of a row, which go on in overflow pages where it is long.

        Raises: Broken, or what `spend` raises.
        """
        usable = self._usable
        if size > self.source.size:
            raise Broken("a row longer than the file")
        most = (usable - 12) * 64 // 255 - 23 if index else usable - 35
        if size <= most:
            return page[place : place + size]
        self.spend(size)
        least = (usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (usable - 4)
        here = here if here <= most else least
        pieces, left = [page[place : place + here]], size - here
        number, seen = int.from_bytes(page[place + here : place + here + 4], "big"), set[int]()
        while left > 0:
            if number in seen or not 0 < number <= self.count:
                raise Broken("a row goes on where nothing is")
            seen.add(number)
            self._seen.add(number)
            more = self.raw(number)
            pieces.append(more[4 : min(usable, 4 + left)])
            left -= usable - 4
            number = int.from_bytes(more[:4], "big")
        return b"".join(pieces)

    def _record(self, data: bytes) -> list[Value]:
        """The values of a row.

        Raises: Broken.
        """
        size, at = _varint(data, 0)
        kinds = []
        while at < size:
            kind, at = _varint(data, at)
            kinds.append(kind)
            if len(kinds) > _COLUMNS:
                raise Broken("more columns than a row can have")
        values: list[Value] = []
        for kind in kinds:
            width = _WIDTHS[kind] if kind < 7 else 8 if kind == 7 else 0 if kind < 12 else (kind - 12) // 2
            piece = data[at : at + width]
            if len(piece) < width:
                raise Broken("a row is cut off")
            at += width
            values.append(self._value(kind, piece))
        return values

    def _value(self, kind: int, piece: bytes) -> Value:
        if kind == 0:
            return None
        if kind < 7:
            return int.from_bytes(piece, "big", signed=True)
        if kind == 7:
            return float(struct.unpack(">d", piece)[0])
        if kind < 12:
            return kind - 8 if kind < 10 else None
        return piece.decode(self.codec, "replace") if kind & 1 else piece


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        if place >= len(data):
            raise Broken("a number is cut off")
        value = value << 7 | data[place] & 127
        if data[place] < 128:
            return value, place + 1
    if at + 8 >= len(data):
        raise Broken("a number is cut off")
    return value << 8 | data[at + 8], at + 9
