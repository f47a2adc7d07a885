"""The text of iWork documents to 2009, whose content is one XML part: Pages, Numbers and Keynote alike.

Texts, tables, charts, notes, comments and what the document says of itself; placeholders of templates are left out.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.model.reading import Json, Page

_SILENT = frozenset(  # what only says how things look, and what a template offers
    {"stylesheet", "section-prototypes", "tabular-prototypes", "ghost-text", "ghost-text-ref", "grouping-order"}
    | {"style", "ui-state", "menu-choices-ref", "placeholder-text"}
)
_SPANS = {
    "header": "header",
    "footer": "header",
    "footnotes": "note",
    "notes": "note",
    "annotations": "comment",
    "sticky-note": "comment",
    "comment-info": "comment",
    "chart-info": "chart",
}
_FACTS = {
    "title": "title",
    "authors": "author",
    "keywords": "keywords",
    "comment": "description",
    "copyright": "rights",
}
_SEVERAL = ", "
_BREAKS = frozenset({"br", "lnbr", "crbr", "footnotebr", "contbr", "pgbr", "sectbr", "layoutbr"})
_CELLS = frozenset({"t", "n", "d", "f", "g", "s", "b", "cb", "pm", "sl", "st", "du", "rt", "e", "o"})
_EPOCH = datetime(2001, 1, 1)
_DAYS = 86_400 * 366 * 5000


class Content(Walker):
    """Walks the one part of a document."""

    direct = True

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.facts: dict[str, Json] = {}
        self.links: dict[str, None] = {}
        self.layout = Flow()
        self._body = Flow()
        self._flow = self._body
        self._open: list[str] = []
        self._silent = 0
        self._storages = 0
        self._wrote = False  # whether the storage has text: blank lines before it are none
        self._number = 0
        self._name = ""
        self._table: _Grid | None = None

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        local = name.rpartition("}")[2]
        self._open.append(local)
        if self._silent or local in _SILENT:
            self._silent += 1
            return
        attrs = {key.rpartition("}")[2]: value for key, value in attrs.items()}
        if local in _SPANS:
            self._flow.fresh()
            self._flow.open(_SPANS[local])
        if self._table is not None:
            self._table.start(local, attrs, self._open)
        elif local == "datasource":
            self._table = _Grid(self._flow)
        self._begin(local, attrs)

    def _begin(self, local: str, attrs: Mapping[str, str]) -> None:
        if local in {"slide", "workspace", "master-slide"}:
            self._page(local, attrs.get("workspace-name") or attrs.get("name", ""))
        elif local == "text-storage":
            self._storages += 1
            self._wrote = False
            self._flow.fresh()
        elif local in {"tab", "lnbr-tab"} and self._storages:
            self._flow.write("\t")
        elif local in _BREAKS and self._storages and self._wrote:
            self._flow.write("\n")
        elif local == "link" and attrs.get("href"):
            self.links[attrs["href"]] = None
        elif local == "tabular-model" and attrs.get("name"):
            self._flow.add(attrs["name"], "name")
        elif local in {"date-time", "filename"} and self._storages:
            self._flow.write(attrs.get("val") or attrs.get("value") or "")
        elif local == "string":
            self._string(attrs.get("string", ""))
        elif local == "chart-name":
            self._flow.add(attrs.get("string", ""))
        elif local == "number" and "chart-data" in self._open[-5:]:
            self._flow.write(attrs.get("number", "") + "\t")

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rpartition("}")[2]
        if self._open:
            self._open.pop()
        if self._silent:
            self._silent -= 1
            return
        if self._table is not None:
            self._table.end(local)
            if local == "datasource":
                self._table.finish()
                self._table = None
        if local == "p" and self._storages and self._wrote:
            self._flow.write("\n")
        elif local == "text-storage":
            self._storages = max(self._storages - 1, 0)
        elif local in {"slide", "workspace", "master-slide"}:
            self._turn(local)
        if local in _SPANS:
            self._flow.fresh()
            self._flow.close(_SPANS[local])

    def data(self, text: str) -> None:
        """Text inside the element that is open."""
        if self._storages and not self._silent:
            if self._table is not None:
                self._table.data(text)
            elif text.strip() or (self._wrote and "p" in self._open[-6:]):
                self._flow.write(text)
                self._wrote = True

    def finish(self) -> None:
        """End what is still open, and add what stands on no slide or sheet."""
        if self._flow is not self._body:
            self._turn("slide")
        if not self._body.blank:
            first = Page(*_told(self._body)) if not self.pages else self._body.page(None, "document")
            self.pages.append(first)
        if not self.layout.blank:
            self.pages.append(self.layout.page(None, "layout"))

    def _page(self, local: str, name: str) -> None:
        self._name = name
        self._flow = self.layout if local == "master-slide" else Flow()
        if name and local != "master-slide":
            self._flow.add(name, "name")

    def _turn(self, local: str) -> None:
        if self._flow is not self.layout and local != "master-slide":
            self._number += 1
            self.pages.append(self._flow.page(self._number, self._name))
        self._flow = self._body

    def _string(self, text: str) -> None:
        """A value: of the properties of the document, or a name in a chart."""
        if not text.strip():
            return
        if "metadata" in self._open[-4:]:
            key = next((_FACTS[name] for name in reversed(self._open[-3:]) if name in _FACTS), "")
            if key:
                known = self.facts.get(key)
                self.facts[key] = f"{known}{_SEVERAL}{text}" if known else text
        elif self._open[-2:-1] in (["chart-row_names"], ["chart-column_names"]):
            self._flow.add(text)


class _Grid:
    """The cells of a table, as they come; their places follow from a count that says what is left out between them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._at = 0
        self._row = -1
        self._depth = 0
        self._cell: list[str] = []
        self._line: list[str] = []
        self._chosen = ""
        self._choices: dict[str, str] = {}
        self._choice = ""
        self._menu = False

    def start(self, local: str, attrs: Mapping[str, str], opened: list[str]) -> None:
        """An element begins inside the table."""
        top = opened[-2] == "datasource" if len(opened) > 1 else False
        if top and local in _CELLS:
            self._at += _whole(attrs.get("ct", ""), 1)
            self._cell, self._depth = [], 1
            self._value(local, attrs)
        elif local == "menu-choices":
            self._menu = True
        elif self._menu and local in _CELLS:
            self._choice = attrs.get("ID", "")
            self._choices.setdefault(self._choice, attrs.get("v", ""))
        elif local == "ct":
            if self._menu:
                self._choices[self._choice] = attrs.get("s", "")
            elif attrs.get("s"):
                self._cell.append(attrs["s"])
        elif local == "proxied-cell-ref":
            self._cell.append(self._choices.get(attrs.get("IDREF", ""), ""))
        elif local in {"rn", "rd", "rb", "rt", "re", "rdu"}:
            self._value(local[1:], attrs)
        elif local in {"br", "lnbr", "p", "tab"} and self._cell:
            self._cell.append(" ")

    def _value(self, local: str, attrs: Mapping[str, str]) -> None:
        if local == "d":
            self._cell.append(_date(attrs.get("cell-date") or attrs.get("v", "")))
        elif local in {"n", "sl", "st", "du", "b", "cb", "t"}:
            value = attrs.get("v") or attrs.get("cell-value") or ""
            self._cell.append(_short(value) if local in {"n", "sl", "st"} else value)
        elif local == "e":
            self._cell.append("#ERROR")

    def end(self, local: str) -> None:
        """An element ends inside the table."""
        if local == "menu-choices":
            self._menu = False
        elif self._depth and local in _CELLS and not self._menu:
            text = " ".join("".join(self._cell).split())
            if text:
                self._put(text)
                self._cell = []

    def data(self, text: str) -> None:
        """Text of a cell with styles."""
        self._cell.append(text)

    def _put(self, text: str) -> None:
        row, column = divmod(max(self._at, 0), 256)  # a row is always 256 cells wide
        if row != self._row:
            self.finish()
            self._row = row
        self._line += [""] * (column - len(self._line))
        self._line.append(text)

    def finish(self) -> None:
        """End the row."""
        if self._line:
            self._flow.fresh()
            self._flow.write("\t".join(self._line))
            self._flow.write("\n")
        self._line = []


def _told(flow: Flow) -> tuple[str, None, str, tuple[tuple[str, int, int], ...]]:
    page = flow.page()
    return page.text, None, "", page.parts


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _short(value: str) -> str:
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return value


def _date(value: str) -> str:
    """Seconds since 2001, as a date."""
    try:
        seconds = float(value)
    except ValueError:
        return value
    if not abs(seconds) < _DAYS:
        return value
    try:
        when = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return value
    return f"{when:%Y-%m-%d}" if not (when.hour or when.minute or when.second) else f"{when:%Y-%m-%d %H:%M:%S}"
