"""Load files of disclosure: Concordance DAT, Opticon and IPRO lists of pictures, lists of mail exports.

Rows are text as those of a table are. Facts name the columns, count the records, and say which files the rows point to.
"""

import re
from collections.abc import Iterable, Iterator

from muniment.intake import charset
from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached
from muniment.intake.loadtype import DAT, LISTED
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.sheets import table
from muniment.intake.readers.sheets.loadpaths import Paths
from muniment.intake.readers.text import letters
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "1"
ENGINE = letters.ENGINE
_QUOTE, _APART, _LINE = "þ", "\x14", "®"
_EDGE = re.compile(rb"\xfe(?=\x14|\r?\n|\r|\Z)|(?<=[\x14\n\r])\xfe|\A\xfe")
_SAMPLE = 1 << 16  # bytes that a guess looks at
_RECORD = 2000  # lines after which a quote that nobody closed was none


def read(source: Source, scope: Scope) -> Draft:
    """Read a load file."""
    kind = identify(source).type
    if kind == LISTED:
        draft = table.read(source, scope)
        draft.type = kind
        _named(draft)
        return draft
    draft = Draft(kind)
    given = _plain_quotes(source) if kind == DAT else source
    says, guessed = _says(source, given) if kind == DAT else ("", False)
    found = Letters(given, says)
    pages, paths = Pages(draft, Room(source, scope.limits)), Paths(kind)
    try:
        for row in _records(_lines(found)) if kind == DAT else _separate(_lines(found)):
            if any(row):
                paths.tell(row)
            pages.line("\t".join(row))
    except LimitReached:
        pass  # the state says so
    pages.finish()
    found.settle(draft)
    if guessed and "charset-guessed" not in draft.flags:
        draft.flags.append("charset-guessed")
    paths.settle(draft)
    return draft


def _named(draft: Draft) -> None:
    """Facts of a list of an export, from the rows that its pages hold."""
    paths = Paths(LISTED)
    for page in draft.pages:
        for line in page.text.split("\n"):
            if line.strip():
                paths.tell(line.split("\t"))
    paths.settle(draft)


def _plain_quotes(source: Source) -> Source:
    """The same with quotes that every code page has: one byte of 8 bits is another letter in another alphabet."""
    head = source.head(4)
    if not head.startswith(b"\xfe") or head.startswith(b"\xfe\xff") or head[1:2] == b"\0":
        return source
    return Source(_EDGE.sub(b"\x15", source.whole()), source.hints)


def _says(source: Source, given: Source) -> tuple[str, bool]:
    """The codec of a DAT, and whether it is guessed: its many control signs would speak against every one."""
    wide = {b"\xfe\0": "utf-16-le", b"\0\xfe": "utf-16-be"}.get(source.head(2), "")
    if wide or given is source:
        return wide, False
    sample = given.head(_SAMPLE).replace(b"\x15", b"").replace(b"\x14", b" ")
    chosen = charset.choose(sample, source.hints.get("charset", ""))
    return chosen.charset, chosen.guessed


def _lines(found: Letters) -> Iterator[str]:
    for text in paged(found):
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        yield from lines if lines[-1] else lines[:-1]


def _records(lines: Iterable[str]) -> Iterator[list[str]]:
    """The rows of a DAT. A quote that does not close goes on in the next line, unless nothing closes it for long."""
    waiting: list[str] = []
    for line in lines:
        line = line.lstrip("\ufeff") if not waiting else line  # noqa: PLW2901 - the mark before a text
        waiting.append(line.replace("\x15", _QUOTE))
        closed = sum(part.count(_QUOTE) for part in waiting[-1:]) % 2 == 0
        if (closed and len(waiting) == 1) or (not closed and len(waiting) > 1):
            yield _cells(" ".join(waiting))
            waiting = []
        elif len(waiting) >= _RECORD:
            yield from map(_cells, waiting)
            waiting = []
    yield from map(_cells, waiting)


def _cells(record: str) -> list[str]:
    return [" ".join(cell.strip(_QUOTE).replace(_LINE, " ").split()) for cell in record.split(_APART)]


def _separate(lines: Iterable[str]) -> Iterator[list[str]]:
    """The rows of a list of pictures: commas apart, and in IPRO's paths semicolons, which stay."""
    for line in lines:
        yield [cell.strip() for cell in line.split(",")]
