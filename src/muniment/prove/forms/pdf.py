"""A document as PDF, on A4, to the standard for PDFs that can be read aloud (PDF/UA-1, ISO 14289-1)."""

import json
import re

from muniment.errors import ToolMissing
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Table, missing
from muniment.prove.forms.signs import in_print

_PAGE = """
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title, date: none) // no moment of making: the same input makes the same bytes
#set page(paper: "a4", margin: 2cm, numbering: "1 / 1")
#set text(size: 10pt, lang: "en", region: "GB")
#set par(leading: 0.6em)
#show heading.where(level: 1): set text(size: 14pt)
#show heading.where(level: 2): set text(size: 11.5pt)
#heading(level: 1, text(said.title))
#text(said.about)
#for part in said.parts {
  if part.kind == "heading" { heading(level: part.level + 1, text(part.text)) }
  else if part.kind == "paragraph" { par(if part.label == "" { text(part.text) } else { strong(text(part.label)) + [ ] + text(part.text) }) }
  else if part.kind == "missing" { par(strong(text(part.text))) }
  else if part.kind == "blank" { v(1.2em); grid(columns: (30%, 60%), text(part.label), line(start: (0pt, 8pt), length: 100%)) }
  else {
    table(
      columns: part.widths.map(each => each * 1fr),
      stroke: 0.5pt,
      table.header(..part.head.map(each => strong(text(each)))),
      ..part.rows.flatten().map(each => text(each)),
    )
  }
}
"""


_NO_FONT = re.compile(r'the text `"(.+)"` could not be displayed')


def pdf(document: Document) -> bytes:
    """The document as PDF. What people wrote goes in as data, never as markup; nothing is fetched.

    Raises: ToolMissing, where this machine has no font for a letter: a name is never served as a row of empty boxes.
    """
    import typst  # noqa: PLC0415 # a case is opened without it

    said = {"title": document.title, "about": document.about, "parts": [_part(each) for each in document.parts]}
    try:
        made: bytes = typst.compile(
            _PAGE.encode(), format="pdf", sys_inputs={"said": json.dumps(_printed(said))}, pdf_standards=["ua-1"]
        )
    except typst.TypstError as wrong:
        unshown = _NO_FONT.search(str(wrong))
        if unshown is None:
            raise
        raise ToolMissing(
            "no font of this machine shows a letter of the form",
            unshown[1],
            "write it as .docx, or install a font that has it: sudo apt-get install fonts-noto",
        ) from wrong
    return made


def _printed(value: object) -> object:
    """The same data, with signs that no font has marked."""
    match value:
        case str():
            return in_print(value)
        case list():
            return [_printed(each) for each in value]
        case dict():
            return {key: _printed(each) for key, each in value.items()}
    return value


def _part(part: Heading | Paragraph | Missing | Blank | Table) -> dict[str, object]:
    match part:
        case Heading(words, level):
            return {"kind": "heading", "text": words, "level": level}
        case Paragraph(words, label):
            return {"kind": "paragraph", "text": words, "label": label}
        case Missing(what):
            return {"kind": "missing", "text": missing(what)}
        case Blank(label):
            return {"kind": "blank", "label": label}
        case Table(head, rows, widths):
            return {"kind": "table", "head": [*head], "rows": [[*row] for row in rows], "widths": [*widths]}
