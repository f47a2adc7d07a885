"""One line of a sender's list: what they say that they sent. Every row is a line; what is odd in it is a doubt, not an error."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from muniment.intake.lists import columns, headings, values
from muniment.intake.lists.rows import Row, Table

DIFFERS, UNCOUNTED = "hash-differs", "pages-not-counted"
SHA256 = 64  # its length in hexadecimal
DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        "no-header": "the list does not name its columns",
        "no-table": "the list is no table; each of its lines stands for one",
        "no-number": "it has no number, as others have",
        "number-unclear": "its number is none",
        "number-repeated": "another line has the same number",
        "fewer-cells": "it has fewer cells than the others, as where cells are merged",
        "more-cells": "it has more cells than the list has columns",
        "joined": "its cells ran over several lines and were put together",
        "pages-unclear": "how many pages it has is not clear",
        "pages-as-range": "its pages are given from one to another",
        UNCOUNTED: "the pages of some of what came are not counted",
        "hash-unclear": "its hash is none",
        "hash-not-held": "its hash is an MD5 or SHA-1, which is held against nothing here",
        DIFFERS: "its hash is not that of what came",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `number` counts from 1 by position, `said` is the sender's own; `pages` is None where none are said."""

    number: int
    said: str
    text: str  # the whole row, for a person
    name: str = ""
    path: str = ""
    kind: str = ""  # file, folder, volume, box, or "" where it is not said
    pages: int | None = None
    hash: str = ""  # SHA-256, SHA-1 or MD5 in hexadecimal, by its length
    date: str = ""
    holder: str = ""
    place: str = ""
    page: int = 0  # the page of the reading on which it stands, from 0
    doubts: tuple[str, ...] = ()


def lines_of(table: Table) -> list[Line]:
    """The lines of a list, one for each of its rows, in their order."""
    parts = headings.parts(table.header) if table.header else columns.guessed(table.rows)
    width = len(table.header) or max((len(row.cells) for row in table.rows), default=0)
    of_all = () if table.header else ("no-header",) if width > 1 else ("no-table",)
    kind = _kind(table, parts)
    found = [_line(row, number, parts, kind, of_all) for number, row in enumerate(table.rows, start=1)]
    usual = Counter(len(row.cells) for row in table.rows)
    often = max(
        len(table.rows) / 4, 2 if len(table.rows) > 3 else 1
    )  # of several rows, a shape that one has is not usual
    narrow = min((size for size in usual if usual[size] >= often), default=0)
    found = [_shaped(line, row, narrow, width) for line, row in zip(found, table.rows, strict=True)]
    return _numbered(found, numbers=headings.NUMBER in parts)


def _kind(table: Table, parts: Sequence[str]) -> str:
    """What the list's own numbers count, by the heading above them or over the whole."""
    if headings.NUMBER in parts and table.header:
        return headings.kind(table.header[parts.index(headings.NUMBER)])
    return ""


def _line(row: Row, number: int, parts: Sequence[str], kind: str, doubts: tuple[str, ...]) -> Line:
    cells = {part: cell for part, cell in zip(reversed(parts), reversed(_padded(row, len(parts))), strict=True) if part}
    title, name, path = (cells.get(part, "") for part in (headings.TITLE, headings.NAME, headings.PATH))
    pages, doubt = values.pages(cells.get(headings.PAGES, ""))
    if headings.PAGES not in parts:
        pages = values.pages_within(row.text)
    hashes = [found for part, cell in zip(parts, row.cells, strict=False) if part == headings.HASH
              and (found := values.hash_of(cell))]  # fmt: skip
    said = cells.get(headings.NUMBER, "") or ("" if parts else columns.leading(row.text))
    unclear = bool(cells.get(headings.HASH)) and not hashes
    hash_ = max(hashes, key=len, default="")
    weak = 0 < len(hash_) < SHA256
    return Line(
        number=number,
        said=said,
        text=row.text,
        name=name or title or ("" if parts else columns.after_number(row.text)),
        path=path,
        kind=_meant(cells.get(headings.KIND, ""), said, name, path, title) or kind,
        pages=pages,
        hash=hash_,
        date=cells.get(headings.DATE, ""),
        holder=cells.get(headings.HOLDER, ""),
        place=cells.get(headings.PLACE, ""),
        page=row.page,
        doubts=tuple(
            one
            for one in (*doubts, doubt, "hash-unclear" * unclear, "hash-not-held" * weak, "joined" * row.joined)
            if one
        ),
    )


def _padded(row: Row, width: int) -> tuple[str, ...]:
    return (*row.cells[:width], *[""] * (width - len(row.cells)))


def _meant(format_: str, said: str, name: str, path: str, title: str) -> str:
    """What kind of thing a line stands for."""
    if values.is_file(name) or values.is_file(path) or values.is_file(title):
        return "file"
    if path.endswith(("/", "\\")):
        return "folder"
    return values.kind(format_, said, name, title)


def _shaped(line: Line, row: Row, narrow: int, width: int) -> Line:
    """With doubts about the shape of its row."""
    doubts = list(line.doubts)
    if len(row.cells) < narrow or (len(row.cells) == 1 < width):
        doubts.append("fewer-cells")
    if len(row.cells) > width:
        doubts.append("more-cells")
    return replace(line, doubts=tuple(doubts))


def _numbered(lines: Sequence[Line], *, numbers: bool) -> list[Line]:
    """With doubts about their numbers, which are seen together."""
    said = Counter(line.said.casefold() for line in lines if line.said)
    clear = sum(values.number(line.said) is not None for line in lines)
    found = []
    for line in lines:
        doubts = list(line.doubts)
        if said[line.said.casefold()] > 1:
            doubts.append("number-repeated")
        if numbers and not line.said:
            doubts.append("no-number")
        elif line.said and values.number(line.said) is None and clear * 2 > len(lines):
            doubts.append("number-unclear")
        found.append(replace(line, doubts=tuple(doubts)))
    return found
