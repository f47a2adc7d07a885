"""Statements of witnesses for both sides, typed, and some of them scanned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from muniment.demo import make, pdf, picture
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.paper import PDF, Entry, Paper, at, pictured
from muniment.demo.people import Person
from muniment.demo.story import POLLING_DAY
from muniment.demo.voice import Voice

_FOLDER = "Police boxes/Box 05 Statements outside the volumes"
_SIDES = (("claims",), ("against",), ("answers", "against"), ("treating",), ("lunch",), ("postal",))


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody stated, before it is typed."""

    witness: Person
    when: datetime
    title: str
    paragraphs: Sequence[str]


def statement(voice: Voice, when: datetime, reference: str) -> Statement:
    """A statement for one side or the other."""
    witness = voice.rng.choice(voice.world.some("witness"))
    title = f"Statement of {witness.name}"
    about = [voice.paragraph("statement", least=3, most=5)]
    about += [voice.paragraph(*voice.rng.choice(_SIDES), least=1, most=3) for _ in range(voice.rng.randint(1, 3))]
    about.append(voice.paragraph("statement", least=2, most=3))
    ends = f"Signed {witness.name}, {when:%d/%m/%Y}. Reference {reference}."
    return Statement(witness, when, title, [f"# {title}", f"Taken at {voice.fill('{hall}')}.", *about, ends])


def statements(desk: Desk) -> Iterator[Entry]:
    """Statements that are in no volume."""
    voice = desk.voice("statements")
    for number in range(1, desk.size.statements + 1):
        mark = desk.mark("statements")
        said = statement(voice, moment(voice.rng, POLLING_DAY), mark)
        officer = voice.rng.choice(voice.world.some("officer")).name
        notes = [pdf.Note(0, officer, voice.say("police"))] if number % 4 == 0 else []
        info = pdf.Info(said.title, officer, said.when)
        typed = make.pages(said.paragraphs, info, "statement", (mark,), notes)
        yield at(f"{_FOLDER}/{said.when:%Y-%m}/S{number:04d} {said.witness.last}.pdf", typed)
    for number in range(1, desk.size.scans + 1):
        said = statement(voice, moment(voice.rng, POLLING_DAY), f"scan {number}")
        yield at(f"{_FOLDER}/Scanned/Scan {number:04d}.pdf", scanned(voice, [said]))


def scanned(voice: Voice, said: Sequence[Statement]) -> Paper:
    """Statements as a scanner gives them: only what the scanner says of itself is text."""
    info = pdf.Info("Scan", "Copier 2", said[-1].when)
    pages = [page for one in said for page in pdf.laid_out(one.paragraphs)]
    shown = "\n".join(line.removeprefix("# ") for page in pages for line in page)
    data = picture.scan(pages, info, voice.rng)
    return pictured(data, "scan", PDF, shown, info.when, f"{info.title}\n{info.author}")
