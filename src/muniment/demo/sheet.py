"""Writes spreadsheets: dates, money, comments, a hidden sheet, hidden rows.

Source: ECMA-376, 18 (SpreadsheetML).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from muniment.demo.archives import zipped
from muniment.demo.office import XML, About, core, relations

Cell = str | int | Decimal | date | None  # a Decimal is money

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ZERO_DAY = date(1899, 12, 30)
_STYLES = (
    f'{XML}<styleSheet {_MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="&quot;£&quot;#,##0.00"/></numFmts>'
    "<fonts><font/><font><b/></font></fonts><fills><fill/></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>"
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/>'
    '</cellXfs><cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>'
)
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `comments` are (cell, author, words); rows are counted from 1."""

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    comments: Sequence[tuple[str, str, str]] = field(default_factory=tuple)

    @property
    def every(self) -> str:
        """All words in it, shown or not."""
        cells = (str(cell) for row in self.rows for cell in row if cell is not None)
        return "\n".join([self.name, *cells, *(words for _, _, words in self.comments)])


def xlsx(sheets: Sequence[Sheet], about: About) -> bytes:
    """A workbook of these sheets."""
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{at}" r:id="rId{at}"{hidden(sheet)}/>'
        for at, sheet in enumerate(sheets, start=1)
    )
    places = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(sheets),
        "_rels/.rels": relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "xl/workbook.xml": f'{XML}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*places, (f"{_OFFICE}/styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
        "docProps/core.xml": core(about),
    }
    for at, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = _sheet(sheet)
        if sheet.comments:
            parts[f"xl/worksheets/_rels/sheet{at}.xml.rels"] = relations(
                (f"{_OFFICE}/comments", f"../comments{at}.xml")
            )
            parts[f"xl/comments{at}.xml"] = _comments(sheet)
    return zipped(parts, about.when)


def hidden(sheet: Sheet) -> str:
    """The attribute of a sheet that is not shown."""
    return ' state="hidden"' if sheet.hidden else ""


def _types(sheets: Sequence[Sheet]) -> str:
    parts = [("/xl/workbook.xml", f"{_TYPES}.sheet.main+xml"), ("/xl/styles.xml", f"{_TYPES}.styles+xml")]
    parts.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    for at, sheet in enumerate(sheets, start=1):
        parts.append((f"/xl/worksheets/sheet{at}.xml", f"{_TYPES}.worksheet+xml"))
        if sheet.comments:
            parts.append((f"/xl/comments{at}.xml", f"{_TYPES}.comments+xml"))
    said = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{said}</Types>'
    )


def _sheet(sheet: Sheet) -> str:
    rows = []
    for number, row in enumerate(sheet.rows, start=1):
        out_of_sight = ' hidden="1"' if number in sheet.hidden_rows else ""
        cells = "".join(_cell(cell, f"{chr(65 + column)}{number}", number == 1) for column, cell in enumerate(row))
        rows.append(f'<row r="{number}"{out_of_sight}>{cells}</row>')
    return f"{XML}<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def _cell(cell: Cell, where: str, head: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f'<c r="{where}" s="1"><v>{(cell - _ZERO_DAY).days}</v></c>'
    if isinstance(cell, Decimal):
        return f'<c r="{where}" s="2"><v>{cell}</v></c>'
    if isinstance(cell, int):
        return f'<c r="{where}"><v>{cell}</v></c>'
    style = ' s="3"' if head else ""
    return f'<c r="{where}" t="inlineStr"{style}><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def _comments(sheet: Sheet) -> str:
    authors = sorted({author for _, author, _ in sheet.comments})
    listed = "".join(f"<author>{escape(author)}</author>" for author in authors)
    said = "".join(
        f'<comment ref="{cell}" authorId="{authors.index(author)}"><text><t>{escape(words)}</t></text></comment>'
        for cell, author, words in sheet.comments
    )
    return f"{XML}<comments {_MAIN}><authors>{listed}</authors><commentList>{said}</commentList></comments>"
