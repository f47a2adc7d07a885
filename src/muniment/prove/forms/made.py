"""Every form by its name, its cover note, and the file that it is written to."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from muniment.errors import AskedWrong
from muniment.prove import disclosure, given
from muniment.prove.forms import lists, mg3, petition, schedules, statement
from muniment.prove.forms.document import Document, Heading, Missing, Paragraph, Part, table, text
from muniment.prove.forms.docx import docx
from muniment.prove.forms.making import Draft, Making
from muniment.prove.forms.pdf import pdf
from muniment.store import newfile

FORMS: Mapping[str, Callable[[Making], Draft]] = {
    "mg3": mg3.draft,
    "mg9": lists.mg9,
    "mg12": lists.mg12,
    **{id: partial(schedules.schedule, id=id) for id in ("mg6c", "mg6d", "sdc")},  # noqa: A001
    "mg6e": schedules.mg6e,
    "dmd": disclosure.draft,
    "petition": petition.draft,
    "statement": statement.draft,
}
OF_A_WITNESS = "statement"  # which is drafted for one witness
KINDS: Mapping[str, Callable[[Document], bytes]] = {
    "docx": docx,
    "pdf": pdf,
    "txt": lambda document: text(document).encode(),
}
WRITERS: Mapping[str, Callable[[Document], bytes]] = {f".{kind}": write for kind, write in KINDS.items()}
_DISCLOSURE = {"mg3", "mg6c", "mg6d", "mg6e", "sdc", "dmd"}


def draft(making: Making, form: str) -> Draft:
    """The draft of a form.

    Raises: AskedWrong; UnknownItem.
    """
    return FORMS[given.choice("form", form.lower(), FORMS)](making)


def cover(making: Making, form: str, made: Draft) -> Document:
    """The note beside a draft, which is not served: where its rules are from, how far they were verified, and what is missing."""
    law = making.book.disclosure
    known = law.forms[form.lower()]
    facts = [(each.text, each.source, each.status.words) for each in law.facts.values()]
    contents = [(each.title, each.source, each.status.words) for each in law.petition.values()]
    words = facts if known.id in _DISCLOSURE else contents if known.id == "petition" else []
    absent: list[Part] = [Missing(each) for each in made.document.missing]
    notes: list[Part] = [Paragraph(each) for each in made.notes]
    parts: list[Part] = [
        Paragraph("This note goes with the draft and is not served. It is no legal advice."),
        Paragraph(f"{known.source} ({known.status.words})", "Form:"),
        Heading("Rules, their sources, and whether they were verified"),
        table(("Rule", "Source", "Status"), (6, 4, 3), words or [("none beside that of the form", "", "")]),
        Heading("What is missing"),
        *(absent or [Paragraph("Nothing is marked as missing in the draft.")]),
        Heading("To know before it goes out"),
        *(notes or [Paragraph("Nothing more.")]),
    ]
    return Document(f"Cover note: {known.title}", making.about, tuple(parts))


def check(out: Path) -> None:
    """Whether a file of that name can be written as a form.

    Raises: AskedWrong.
    """
    if out.suffix.lower() not in WRITERS:
        raise AskedWrong("out: a form is written as one of " + ", ".join(WRITERS), out.name, "end its name with .docx")


def write(document: Document, out: Path) -> None:
    """Write a document to a file that is not there yet, outside every case; as its name ends.

    Raises: AskedWrong.
    """
    check(out)
    made = WRITERS[out.suffix.lower()](document)
    with newfile.begun(out, "form") as (file, name):  # a crash leaves a hidden file, and never half a form
        file.write(made)
        name()
