"""Notes of canvassers, in the encodings and formats of their own machines."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from muniment.demo import make
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.office import About, Para
from muniment.demo.paper import Entry, Paper, at
from muniment.demo.story import POLLING_DAY
from muniment.demo.tongues import BENGALI, POLISH, WELSH
from muniment.demo.voice import Voice

# charset, and lines that need it; no text says which it is
_CODED: tuple[tuple[str, Sequence[str]], ...] = (
    ("utf-8", BENGALI),
    ("utf-8-sig", POLISH),
    ("cp1252", WELSH),
    ("utf-16", BENGALI),
    ("utf-8", POLISH),
)


def notes(desk: Desk) -> Iterator[Entry]:
    """Notes of a street each; the estates have their own."""
    voice = desk.voice("canvass")
    for number in range(1, desk.size.notes + 1):
        ward, when, mark = voice.fill("{ward}"), moment(voice.rng, last=POLLING_DAY), desk.mark("canvass")
        where = voice.fill("{estate} estate" if number % 3 == 0 else "{street}")
        ending, paper = _note(voice, number, where, when, mark)
        yield at(f"Campaign office/Canvass/{ward}/{when:%m-%d} {where} {number:05d}.{ending}", paper)


def _note(voice: Voice, number: int, where: str, when: datetime, mark: str) -> tuple[str, Paper]:
    who = voice.rng.choice(voice.world.some("canvasser")).name
    title = f"Canvass return, {where}"
    said = [voice.paragraph("canvass") for _ in range(voice.rng.randint(1, 3))]
    said.append(voice.paragraph(voice.rng.choice(("postal", "leaflets", "claims", "answers")), least=1, most=2))
    lines = [f"Canvasser {who}", *said, f"Sheet {mark}"]
    about = About(title, who, when)
    match number % 12:
        case 5:
            paras = [Para(title, heading=True), *map(Para, [*lines, voice.foreign()])]
            return "odt", make.open_text(paras, about, "note", (mark,))
        case 8:
            return "rtf", make.rich([title, *lines, voice.foreign()], about, "note", (mark,))
        case 11:
            return "docx", make.word([Para(title, heading=True), *map(Para, lines)], about, "note", (mark,))
        case turn:
            charset, tongue = _CODED[turn % len(_CODED)]
            text = "\n".join([title, f"{when:%d.%m.%Y}", *lines, voice.rng.choice(tongue), ""])
            return "txt", make.text(text, when, "note", (mark,), charset)
