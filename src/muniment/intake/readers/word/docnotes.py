"""What stands beside the text of an old Word document: notes, headers and footers, comments with who wrote them."""

from collections.abc import Iterator

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.word import docfib
from muniment.intake.readers.word.docfib import Fib
from muniment.intake.readers.word.docstory import Teller, moment

_MOST = 1 << 18
_MARK = 30  # bytes of what is said of a comment
_TIME = 18
_FOOTERS = frozenset({2, 3, 5})  # of the six of each section
_SEPARATORS = 6


class Notes:
    """Tells the stories behind the body."""

    def __init__(self, fib: Fib, table: bytes, teller: Teller) -> None:
        self._fib = fib
        self._table = table
        self._teller = teller
        self.authors: dict[str, None] = {}

    def tell(self, name: str, start: int, end: int, flow: Flow) -> None:
        """One story, by its name."""
        if start >= end:
            return
        self._teller.restart()
        if name == "header":
            self._headers(start, end, flow)
        elif name == "comment":
            self._comments(start, end, flow)
        elif name in {"note", "endnote"}:
            which = docfib.NOTE_TEXT if name == "note" else docfib.ENDNOTE_TEXT
            for first, last in self._parts(which, start, end):
                self._add(first, last, "note", flow)
        else:
            self._add(start, end, "other-part" if name == "macro" else "textbox", flow)

    def _headers(self, start: int, end: int, flow: Flow) -> None:
        said: set[str] = set()
        for index, (first, last) in enumerate(self._parts(docfib.HEADERS, start, end)):
            kind = "footer" if (index - _SEPARATORS) % 6 in _FOOTERS else "header"
            told = self._teller.tell(first, last)
            text = told.text()
            if not told.blank and text not in said:  # each section may repeat those before it
                said.add(text)
                flow.fresh()
                flow.take(told, "note" if index < _SEPARATORS else kind)

    def _comments(self, start: int, end: int, flow: Flow) -> None:
        marks = self._marks()
        for index, (first, last) in enumerate(self._parts(docfib.COMMENT_TEXT, start, end)):
            told = self._teller.tell(first, last)
            if told.blank and index >= len(marks):
                continue
            author, time = marks[index] if index < len(marks) else ("", "")
            if author:
                self.authors[author] = None
            whole = Flow()
            whole.write(f"Comment by {author or '?'}, {time or 'no date'}: ")
            whole.take(told)
            whole.fresh()
            flow.fresh()
            flow.take(whole, "comment")

    def _add(self, start: int, end: int, kind: str, flow: Flow) -> None:
        told = self._teller.tell(start, end)
        if not told.blank:
            flow.fresh()
            flow.take(told, kind)

    def _parts(self, which: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a story, which cover all of it whatever the table says."""
        data = self._found(which)
        count = min(len(data) // 4, _MOST)
        at = start
        for index in range(1, count):
            after = int.from_bytes(data[4 * index : 4 * index + 4], "little")
            last = min(start + after, end)
            if last > at or (last == at and which == docfib.HEADERS):
                yield at, last
                at = max(last, at)
        if at < end:
            yield at, end

    def _found(self, which: int) -> bytes:
        place = self._fib.place(which)
        return self._table[place.at : place.at + place.size]

    def _marks(self) -> list[tuple[str, str]]:
        """Who wrote each comment, and when."""
        fib = self._fib
        data, times = self._found(docfib.COMMENT_MARKS), self._found(docfib.COMMENT_TIMES) if fib.version == 8 else b""
        size = _MARK if fib.version == 8 else 20
        count = min(max((len(data) - 4) // (4 + size), 0), _MOST)
        owners = self._owners()
        found = []
        for index in range(count):
            said = data[4 * (count + 1) + size * index :][:size]
            if fib.version == 8:
                initials = said[2 : 2 + 2 * min(said[0], 9)].decode("utf-16-le", "replace")
                owner = int.from_bytes(said[20:22], "little")
            else:
                initials = said[1 : 1 + min(said[0], 9)].decode("cp1252", "replace")
                owner = int.from_bytes(said[10:12], "little")
            when = int.from_bytes(times[_TIME * index : _TIME * index + 4], "little")
            found.append((owners[owner] if owner < len(owners) else initials, moment(when)))
        return found

    def _owners(self) -> list[str]:
        data, at = self._found(docfib.COMMENT_OWNERS), 0
        found: list[str] = []
        wide = self._fib.version == 8
        while at < len(data) and len(found) < _MOST:
            count = int.from_bytes(data[at : at + 2], "little") if wide else data[at]
            at += 2 if wide else 1
            size = 2 * count if wide else count
            found.append(data[at : at + size].decode("utf-16-le" if wide else "cp1252", "replace"))
            at += size
        return found


def revisers(fib: Fib, table: bytes) -> list[str]:
    """Who made the changes that are tracked, by number."""
    place = fib.place(docfib.REVISERS)
    return texts(table[place.at : place.at + place.size])


def texts(data: bytes) -> list[str]:
    """The texts of a table of texts (STTB) with two bytes for each character."""
    if data[:2] != b"\xff\xff":
        return []
    count, beside = int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little")
    found, at = [], 6
    for _ in range(count):
        if at + 2 > len(data):
            break
        size = 2 * int.from_bytes(data[at : at + 2], "little")
        found.append(data[at + 2 : at + 2 + size].decode("utf-16-le", "replace"))
        at += 2 + size + beside
    return found
