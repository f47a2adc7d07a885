"""All that is exported of a small made-up case, as text that is held against the files in golden/.

Where what is exported has changed for a reason, type: PYTHONPATH=tests .venv/bin/python tests/prove/exported.py
That writes the files anew, and nothing else does; read the difference before it is kept.
"""

import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from asking import ask
from lxml import etree
from prove.deciding import named
from prove.proofing import ANN, files_taken_in
from prove.unusing import PETITION, both_sides, unused

from muniment.case import Case
from muniment.case.prove.days import of_poll, sheet_of_poll
from muniment.prove.forms.made import FORMS

GOLDEN = Path(__file__).parent / "golden"
NOTES = ("mg3", "petition", "statement")  # forms whose notes are of three sorts
KINDS = {"txt": ".txt", "docx": ".docx.txt", "pdf": ".pdf.txt"}  # of file, and how their golden files end
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def fill(case: Case) -> dict[str, Any]:
    """All that stands in an export, on days long past; and what only people know of a form."""
    made, ids, prove = both_sides(case), named(case), case.prove
    unused(case)
    about = {"force": "Example Constabulary", "authority": "Example Borough", "election": "local"}
    first = str(
        prove.complain("A man collected ballots.", "voting", "letter", "2014-05-20", who="Di Example", **about)["id"]
    )
    prove.complain("A leaflet, with no imprint.", "campaign", "email", "2014-05-21", **about)
    prove.answer_complaint(first, "We look into it.", "letter", day="2014-05-27", person=ANN)
    prove.end_complaint(first, "no-further-action", "time", "The year had run.", day="2015-08-01")
    asked: dict[str, Any] = {"day": "2015-01-05", "of": [made["allegation"]], "items": [ids["letter-1.txt"]]}
    advice = str(prove.ask_advice("Example Chambers", "Is the evidence enough?", **asked)["id"])
    prove.give_advice(advice, "It is not.", day="2015-01-20")
    elsewhere: dict[str, Any] = {"elsewhere": True, "day": "2015-03-16", "name": "Cy Example", "advice": [advice]}
    decided = str(
        prove.decide(
            "no-further-action",
            "prosecutor",
            "Example Prosecution",
            of=[made["allegation"]],
            stage="evidential",
            shape="insufficient",
            reason="Not enough evidence.",
            **elsewhere,
        )["id"]
    )
    prove.begin_reassessment(decided, "Example Constabulary", "2015-09-01", "With two officers.")
    prove.set_clock("film of the street camera", "2014-06-21", "Example Borough", made["allegation"])
    return {**PETITION, "witness": made["witness"], "party": "the petitioners", "decided": decided}


def everything(case: Case, at: Path) -> Iterator[tuple[str, str]]:
    """Each export as the name of its golden file and its text; `at` is an empty folder."""
    told = fill(case)
    decided = told.pop("decided")
    for form in FORMS:
        for kind, end in KINDS.items():
            yield form + end, as_text(kind, case.prove.form_file(form, kind, **told)[1])
    for form in NOTES:
        yield f"{form}-note.txt", as_text("txt", case.prove.form_file(form, "txt", note=True, **told)[1])
    for kind, end in KINDS.items():
        yield f"reassessment{end}", as_text(kind, case.prove.reassessment_file(decided, kind)[1])
    yield "word-file.txt", frame(case.prove.form_file("sdc", "docx")[1])
    yield (
        "subject.json",
        steady(json.dumps(case.prove.subject("Bo Example", "2015-06-01"), indent=1, ensure_ascii=False)),
    )
    for names in (False, True):
        yield f"clocks{'-named' * names}.ics", calendar(case.prove.calendar("2014-06-01", names=names))
    table = at / "return.csv"
    said = ask("prove", "yearly-return", "2014", "--csv", table, case=case.path)
    assert said.code == 0, said.err
    yield "yearly-return.csv", table.read_text("utf-8-sig")
    sheet_of_poll(of_poll("2026-05-07", on="2026-05-08"), at / "poll.pdf")
    yield "poll.pdf.txt", as_text("pdf", (at / "poll.pdf").read_bytes(), hide=False)


def as_text(kind: str, made: bytes, *, hide: bool = True) -> str:
    """What an export says, in its order: of a PDF by page; of a Word file with the style of each paragraph."""
    text = word(made) if kind == "docx" else pages(made) if kind == "pdf" else made.decode()
    return steady(text) if hide else text


def steady(text: str) -> str:
    """Without what differs from one making to the next: numbers of entries, and the machine's own time."""
    text = re.sub(r"entry \d+", "entry N", re.sub(r'("(?:entry|as_of)": )\d+', r"\1N", text))
    return re.sub(
        r"\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\d(?:T[\d:.]+Z)?", "TIME", text
    )  # nothing in this case is of these years


def calendar(text: str) -> str:
    """A calendar file, its lines ended as everywhere else, without its moment of making and the number of the case."""
    text = re.sub(r"(?m)^DTSTAMP:\w+", "DTSTAMP:TIME", text.replace("\r\n", "\n"))
    return re.sub(r"(?m)^UID:[\w-]+", "UID:N", text)


def pages(made: bytes) -> str:
    """The text of a PDF, page by page."""
    file = pypdfium2.PdfDocument(made)
    try:
        said = [page.get_textpage().get_text_range() for page in file]
    finally:
        file.close()
    lines = [line for n, text in enumerate(said, 1) for line in (f"== page {n} of {len(said)}", *text.splitlines())]
    return "".join(f"{line.rstrip()}\n" for line in lines).replace("\ufffe", "-")


def word(made: bytes) -> str:
    """The paragraphs of a Word file: its style, then its words, with what is bold between stars; a row in bars, a head in two."""
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))[0]
    return "".join(f"{line}\n" for each in body for line in _lines(each))


def _lines(part: Any) -> Iterator[str]:
    if part.tag == f"{W}tbl":
        yield "table " + " ".join(each.get(f"{W}w") for each in part.iter(f"{W}gridCol"))
        for row in part.iter(f"{W}tr"):
            bar = " || " if row.find(f"{W}trPr/{W}tblHeader") is not None else " | "
            cells = [" / ".join(map(_words, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")]
            yield f"{bar}{bar.join(cells)}{bar}".strip()
    elif part.tag == f"{W}p":
        style = part.find(f"{W}pPr/{W}pStyle")
        yield f"{'Normal' if style is None else style.get(f'{W}val')}: {_words(part)}".strip()
    else:
        yield etree.tostring(part).decode()


def _words(paragraph: Any) -> str:
    said = ""
    for run in paragraph.iter(f"{W}r"):
        words = "".join("\n" if each.tag == f"{W}br" else each.text or "" for each in run.iter(f"{W}t", f"{W}br"))
        said += f"*{words}*" if run.find(f"{W}rPr/{W}b") is not None else words
    return said


def frame(made: bytes) -> str:
    """The parts of a Word file around its text, one element a line."""
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        parts = {each: packed.read(each).decode() for each in packed.namelist() if each != "word/document.xml"}
    return "".join(f"== {name}\n{xml}\n".replace("><", ">\n<") for name, xml in parts.items())


def main() -> None:
    """Write every golden file anew."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder  # the key of this case is kept nowhere else
        with Case.open(files_taken_in(Path(folder)), by=ANN) as case:
            made = dict(everything(case, Path(folder)))
    shutil.rmtree(GOLDEN, ignore_errors=True)
    GOLDEN.mkdir()
    for name, text in made.items():
        (GOLDEN / name).write_text(text)


if __name__ == "__main__":
    main()
