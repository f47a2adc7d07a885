"""Workbooks for other programs: every text in them is a text, never a formula or a link. Written in bounded memory."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from muniment.names.csvsafe import Value, dangerous
from muniment.names.display import show

ROWS = 1_048_576  # of one sheet, its heading counted
_LONGEST = 16_000  # characters of a cell: it holds 32,767 UTF-16 units, and no more than two make a character
_WIDE = 22  # characters of a column, before whoever reads it makes it wider
_NO_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}  # what XML forbids besides control characters and lone surrogates
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def cell(text: str) -> str:
    """A text as a cell can hold it; what cannot be shown is replaced, and what is too long says how much is left out."""
    safe = show(text).translate(_NO_XML)
    more = len(safe) - _LONGEST
    return safe if more <= 0 else f"{safe[:_LONGEST]} [... {more:,} more characters, which a cell does not hold]"


def pieces(text: str) -> list[str]:
    """A text in as many pieces as cells are needed for all of it."""
    return [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)] or [""]


def write(
    file: BinaryIO,
    beside: Path,
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Value]],
    about: Iterable[Sequence[Value]] = (),
) -> int:
    """Write a table, on as many sheets as it needs, and a last sheet about it; returns how many rows the table has.

    What does not fit into memory on the way stays in the folder `beside`, not in the system's for such files.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 # slow to load, and seldom needed

    with tempfile.TemporaryDirectory(prefix=".muniment-table-", dir=beside) as aside:
        book = Workbook(file, _OPTIONS | {"tmpdir": aside})
        book.use_zip64()
        book.set_properties({"comments": "Written by Muniment"})  # the library calls every program Excel
        try:
            writing = _Writing(book)
            count = writing.table(name, heading, rows)
            if (first := next(told := iter(about), None)) is not None:
                writing.sheet("about", [], told, first)
        finally:
            book.close()  # lets go of its files, also where what is written is thrown away
    return count


class _Writing:
    """The sheets of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        # Whoever edits such a cell in place does not make a formula of it either.
        self._quoted = book.add_format({"quote_prefix": True})

    def table(self, name: str, heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
        """All rows; what one sheet does not hold goes on to the next."""
        following, count, number = iter(rows), 0, 1
        pending = next(following, None)
        while pending is not None or number == 1:
            title = name if number == 1 else f"{name} {number}"
            found, pending = self.sheet(title, heading, following, pending)
            count += found
            number += 1
        return count

    def sheet(
        self,
        title: str,
        heading: Sequence[str],
        rows: Iterator[Sequence[Value]],
        first: Sequence[Value] | None = None,
    ) -> tuple[int, Sequence[Value] | None]:
        """One sheet, from `first` on; returns how many rows it took, and the one that it had no room for."""
        sheet = self._book.add_worksheet(title)
        for column, text in enumerate(heading):
            sheet.write_string(0, column, cell(text), self._bold)
        if heading:
            sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(heading), 2) - 1, _WIDE)
        at = begin = int(bool(heading))
        row = next(rows, None) if first is None else first
        while row is not None and at < ROWS:
            self._row(sheet, at, row)
            at += 1
            row = next(rows, None)
        return at - begin, row

    def _row(self, sheet: Any, at: int, row: Sequence[Value]) -> None:
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_string(at, column, "yes" if value else "no")
            elif isinstance(value, int | float):  # numbers are ours and stay numbers
                sheet.write_number(at, column, value)
            elif value:
                sheet.write_string(at, column, cell(value), self._quoted if dangerous(value) else None)
