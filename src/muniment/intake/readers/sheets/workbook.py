"""What the sheets of a workbook share: their list, the strings, the formats of cells, names of ranges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.sheets import formats

_HIDDEN = frozenset({"hidden", "veryHidden"})
_ON = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool


class Book(Walker):
    """Walks the workbook part."""

    def __init__(self) -> None:
        self.sheets: list[SheetName] = []
        self.names: list[tuple[str, str, bool]] = []  # a name, what it means, whether it is hidden
        self.from_1904 = False
        self._name: tuple[str, bool] | None = None
        self._text: list[str] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "x:sheet":
            self.sheets.append(SheetName(attrs.get("name", ""), attrs.get("r:id", ""), attrs.get("state") in _HIDDEN))
        elif name == "x:definedName":
            self._name = attrs.get("name", ""), attrs.get("hidden") in _ON
            self._text.clear()
        elif name == "x:workbookPr":
            self.from_1904 = attrs.get("date1904") in _ON

    def end(self, name: str) -> None:
        if name == "x:definedName" and self._name:
            self.names.append((self._name[0], "".join(self._text), self._name[1]))
            self._name = None

    def data(self, text: str) -> None:
        if self._name:
            self._text.append(text)


class Strings(Walker):
    """Walks the shared strings; what shows how a string is spoken is kept apart."""

    def __init__(self) -> None:
        self.shared: list[str] = []
        self.spoken: dict[str, None] = {}
        self._text: list[str] = []
        self._in_text = self._spoken = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        del attrs
        if name == "x:t":
            self._in_text = True
        elif name == "x:si":
            self._text.clear()
        elif name == "x:rPh":
            self._spoken = True

    def end(self, name: str) -> None:
        if name == "x:t":
            self._in_text = False
        elif name == "x:si":
            self.shared.append("".join(self._text))
        elif name == "x:rPh":
            self._spoken = False

    def data(self, text: str) -> None:
        if not self._in_text:
            return
        if self._spoken:
            self.spoken[text] = None
        else:
            self._text.append(text)


class Styles(Walker):
    """Walks the styles: which number format each style of a cell has."""

    def __init__(self) -> None:
        self.patterns: dict[int, str] = {}
        self.cells: list[int] = []
        self._in_cells = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "x:numFmt":
            self.patterns[_number(attrs.get("numFmtId"))] = attrs.get("formatCode", "")
        elif name == "x:cellXfs":
            self._in_cells = True
        elif name == "x:xf" and self._in_cells:
            self.cells.append(_number(attrs.get("numFmtId")))

    def end(self, name: str) -> None:
        if name == "x:cellXfs":
            self._in_cells = False


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


@dataclass(slots=True)
class Look:
    """How raw values are shown, for each style of a cell; what was worked out is remembered."""

    styles: Styles
    from_1904: bool = False
    unknown: dict[str, None] = field(default_factory=dict)  # patterns that are not understood
    _shows: dict[str, formats.Show] = field(default_factory=dict)
    _texts: dict[str, Callable[[str], str] | None] = field(default_factory=dict)
    _moments: dict[str, formats.Show] = field(default_factory=dict)

    def pattern(self, style: str) -> str:
        """The number format of a style, as it is written."""
        at = _number(style)
        key = self.styles.cells[at] if 0 <= at < len(self.styles.cells) else 0
        return self.styles.patterns.get(key) or formats.BUILT_IN.get(key, "General")

    def exact(self, style: str, raw: str) -> str:
        """What stands beside a number as it is shown: its moment in one form without doubt, else the raw value."""
        said = self._moments.get(style)
        if said is None:
            said = self._moments[style] = formats.understand_moment(self.pattern(style), from_1904=self.from_1904)
        return said(raw) or raw

    def number(self, style: str) -> Callable[[str], str]:
        """What shows the numbers of a style; the raw value where the format is not understood."""
        show = self._shows.get(style)
        if show is None:
            show = self._shows[style] = formats.understand(self.pattern(style), from_1904=self.from_1904)

        def shown(raw: str) -> str:
            text = show(raw)
            if text is None:
                self.unknown[self.pattern(style)] = None
                return raw
            return text

        return shown

    def text(self, style: str) -> Callable[[str], str] | None:
        """What shows the texts of a style; None where they stay as they are."""
        if style not in self._texts:
            self._texts[style] = formats.understand_text(self.pattern(style))
        return self._texts[style]
