"""A document as PDF, on A4, tagged so that it can be read aloud too."""

import json

import typst

from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Table, missing

_PAGE = """
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title, date: none) // no moment of making: the same input makes the same bytes
#set page(paper: "a4", margin: 2cm, numbering: "1 / 1")
#set text(size: 10pt, lang: "en")
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


def pdf(document: Document) -> bytes:
    """The document as PDF. What people wrote goes in as data, never as markup; nothing is fetched.

    Cannot: show scripts for which this machine has no font; the Word file has them.
    """
    said = {"title": document.title, "about": document.about, "parts": [_part(each) for each in document.parts]}
    made: bytes = typst.compile(_PAGE.encode(), format="pdf", sys_inputs={"said": json.dumps(said)})
    return made


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
