"""Binary Excel workbooks: a page for each sheet, as in the workbooks that are XML.

Cannot: write out formulas, which are kept as codes; their results are read.
"""

import re
from collections.abc import Iterator

from muniment.intake.readers.openxml.office import Office
from muniment.intake.readers.sheets.workbook import Look, SheetName, Styles
from muniment.intake.readers.sheets.xlsbrecords import BreaksOff, after, number, records, text
from muniment.intake.readers.sheets.xlsbsheet import Sheet, remarks
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json

VERSION = "2"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"

_SHEETS = re.compile(r"^xl/(worksheets|chartsheets|dialogsheets|macrosheets)/(?!binaryindex)[^/]+\.bin$", re.IGNORECASE)
_OWN = re.compile(r"^xl/(?!.*(embeddings|printersettings|vbaproject|media|activex)).*\.bin$", re.IGNORECASE)
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-JL-Z])')
_PROPERTIES, _SHEET, _STRING, _FORMAT, _STYLES, _NO_STYLES, _STYLE = 153, 156, 19, 44, 617, 618, 47


def read(source: Source, scope: Scope) -> Draft:
    """Read a workbook.

    Raises: Unreadable.
    """
    office = Office.of(source, scope, BINARY)
    main = office.relations.main("xl/workbook.bin") or "xl/workbook.bin"
    shared: list[str] = []
    for part in office.relations.targets(main, "sharedStrings"):
        shared += [text(body, 1) for kind, body in _records(office, part) if kind == _STRING]
    listed, from_1904 = _book(office, main)
    look = Look(_styles(office, main), from_1904)
    sheets: list[dict[str, Json]] = [
        _sheet(office, sheet, part, shared, look) for sheet, part in _order(office, main, listed)
    ]
    office.draft.facts["sheets"] = sheets
    if look.unknown:
        office.draft.facts["formats_unknown"] = list(look.unknown)
    office.package.read |= {name for name in office.package.names if _OWN.match(name)}
    return office.finish()


def _records(office: Office, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part; where it breaks off, that is noted."""
    try:
        yield from records(office.package.whole(part))
    except BreaksOff as error:
        office.package.failed.append({"part": part, "why": str(error)})


def _book(office: Office, main: str) -> tuple[list[SheetName], bool]:
    """The sheets as the workbook lists them, and whether its days are counted from 1904."""
    sheets: list[SheetName] = []
    from_1904 = False
    if not office.package.find(main):
        office.package.failed.append({"part": main, "why": "it is not there"})
    for kind, body in _records(office, main):
        if kind == _PROPERTIES:
            from_1904 = bool(number(body, 0) & 1)
        elif kind == _SHEET:
            at = 8 if after(body, after(body, 8)) == len(body) else 12  # as the first of these programs wrote it
            sheets.append(SheetName(text(body, after(body, at)), text(body, at), number(body, 0) != 0))
    return sheets, from_1904


def _styles(office: Office, main: str) -> Styles:
    styles, cells = Styles(), False
    for part in office.relations.targets(main, "styles"):
        for kind, body in _records(office, part):
            if kind == _FORMAT:
                styles.patterns[number(body[:2] + b"\0\0", 0)] = text(body, 2)
            elif kind in {_STYLES, _NO_STYLES}:
                cells = kind == _STYLES
            elif kind == _STYLE and cells:
                styles.cells.append(number(body[2:4] + b"\0\0", 0))
    return styles


def _order(office: Office, main: str, listed: list[SheetName]) -> list[tuple[SheetName, str]]:
    """Each sheet with its part; parts that the workbook does not list are read as hidden sheets."""
    related = office.relations.by_id(main)
    found = [(sheet, related[sheet.relation].target if sheet.relation in related else "") for sheet in listed]
    known = {part.lower() for _, part in found}
    rest = [name for name in office.package.names if _SHEETS.match(name) and name.lower() not in known]
    return found + [(SheetName(name.rsplit("/", 1)[-1], "", True), name) for name in rest]


def _sheet(office: Office, sheet: SheetName, part: str, shared: list[str], look: Look) -> dict[str, Json]:
    if not office.package.find(part):
        office.package.failed.append({"part": part or f"the sheet {sheet.name}", "why": "it is not there"})
    told = Sheet(office.package.whole(part), shared, look)
    if told.fault:
        office.package.failed.append({"part": part, "why": told.fault})
    flow = told.flow
    for side, words in told.layout:
        flow.add(" ".join(_CODE.sub(" ", words).replace("&&", "&").split()), side)
    for name in office.relations.targets(part, "comments"):
        found, fault = remarks(office.package.whole(name))
        if fault:
            office.package.failed.append({"part": name, "why": fault})
        for remark in found:
            flow.add(remark.line({}), "comment")
            authors = office.draft.facts.setdefault("comment_authors", [])
            if remark.name({}) not in authors:
                authors.append(remark.name({}))
    for drawing in office.relations.targets(part, "drawing", "vmlDrawing"):
        office.loose(drawing, "drawing", flow)
        office.diagrams(drawing, flow)
    if sheet.hidden and flow.length:
        flow.parts.append(("hidden", 0, flow.length))
    office.draft.pages.append(flow.page(len(office.draft.pages) + 1, sheet.name))
    fact = {"name": sheet.name, "hidden": sheet.hidden, "rows": told.rows}
    return fact | ({"hidden_rows": told.hidden_rows} if told.hidden_rows else {})
