"""One sheet of an XLSX workbook, told cell by cell; the memory it takes follows what is in it, never where it stands.

A row is a line, cells are parted by tabs (one for each column between them, at most eight). A cell is written as

    shown [raw] {=formula}

with the raw value where it is not what is shown, and the formula where there is one; both are marked parts. For a raw
value that counts days the moment that it means is written, as 2014-05-22: 22/05/2014 and 5/22/14 are found by it alike.
"""

from collections.abc import Callable, Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.namespaces import Names
from muniment.intake.readers.sheets.workbook import Look

_GAP = 8
_REMEMBER = 1 << 14  # shown values that are kept for each style
_ROW, _CELL, _FORMULA, _SPOKEN, _COLUMN, _OTHER, _TEXT = range(1, 8)
_KINDS = {"x:row": _ROW, "x:c": _CELL, "x:f": _FORMULA, "x:rPh": _SPOKEN, "x:col": _COLUMN, "x:v": _TEXT, "x:t": _TEXT}
_LAYOUT = frozenset({"x:oddHeader", "x:oddFooter", "x:evenHeader", "x:evenFooter", "x:firstHeader", "x:firstFooter"})
_ASIDE = _LAYOUT | {"x:hyperlink", "x:dataValidation", "x:formula1", "x:formula2", "x14:formula1", "x14:formula2"}
_ASIDE_ALL = _ASIDE | {"x:scenario", "x:inputCells", "x14:dataValidation", "xm:f", "x:protectedRange"}
_ON = frozenset({"1", "true", "on"})


class _Kinds(dict[str, int]):
    """What an element is to us, by its full name."""

    def __init__(self) -> None:
        super().__init__()
        self.names = Names()

    def __missing__(self, name: str) -> int:
        short = self.names[name]
        self[name] = kind = _KINDS.get(short, _OTHER if short in _ASIDE_ALL else 0)
        return kind


class Cells(Walker):
    """Walks one sheet."""

    direct = True

    def __init__(self, shared: list[str], look: Look) -> None:
        self._flow = Flow()
        self.rows = 0
        self.hidden_rows = 0
        self.aside: list[tuple[str, dict[str, str], str]] = []  # other elements that say something
        self._shared, self._look = shared, look
        self._kinds = _Kinds()
        self._columns: dict[str, int] = {}
        self._hidden: list[tuple[int, int]] = []
        self._shown: dict[str, dict[str, str]] = {}
        self._numbers: dict[str, Callable[[str], str]] = {}
        self._plain: set[str] = set()  # styles without a format of their own
        self._text: list[str] = []
        self._formula = ""
        self._listen = False
        self._spoken = 0  # where text begins that says how a string is spoken
        self._row: list[str] = []
        self._length = self._last = 0
        self._row_hidden = False
        self._ref = self._type = self._style = ""
        self._others: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        kind = self._kinds[name]
        if not kind:
            return
        if kind == _TEXT:
            self._listen = True
        elif kind == _CELL:
            self._ref, self._type, self._style = attrs.get("r", ""), attrs.get("t", "n"), attrs.get("s", "0")
            self._text.clear()
        elif kind == _FORMULA:
            self._text.clear()
            self._listen = True
        elif kind == _ROW:
            if self._row:  # a damaged sheet does not end its rows
                self._end_row()
            self._row_hidden = attrs.get("hidden") in _ON
            self._last = 0
        elif kind == _COLUMN:
            self._hide(attrs)
        elif kind == _SPOKEN:
            self._spoken = len(self._text)
        elif kind == _OTHER:
            self._others.append((self._kinds.names[name], {self._kinds.names[key]: attrs[key] for key in attrs}))
            self._text.clear()
            self._listen = True

    def end(self, name: str) -> None:
        kind = self._kinds[name]
        if not kind:
            return
        if kind == _TEXT:
            self._listen = False
        elif kind == _CELL:
            if self._text or self._formula:
                self._cell("".join(self._text))
        elif kind == _ROW:
            if self._row:
                self._end_row()
        elif kind == _FORMULA:
            self._formula = "".join(self._text)
            self._text.clear()
            self._listen = False
        elif kind == _SPOKEN:
            del self._text[self._spoken :]
        elif kind == _OTHER and self._others:
            self.aside.append((*self._others.pop(), "".join(self._text).strip()))
            self._text.clear()
            self._listen = False

    def data(self, text: str) -> None:
        if self._listen:
            self._text.append(text)

    def whole(self) -> Flow:
        """All text that was told, the row that was not ended too."""
        if self._listen and self._text and not self._others:
            self._cell("".join(self._text))
        if self._row:
            self._end_row()
        return self._flow

    def _hide(self, attrs: Mapping[str, str]) -> None:
        if attrs.get("hidden") in _ON:
            first, last = attrs.get("min", ""), attrs.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self._hidden.append((int(first), int(last)))

    def _column(self) -> int:
        letters = self._ref.rstrip("0123456789")
        if not letters:
            return self._last + 1
        found = self._columns.get(letters)
        if found is None:
            found = 0
            for letter in letters.upper()[:4]:
                found = found * 26 + ord(letter) - 64
            self._columns[letters] = found
        return found

    def _cell(self, raw: str) -> None:
        shown = self._show(raw)
        column = self._column()
        if self._row or column > 1:
            gap = column - self._last if self._row else column - 1
            tabs = "\t" * min(max(gap, 1), _GAP)
            self._row.append(tabs)
            self._length += len(tabs)
        self._last = column
        flow, start = self._flow, self._flow.length + self._length
        written = shown
        if raw != shown and self._type == "n" and not (self._style in self._plain and _same(raw, shown)):
            exact = self._look.exact(self._style, raw)
            if exact != shown:
                written = f"{shown} [{exact}]" if shown else f"[{exact}]"
                flow.parts.append(("raw", start + len(written) - len(exact) - 1, start + len(written) - 1))
        if self._formula:
            formula = f"{{={self._formula}}}"
            written = f"{written} {formula}" if written else formula
            flow.parts.append(("formula", start + len(written) - len(formula), start + len(written)))
            self._formula = ""
        self._row.append(written)
        self._length += len(written)
        if self._hidden and any(first <= column <= last for first, last in self._hidden):
            flow.parts.append(("hidden", start, start + len(written)))

    def _show(self, raw: str) -> str:
        kind = self._type
        if kind == "s":
            try:
                text = self._shared[int(raw)]
            except (ValueError, IndexError):
                return raw
        elif kind == "n":
            return self._number(raw)
        elif kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw)
        else:
            text = raw  # str, inlineStr, d (a date as written), e (an error)
        show = self._look.text(self._style) if self._style != "0" else None
        return _flat(show(text) if show else text)

    def _number(self, raw: str) -> str:
        shown = self._shown.setdefault(self._style, {})
        text = shown.get(raw)
        if text is None:
            number = self._numbers.get(self._style)
            if number is None:
                number = self._numbers[self._style] = self._look.number(self._style)
                if self._look.pattern(self._style).lower() == "general":
                    self._plain.add(self._style)
            text = number(raw) if raw else ""
            if len(shown) < _REMEMBER:
                shown[raw] = text
        return text

    def _end_row(self) -> None:
        flow = self._flow
        start = flow.length
        self._row.append("\n")
        flow.write("".join(self._row))
        self.rows += 1
        if self._row_hidden:
            self.hidden_rows += 1
            flow.mark("hidden", start)
        self._row = []
        self._length = 0


def _same(raw: str, shown: str) -> bool:
    """Whether two ways to write a number mean the same one: 5.0 and 5."""
    try:
        return float(raw) == float(shown)
    except ValueError:
        return False


def _flat(text: str) -> str:
    """A text of a cell without the line ends that would part its row; `_x000D_` is how a sheet writes one."""
    if "\n" in text or "\r" in text:
        text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return text.replace("_x000D_", " ") if "_x000D_" in text else text
