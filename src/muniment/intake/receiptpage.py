"""The receipt set in type: one page of A4 as PDF, tagged, so that it can be read aloud too."""

import json
from collections.abc import Sequence

_PAGE = """
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title)
#set page(paper: "a4", margin: 1.5cm)
#set text(size: 9.5pt, lang: "en")
#set par(leading: 0.5em)
#show raw: set text(size: 5.7pt) // the longest line of a head fits, so that it can be copied
= Receipt
#v(0.5em)
#grid(
  columns: (32%, 1fr),
  gutter: 6pt,
  ..said.facts.map(each => (strong(each.at(0)), text(each.at(1)))).flatten()
)
#v(0.8em)
#for line in said.unread [#text(line) #linebreak()]
#v(0.8em)
#text("The ledger's head at this moment, signed:")
#raw(said.checkpoint, block: true)
#v(0.8em)
#text(said.note)
#raw(said.again, block: true)
#text(said.end)
"""


def pdf(
    title: str, facts: Sequence[tuple[str, str]], unread: Sequence[str], checkpoint: str, note: tuple[str, str, str]
) -> bytes:
    """The page as PDF; `note` is what to do with it, a command, and what it cannot show. What people wrote goes in as data, never as markup; nothing is fetched.

    Cannot: show scripts for which this machine has no font; the text beside it has them.
    """
    said = {
        "title": f"Receipt: {title}",
        "facts": [list(each) for each in facts],
        "unread": list(unread),
        "checkpoint": checkpoint,
        "note": note[0],
        "again": note[1],
        "end": note[2],
    }
    import typst  # noqa: PLC0415 # a case is opened without it

    made: bytes = typst.compile(_PAGE.encode(), format="pdf", sys_inputs={"said": json.dumps(said)})
    return made
