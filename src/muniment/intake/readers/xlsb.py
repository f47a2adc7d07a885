"""Binary Excel workbooks: the values of their cells by calamine, everything else as in other Office packages.

Cannot: show values under their formats, read formulas and comments. calamine can end its process: the jail bears it.
"""

import re

import python_calamine

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.office import Office
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json

VERSION = "1"
ENGINE = "calamine"
_UNREAD = re.compile(r"^xl/(comments|threadedcomments)[^/]*\.bin$", re.IGNORECASE)
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"


def read(source: Source, scope: Scope) -> Draft:
    """Read a workbook.

    Raises: Unreadable.
    """
    office = Office.of(source, scope, BINARY)
    sheets: list[dict[str, Json]] = []
    for name in office.package.names:
        if _UNREAD.search(name):
            office.package.failed.append({"part": name, "why": "this version does not read it"})
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source.open())
        for number, sheet in enumerate(book.sheets_metadata, start=1):
            hidden = sheet.visible is not python_calamine.SheetVisibleEnum.Visible
            sheets.append(_sheet(office, book, sheet.name, number, hidden=hidden))
    except BaseException as error:  # noqa: BLE001 (a panic in Rust has no other base)
        office.package.failed.append({"part": "xl/workbook.bin", "why": _why(error)})
    office.draft.facts["sheets"] = sheets
    office.package.read |= {name for name in office.package.names if _binary(name)}
    return office.finish()


def _binary(name: str) -> bool:
    """Whether a part belongs to the workbook itself."""
    return (
        name.lower().startswith("xl/")
        and name.lower().endswith(".bin")
        and not any(folder in name.lower() for folder in ("embeddings/", "printersettings/", "vbaproject", "media/"))
    )


def _sheet(
    office: Office, book: python_calamine.CalamineWorkbook, name: str, number: int, *, hidden: bool
) -> dict[str, Json]:
    flow = Flow()
    rows = 0
    try:
        for row in book.get_sheet_by_name(name).iter_rows():
            line = "\t".join(_shown(value) for value in row).rstrip("\t")
            if line:
                flow.write(line + "\n")
                rows += 1
    except BaseException as error:  # noqa: BLE001 (the same)
        office.package.failed.append({"part": name, "why": _why(error)})
    if hidden and flow.length:
        flow.parts.append(("hidden", 0, flow.length))
    office.draft.pages.append(flow.page(number, name))
    return {"name": name, "hidden": hidden, "rows": rows}


def _why(error: BaseException) -> str:
    """What calamine says of its failure; anything else goes on."""
    known = isinstance(error, python_calamine.CalamineError | OSError | ValueError)
    if not known and type(error).__module__ != "pyo3_runtime":
        raise error
    return str(error)[:200]


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\n", " ") if value is not None else ""
