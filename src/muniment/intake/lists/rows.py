"""The table in a reading that is the sender's list. Every row of it is kept, and what is left out says why."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from muniment.intake.lists import headings, values
from muniment.model.reading import Page, Reading

_SHEETS = re.compile(r"spreadsheet|excel|csv|tab-separated|sheet|concordance|export-list|opticon|lfp|calc")
_HEADED = re.compile(r"concordance|export-list")  # these name their columns in their first row, whatever they call them
_OUT = frozenset({"raw", "formula", "comment", "property", "note", "alt"})  # spans that stand in no cell of their own
_SIGNS = (",", ";", "|")
_BETWEEN = 3  # lines without cells that may stand between two rows
_TALL = 40  # lines that one row may be spread over
_TOTAL = re.compile(
    r"(?:grand |sub-?)?total(?:e|es)?\b|(?:zwischen|gesamt)?summe\b|gesamt\b|somme\b|suma\b|razem\b|cyfanswm\b|মোট|کل\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,6}[.)]?\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as its cells; `joined` where its cells ran over several lines and were put together."""

    cells: tuple[str, ...]
    page: int = 0  # which page of the reading, from 0
    joined: bool = False

    @property
    def text(self) -> str:
        """The whole row for a person."""
        return " | ".join(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Table:
    """A list: its header, () where none was found, its rows, and what else the reading holds, each with why it is none."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    aside: tuple[tuple[str, Row], ...] = ()  # "header", "total" or "outside"


@dataclass(slots=True)
class _Stretch:
    """Rows that stand together, with what stands between them."""

    rows: list[Row]
    header: int = -1  # which row

    @property
    def names(self) -> tuple[str, ...]:
        return _plain(self.rows[self.header]) if self.header >= 0 else ()

    @property
    def body(self) -> list[Row]:
        return self.rows[self.header + 1 :]

    @property
    def width(self) -> int:
        return len(self.rows[self.header].cells) if self.header >= 0 else _usual(self.rows)


def table_of(reading: Reading) -> Table:
    """The list in a reading: the table with most rows, one that names its columns first; else its lines as they stand."""
    loose = not _SHEETS.search(reading.type)
    stretches: list[_Stretch] = []
    outside: list[Row] = []
    for number, page in enumerate(reading.pages):
        if page.label != "document":
            _split(_read(page, number, loose=loose), stretches, outside, loose=loose)
    if not stretches:
        return Table((), tuple(outside))
    if _HEADED.search(reading.type) and all(part.header < 0 for part in stretches) and _names(stretches[0].rows[0]):
        stretches[0].header = 0
    groups = _groups(stretches, loose=loose)
    chosen = max(groups, key=_weight)
    rest = [row for group in groups if group is not chosen for part in group for row in part.rows]
    return _table(chosen, [*outside, *rest])


def _read(page: Page, number: int, *, loose: bool) -> list[Row]:
    """The rows of a page; in a document a row may be spread over lines."""
    rows = [Row(tuple(cell.strip() for cell in cells), number) for cells in _cells(_text(page), loose=loose)]
    rows = [row for row in rows if row.text]
    if not loose:
        return [replace(row, cells=_trimmed(row.cells)) for row in rows]
    header = next((row for row in rows if headings.is_header(row.cells)), None)
    return list(_joined(rows, len(header.cells) if header else _usual(rows)))


def _cells(text: str, *, loose: bool) -> Iterable[Sequence[str]]:
    """The cells of each line. A list of a few lines with commas is too short for its bytes to be taken for a table."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if loose and filled and "\t" not in text:
        for sign in _SIGNS:
            numbered = sum(re.match(rf'"?\d{{1,6}}"?{re.escape(sign)}', line) is not None for line in filled)
            try:
                found = [*csv.reader(filled, delimiter=sign)]
            except csv.Error:
                continue
            if headings.is_header(tuple(found[0])) or numbered * 2 >= len(filled):
                return found
    return (line.split("\t") for line in lines)


def _text(page: Page) -> str:
    """The text of a page without what sheets add to their cells, and what nobody wrote into one."""
    pieces, at = [], 0
    for kind, start, end in sorted(page.parts, key=lambda part: part[1]):
        if kind in _OUT and start >= at:
            before = page.text[at:start]
            pieces.append(before.removesuffix("[").rstrip(" ") if kind == "raw" else before.rstrip(" "))
            at = end + (kind == "raw" and page.text[end : end + 1] == "]")
    return "".join([*pieces, page.text[at:]])


def _names(row: Row) -> bool:
    """Whether no cell of a row is what only a line would have."""
    return not any(cell.isdecimal() or values.is_file(cell) or values.hash_of(cell) for cell in row.cells)


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without empty cells at the end, which a sheet may write or not."""
    end = max((at for at, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:end]


def _joined(rows: Sequence[Row], width: int) -> Iterator[Row]:
    """Rows whose cells hold several lines, put together where their cells then add up."""
    at = 0
    while at < len(rows):
        end = _end(rows, at, width)
        yield _one(rows[at:end]) if end > at + 1 else rows[at]
        at = end


def _end(rows: Sequence[Row], at: int, width: int) -> int:
    """Where the row that begins here ends."""
    count = len(rows[at].cells)
    if not 2 <= count < width:
        return at + 1
    numbered = _NUMBER.match(rows[at].cells[0])
    for end in range(at + 1, min(at + _TALL, len(rows))):
        more = rows[end].cells
        if count + len(more) - 1 > width or (numbered and len(more) > 1 and _NUMBER.match(more[0])):
            break
        count += len(more) - 1
        if count == width:
            return end + 1
    return at + 1


def _one(rows: Sequence[Row]) -> Row:
    cells = list(rows[0].cells)
    for row in rows[1:]:
        cells[-1] = f"{cells[-1]} {row.cells[0]}".strip()
        cells += row.cells[1:]
    return Row(tuple(cells), rows[0].page, joined=True)


def _usual(rows: Sequence[Row]) -> int:
    """How many cells most rows have that have more than one."""
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _split(rows: Sequence[Row], stretches: list[_Stretch], outside: list[Row], *, loose: bool) -> None:
    """Part the rows of a page into stretches; what stands before, behind and far between lies outside."""
    now: list[Row] = []
    gap: list[Row] = []
    for row in rows:
        if len(row.cells) < 2:
            (gap if now else outside).append(row)
            continue
        other = bool(now) and headings.is_header(row.cells) and _plain(row) not in map(_plain, now)
        if now and (other or (loose and len(gap) > _BETWEEN)) and any(len(one.cells) > 1 for one in now[1:]):
            stretches.append(_stretch(now, outside))
            outside += gap
            now = []
        else:
            now += gap
        gap = []
        now.append(row)
    if now:
        while gap and _NUMBER.match(gap[0].text):
            now.append(gap.pop(0))  # a number and nothing else is a line too
        stretches.append(_stretch(now, outside))
    outside += gap


def _stretch(rows: list[Row], outside: list[Row]) -> _Stretch:
    """A stretch, its title rows put outside."""
    header = next((at for at, row in enumerate(rows[:12]) if headings.is_header(row.cells)), -1)
    below = rows[header + 1].cells if 0 <= header < len(rows) - 1 else ()
    if headings.is_header(below) and below != rows[header].cells and len(below) >= len(rows[header].cells):
        header += 1  # a header of two rows: the lower one names each column
    if header > 0:
        outside += rows[:header]
        rows, header = rows[header:], 0
    return _Stretch(rows, header)


def _plain(row: Row) -> tuple[str, ...]:
    return tuple(" ".join(headings.words(cell)) for cell in _trimmed(row.cells))


def _groups(stretches: Sequence[_Stretch], *, loose: bool) -> list[list[_Stretch]]:
    """Stretches that are one table over several pages: the same header again, or none and as many columns."""
    groups: list[list[_Stretch]] = []
    for one in stretches:
        last = groups[-1] if groups else None
        same = last is not None and one.header >= 0 and one.names == last[0].names
        turned = last is not None and one.header < 0 and one.rows[0].page > last[-1].rows[-1].page and loose
        if last is not None and (same or (turned and one.width == last[0].width)):
            last.append(one)
        else:
            groups.append([one])
    return groups


def _weight(group: Sequence[_Stretch]) -> int:
    rows = sum(len(part.body) for part in group)
    return rows * 3 if group[0].header >= 0 else rows


def _table(group: Sequence[_Stretch], outside: Sequence[Row]) -> Table:
    first = group[0]
    header = first.rows[first.header].cells if first.header >= 0 else ()
    aside = [("outside", row) for row in outside]
    rows: list[Row] = []
    number = headings.parts(header).index(headings.NUMBER) if headings.NUMBER in headings.parts(header) else -1
    for part in group:
        for at, row in enumerate(part.rows):
            if at == part.header or (header and _plain(row) == first.names):
                aside.append(("header", row))
            elif _is_total(row, number):
                aside.append(("total", row))
            else:
                rows.append(row)
    return Table(header, tuple(rows), tuple(aside))


def _is_total(row: Row, number: int) -> bool:
    """Whether a row adds up the others: it says so, and has no number of its own."""
    filled = [cell for cell in row.cells if cell]
    own = row.cells[number] if 0 <= number < len(row.cells) else ""
    said = next((cell for cell in filled[:2] if _TOTAL.match(cell)), "")
    return bool(said) and not _NUMBER.match(own) and len(said.split()) <= 4 and filled[-1] != said
