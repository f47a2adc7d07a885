"""One sheet of an old workbook, told to the walker that reads sheets in XML: the text of both is the same.

Source: [MS-XLS] 2.4 (records), OpenOffice.org's Documentation of the Microsoft Excel File Format (versions 2 to 5).
"""

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.sheets.cells import Cells
from muniment.intake.readers.sheets.workbook import Look
from muniment.intake.readers.sheets.xlsbook import Book, begins
from muniment.intake.readers.sheets.xlsbrecords import ERRORS, BreaksOff, packed, real
from muniment.intake.readers.sheets.xlsbsheet import letters
from muniment.intake.readers.sheets.xlschart import Chart
from muniment.intake.readers.sheets.xlsformula import Formulas
from muniment.intake.readers.sheets.xlslinks import Link, link, tooltip
from muniment.intake.readers.sheets.xlsrecords import BEGIN, END, Pieces, Record, records
from muniment.intake.readers.sheets.xlsshapes import DRAWING, NOTE, OBJECT, WORDS, Shapes

_FORMULAS = frozenset({0x06, 0x206, 0x406})
_RESULT, _SHARED_FORMULA, _ARRAY, _TABLE = (
    frozenset({0x07, 0x207}),
    0x4BC,
    frozenset({0x21, 0x221}),
    frozenset({0x236, 0x36, 0x37}),
)
_SHARED, _MANY = 0xFD, 0xBD
_ROW, _COLUMN, _COLUMN_OLD = 0x208, 0x7D, 0x24
_LINK, _TIP, _RULE, _PICTURE = 0x1B8, 0x800, 0x1BE, 0x7F
_LAYOUT = {0x14: "header", 0x15: "footer"}
_MORE_LAYOUT = 0x89C
_SIDES = ("header", "footer") * 2  # of even pages, of the first
_SHAPES = frozenset({NOTE, OBJECT, WORDS, DRAWING})
_SHEET_RECORDS = frozenset(
    {0x43, 0x243, 0x443, 0x1E, 0x41E, 0x42, 0x22, 0x2F, 0x18, 0x218, 0x17, 0x5C}
)  # shared ones, in a file of one sheet
_AT, _AT_OLD = 6, 7  # where the value of a cell stands
_WORDS_CELLS = frozenset({0x04, 0x204, 0xD6})
_COLUMNS = 256
_LONGEST = 64 << 20  # letters that shared strings and formulas may make in all sheets


class Sheet:
    """A sheet as it is told; `fault` says why it was not told to its end."""

    def __init__(self, book: Book, look: Look) -> None:
        self._book, self._dialect = book, book.dialect
        self._cells = Cells(book.shared, look)
        self._letters: dict[int, str] = {}
        self._row = -1
        self._hidden: set[int] = set()
        self._waiting: tuple[int, int, str, str, str] | None = None  # a formula whose text may still come
        self._formulas = Formulas(book)
        self._formula = ""
        self._styled = 0  # the style of the next cell, where a record of version 2 says it
        self._columns = 0  # how many runs of hidden columns there are
        self.shapes = Shapes(book.dialect)
        self.charts: list[Chart] = []
        self.layout: list[tuple[str, str]] = []
        self.rules: dict[str, None] = {}
        self.links: list[Link] = []
        self.tips: dict[str, None] = {}
        self.pictures: list[bytes] = []
        self.kind = "sheet"
        self.end = 0
        self.fault = ""
        self.limit = ""

    def read(self, data: bytes, start: int, end: int) -> None:
        """All records of the sheet, those of the charts in it too."""
        self.end = start
        kinds: list[str] = []
        try:
            for record in records(data, start, end):
                self.end = record.after
                if record.kind in BEGIN:
                    self._begin(record, kinds)
                elif record.kind == END:
                    kinds.pop()
                    if not kinds:
                        break
                elif kinds[-1] == "chart":
                    self._chart(record)
                else:
                    self._tell(record)
                if self.limit:
                    break
            else:
                self.fault = "it does not end"
        except BreaksOff as error:
            self.fault = str(error)
        self._flush()

    def whole(self) -> Flow:
        """The text of the cells."""
        return self._cells.whole()

    @property
    def rows(self) -> int:
        """How many rows have something in them."""
        return self._cells.rows

    @property
    def hidden_rows(self) -> int:
        """How many of them are hidden."""
        return self._cells.hidden_rows

    def _begin(self, record: Record, kinds: list[str]) -> None:
        kind = begins(record)
        if not kinds:
            self.kind = kind
        if kind == "chart":
            self.charts.append(Chart(self._dialect))
        kinds.append(kind)

    def _chart(self, record: Record) -> None:
        if record.kind in _SHAPES:
            self.shapes.tell(record)
        elif record.kind in _LAYOUT:
            self._tell(record)
        else:
            self.charts[-1].tell(record)

    def _tell(self, record: Record) -> None:
        kind = record.kind
        if kind == _SHARED:
            self._cell(record, "s", str(int.from_bytes(record.body[6:10], "little")))
        elif kind == 0x27E:
            self._cell(record, "n", packed(record.body, _AT))
        elif kind in {0x203, 0x03}:
            self._cell(record, "n", real(record.body, _AT_OLD if kind == 0x03 else _AT))
        elif kind == _MANY:
            self._many(record)
        elif kind in _WORDS_CELLS:
            self._words(record)
        elif kind in _FORMULAS:
            self._worked_out(record)
        elif kind in _RESULT:
            self._result(record)
        elif kind in {0x205, 0x05}:
            self._truth(record)
        elif kind == 0x02:
            self._cell(record, "n", str(record.number(_AT_OLD)))
        elif kind == _ROW:
            if record.number(12) & 0x20:
                self._hidden.add(record.number(0))
        elif kind in _SHAPES:
            self.shapes.tell(record)
        else:
            self._aside(record)

    def _aside(self, record: Record) -> None:
        kind, dialect = record.kind, self._dialect
        if kind in {_SHARED_FORMULA, *_ARRAY}:
            self._formula = self._formulas.shared(record, self._formula)
        elif kind == _COLUMN and record.number(8) & 1 and self._columns < _COLUMNS:
            self._columns += 1
            columns = {"min": str(record.number(0) + 1), "max": str(record.number(2) + 1)}
            self._cells.start("x:col", {**columns, "hidden": "1"})
        elif kind in _LAYOUT and record.body:
            self.layout.append((_LAYOUT[kind], dialect.text(Pieces.of(record), 2 if dialect.version == 8 else 1)))
        elif kind == _MORE_LAYOUT:
            self._more_layout(record)
        elif kind == _LINK:
            self.links.append(link(record.whole))
        elif kind == _TIP:
            self.tips[tooltip(record.body)] = None
        elif kind == _RULE:
            pieces = Pieces.of(record, 4)
            said = [pieces.letters(pieces.number(2)).strip("\0") for _ in range(4)]
            self.rules[" ".join(" ".join(said).split())] = None
        elif kind == _PICTURE:
            self.pictures.append(record.whole)
        elif kind == 0x44:  # the style of the next cell, where it is above 62
            self._styled = record.number(0)
        elif self.kind == "sheet" and dialect.version < 5 and kind in _SHEET_RECORDS:
            self._book.tell(record)

    def _many(self, record: Record) -> None:
        body, first = record.body, record.number(2)
        row = record.number(0)
        for place in range((len(body) - 6) // 6):
            at = 4 + 6 * place
            style = body[at] | body[at + 1] << 8
            self._put(row, first + place, str(style), "n", packed(body, at + 2))

    def _words(self, record: Record) -> None:
        if record.kind == 0x04:
            text = self._dialect.text(Pieces.of(record, _AT_OLD), 1)
        else:
            text = self._dialect.text(Pieces.of(record, _AT), 2)
        self._cell(record, "str", text)

    def _truth(self, record: Record) -> None:
        at = _AT_OLD if record.kind == 0x05 else _AT
        self._cell(record, *_told(record.body[at : at + 1], error=record.body[at + 1 : at + 2] == b"\1"))

    def _worked_out(self, record: Record) -> None:
        old = self._dialect.version == 2
        at = _AT_OLD if old else _AT
        value = record.body[at : at + 8]
        self._flush()
        if value[6:8] == b"\xff\xff":
            sort = value[0]
            kind, raw = _told(value[2:3], error=sort == 2) if sort in {1, 2} else ("str", "")
        else:
            kind, raw = "n", real(value, 0)
        row, column = record.number(0), record.number(2)
        self._waiting = (row, column, self._style(record), kind, raw)
        self._formula = self._formulas.of_cell(record)

    def _result(self, record: Record) -> None:
        text = self._dialect.text(Pieces.of(record), 1 if record.kind == 0x07 else 2)
        if self._waiting:
            row, column, style, _, _ = self._waiting
            self._waiting = (row, column, style, "str", text)

    def _more_layout(self, record: Record) -> None:
        pieces = Pieces.of(record, 30)
        sizes = [pieces.number(2) for _ in _SIDES]
        for side, size in zip(_SIDES, sizes, strict=True):
            if size:
                self.layout.append((side, pieces.letters(pieces.number(2))))

    def _style(self, record: Record) -> str:
        if self._dialect.version > 2:
            return str(record.number(4))
        style = record.body[4] & 0x3F if len(record.body) > 4 else 0
        if style == 0x3F:
            return str(self._styled)
        return str(style)

    def _flush(self) -> None:
        if self._waiting:
            waiting, formula = self._waiting, self._formula
            self._waiting, self._formula = None, ""
            self._put(*waiting, formula=formula)

    def _cell(self, record: Record, kind: str, raw: str) -> None:
        self._put(record.number(0), record.number(2), self._style(record), kind, raw)

    def _put(self, row: int, column: int, style: str, kind: str, raw: str, *, formula: str = "") -> None:
        if self._waiting:
            self._flush()
        cells = self._cells
        if row != self._row:
            cells.end("x:row")
            cells.start("x:row", {"hidden": "1" if row in self._hidden else "0"})
            self._row = row
        if kind == "s":
            at, shared = int(raw), self._book.shared
            self._count(len(shared[at]) if at < len(shared) else 0)
        elif formula:
            self._count(len(formula))
        name = self._letters.get(column)
        if name is None:
            name = self._letters[column] = letters(column)
        cells.start("x:c", {"r": f"{name}{row + 1}", "t": kind, "s": style})
        if formula:
            cells.start("x:f", {})
            cells.data(formula)
            cells.end("x:f")
        if raw:
            cells.start("x:v", {})
            cells.data(raw)
            cells.end("x:v")
        cells.end("x:c")

    def _count(self, letters_: int) -> None:
        """A string that thousands of cells share makes more text than there are bytes."""
        self._book.told += letters_
        if self._book.told > _LONGEST:
            self.limit = "limit-output"


def _told(value: bytes, *, error: bool) -> tuple[str, str]:
    """The kind and the raw value of what is true or false, or an error."""
    number = value[0] if value else 0
    return ("e", ERRORS.get(number, f"#{number}")) if error else ("b", "1" if number else "0")
