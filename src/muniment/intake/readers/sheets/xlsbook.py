"""What the sheets of an old workbook share: their list, strings, formats, names, and what lies in other files."""

from dataclasses import dataclass, field

from muniment.intake.readers.rtf.rtfcodepages import WESTERN, of_page
from muniment.intake.readers.sheets.workbook import Look, Styles
from muniment.intake.readers.sheets.xlsbrecords import BreaksOff
from muniment.intake.readers.sheets.xlsrecords import BEGIN, END, Dialect, Pieces, Record, records, version

_SHEET, _BUNDLED, _STRINGS, _CODE_PAGE, _FROM_1904 = 0x85, 0x8F, 0xFC, 0x42, 0x22
_LOCKED, _WRITER, _BOOK, _OUTER_SHEETS, _SHARING = 0x2F, 0x5C, 0x1AE, 0x17, 0x5B
_FORMATS, _STYLES, _NAMES = frozenset({0x1E, 0x41E}), frozenset({0x43, 0x243, 0x443, 0xE0}), frozenset({0x18, 0x218})
_DRAWINGS, _CACHED, _QUERY, _OUTER_NAME = 0xEB, 0x5A, 0xCD, 0x23
_MACINTOSH = 0x8000
_OTHER_FORMATS = 2  # bytes before a format's text in version 4, and its number in later ones
_SELF, _ADDED = 0x0401, 0x3A01  # books that are this one, and that are functions added to the program
_BEGINS = {0x10: "sheet", 0x20: "chart", 0x40: "macro", 0x05: "book", 0x06: "module", 0x100: "book"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it."""

    name: str
    at: int
    hidden: bool
    macro: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name and the formula that it stands for, in tokens."""

    text: str
    tokens: bytes
    hidden: bool


@dataclass(frozen=True, slots=True)
class Outer:
    """Another file that this one refers to; the path is "" for this one, and for functions added to the program."""

    path: str
    sheets: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """All of it, as far as it was told."""

    dialect: Dialect
    kind: str
    sheets: list[Listed] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    spoken: dict[str, None] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    names: list[Name] = field(default_factory=list)
    books: list[Outer] = field(default_factory=list)
    outer: list[tuple[int, int, int]] = field(default_factory=list)  # book, first and last sheet
    cached: dict[str, None] = field(default_factory=dict)  # words of other workbooks, kept in this one
    queries: dict[str, None] = field(default_factory=dict)
    drawings: list[bytes] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False
    locked: bytes | None = None  # how it is encrypted, where it is
    end: int = 0
    told: int = 0  # letters of shared strings and formulas in all sheets so far
    faults: list[str] = field(default_factory=list)

    def encrypted(self) -> bool:
        """Whether a password is needed, as far as was read."""
        return self.locked is not None

    def look(self) -> Look:
        """How its values are shown."""
        return Look(self.styles, self.from_1904)

    def read(self, data: bytes, at: int) -> None:
        """Take in the records from one place to the end that belongs to it."""
        depth, title = 0, ""
        self.end = at
        try:
            for record in records(data, at, len(data)):
                self.end = record.after
                if record.kind in BEGIN:
                    if depth == 1 and self.dialect.version == 4:  # its sheets stand inside
                        self.sheets.append(Listed(title, record.at, hidden=False))
                    depth += 1
                elif record.kind == END:
                    depth -= 1
                    if depth <= 0:
                        return
                elif depth > 1:
                    continue
                elif record.kind == _BUNDLED:
                    title = self.dialect.text(Pieces.of(record, 4), 1)
                else:
                    self.tell(record)
                    if self.locked is not None:
                        return
        except BreaksOff as error:
            self.faults.append(str(error))

    def tell(self, record: Record) -> None:
        """Take in one record."""
        kind = record.kind
        if kind in _STYLES:
            self._style(record)
        elif kind in _FORMATS:
            self._format(record)
        elif kind == _STRINGS:
            self._strings(record)
        elif kind == _SHEET:
            self._sheet(record)
        elif kind == _CODE_PAGE:
            self.code_page(record.number(0))
        elif kind == _FROM_1904:
            self.from_1904 = bool(record.number(0))
        elif kind == _LOCKED:
            self.locked = record.body
        elif kind in _NAMES:
            self._name(record)
        elif kind == _DRAWINGS:
            self.drawings.append(record.whole)
        else:
            self._outside(record)

    def code_page(self, number: int) -> None:
        """Take letters by another code page."""
        self.dialect.codec = "mac_roman" if number == _MACINTOSH else of_page(number) or WESTERN

    def _outside(self, record: Record) -> None:
        kind, dialect = record.kind, self.dialect
        if kind == _WRITER and record.body:
            text = dialect.text(Pieces.of(record), 2 if dialect.version == 8 else 1)
            if said := " ".join(text.replace("\0", " ").split()):
                self.facts["written_by"] = said
        elif kind == _SHARING and len(record.body) > 6:
            text = dialect.text(Pieces.of(record, 4), 2 if dialect.version == 8 else 1)
            if said := " ".join(text.split()):
                self.facts["write_reserved_by"] = said
        elif kind == _BOOK:
            self.books.append(_outer(record))
        elif kind == _OUTER_NAME and self.books and dialect.version == 8:
            pieces = Pieces.of(record, 6)
            self.books[-1].names.append(pieces.letters(pieces.number(1)))
        elif kind == _OUTER_SHEETS:
            self._outer(record)
        elif kind == _CACHED and dialect.version == 8:
            self._cache(record)
        elif kind == _QUERY:
            self.queries[dialect.text(Pieces.of(record), 2).strip()] = None

    def _outer(self, record: Record) -> None:
        if self.dialect.version == 8:
            pieces = Pieces.of(record, 2)
            for _ in range(record.number(0)):
                if pieces.ended:
                    break
                self.outer.append((pieces.number(2), pieces.number(2), pieces.number(2)))
        elif record.body[1:2] in {b"\0", b"\1"}:
            named = self.dialect.plain(record.body[2 : 2 + record.body[0]])
            if record.body[1] == 1 and named:
                self.books.append(Outer(path("\1" + named)))

    def _cache(self, record: Record) -> None:
        if len(record.body) < 4:
            return
        pieces = Pieces.of(record, 4)
        for _ in range(record.body[0] - record.body[1] + 1):
            if pieces.ended:
                return
            if pieces.number(1) == 2:
                self.cached[pieces.letters(pieces.number(2))] = None
            else:
                pieces.take(8)

    def _style(self, record: Record) -> None:
        body = record.body
        if record.kind == 0xE0:
            self.styles.cells.append(record.number(2))
        else:
            at = 2 if record.kind == 0x43 else 1
            found = body[at] if at < len(body) else 0
            self.styles.cells.append(found & 0x3F if at == 2 else found)

    def _format(self, record: Record) -> None:
        before = self.dialect.version
        number = record.number(0) if before >= 5 else len(self.styles.patterns)
        pieces = Pieces.of(record, _OTHER_FORMATS if before >= 4 else 0)
        self.styles.patterns[number] = self.dialect.text(pieces, 2 if before == 8 else 1)

    def _strings(self, record: Record) -> None:
        pieces = Pieces.of(record, 4)
        extras: list[bytes] = []
        for _ in range(pieces.number(4)):
            if pieces.ended:
                self.faults.append("the shared strings break off")
                break
            self.shared.append(pieces.letters(pieces.number(2), extras=extras))
            if extras:
                said = extras.pop()  # how the string is spoken: its letters stand behind five numbers
                if text := said[14 : 14 + 2 * int.from_bytes(said[12:14], "little")].decode("utf-16-le", "replace"):
                    self.spoken[text] = None
        if pieces.short:
            self.faults.append("the shared strings break off")

    def _sheet(self, record: Record) -> None:
        body = record.body
        if len(body) < 7:
            return
        text = self.dialect.text(Pieces.of(record, 6), 1)
        self.sheets.append(Listed(text, int.from_bytes(body[:4], "little"), bool(body[4] & 3), body[5] == 1))

    def _name(self, record: Record) -> None:
        body, dialect = record.whole, self.dialect
        if dialect.version == 2:
            head, size, tokens = 5, body[3:4], body[4:5]
        else:
            head, size, tokens = (14 if dialect.version >= 5 else 6), body[3:4], body[4:6]
        if len(body) <= head:
            return
        pieces = Pieces(body, at=head)
        text = dialect.counted(pieces, size[0])
        flags = body[0] | (body[1] << 8 if dialect.version > 2 else 0)
        if flags & 0x20 and len(text) == 1:
            text = _BUILT_IN.get(ord(text), f"_xlnm.{ord(text)}")
        self.names.append(Name(text, pieces.take(int.from_bytes(tokens, "little")), bool(flags & 1)))


_BUILT_IN = {
    number: f"_xlnm.{name}"
    for number, name in enumerate(
        (
            *("Consolidate_Area", "Auto_Open", "Auto_Close", "Extract", "Database", "Criteria", "Print_Area"),
            *("Print_Titles", "Recorder", "Data_Form", "Auto_Activate", "Auto_Deactivate", "Sheet_Title"),
            "_FilterDatabase",
        )
    )
}


def opened(data: bytes) -> Book | None:
    """The workbook that a stream begins with, before it is read; None where it begins with none."""
    try:
        first = next(records(data, 0, len(data)), None)
    except BreaksOff:
        return None
    if first is None or first.kind not in BEGIN:
        return None
    return Book(Dialect(version(first)), begins(first))


def _outer(record: Record) -> Outer:
    count, size = record.number(0), record.number(2)
    if size in {_SELF, _ADDED} or len(record.body) < 6:
        return Outer("")
    pieces = Pieces.of(record, 4)
    found = Outer(path(pieces.letters(size)))
    while len(found.sheets) < count and not pieces.ended:
        found.sheets.append(pieces.letters(pieces.number(2)))
    return found


def begins(record: Record) -> str:
    """What begins here: a workbook's shared part, a sheet, a chart, ..."""
    return _BEGINS.get(record.number(2) & 0x7FFF, "sheet")  # the upper bit: a chart that was embedded elsewhere


def path(text: str) -> str:
    """The path of another file, without the signs that stand for its parts."""
    if text[:1] == "\1":
        text = text[1:]
    drive = text.startswith("\1") and len(text) > 1
    if drive:
        text = f"\\\\{text[2:]}" if text[1] == "@" else f"{text[1]}:\\{text[2:]}"
    for sign, means in (("\2", "\\"), ("\3", "\\"), ("\4", "..\\"), ("\5", ""), ("\6", ""), ("\7", ""), ("\x08", "")):
        text = text.replace(sign, means)
    return "".join(char for char in text if char >= " ").strip()
