"""The pages of an Access database (Jet and ACE): definitions of tables, and the rows that belong to each.

Rows are found by the table that their page names, not by way of indexes: what an index has lost is found too.
"""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake.source import Source

_PAGES = frozenset(f"cp{page}" for page in (437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259)))
for _codec in (*sorted(_PAGES), "utf-16-le", "latin-1"):
    codecs.lookup(_codec)  # the jail opens no module later

_DATA, _DEFINITION = 1, 2
_DELETED, _ELSEWHERE, _PLACE = 0x8000, 0x4000, 0x1FFF
_HEADER_KEY = bytes.fromhex("c7da396b")  # with it the header is covered, in every file
_COLUMNS = 255 * 4
_LONG = 0x3FFFFFFF


class Broken(ValueError):
    """What is read is not sound."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: int
    number: int  # its bit in the list of what is empty
    varying: int  # its place among those of no fixed length; -1 where its length is fixed
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class _Form:
    """Where things stand, which differs between the two generations."""

    page: int
    rows: int  # in a page of data: how many
    columns: int  # in a definition: how many
    indexes: int
    first: int
    index: int  # size of an entry
    entry: int
    number: int
    varying: int
    flags: int
    fixed: int
    size: int


_THREE = _Form(2048, 8, 25, 31, 43, 8, 18, 1, 3, 13, 14, 16)
_FOUR = _Form(4096, 12, 45, 51, 63, 12, 25, 5, 7, 15, 21, 23)


@dataclass(slots=True)
class Jet:
    """One database."""

    source: Source
    faults: int = 0
    codec: str = "cp1252"
    three: bool = False
    _form: _Form = _FOUR
    _key: int = 0
    _pages: dict[int, list[int]] = field(default_factory=dict)  # definition: its pages of data

    def __post_init__(self) -> None:
        """Read the header, and which page belongs to which table."""
        self.three = not self.source.head(1, 0x14)[0]
        self._form = _THREE if self.three else _FOUR
        head = _rc4(_HEADER_KEY, self.source.head(128, 0x18))
        self._key = int.from_bytes(head[0x26:0x2A], "little")
        codec = f"cp{int.from_bytes(head[0x24:0x26], 'little')}"
        self.codec = codec if codec in _PAGES else "cp1252"
        for number in range(1, -(-self.source.size // self._form.page)):
            data = self.source.head(8, number * self._form.page)
            if self._key:
                data = _rc4((self._key ^ number).to_bytes(4, "little"), data)
            if data[:2] == b"\x01\x01":
                self._pages.setdefault(int.from_bytes(data[4:8], "little"), []).append(number)

    def page(self, number: int) -> bytes:
        """A page, without its cover."""
        data = self.source.head(self._form.page, number * self._form.page)
        if self._key and number:
            return _rc4((self._key ^ number).to_bytes(4, "little"), data)
        return data

    def columns(self, number: int) -> list[Column]:
        """The columns of the table that is defined on this page.

        Raises: Broken.
        """
        form, data = self._form, self._definition(number)
        count = int.from_bytes(data[form.columns : form.columns + 2], "little")
        at = form.first + form.index * int.from_bytes(data[form.indexes : form.indexes + 4], "little")
        if not 0 < count <= _COLUMNS or at + count * form.entry > len(data):
            raise Broken("no columns")
        entries = [data[at + form.entry * one : at + form.entry * (one + 1)] for one in range(count)]
        at += count * form.entry
        found = []
        for entry in entries:
            wide = 1 if self.three else 2
            size = int.from_bytes(data[at : at + wide], "little")
            name = data[at + wide : at + wide + size].decode(self.codec if self.three else "utf-16-le", "replace")
            at += wide + size
            found.append(self._column(entry, name))
        return sorted(found, key=lambda column: column.number)

    def _column(self, entry: bytes, name: str) -> Column:
        form = self._form
        fixed = bool(entry[form.flags] & 1)
        number = entry[form.number] if self.three else int.from_bytes(entry[form.number : form.number + 2], "little")
        return Column(
            name,
            entry[0],
            number,
            -1 if fixed else int.from_bytes(entry[form.varying : form.varying + 2], "little"),
            int.from_bytes(entry[form.fixed : form.fixed + 2], "little"),
            int.from_bytes(entry[form.size : form.size + 2], "little"),
        )

    def _definition(self, number: int) -> bytes:
        """A definition, which may go on on other pages."""
        pieces: list[bytes] = []
        seen = set[int]()
        while number and number not in seen and len(seen) < 256:
            seen.add(number)
            data = self.page(number)
            if data[:1] != b"\x02":
                raise Broken("no definition")
            pieces.append(data if not pieces else data[8:])
            number = int.from_bytes(data[4:8], "little")
        return b"".join(pieces)

    def rows(self, table: int) -> Iterator[tuple[bytes, bool]]:
        """The rows of a table, and whether each is deleted."""
        for number in self._pages.get(table, ()):
            page = self.page(number)
            for at in range(self._count(page)):
                start, end, flags = self._bounds(page, at)
                if start >= end or flags == _ELSEWHERE:
                    continue  # one that stands elsewhere is found where it stands
                yield page[start:end], flags == _DELETED | _ELSEWHERE

    def long(self, raw: bytes) -> bytes:
        """A long value: in the row itself, in one place, or in a chain of places.

        Raises: Broken.
        """
        if len(raw) < 12:
            return b""
        size, place = struct.unpack_from("<II", raw)
        how, size = size >> 30, size & _LONG
        if how & 2:
            return raw[12 : 12 + size]
        if how == 1:
            return self._at(place)[:size]
        pieces, left, seen = [], size, set[int]()
        while place and left > 0 and place not in seen:
            seen.add(place)
            data = self._at(place)
            place = int.from_bytes(data[:4], "little")
            pieces.append(data[4 : 4 + left])
            left -= len(data) - 4
        if left > 0:
            raise Broken("a long value is cut off")
        return b"".join(pieces)

    def _at(self, place: int) -> bytes:
        """A row by its place: page and row in one number."""
        page = self.page(place >> 8)
        if page[:1] != b"\x01" or place & 255 >= self._count(page):
            raise Broken("a long value is not where it should be")
        start, end, _ = self._bounds(page, place & 255)
        return page[start:end]

    def _count(self, page: bytes) -> int:
        count = int.from_bytes(page[self._form.rows : self._form.rows + 2], "little")
        return min(count, (len(page) - self._form.rows) // 2 - 1)

    def _bounds(self, page: bytes, at: int) -> tuple[int, int, int]:
        first = self._form.rows + 2 + 2 * at
        start = int.from_bytes(page[first : first + 2], "little")
        end = int.from_bytes(page[first - 2 : first], "little") & _PLACE if at else len(page)
        return start & _PLACE, end, start & (_DELETED | _ELSEWHERE)

    def cells(self, row: bytes, columns: list[Column]) -> list[bytes | None]:
        """The bytes of each cell of a row; None where it is empty. A truth is b"" or None.

        Raises: Broken.
        """
        wide = 1 if self.three else 2
        count = int.from_bytes(row[:wide], "little")
        mask = (count + 7) // 8
        if not count or mask + 2 * wide > len(row):
            raise Broken("a row is too short")
        empty = row[-mask:]
        ends = self._ends(row, mask) if any(column.varying >= 0 for column in columns) else []
        found: list[bytes | None] = []
        for column in columns:
            byte, bit = divmod(column.number, 8)
            there = byte < len(empty) and bool(empty[byte] >> bit & 1)
            if not there:
                found.append(None)
            elif column.kind == 1:
                found.append(b"\1")
            elif column.varying < 0:
                found.append(row[wide + column.at : wide + column.at + column.size])
            elif column.varying + 1 < len(ends):
                found.append(row[ends[column.varying] : ends[column.varying + 1]])
            else:
                found.append(None)
        return found

    def _ends(self, row: bytes, mask: int) -> list[int]:
        """Where cells of no fixed length begin, and where the last one ends."""
        last = len(row) - mask
        if not self.three:
            count = int.from_bytes(row[last - 2 : last], "little")
            if last - 2 - 2 * (count + 1) < 2:
                raise Broken("a row is too short")
            return [int.from_bytes(row[last - 4 - 2 * at : last - 2 - 2 * at], "little") for at in range(count + 1)]
        count = row[last - 1]
        jumps = (len(row) - 1) // 256
        place = last - jumps - 2
        if (place - count) // 256 < jumps:
            jumps -= 1
        if place - count < 1:
            raise Broken("a row is too short")
        used, ends = 0, []
        for at in range(count + 1):
            while used < jumps and at == row[last - used - 2]:
                used += 1
            ends.append(row[place - at] + 256 * used)
        return ends


def _rc4(key: bytes, data: bytes) -> bytes:
    """The cover that Jet lays over its header, and over every page where somebody asked for it."""
    state = list(range(256))
    other = 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) & 255
        state[at], state[other] = state[other], state[at]
    out = bytearray(len(data))
    one = other = 0
    for at, byte in enumerate(data):
        one = (one + 1) & 255
        other = (other + state[one]) & 255
        state[one], state[other] = state[other], state[one]
        out[at] = byte ^ state[(state[one] + state[other]) & 255]
    return bytes(out)
