"""Tables as text: CSV and TSV of any size. Cells stand side by side with a tab between, each row on a line of its own.

A cell in quotes may hold line ends; they become spaces. No formula is evaluated.
"""

import csv
from collections import Counter
from collections.abc import Iterator

from muniment.intake import texttype
from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import letters
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Page

VERSION = "1"
ENGINE = letters.ENGINE

_TABS = "text/tab-separated-values"
_RECORD = 200  # lines after which a quote that nobody closed was none
_WIDTHS = 1000  # rows that say how many columns there are
csv.field_size_limit(1 << 30)  # a cell is as long as it is; the limits of the item bound it


def read(source: Source, scope: Scope) -> Draft:
    """Read a table."""
    draft = Draft(identify(source).type)
    found = Letters(source)
    rows: _Rows | None = None
    pages = Pages(draft, Room(source, scope.limits))
    try:
        for text in paged(found):
            rows = rows or _Rows(_sign(draft.type, text))
            pages.add(Page(rows.read(text)))
        if rows and (rest := rows.rest()):
            pages.add(Page(rest))
    except LimitReached:
        pass  # the state says so
    pages.finish()
    found.settle(draft)
    if rows:
        draft.facts |= {"rows": rows.count, "columns": rows.columns}
    return draft


def _sign(kind: str, text: str) -> str:
    """What parts the cells."""
    return "\t" if kind == _TABS else texttype.delimiter(text[:20_000], sure=True) or ","


class _Rows:
    """Turns text into rows, page by page; a record that goes on after a page is kept for the next."""

    def __init__(self, sign: str) -> None:
        self._sign = sign
        self._open: list[str] = []  # lines of a record whose quote is not closed yet
        self._widths: Counter[int] = Counter()
        self.count = 0

    @property
    def columns(self) -> int:
        """How many cells most rows have."""
        return max(self._widths, key=self._widths.__getitem__, default=0)

    def read(self, text: str) -> str:
        """The rows of a page."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ended = not lines[-1]
        if ended:
            lines.pop()
        if '"' not in text and not self._open:
            for line in lines:
                if line.strip():
                    self._note(line.count(self._sign) + 1)
            shown = lines if self._sign == "\t" else [line.replace(self._sign, "\t") for line in lines]
        else:
            shown = list(self._quoted(lines))
        return "\n".join([*shown, ""] if ended else shown)

    def rest(self) -> str:
        """What no quote closed."""
        lines, self._open = self._open, []
        return "\n".join(self._literal(line) for line in lines)

    def _quoted(self, lines: list[str]) -> Iterator[str]:
        """Rows of lines with quotes: whole records are parsed together, a quote that stays open is a sign like others."""
        whole: list[str] = []
        waiting, self._open = [*self._open, *lines], []
        at = 0
        while at < len(waiting):
            if waiting[at].count('"') % 2 == 0:
                whole.append(waiting[at])
                at += 1
            elif end := _closed(waiting, at):
                whole += waiting[at:end]
                at = end
            elif len(waiting) - at < _RECORD:
                self._open = waiting[at:]
                break
            else:
                yield from self._parsed(whole)
                whole = []
                yield self._literal(waiting[at])
                at += 1
        yield from self._parsed(whole)

    def _parsed(self, lines: list[str]) -> Iterator[str]:
        for row in csv.reader([f"{line}\n" for line in lines], delimiter=self._sign):
            shown = "\t".join(row)
            if "\n" in shown or shown.count("\t") >= len(row) > 0:
                shown = "\t".join(" ".join(cell.split()) if "\n" in cell or "\t" in cell else cell for cell in row)
            if row:
                self._note(len(row))
            yield shown

    def _literal(self, line: str) -> str:
        self._note(line.count(self._sign) + 1)
        return line.replace(self._sign, "\t")

    def _note(self, width: int) -> None:
        self.count += 1
        if self.count <= _WIDTHS:
            self._widths[width] += 1


def _closed(lines: list[str], at: int) -> int:
    """Where the record that begins here ends, 0 where its quotes do not close within reach."""
    quotes = 0
    for end in range(at, min(at + _RECORD, len(lines))):
        quotes += lines[end].count('"')
        if quotes % 2 == 0:
            return end + 1
    return 0
