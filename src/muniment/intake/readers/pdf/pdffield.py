"""One field of a form in a PDF: its name, its label, what was filled in or chosen, its scripts."""

from collections.abc import Iterator

import pypdfium2.raw as pdfium

from muniment.intake.readers.pdf.pdfcalls import Document, Handle, lines, said, wide
from muniment.intake.readers.pdf.pdffound import Found
from muniment.intake.readers.pdf.pdfraw import Raw

_FIELDS = 10_000  # pdfium compares each field with each other
_OPTIONS = 1_000_000  # choices of one document
_CHOSEN = {pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
_EVENTS = (
    pdfium.FPDF_ANNOT_AACTION_KEY_STROKE,
    pdfium.FPDF_ANNOT_AACTION_FORMAT,
    pdfium.FPDF_ANNOT_AACTION_VALIDATE,
    pdfium.FPDF_ANNOT_AACTION_CALCULATE,
)


def simple(raw: Raw, found: Found) -> bool:
    """Whether a form has so few fields that pdfium can be asked for what a field inherits."""
    count = len(raw.places(b"/Widget"))
    if count > _FIELDS:
        found.cut["form"] = f"{count} fields: only what stands at the field itself"
    return count <= _FIELDS


def lines_of(document: Document, note: Handle, found: Found) -> Iterator[tuple[str, str]]:
    """The lines that a field gives, each with the kind of part it is."""
    if document.form is None:
        name, label, value = said(note, b"T"), said(note, b"TU"), said(note, b"V")
    else:
        given = (document.form, note)
        name = wide(pdfium.FPDFAnnot_GetFormFieldName, *given).strip()
        label = wide(pdfium.FPDFAnnot_GetFormFieldAlternateName, *given).strip()
        value = lines(wide(pdfium.FPDFAnnot_GetFormFieldValue, *given))
        if pdfium.FPDFAnnot_GetFormFieldType(*given) in _CHOSEN:
            value = "; ".join(dict.fromkeys([*_chosen(document, note, found), *([value] if value else [])]))
        if document.sealed or pdfium.FPDFAnnot_HasKey(note, b"AA"):  # else `pdfscript` finds them
            _scripts(document, note, found)
    title = f"{label} [{name}]" if label and name and label != name else label or name
    if title or value:
        yield "form", f"{title}: {value}".strip()
    contents = said(note, b"Contents")
    if contents and contents != value:
        yield "annotation", f"field: {contents}"


def _scripts(document: Document, note: Handle, found: Found) -> None:
    for event in _EVENTS:
        script = lines(wide(pdfium.FPDFAnnot_GetFormAdditionalActionJavaScript, document.form, note, event))
        if script:
            found.scripts[script] = None


def _chosen(document: Document, note: Handle, found: Found) -> Iterator[str]:
    given = (document.form, note)
    count = max(pdfium.FPDFAnnot_GetOptionCount(*given), 0)
    found.options += count
    if found.options > _OPTIONS:
        found.cut["form"] = "more choices than are looked at"
        return
    for index in range(count):
        if pdfium.FPDFAnnot_IsOptionSelected(*given, index):
            yield wide(pdfium.FPDFAnnot_GetOptionLabel, *given, index).strip()
