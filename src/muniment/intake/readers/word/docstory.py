"""The text of a story of an old Word document: its characters turned into lines, fields into codes and results.

Changes that are tracked, hidden text and the numbers of lists are kept and marked. A field's code is no text; its result is.
"""

import re
from dataclasses import dataclass, field

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.word.doclists import Lists
from muniment.intake.readers.word.docpieces import Pieces
from muniment.intake.readers.word.docruns import PLAIN, Look, Runs
from muniment.intake.readers.word.listcount import Count

_SPECIAL = re.compile(r"[\x00-\x08\x0a-\x1f(]|[\ud800-\udfff]+")
_LINES = frozenset("\n\r\x0b\x0c\x0e")
_ENDS = frozenset("\r\x07\x0c")  # of a paragraph; a mark of a new page may stand in the midst of one as well
_HYPHENS = {"\x1e": "\u2011", "\x1f": "\u00ad"}
_PICTURE, _CELL, _DRAWN = "\x01", "\x07", "\x08"
_BEGIN, _RESULT, _END = "\x13", "\x14", "\x15"
_CODE = 65_536  # characters of a code that are kept
_LEAD = range(0xD800, 0xDC00)


@dataclass(slots=True)
class Change:
    """Changes of one kind by one person."""

    count: int = 0
    first: int = 0  # when, as Word writes it
    last: int = 0


@dataclass(slots=True)
class _Code:
    """The code of a field that is open, and what text went to before it began."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    outer: "_Code | None" = None

    def add(self, text: str) -> None:
        if self.length < _CODE:
            self.pieces.append(text)
            self.length += len(text)


class Teller:
    """Tells the text between two characters."""

    def __init__(self, pieces: Pieces, runs: Runs, lists: Lists | None = None) -> None:
        self._lists = lists
        self._numbers = Count()
        self._begins = True  # a paragraph
        self._pieces = pieces
        self._runs = runs
        self._flow = Flow()
        self._fields: list[_Code] = []
        self._into: _Code | None = None
        self._before = ""  # the last mark, where nothing stands behind it
        self._lead = ""  # the first half of a character, the second of which is in the next run
        self._changed: tuple[str, int, int] | None = None
        self.codes: dict[str, None] = {}
        self.changes: dict[tuple[str, int], Change] = {}
        self.pictures: dict[int, None] = {}  # where they lie
        self.forms: dict[int, None] = {}  # where what is said of a form lies

    def tell(self, start: int, end: int) -> Flow:
        """The text of these characters."""
        self._flow, self._fields, self._into, self._before, self._begins = Flow(), [], None, "", True
        for piece in self._pieces.spans(start, end):
            last = piece.at + (piece.end - piece.start) * piece.width
            for first, stop, look in self._runs.of(piece.at, last):
                begin = (first - piece.at + piece.width - 1) // piece.width
                count = (stop - piece.at + piece.width - 1) // piece.width - begin
                at = piece.at + begin * piece.width
                self._run(self._pieces.text(at, count, piece.width), at, piece.width, look)
        while self._fields:
            self._keep(self._fields.pop())
        return self._flow

    def _run(self, text: str, at: int, width: int, look: Look) -> None:
        start = self._flow.length
        if self._lead:
            at -= width
            text, self._lead = self._lead + text, ""
        if text and ord(text[-1]) in _LEAD:
            text, self._lead = text[:-1], text[-1]
        done = 0
        for match in _SPECIAL.finditer(text):
            if self._begins:
                self._begin(at + done * width)
            self._write(text[done : match.start()])
            done = match.end()
            mark = match[0]
            if mark[0] >= "\ud800":
                self._write(mark.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
            elif mark == "(":
                self._write(_symbol(look.symbol) or mark)
            elif self._into is not None and mark not in {_BEGIN, _RESULT, _END, _PICTURE}:
                continue
            else:
                self._mark(mark, at + match.start() * width, look)
        if self._begins and done < len(text):
            self._begin(at + done * width)
        self._write(text[done:])
        if look is not PLAIN:
            self._look(look, start)

    def restart(self) -> None:
        """Another story begins, with lists of its own."""
        self._numbers = Count()

    def _begin(self, at: int) -> None:
        """A paragraph begins: the number that it shows, which is no text of it."""
        self._begins = False
        place = self._runs.place(at) if self._lists is not None and self._into is None else None
        if place is None or self._lists is None:
            return
        if number := self._lists.next(self._numbers, place):
            start = self._flow.length
            self._flow.write(number)
            self._flow.mark("number", start)
            self._flow.write(" ")

    def _write(self, text: str) -> None:
        if text:
            self._before = ""
            if self._into is None:
                self._flow.write(text)
            else:
                self._into.add(text)

    def _mark(self, mark: str, at: int, look: Look) -> None:
        flow = self._flow
        if mark in _LINES:
            flow.write("\n")
        elif mark == _CELL:
            ends = self._runs.ends_row(at) if self._runs.rows else self._before == _CELL
            if ends:
                flow.swap_end("\t", "\n")
            else:
                flow.write("\t")
            mark = "" if ends else mark
        elif mark in _HYPHENS:
            flow.write(_HYPHENS[mark])
        elif mark in {_PICTURE, _DRAWN}:
            if look.picture >= 0:
                (self.forms if look.form else self.pictures)[look.picture] = None
        elif mark == _BEGIN:
            self._fields.append(_Code(outer=self._into))
            self._into = self._fields[-1]
        elif mark in {_RESULT, _END} and self._fields:
            self._keep(self._fields[-1])
            self._into = self._fields[-1].outer
            if mark == _END:
                self._fields.pop()
        self._begins |= mark in _ENDS
        self._before = mark

    def _keep(self, code: _Code) -> None:
        if text := " ".join("".join(code.pieces).split()):
            self.codes[text] = None
        code.pieces.clear()

    def _look(self, look: Look, start: int) -> None:
        flow = self._flow
        for kind, found in (("deleted", look.deleted), ("inserted", look.inserted)):
            if found and flow.length > start:
                flow.mark(kind, start)
                if (kind, look.who, look.when) != self._changed:
                    self._count(kind, look)
        if look.hidden:
            flow.mark("hidden", start)

    def _count(self, kind: str, look: Look) -> None:
        self._changed = (kind, look.who, look.when)
        change = self.changes.setdefault((kind, look.who), Change())
        change.count += 1
        if look.when:
            change.first = min(change.first or look.when, look.when, key=moment)
            change.last = max(change.last, look.when, key=moment)


def moment(when: int) -> str:
    """A time as Word writes it, in the form of RFC 3339 without an offset; "" where it is none."""
    minute, hour, day, month, year = (
        when & 63,
        when >> 6 & 31,
        when >> 11 & 31,
        when >> 16 & 15,
        1900 + (when >> 20 & 511),
    )
    if not when or minute > 59 or hour > 23 or not 1 <= day <= 31 or not 1 <= month <= 12:
        return ""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"


def _symbol(number: int) -> str:
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFF else ""
