"""The lists of a Word document of Word 97 to 2003: definitions, lists and styles, and the number that a paragraph shows.

Source: MS-DOC 2.9.131 (LSTF), 2.9.150 (LVL), 2.9.129 (LFO), 2.9.260 (STD). Word 6 and 95 number by other means; their
numbers are not told.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from muniment.intake.readers.word.docfib import LIST_DEFINITIONS, LISTS, STYLES, Fib
from muniment.intake.readers.word.docproperties import properties
from muniment.intake.readers.word.listcount import LEVELS, Count, Level, List

IN_LIST, AT_LEVEL = 0x460B, 0x260A
_LSTF, _LVLF, _LFO = 28, 28, 16
_NO_BASE = 0xFFF
_DEEP = 16  # styles that are based on one another
_MOST_LISTS = 2046
_MOST_TEXT = 64
_FORMS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    5: "ordinal",
    6: "cardinalText",
    7: "ordinalText",
    8: "hex",
    9: "chicago",
    14: "decimalFullWidth",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    57: "numberInDash",
    58: "russianLower",
    59: "russianUpper",
    255: "none",
}


class Place(NamedTuple):
    """What is said of a paragraph: its style, and where it says so itself, its list and its level."""

    style: int
    list: int | None = None
    level: int | None = None


class Lists:
    """All lists of a document."""

    def __init__(self, fib: Fib, table: bytes) -> None:
        whole = fib.version == 8
        self._styles = _styles(fib, table) if whole else {}
        self._lists = _lists(fib, table, _definitions(fib, table)) if whole else []
        self.styled = frozenset(style for style in self._styles if self._of(Place(style))[0])

    def next(self, count: Count, place: Place) -> str:
        """Count a paragraph; the number that it shows, "" where it shows none."""
        number, level = self._of(place)
        if not 0 < number <= len(self._lists):
            return ""
        return count.next(str(number), self._lists[number - 1], level)

    def _of(self, place: Place) -> tuple[int, int]:
        """(list, level); what a paragraph does not say its style says, or a style that this one is based on."""
        number, level, style = place.list, place.level, place.style
        for _ in range(_DEEP):
            if (number is not None and level is not None) or style not in self._styles:
                break
            said, base = self._styles[style]
            number = said.list if number is None else number
            level = said.level if level is None else level
            style = base
        return number or 0, level or 0


def place_of(style: int, said: bytes) -> Place:
    """What the properties of a paragraph or of a style say of its list."""
    values = {number: int.from_bytes(value, "little") for number, value in properties(said) if number in _WANTED}
    return Place(style, values.get(IN_LIST), values.get(AT_LEVEL))


_WANTED = frozenset({IN_LIST, AT_LEVEL})


def _styles(fib: Fib, table: bytes) -> dict[int, tuple[Place, int]]:
    """Styles of paragraphs, with what each is based on."""
    where = fib.place(STYLES)
    data = table[where.at : where.at + where.size]
    at = 2 + _number(data, 0)
    count, head = _number(data, 2), _number(data, 4)
    found = {}
    for style in range(count):
        size = _number(data, at)
        said = data[at + 2 : at + 2 + size]
        at += 2 + size + size % 2
        if at > len(data) + 1:
            break
        if size and _number(said, 2) & 15 == 1:
            name = head + 2 + 2 * _number(said, head) + 2
            properties_at = name + name % 2
            length = _number(said, properties_at)
            grouped = said[properties_at + 4 : properties_at + 2 + length]
            base = _number(said, 2) >> 4
            found[style] = (place_of(style, grouped), base if base != _NO_BASE else -1)
    return found


def _definitions(fib: Fib, table: bytes) -> dict[bytes, dict[int, Level]]:
    """The levels of each definition, by its number."""
    where = fib.place(LIST_DEFINITIONS)
    if not where.size:
        return {}
    count = _number(table, where.at)
    heads = [table[where.at + 2 + _LSTF * index :][:_LSTF] for index in range(count)]
    levels = _Levels(table, where.at + 2 + _LSTF * count)  # they lie behind, outside what the head calls the size
    found: dict[bytes, dict[int, Level]] = {}
    for head in heads:
        if len(head) < _LSTF or levels.spent:
            break
        wanted = 1 if head[26] & 1 else LEVELS
        found[head[:4]] = dict(enumerate(levels.take(wanted)))
    return found


def _lists(fib: Fib, table: bytes, definitions: dict[bytes, dict[int, Level]]) -> list[List]:
    where = fib.place(LISTS)
    if not where.size:
        return []
    count = min(int.from_bytes(table[where.at : where.at + 4], "little"), _MOST_LISTS)
    at = where.at + 4
    heads = [table[at + _LFO * index :][:_LFO] for index in range(count)]
    rest = _Levels(table, at + _LFO * count)
    found = []
    for head in heads:
        if len(head) < _LFO:
            break
        levels, starts = dict(definitions.get(head[:4], {})), {}
        rest.skip(4)
        for _ in range(min(head[12], LEVELS)):
            start, flags = rest.number(), rest.number()
            level = flags & 15
            if flags & 0x20:
                for said in rest.take(1):
                    levels[level] = said
                    if flags & 0x10:
                        starts[level] = said.start
            elif flags & 0x10:
                starts[level] = start
        found.append(List(head[:4].hex(), levels, starts))
    return found


class _Levels:
    """Levels that lie one behind the other."""

    def __init__(self, table: bytes, at: int) -> None:
        self._table = table
        self._at = at

    @property
    def spent(self) -> bool:
        return self._at >= len(self._table)

    def skip(self, count: int) -> None:
        self._at += count

    def number(self) -> int:
        self._at += 4
        return int.from_bytes(self._table[self._at - 4 : self._at], "little")

    def take(self, count: int) -> Iterator[Level]:
        for _ in range(count):
            head = self._table[self._at : self._at + _LVLF]
            if len(head) < _LVLF:
                self._at = len(self._table)
                return
            self._at += _LVLF + head[24] + head[25]
            length = _number(self._table, self._at)
            text = self._table[self._at + 2 : self._at + 2 + 2 * min(length, _MOST_TEXT)]
            self._at += 2 + 2 * length
            yield _level(head, text.decode("utf-16-le", "replace"))


def _level(head: bytes, text: str) -> Level:
    places = {place for place in head[6:15] if place}
    said = "".join(
        f"%{ord(letter) + 1}" if at in places and ord(letter) < LEVELS else letter
        for at, letter in enumerate(text, start=1)
    )
    level = Level(
        start=int.from_bytes(head[:4], "little", signed=True),
        form=_FORMS.get(head[4], "decimal"),
        text=said,
        legal=bool(head[5] & 4),
    )
    return replace(level, restart=head[26]) if head[5] & 8 else level


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
