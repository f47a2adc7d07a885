"""The clocks of one poll on one sheet of A4, as PDF: to be printed, and hung on a wall."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from muniment.errors import AskedWrong
from muniment.model.reading import Json
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.working import day
from muniment.store import newfile

# The letters are as large as one sheet allows: what is long makes them smaller, and never a second sheet.
_PAGE = """
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title, date: none) // no moment of making: the same input makes the same bytes
#set page(paper: "a4", margin: (x: 13mm, y: 12mm))
#let all(size) = {
  set text(size: size, lang: "en")
  set par(leading: 0.5em, spacing: 0.7em)
  heading(level: 1, text(size: 1.5em, said.title))
  par(text(said.about))
  table(
    columns: (13fr, 24fr, 31fr, 32fr),
    stroke: (x: none, y: 0.4pt),
    inset: (x: 2pt, y: 2.5pt),
    table.header(..said.head.map(each => strong(text(each)))),
    ..said.rows.map(row => row.enumerate().map(((column, lines)) => {
      for (n, line) in lines.enumerate() {
        if n > 0 { linebreak() }
        if n == 0 and column < 2 { strong(text(line)) } else { text(line) }
      }
    })).flatten(),
  )
  for note in said.notes { par(text(note)) }
}
#layout(room => {
  let sizes = range(0, 25).map(n => 10pt - n * 0.25pt)
  let fits = sizes.filter(size => measure(block(width: room.width, all(size))).height <= room.height)
  all(fits.at(0, default: sizes.last()))
})
"""


def pdf(book: ClockBook, found: Mapping[str, Any]) -> bytes:
    """The sheet, from what `of_poll` answers; nothing is fetched."""
    title = book.table.elections[found["election"]].title
    about = (
        f"{title[:1].upper()}{title[1:]}, {found['nation'].replace('-', ' ').title()}. Each line names the last day on which "
        "the step can be taken, and how it was reckoned. The clocks run after every poll and suppose no wrongdoing by anybody."
    )
    notes = [f"[{n}] Taken to be that day: {each}." for n, each in enumerate(found["notes"], 1)]
    notes += found["gaps"]
    notes.append(f"Tables of law, version {found['version']}. What is not verified says so. This is no legal advice.")
    said = {
        "title": f"Clocks of a poll on {_day(found['poll'])}",
        "about": about,
        "head": ["last day", "clock", "working", "then"],
        "rows": [_row(each, found["notes"]) for each in found["clocks"]],
        "notes": notes,
    }
    import typst  # noqa: PLC0415 # a case is opened without it

    made: bytes = typst.compile(_PAGE.encode(), format="pdf", sys_inputs={"said": json.dumps(said)})
    return made


def _row(clock: Mapping[str, Any], notes: Sequence[str]) -> list[list[str]]:
    """Four cells of lines."""
    last = [_day(clock["ends"])] + ([clock["hour"]] if clock["hour"] else [])
    if clock["conservative_ends"] != clock["ends"]:
        last.append(f"to be safe by {_day(clock['conservative_ends'])}")
    named = [clock["title"], clock["citation"] + ("" if clock["verified"] else " (not verified)")]
    if clock["holder"]:
        named.append(f"held by {clock['holder']}")
    note = f" [{notes.index(clock['assumed']) + 1}]" if clock["assumed"] else ""
    then = [clock["consequence"]]
    then += [f"By then: {each['what']}, in the hands of {each['whose']}" for each in clock["in_hands"]]
    then += [_longer(clock["extension"])] if clock["extension"] else []
    return [last, named, [clock["short"] + note], then]


def _longer(terms: Mapping[str, Json]) -> str:
    said = f"Can be extended by {terms['by']}"
    said += f": asked for by {_day(str(terms['ask_by']))}" if terms["ask_by"] else ""
    return said + (f", until {_day(str(terms['at_most']))} at most" if terms["at_most"] else "")


def _day(said: str) -> str:
    return day(date.fromisoformat(said))


def write(book: ClockBook, found: Mapping[str, Any], out: Path) -> None:
    """Write the sheet to a file that is not there yet, outside every case.

    Raises: AskedWrong.
    """
    if out.suffix.lower() != ".pdf":
        raise AskedWrong("page: the sheet is a PDF", out.name, "end its name with .pdf")
    made = pdf(book, found)
    with newfile.begun(out, "sheet") as (file, name):  # a crash leaves a hidden file, and never half a sheet
        file.write(made)
        name()
