"""One page of a PDF: its text, its annotations, its links, the words of its stamps."""

import ctypes
import re
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdf import pdfdate, pdffield
from muniment.intake.readers.pdf.pdfcalls import Document, Handle, launches, note_of, page_of, said, target, wide
from muniment.intake.readers.pdf.pdffound import File, Found

_NOTES = 100_000  # annotations of one document
_FAR = 3e38  # text beside the visible page is text too, however far
# pdfium marks a hyphen at the end of a line and joins the lines
_MARKS = (("\r\n", "\n"), ("\x02", "-\n"), ("\ufffe", "-\n"), ("\0", ""))
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
_BUTTONS = {pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE}


def words(page: Handle) -> str | None:
    """The text of a page in the order in which it is drawn; None where it cannot be had."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return None
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count <= 0:
            return ""
        # a letter takes two units at most, and a line's end may stand before it: one call, where asking for the size first makes two
        size = 4 * count + 16
        buffer = (ctypes.c_ushort * size)()
        written = pdfium.FPDFText_GetBoundedText(text, -_FAR, _FAR, _FAR, -_FAR, buffer, size)
        found = ctypes.string_at(buffer, 2 * max(written, 0)).decode("utf-16-le", "replace")
        for mark, plain in _MARKS:
            found = found.replace(mark, plain)
        return found
    finally:
        pdfium.FPDFText_ClosePage(text)


def annotations(document: Document, page: Handle, number: int, flow: Flow, found: Found) -> bool:
    """Add what stands on a page apart from its content: notes, form fields, links, attached files.

    Returns whether something is drawn there (a stamp, ink) that may show words of its own.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return False
    if found.notes + count > _NOTES:
        found.cut[f"page {number}"] = f"{count} annotations"
        count = max(_NOTES - found.notes, 0)
    found.notes += count
    seen: set[tuple[str, str]] = set()
    drawn = False
    for index in range(count):
        with note_of(page, index) as note:
            if note is None:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            field = kind == pdfium.FPDF_ANNOT_WIDGET
            for part, line in pdffield.lines_of(document, note, found) if field else _note(note, kind):
                if (part, line) not in seen:
                    seen.add((part, line))
                    flow.add(line, part)
            found.active |= kind in _PLAYED
            drawn = drawn or _draws(document, note, kind)
            if kind == pdfium.FPDF_ANNOT_LINK:
                _link(document, note, flow, found)
            if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                _file(note, number, index, found)
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
    """Whether an annotation is drawn in a way that may show words which stand nowhere else."""
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        return document.form is not None and pdfium.FPDFAnnot_GetFormFieldType(document.form, note) in _BUTTONS
    if kind in _SIGNS or said(note, b"Contents"):
        return False
    return bool(kind == pdfium.FPDF_ANNOT_INK or pdfium.FPDFAnnot_GetObjectCount(note) > 0)


def _note(note: Handle, kind: int) -> Iterator[tuple[str, str]]:
    contents, subject = said(note, b"Contents"), said(note, b"Subj")
    if not contents and not subject:
        return
    about, author, day = _KINDS.get(kind, "annotation"), said(note, b"T"), pdfdate.iso(said(note, b"M"))[:10]
    about += f" by {author}" if author else ""
    about += f", {day}" if day else ""
    yield "annotation", ": ".join(piece for piece in (about, subject, contents) if piece)


def _link(document: Document, note: Handle, flow: Flow, found: Found) -> None:
    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    found.active |= launches(action)
    address = target(document, action)
    if address and address not in found.links:
        found.links[address] = None
        flow.add(address, "link")


def _file(note: Handle, number: int, index: int, found: Found) -> None:
    file = pdfium.FPDFAnnot_GetFileAttachment(note)
    name = wide(pdfium.FPDFAttachment_GetName, file) if file else ""
    found.files.append(File(f"page:{number}/annotation:{index + 1}", file, name))
