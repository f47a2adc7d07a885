"""One page of a PDF: its text, its annotations, its form fields, its links."""

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdfcalls import Document, Handle, attached, launches, note_of, page_of, said, target, wide

_NOTES = 20_000  # annotations of one page
_OPTIONS = 1000  # choices of one field
_FAR = 1e6  # well outside any page: text beside the visible page is text too
# pdfium marks a hyphen at the end of a line and joins the lines
_PLAIN = str.maketrans({"\x02": "-\n", "\ufffe": "-\n", "\0": None})
_KINDS = {
    pdfium.FPDF_ANNOT_TEXT: "note",
    pdfium.FPDF_ANNOT_LINK: "link",
    pdfium.FPDF_ANNOT_FREETEXT: "text box",
    pdfium.FPDF_ANNOT_LINE: "line",
    pdfium.FPDF_ANNOT_SQUARE: "frame",
    pdfium.FPDF_ANNOT_CIRCLE: "circle",
    pdfium.FPDF_ANNOT_POLYGON: "polygon",
    pdfium.FPDF_ANNOT_HIGHLIGHT: "highlight",
    pdfium.FPDF_ANNOT_UNDERLINE: "underline",
    pdfium.FPDF_ANNOT_SQUIGGLY: "squiggle",
    pdfium.FPDF_ANNOT_STRIKEOUT: "strike-out",
    pdfium.FPDF_ANNOT_STAMP: "stamp",
    pdfium.FPDF_ANNOT_CARET: "insertion",
    pdfium.FPDF_ANNOT_INK: "ink",
    pdfium.FPDF_ANNOT_POPUP: "note",
    pdfium.FPDF_ANNOT_FILEATTACHMENT: "attachment",
    pdfium.FPDF_ANNOT_SOUND: "sound",
    pdfium.FPDF_ANNOT_MOVIE: "film",
    pdfium.FPDF_ANNOT_REDACT: "redaction mark",
}
_PLAYED = {pdfium.FPDF_ANNOT_SOUND, pdfium.FPDF_ANNOT_MOVIE, pdfium.FPDF_ANNOT_SCREEN, pdfium.FPDF_ANNOT_RICHMEDIA}
# kinds whose looks are an icon or a mark on text that is read anyway
_SIGNS = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_LINK,
    pdfium.FPDF_ANNOT_POPUP,
    pdfium.FPDF_ANNOT_FILEATTACHMENT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT,
}
_CHOSEN = {pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
_EVENTS = (
    pdfium.FPDF_ANNOT_AACTION_KEY_STROKE,
    pdfium.FPDF_ANNOT_AACTION_FORMAT,
    pdfium.FPDF_ANNOT_AACTION_VALIDATE,
    pdfium.FPDF_ANNOT_AACTION_CALCULATE,
)


@dataclass(slots=True)
class Found:
    """What the pages of a document hold besides their words."""

    links: dict[str, None] = field(default_factory=dict)
    scripts: dict[str, None] = field(default_factory=dict)
    files: list[tuple[str, str, Callable[[], bytes | None]]] = field(default_factory=list)  # locator, name, bytes
    active: bool = False


def words(page: Handle) -> str | None:
    """The text of a page in the order in which it is drawn; None where it cannot be had."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return None
    try:
        bounds = (text, -_FAR, _FAR, _FAR, -_FAR)
        count = pdfium.FPDFText_GetBoundedText(*bounds, None, 0)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * count)()
        pdfium.FPDFText_GetBoundedText(*bounds, buffer, count)
        return bytes(buffer).decode("utf-16-le", "replace").replace("\r\n", "\n").translate(_PLAIN)
    finally:
        pdfium.FPDFText_ClosePage(text)


def annotations(document: Document, page: Handle, number: int, flow: Flow, found: Found) -> bool:
    """Add what stands on a page apart from its content: notes, form fields, links, attached files.

    Returns whether something is drawn there (a stamp, ink) that may show words of its own.
    """
    seen: set[tuple[str, str]] = set()
    drawn = False
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _NOTES)):
        with note_of(page, index) as note:
            if note is None:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            found.active |= kind in _PLAYED
            lines = _field(document, note, found) if kind == pdfium.FPDF_ANNOT_WIDGET else _note(note, kind)
            drawn |= _draws(document, note, kind)
            for part, line in lines:
                if (part, line) not in seen:
                    seen.add((part, line))
                    flow.add(line, part)
            if kind == pdfium.FPDF_ANNOT_LINK:
                _link(document, note, flow, found)
            if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                _file(document, note, number, index, found)
    return drawn


def stamped(document: Document, index: int, flow: Flow) -> None:
    """Add the words that are drawn by stamps and the like. It changes the open document: the page's notes are gone."""
    with page_of(document, index) as page:
        if page is None or pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return
    with page_of(document, index) as page:
        text = (words(page) if page is not None else None) or ""
    known = flow.words()
    lines = [line for line in text.splitlines() if not known.issuperset(re.findall(r"\w+", line))]
    flow.add("\n".join(lines), "annotation")


def _draws(document: Document, note: Handle, kind: int) -> bool:
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        drawing = {pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE}
        return document.form is not None and pdfium.FPDFAnnot_GetFormFieldType(document.form, note) in drawing
    return kind not in _SIGNS and not said(note, b"Contents")


def _note(note: Handle, kind: int) -> Iterator[tuple[str, str]]:
    contents, subject, author = said(note, b"Contents"), said(note, b"Subj"), said(note, b"T")
    if not contents and not subject:
        return
    about = _KINDS.get(kind, "annotation")
    if author:
        about += f" by {author}"
    yield "annotation", ": ".join(piece for piece in (about, subject, contents) if piece)


def _field(document: Document, note: Handle, found: Found) -> Iterator[tuple[str, str]]:
    if document.form is None:
        name, label, value = said(note, b"T"), said(note, b"TU"), said(note, b"V")
    else:
        given = (document.form, note)
        name = wide(pdfium.FPDFAnnot_GetFormFieldName, *given).strip()
        label = wide(pdfium.FPDFAnnot_GetFormFieldAlternateName, *given).strip()
        value = wide(pdfium.FPDFAnnot_GetFormFieldValue, *given).replace("\r\n", "\n").replace("\r", "\n").strip()
        if pdfium.FPDFAnnot_GetFormFieldType(*given) in _CHOSEN:
            value = "; ".join(dict.fromkeys([*_chosen(document, note), *([value] if value else [])]))
        for event in _EVENTS:
            script = wide(pdfium.FPDFAnnot_GetFormAdditionalActionJavaScript, *given, event)
            if script.strip():
                found.scripts[script.strip()] = None
    title = f"{label} [{name}]" if label and name and label != name else label or name
    if title or value:
        yield "form", f"{title}: {value}".strip()
    contents = said(note, b"Contents")
    if contents and contents != value:
        yield "annotation", f"field: {contents}"


def _chosen(document: Document, note: Handle) -> Iterator[str]:
    given = (document.form, note)
    for index in range(min(max(pdfium.FPDFAnnot_GetOptionCount(*given), 0), _OPTIONS)):
        if pdfium.FPDFAnnot_IsOptionSelected(*given, index):
            yield wide(pdfium.FPDFAnnot_GetOptionLabel, *given, index).strip()


def _link(document: Document, note: Handle, flow: Flow, found: Found) -> None:
    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    found.active |= launches(action)
    address = target(document, action)
    if address and address not in found.links:
        found.links[address] = None
        flow.add(address, "link")


def _file(document: Document, note: Handle, number: int, index: int, found: Found) -> None:
    file = pdfium.FPDFAnnot_GetFileAttachment(note)
    name = wide(pdfium.FPDFAttachment_GetName, file) if file else ""

    def data() -> bytes | None:
        with page_of(document, number - 1) as page, note_of(page, index) as again:
            return attached(pdfium.FPDFAnnot_GetFileAttachment(again))

    found.files.append((f"page:{number}/annotation:{index + 1}", name, data))
