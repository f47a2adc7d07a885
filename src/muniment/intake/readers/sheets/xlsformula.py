"""Formulas of old workbooks as a person wrote them: their tokens stand in the order in which they are worked out.

Source: [MS-XLS] 2.5.198 (tokens). Cannot: formulas of versions 2 and 3; what is not understood is left out.
"""

import re
import struct

from muniment.intake.readers.sheets.xlsbook import Book
from muniment.intake.readers.sheets.xlsbrecords import ERRORS, real
from muniment.intake.readers.sheets.xlsbsheet import letters
from muniment.intake.readers.sheets.xlsfunctions import FUNCTIONS, NAMED
from muniment.intake.readers.sheets.xlsrecords import Pieces, Record

_MOST = 1800  # bytes of tokens, and letters of a formula: none may have more
_LONGEST = 8192
_BETWEEN = dict(enumerate(("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"), start=3))
_BEFORE, _BEHIND = {0x12: "+", 0x13: "-"}, {0x14: "%"}
_IS_SHARED, _SHARED = 1, 0x4BC
_PASSED = {0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2, 0x2E: 2, 0x2F: 2}  # what only says how a part is kept
_PLAIN = re.compile(r"[^\W\d][\w.]*")
_LOST = 0xFFFF


class NotUnderstood(ValueError):
    """A formula is not written as it should be."""


class Formulas:
    """Writes the formulas of one sheet out."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._cell = (0, 0)

    def of_cell(self, record: Record) -> str:
        """The formula of a cell; "" where it is not understood, or comes in the next record."""
        if self._book.dialect.version < 4:
            return ""
        self._cell = (record.number(0), record.number(2))
        at = 16 if self._book.dialect.version == 4 else 20
        return self.written(record.whole[at + 2 :], record.number(at))

    def shared(self, record: Record, before: str) -> str:
        """The formula that many cells share, as the first of them has it."""
        if self._book.dialect.version < 5:
            return before
        at = 8 if record.kind == _SHARED else 12
        return self.written(record.whole[at + 2 :], record.number(at), self._cell) or before

    def written(self, data: bytes, size: int, cell: tuple[int, int] = (0, 0)) -> str:
        """Tokens written out; "" where they are not understood."""
        if self._book.dialect.version < 4 or not 0 < size <= _MOST or data[:1] == b"\1":
            return ""
        try:
            return _Writer(self._book, data, size, cell).write()
        except (NotUnderstood, IndexError, struct.error):
            return ""


class _Writer:
    """Writes one formula out."""

    def __init__(self, book: Book, data: bytes, size: int, cell: tuple[int, int]) -> None:
        self._book = book
        self._new = book.dialect.version == 8
        self._data, self._end, self._at = data[:size], size, 0
        self._values = Pieces(data, at=size)  # values of arrays stand behind the tokens
        self._cell = cell
        self._stack: list[str] = []

    def write(self) -> str:
        while self._at < self._end:
            self._token()
            if self._stack and len(self._stack[-1]) > _LONGEST:
                raise NotUnderstood
        if len(self._stack) != 1:
            raise NotUnderstood
        return self._stack[0]

    def _take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        if len(found) < count:
            raise NotUnderstood
        self._at += count
        return found

    def _number(self, size: int = 2) -> int:
        return int.from_bytes(self._take(size), "little")

    def _token(self) -> None:
        token = self._number(1)
        kind = token if token < 0x20 else 0x20 | token & 0x1F
        stack = self._stack
        if kind in _BETWEEN:
            right = stack.pop()
            stack.append(f"{stack.pop()}{_BETWEEN[kind]}{right}")
        elif kind in _BEFORE:
            stack.append(f"{_BEFORE[kind]}{stack.pop()}")
        elif kind in _BEHIND:
            stack.append(f"{stack.pop()}{_BEHIND[kind]}")
        elif kind == 0x15:
            stack.append(f"({stack.pop()})")
        elif kind == 0x19:
            self._attribute()
        elif kind < 0x20:
            stack.append(self._constant(kind))
        elif kind in {0x21, 0x22}:
            self._function(kind)
        elif kind in _PASSED:
            self._take(_PASSED[kind])
        else:
            stack.append(self._reference(kind))

    def _constant(self, kind: int) -> str:
        if kind == 0x16:
            return ""
        if kind == 0x17:
            pieces = Pieces(self._data, at=self._at)
            count = self._number(1)
            wide = self._new and self._data[self._at] & 1
            text = self._book.dialect.text(pieces, 1)
            self._take((count << 1 if wide else count) + (1 if self._new else 0))
            return '"' + text.replace('"', '""') + '"'
        if kind == 0x1C:
            return ERRORS.get(self._number(1), "#N/A")
        if kind == 0x1D:
            return "TRUE" if self._number(1) else "FALSE"
        if kind == 0x1E:
            return str(self._number())
        if kind == 0x1F:
            return real(self._take(8), 0)
        raise NotUnderstood

    def _attribute(self) -> None:
        kind, value = self._number(1), self._number()
        if kind & 0x04:
            self._take(2 * (value + 1))
        elif kind & 0x10:
            self._stack.append(f"SUM({self._stack.pop()})")

    def _function(self, kind: int) -> None:
        count = self._number(1) & 0x7F if kind == 0x22 else -1
        number = self._number() & 0x7FFF
        name, takes = FUNCTIONS.get(number, (f"FUNCTION{number}", -1))
        count = takes if count < 0 else count
        if count < 0 or count > len(self._stack):
            raise NotUnderstood
        values = self._stack[len(self._stack) - count :]
        del self._stack[len(self._stack) - count :]
        if number == NAMED and values:
            name = values.pop(0)
        self._stack.append(f"{name}({','.join(values)})")

    def _reference(self, kind: int) -> str:
        if kind == 0x20:
            return self._array()
        if kind == 0x23:
            number = self._number()
            self._take({8: 2, 4: 8}.get(self._book.dialect.version, 12))
            return self._book.names[number - 1].text if 0 < number <= len(self._book.names) else "#NAME?"
        if kind == 0x39:
            return self._outer_name()
        where = ""
        if 0x3A <= kind <= 0x3D:
            where, kind = self._sheet(), {0x3A: 0x24, 0x3B: 0x25, 0x3C: 0x2A, 0x3D: 0x2B}[kind]
        if kind in {0x24, 0x2C}:
            return where + self._place(near=kind == 0x2C)
        if kind in {0x25, 0x2D}:
            return where + self._area(near=kind == 0x2D)
        if kind in {0x2A, 0x2B}:
            self._take((4 if kind == 0x2A else 8) if self._new else (3 if kind == 0x2A else 6))
            return f"{where}#REF!"
        raise NotUnderstood

    def _array(self) -> str:
        self._take(7)
        values = self._values
        columns, rows = values.number(1) + 1, values.number(2) + 1
        lines: list[str] = []
        for _ in range(rows):
            row = [self._value() for _ in range(columns)]
            if values.short:
                break
            lines.append(",".join(row))
        return "{" + ";".join(lines) + "}"

    def _value(self) -> str:
        values = self._values
        kind = values.number(1)
        if kind == 2:
            return '"' + self._book.dialect.text(values, 2 if self._new else 1) + '"'
        raw = values.take(8)
        if kind == 1:
            return real(raw, 0)
        if kind == 4:
            return "TRUE" if raw[:1] == b"\1" else "FALSE"
        return ERRORS.get(raw[0], "") if kind == 0x10 and raw else ""

    def _place(self, *, near: bool) -> str:
        row = self._number()
        column = self._number(2 if self._new else 1)
        return self._written(row, column, near=near)

    def _area(self, *, near: bool) -> str:
        size = 2 if self._new else 1
        first, last, left, right = self._number(), self._number(), self._number(size), self._number(size)
        whole = 0xFFFF if self._new else 0x3FFF
        if not near and first & whole == 0 and last & whole == whole:  # whole columns
            return f"{self._column(left, first)}:{self._column(right, last)}"
        return f"{self._written(first, left, near=near)}:{self._written(last, right, near=near)}"

    def _column(self, column: int, row: int) -> str:
        loose = (column if self._new else row) & 0x4000
        return f"{'' if loose else '$'}{letters(column & 0xFF)}"

    def _written(self, row: int, column: int, *, near: bool) -> str:
        flags = column if self._new else row
        row, column = (row if self._new else row & 0x3FFF), column & 0xFF
        rows = 0x10000 if self._new else 0x4000
        if near and flags & 0x8000:
            row = (row + self._cell[0]) % rows
        if near and flags & 0x4000:
            column = (column + self._cell[1]) % 0x100
        return f"{'' if flags & 0x4000 else '$'}{letters(column)}{'' if flags & 0x8000 else '$'}{row + 1}"

    def _sheet(self) -> str:
        """The sheet that a reference names, with the sign behind it."""
        book = self._book
        if self._new:
            number = self._number()
            if number >= len(book.outer):
                return "#REF!"
            where, first, last = book.outer[number]
        else:
            where, first, last = 0, *struct.unpack_from("<2H", self._take(14), 10)
            if struct.unpack_from("<h", self._data, self._at - 14)[0] > 0:
                raise NotUnderstood  # in another file, whose name stands elsewhere
        outside = book.books[where] if self._new and where < len(book.books) else None
        if _LOST in {first, last}:
            return "#REF!"
        names = outside.sheets if outside and outside.path else [sheet.name for sheet in book.sheets]
        if first >= len(names) or last >= len(names):
            return "" if first == 0xFFFE else "#REF!"
        text = names[first] if first == last else f"{names[first]}:{names[last]}"
        if outside and outside.path:
            text = f"[{outside.path}]{text}"
        return f"{text}!" if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'!"

    def _outer_name(self) -> str:
        if not self._new:
            raise NotUnderstood
        number, name = self._number(), self._number()
        self._take(2)
        if number >= len(self._book.outer) or self._book.outer[number][0] >= len(self._book.books):
            raise NotUnderstood
        book = self._book.books[self._book.outer[number][0]]
        if not book.path and not book.names and 0 < name <= len(self._book.names):
            return self._book.names[name - 1].text
        if not 0 < name <= len(book.names):
            raise NotUnderstood
        return book.names[name - 1].removeprefix("_xlfn.")
