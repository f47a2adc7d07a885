"""How the characters of a Word document are marked: runs by their place in the file, as far as they say what counts here.

Source: MS-DOC 2.6 and 2.9; for Word 6 and 95 its numbers of properties, which are of one byte.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from muniment.intake.readers.word.docfib import CHARACTER_RUNS, PARAGRAPH_RUNS, Fib
from muniment.intake.readers.word.doclists import Place, place_of
from muniment.intake.readers.word.docproperties import properties

_PAGE = 512
_PAGES = 1 << 17
_RUNS = 1_000_000  # that say something
_DELETED, _INSERTED, _HIDDEN, _DATA, _LINKED, _OBJECT = 0x0800, 0x0801, 0x083C, 0x0806, 0x080A, 0x0856
_PICTURE, _SYMBOL = 0x6A03, 0x6A09
_WHO, _WHEN, _WHO_DELETED, _WHEN_DELETED = 0x4804, 0x6805, 0x4863, 0x6864
_ROW_END = 0x2417
_ON = frozenset({1, 0x81})  # yes, and other than the style says


class Look(NamedTuple):
    """What is said of a run of characters."""

    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    picture: int = -1  # where it lies
    form: bool = False  # what lies there is of a form or of a link
    embedded: bool = False  # what lies there shows an object
    symbol: int = 0
    who: int = 0  # who changed it
    when: int = 0


PLAIN = Look()


class Runs:
    """Looks by places in the file."""

    def __init__(self, fib: Fib, stream: bytes, table: bytes, styled: frozenset[int] = frozenset()) -> None:
        self._styled = styled  # the styles that put a paragraph in a list
        self._version = fib.version
        self._stream = stream
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._looks: list[Look] = []
        self.whole = True  # whether all that is said of characters was kept
        self._known: dict[bytes, Look] = {}
        self.rows: list[tuple[int, int]] = []  # paragraphs that end a row of a table
        self._numbered: list[tuple[int, int, Place]] = []  # paragraphs of lists
        if fib.version > 2:
            self._characters(fib, table)
        if fib.version == 8:
            self._paragraphs(fib, table)

    def of(self, start: int, end: int) -> Iterator[tuple[int, int, Look]]:
        """The looks between two places, one behind the other."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while start < end:
            while index < len(self._starts) and self._ends[index] <= start:
                index += 1
            if index == len(self._starts) or self._starts[index] >= end:
                yield start, end, PLAIN
                return
            if self._starts[index] > start:
                yield start, self._starts[index], PLAIN
                start = self._starts[index]
            last = min(self._ends[index], end)
            yield start, last, self._looks[index]
            start = last

    def _characters(self, fib: Fib, table: bytes) -> None:
        found: list[tuple[int, int, Look]] = []
        for page in _pages(fib, CHARACTER_RUNS, self._stream, table):
            for index, start, end in _borders(page, 1):
                at = page[4 * (page[-1] + 1) + index] * 2
                look = self._look(page[at + 1 : at + 1 + page[at]]) if at else PLAIN
                if look is not PLAIN and len(found) < _RUNS:
                    found.append((start, end, look))
        self.whole = len(found) < _RUNS
        before = -1
        for start, end, look in sorted(found, key=lambda run: run[:2]):
            first = max(start, before)
            if first < end:
                self._starts.append(first)
                self._ends.append(end)
                self._looks.append(look)
                before = end

    def _paragraphs(self, fib: Fib, table: bytes) -> None:
        for page in _pages(fib, PARAGRAPH_RUNS, self._stream, table):
            for index, start, end in _borders(page, 13):
                at = page[4 * (page[-1] + 1) + 13 * index] * 2
                if not at:
                    continue
                count, at = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
                said = page[at + 2 : at + max(count, 2)]
                place = place_of(int.from_bytes(page[at : at + 2], "little"), said)
                if place.list is not None or place.style in self._styled:
                    self._numbered.append((start, end, place))
                if any(number == _ROW_END and value != b"\0" for number, value in properties(said)):
                    self.rows.append((start, end))
        self.rows.sort()
        self._numbered.sort(key=lambda run: run[:2])

    def place(self, at: int) -> Place | None:
        """What is said of the list of the paragraph here; None where it is in none."""
        index = bisect_right(self._numbered, at, key=lambda run: run[0]) - 1
        return self._numbered[index][2] if index >= 0 and at < self._numbered[index][1] else None

    def ends_row(self, at: int) -> bool:
        """Whether the paragraph here ends a row of a table."""
        index = bisect_right(self.rows, (at, 1 << 62)) - 1
        return index >= 0 and self.rows[index][0] <= at < self.rows[index][1]

    def _look(self, said: bytes) -> Look:
        known = self._known.get(said)
        if known is None:
            known = self._known[said] = self._read(said)
        return known

    def _read(self, said: bytes) -> Look:
        values = {
            number: int.from_bytes(value[:4], "little") for number, value in properties(said, old=self._version < 8)
        }
        symbol = values.get(_SYMBOL, 0)
        deleted = values.get(_DELETED, 0) in _ON
        look = Look(
            deleted=deleted,
            inserted=values.get(_INSERTED, 0) in _ON,
            hidden=values.get(_HIDDEN, 0) in _ON,
            picture=values.get(_PICTURE, -1),
            form=bool(values.get(_DATA, 0)),
            embedded=bool(values.get(_LINKED, 0) or values.get(_OBJECT, 0)),
            symbol=(symbol >> 16) if self._version == 8 else 0,
            who=values.get(_WHO_DELETED if deleted and _WHO_DELETED in values else _WHO, 0) & 0xFFFF,
            when=values.get(_WHEN_DELETED if deleted and _WHEN_DELETED in values else _WHEN, 0),
        )
        return PLAIN if look == PLAIN else look


def _pages(fib: Fib, which: int, stream: bytes, table: bytes) -> Iterator[bytes]:
    """The pages that a table names, each once."""
    place = fib.place(which)
    data = table[place.at : place.at + place.size]
    width = 4 if fib.version == 8 else 2
    count = max((len(data) - 4) // (4 + width), 0)
    seen = set()
    for index in range(min(count, _PAGES)):
        at = 4 * (count + 1) + width * index
        number = int.from_bytes(data[at : at + width], "little") & 0x3FFFFF
        page = stream[number * _PAGE : number * _PAGE + _PAGE]
        if number not in seen and len(page) == _PAGE:
            seen.add(number)
            yield page


def _borders(page: bytes, size: int) -> Iterator[tuple[int, int, int]]:
    """Which runs a page tells of: number, start and end; `size` bytes say where each one's properties are."""
    count = page[-1]
    if (4 + size) * count + 4 > _PAGE - 1:
        return
    for index in range(count):
        start = int.from_bytes(page[4 * index : 4 * index + 4], "little")
        end = int.from_bytes(page[4 * index + 4 : 4 * index + 8], "little")
        if start < end:
            yield index, start, end
