"""Excel workbooks (Office Open XML): a page for each sheet in the workbook's order, hidden ones too.

Each cell keeps what is shown and the raw value (`cells`). Sheets that the workbook does not list are read as hidden.
"""

import re

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.office import Office
from muniment.intake.readers.openxml.remarks import People, Remarks
from muniment.intake.readers.sheets.cells import Cells
from muniment.intake.readers.sheets.workbook import Book, Look, SheetName, Strings, Styles
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json

VERSION = "2"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SHEETS = re.compile(r"^xl/(worksheets|chartsheets|dialogsheets|macrosheets)/[^/]+\.xml$", re.IGNORECASE)
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-JL-Z])')
_LAYOUT = {"Header": "header", "Footer": "footer"}


def read(source: Source, scope: Scope) -> Draft:
    """Read a workbook, a template, or one of them with macros.

    Raises: Unreadable.
    """
    office = Office.of(source, scope, SHEET)
    main = office.relations.main("xl/workbook.xml") or "xl/workbook.xml"
    office.draft.type = office.relations.media(main, SHEET)
    book = office.package.walk(main, Book)
    strings, styles = _strings(office, main), Styles()
    for part in office.relations.targets(main, "styles"):
        styles = office.package.walk(part, Styles)
    look = Look(styles, book.from_1904)
    people: dict[str, str] = {}
    for part in office.relations.targets(main, "person"):
        people |= office.package.walk(part, People).names
    sheets: list[dict[str, Json]] = []
    for sheet, part in _order(office, main, book):
        sheets.append(_sheet(office, sheet, part, strings.shared, look, people))
    office.draft.facts["sheets"] = sheets
    if look.unknown:
        office.draft.facts["formats_unknown"] = list(look.unknown)
    if office.relations.targets(main, "connections", "externalLink"):
        office.draft.flags.append("network-reference")
    _names(office, book)
    office.document.add("\n".join(strings.spoken), "spoken")
    return office.finish()


def _strings(office: Office, main: str) -> Strings:
    strings = Strings()
    for part in office.relations.targets(main, "sharedStrings"):
        strings = office.package.walk(part, Strings)
    return strings


def _order(office: Office, main: str, book: Book) -> list[tuple[SheetName, str]]:
    related = office.relations.by_id(main)
    found: list[tuple[SheetName, str]] = []
    for sheet in book.sheets:
        relation = related.get(sheet.relation)
        found.append((sheet, relation.target if relation else ""))
    known = {part.lower() for _, part in found}
    for name in office.package.names:
        if _SHEETS.match(name) and name.lower() not in known:
            found.append((SheetName(name.rsplit("/", 1)[-1], "", True), name))
    return found


def _sheet(
    office: Office, sheet: SheetName, part: str, shared: list[str], look: Look, people: dict[str, str]
) -> dict[str, Json]:
    cells = office.package.walk(part or f"the sheet {sheet.name}", lambda: Cells(shared, look))
    flow = cells.whole()
    _aside(office, cells, flow)
    _remarks(office, part, people, flow)
    for drawing in office.relations.targets(part, "drawing", "vmlDrawing"):
        office.loose(drawing, "drawing", flow)
        office.diagrams(drawing, flow)
    for name in office.relations.targets(part, "table", "queryTable", "pivotTable"):
        office.loose(name, "table", flow)
    if sheet.hidden:
        office.draft.flags.append("hidden-content")
        if flow.length:
            flow.parts.append(("hidden", 0, flow.length))
    office.draft.pages.append(flow.page(len(office.draft.pages) + 1, sheet.name))
    fact = {"name": sheet.name, "hidden": sheet.hidden, "rows": cells.rows}
    return fact | ({"hidden_rows": cells.hidden_rows} if cells.hidden_rows else {})


def _aside(office: Office, cells: Cells, flow: Flow) -> None:
    """What a sheet says beside its cells: headers and footers, links, what a cell may hold."""
    lists: list[str] = []
    for name, attrs, text in cells.aside:
        local = name.partition(":")[2]
        if kind := _LAYOUT.get(local[-6:]):
            flow.add(" ".join(_CODE.sub(" ", text).replace("&&", "&").split()), kind)
        elif local == "hyperlink":
            _link(office, attrs)
        elif local in {"formula1", "formula2", "f"}:
            lists.append(text)
        else:
            keys = ("promptTitle", "prompt", "errorTitle", "error", "name", "comment", "user", "val")
            said = [attrs[key] for key in keys if attrs.get(key)]
            lists.append(" ".join(said))
    flow.add("\n".join(dict.fromkeys(line for line in lists if line)), "validation")


def _link(office: Office, attrs: dict[str, str]) -> None:
    office.document.add(" ".join(attrs[key] for key in ("display", "tooltip") if attrs.get(key)), "link")


def _remarks(office: Office, part: str, people: dict[str, str], flow: Flow) -> None:
    threads = office.relations.targets(part, "threadedComment")
    for name in [*threads, *office.relations.targets(part, "comments")]:
        for remark in office.package.walk(name, Remarks).found:
            if threads and remark.author.startswith("tc="):
                continue  # the copy of a thread for old programs
            flow.add(remark.line(people), "comment")
            authors = office.draft.facts.setdefault("comment_authors", [])
            if (author := remark.name(people)) not in authors:
                authors.append(author)


def _names(office: Office, book: Book) -> None:
    for name, value, hidden in book.names:
        office.document.add(f"{name}: {value}", "hidden" if hidden else "name")
