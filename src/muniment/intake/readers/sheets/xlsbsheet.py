"""One sheet of a binary workbook, told to the walker that reads sheets in XML: the text of both is the same.

Source: [MS-XLSB] 2.4 (records).
"""

from collections.abc import Callable

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.remarks import Remark
from muniment.intake.readers.sheets.cells import Cells
from muniment.intake.readers.sheets.workbook import Look
from muniment.intake.readers.sheets.xlsbrecords import ERRORS, BreaksOff, after, number, packed, real, records, text

_ROW, _COLUMN, _LAYOUT = 0, 60, 479
_SHORT = 11  # records whose cell stands beside the one before are so much higher than those that say their column
_AUTHOR, _REMARK, _WORDS = 632, 635, 637
_SIDES = ("header", "footer") * 3  # of odd pages, of even pages, of the first


def _error(body: bytes, at: int) -> str:
    return ERRORS.get(body[at], f"#{body[at]}") if at < len(body) else ""


def _truth(body: bytes, at: int) -> str:
    return "1" if body[at : at + 1] == b"\1" else "0"


def _rich(body: bytes, at: int) -> str:
    return text(body, at + 1)


def _shared(body: bytes, at: int) -> str:
    return str(number(body, at))


# kinds of cells: what XML calls them, and what reads their value
_CELLS: dict[int, tuple[str, Callable[[bytes, int], str]]] = {
    2: ("n", packed),
    3: ("e", _error),
    4: ("b", _truth),
    5: ("n", real),
    6: ("str", text),
    7: ("s", _shared),
    8: ("str", text),
    9: ("n", real),
    10: ("b", _truth),
    11: ("e", _error),
    62: ("str", _rich),
}


class Sheet:
    """A sheet as it is told; `fault` says why it was not told to its end."""

    def __init__(self, data: bytes, shared: list[str], look: Look) -> None:
        self._cells = Cells(shared, look)
        self._letters: dict[int, str] = {}
        self._row = 0
        self._column = -1
        self.layout: list[tuple[str, str]] = []
        self.fault = ""
        try:
            for kind, body in records(data):
                self._tell(kind, body)
        except BreaksOff as error:
            self.fault = str(error)
        self.flow: Flow = self._cells.whole()
        self.rows, self.hidden_rows = self._cells.rows, self._cells.hidden_rows

    def _tell(self, kind: int, body: bytes) -> None:
        if kind in _CELLS:
            self._column = number(body, 0)
            self._cell(*_CELLS[kind], body, 4)
        elif kind == 1:
            self._column = number(body, 0)
        elif kind - _SHORT in _CELLS and kind <= 7 + _SHORT:
            self._column += 1
            self._cell(*_CELLS[kind - _SHORT], body, 0)
        elif kind == 1 + _SHORT:
            self._column += 1
        elif kind == _ROW:
            self._row, self._column = number(body, 0) + 1, -1
            self._cells.start("x:row", {"hidden": "1" if len(body) > 11 and body[11] & 0x10 else "0"})
        elif kind == _COLUMN and body[16:17] and body[16] & 1:
            columns = {"min": str(number(body, 0) + 1), "max": str(number(body, 4) + 1)}
            self._cells.start("x:col", {**columns, "hidden": "1"})
        elif kind == _LAYOUT:
            at = 2
            for side in _SIDES:
                self.layout.append((side, text(body, at)))
                at = after(body, at)

    def _cell(self, kind: str, read: Callable[[bytes, int], str], body: bytes, at: int) -> None:
        style = str(number(body, at) & 0xFFFFFF)
        cells = self._cells
        cells.start("x:c", {"r": f"{self._letter(self._column)}{self._row}", "t": kind, "s": style})
        cells.start("x:v", {})
        cells.data(read(body, at + 4))
        cells.end("x:v")
        cells.end("x:c")

    def _letter(self, column: int) -> str:
        found = self._letters.get(column)
        if found is None:
            found = self._letters[column] = letters(column)
        return found


def letters(column: int) -> str:
    """The letters of a column, from 0."""
    found, column = "", min(column, 0x3FFF) + 1
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(65 + place) + found
    return found


def remarks(data: bytes) -> tuple[list[Remark], str]:
    """The comments of a sheet, and why not all of them could be read."""
    authors: list[str] = []
    found: list[Remark] = []
    try:
        for kind, body in records(data):
            if kind == _AUTHOR:
                authors.append(text(body, 0))
            elif kind == _REMARK:
                who = number(body, 0)
                place = f"{letters(number(body, 12))}{number(body, 4) + 1}"
                found.append(Remark(authors[who] if who < len(authors) else "", "", place))
            elif kind == _WORDS and found:
                found[-1].text = text(body, 1)
    except BreaksOff as error:
        return found, str(error)
    return found, ""
