"""Tables of an OpenDocument: the sheets of a spreadsheet, each a page, and tables in a text.

A cell is written as `shown [raw] {=formula}`, as in the sheets of Excel. What is repeated is written once, with the number
of times: a sheet may repeat a cell a million times in one line.
"""

from collections.abc import Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.odf.openstyles import Styles
from muniment.intake.readers.odf.opentext import Frame, OpenText
from muniment.model.reading import Json

_GAP = 8
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell", "table:change-track-table-cell"})
_RAW = ("office:value", "office:date-value", "office:time-value", "office:string-value")
_HIDDEN = frozenset({"collapse", "filter"})


class OpenCells(OpenText):
    """Walks a part that may hold tables."""

    def __init__(self, styles: Styles | None = None) -> None:
        super().__init__(styles)
        self.sheets: list[dict[str, Json]] = []
        self._sheets = False  # inside a spreadsheet
        self._tables: list[_Table] = []
        self._cells: list[tuple[Mapping[str, str], int]] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        super().start(name, attrs)
        if not name.startswith(("table:", "office:spreadsheet")):
            return
        if name == "office:spreadsheet":
            self._sheets = True
        elif name == "table:table":
            self._begin_table(attrs)
        elif name in {"table:named-range", "table:named-expression"}:
            meaning = attrs.get("table:cell-range-address") or attrs.get("table:expression", "")
            self.document.add(f"{attrs.get('table:name', '')}: {meaning}", "name")
        elif self._tables:
            self._in_table(name, attrs, self._tables[-1])

    def _in_table(self, name: str, attrs: Mapping[str, str], table: "_Table") -> None:
        if name == "table:table-column":
            table.columns(attrs)
        elif name == "table:table-row":
            table.begin_row(attrs, self.top.flow.length)
        elif name in _CELLS:
            self._cells.append((attrs, _times(attrs, "table:number-columns-repeated")))
            self.frames.append(Frame("cell"))
            self.top = self.frames[-1]

    def end(self, name: str) -> None:
        super().end(name)
        if name == "office:spreadsheet":
            self._sheets = False
        elif name in _CELLS and self._cells:
            self._end_cell()
        elif name == "table:table-row" and self._tables:
            self._end_row(self._tables[-1])
        elif name == "table:table" and self._tables:
            self._end_table()

    def end_of_line(self) -> None:
        if self._sheets and self.top.kind == "cell":
            self.top.flow.write(" ")
        else:
            super().end_of_line()

    def place(self) -> str:
        if self._sheets and self._tables:
            return f" on {_letters(self._tables[-1].column + 1)}{self._tables[-1].row + 1}"
        return ""

    def _begin_table(self, attrs: Mapping[str, str]) -> None:
        table = _Table(sheet=self._sheets and not self._tables)
        self._tables.append(table)
        if table.sheet:
            hidden = self.styles.hidden(attrs.get("table:style-name", ""))
            name = attrs.get("table:name", "")
            self.frames.append(Frame("sheet"))
            self.top = self.frames[-1]
            self.pages.append((self.top.flow, name, hidden))
            self.sheets.append({"name": name, "hidden": hidden, "rows": 0})

    def _end_table(self) -> None:
        table = self._tables.pop()
        if not table.sheet:
            self.top.flow.fresh()
            return
        self.sheets[-1]["rows"] = table.filled
        if table.hidden_rows:
            self.sheets[-1]["hidden_rows"] = table.hidden_rows
        while len(self.frames) > 1 and self.top.kind != "sheet":
            self.frames.pop()
            self.top = self.frames[-1]
        if len(self.frames) > 1:
            self._flush()
            self.frames.pop()
            self.top = self.frames[-1]

    def _end_cell(self) -> None:
        attrs, times = self._cells.pop()
        if self.top.kind != "cell":
            return
        done = self.frames.pop()
        top = self.top = self.frames[-1]
        flow = done.flow
        flow.drop_end(" " if self._sheets else "\n")
        top.later += done.later
        if not self._tables:  # a cell that a change did away with
            flow.write("\n")
            top.flow.take(flow)
            return
        table = self._tables[-1]
        _values(flow, attrs, times, sheet=self._sheets)
        if flow.length or not self._sheets:
            top.flow.write("\t" * min(table.column - max(table.last, 0), _GAP))
            start = top.flow.length
            top.flow.take(flow)
            table.last = table.column
            if any(first <= table.column <= last for first, last in table.hidden):
                top.flow.parts.append(("hidden", start, top.flow.length))
        table.column += times

    def _end_row(self, table: "_Table") -> None:
        flow = self.top.flow
        if table.last >= 0:
            table.filled += 1
            if table.times > 1:
                flow.write(" ")
                start = flow.length
                flow.write(f"[{table.times} times]")
                flow.mark("raw", start)
            flow.write("\n")
        if table.row_hidden and flow.length > table.start:
            table.hidden_rows += 1
            flow.mark("hidden", table.start)
        self._flush()
        table.row += table.times


class _Table:
    """Where we are in one table."""

    def __init__(self, *, sheet: bool) -> None:
        self.sheet = sheet
        self.row = self.column = self.filled = self.hidden_rows = 0
        self.last = -1
        self.times = 1
        self.row_hidden = False
        self.start = 0
        self.hidden: list[tuple[int, int]] = []
        self._columns = 0

    def columns(self, attrs: Mapping[str, str]) -> None:
        """So many columns, hidden or not."""
        times = _times(attrs, "table:number-columns-repeated")
        if attrs.get("table:visibility") in _HIDDEN:
            self.hidden.append((self._columns, self._columns + times - 1))
        self._columns += times

    def begin_row(self, attrs: Mapping[str, str], start: int) -> None:
        """A row begins."""
        self.times = _times(attrs, "table:number-rows-repeated")
        self.row_hidden = attrs.get("table:visibility") in _HIDDEN
        self.column, self.last, self.start = 0, -1, start


def _times(attrs: Mapping[str, str], key: str) -> int:
    text = attrs.get(key, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


def _values(flow: Flow, attrs: Mapping[str, str], times: int, *, sheet: bool) -> None:
    """Write raw value, formula and number of times after what is shown."""
    shown = flow.text().strip()
    raw = next((attrs[key] for key in _RAW if attrs.get(key)), "")
    said = [("raw", f"[{raw}]")] if raw and raw != shown else []
    if formula := attrs.get("table:formula", ""):
        said.append(("formula", f"{{={formula.partition(':=')[2] or formula.lstrip('=')}}}"))
    if times > 1 and sheet and (shown or said):
        said.append(("raw", f"[{times} times]"))
    for kind, text in said:
        flow.write(" " if flow.length else "")
        start = flow.length
        flow.write(text)
        flow.mark(kind, start)


def _letters(column: int) -> str:
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
