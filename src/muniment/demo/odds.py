"""What is in every box of papers besides papers: messages, empty files, spoilt ones, links, names that somebody mistyped."""

from collections.abc import Iterator, Sequence

from muniment.demo import make, paper, pdf, sound
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.office import About, Para
from muniment.demo.paper import Entry, Folder, Link, Paper, Placed, at
from muniment.demo.story import POLLING_DAY
from muniment.demo.voice import Voice

_LOOSE = "Campaign office/Loose"
# no name is passed over for how it looks
_NAMES = (
    b"~rota of last week.txt",
    b".kept out of sight.txt",
    b"half done.tmp",
    b"no ending at all",
    b"list of Gwil\xeem.txt",  # cp1252, not UTF-8
    "turned \u202etxt.exe".encode(),
    "tŷ cymunedol – প্রশ্ন.txt".encode(),
    b"spreadsheet.xls",  # it is a text
)


def recordings(desk: Desk) -> Iterator[Entry]:
    """Messages left on the campaign's telephone."""
    voice = desk.voice("recordings")
    for number in range(1, desk.size.recordings + 1):
        when = moment(voice.rng, last=POLLING_DAY)
        yield at(f"Campaign office/Telephone/{when:%Y-%m}/message {number:05d}.wav", sound.message(voice.rng, when))


def odds(desk: Desk, kept: Sequence[Placed]) -> Iterator[Entry]:
    """One of each, and copies of papers that lie elsewhere too."""
    voice = desk.voice("odds")
    for name in _NAMES:
        mark = desk.mark("odds")
        said = f"{voice.paragraph('office')}\nItem {mark}\n"
        yield Placed(f"{_LOOSE}/".encode() + name, make.text(said, moment(voice.rng), "note", (mark,)))
    yield from _nothing()
    yield from _spoilt(voice)
    for number, one in enumerate(kept, start=1):
        yield Placed(
            f"Press and public/Copies sent by the petitioners/{number:04d} ".encode() + _leaf(one.path), one.paper
        )
    yield Link(b"Campaign office/Canvass/latest", b"Tallowgate")
    yield Folder(b"Council disclosure/Legal advice (withheld)")


def _nothing() -> Iterator[Entry]:
    """Files in which there is nothing."""
    for name in ("note to self.txt", "scan0001.pdf", "mails.mbox"):
        yield at(f"{_LOOSE}/{name}", Paper(b"", "empty", paper.EMPTY, states=paper.NOTHING))
    yield at(f"{_LOOSE}/blank.txt", Paper(b" \n" * 40, "blank", paper.PLAIN, states=paper.BLANK))
    info = pdf.Info("", "", POLLING_DAY)
    yield at(f"{_LOOSE}/blank sheet.pdf", Paper(pdf.of_nothing(1, info), "blank", paper.PDF, states=paper.BLANK))


def _spoilt(voice: Voice) -> Iterator[Entry]:
    """Files of which a part is gone, or that never were what they say."""
    about = About("Draft", voice.rng.choice(voice.world.some("volunteer")).name, POLLING_DAY)
    whole = make.word([Para(voice.paragraph("office")) for _ in range(30)], about, "broken")
    cut = Paper(whole.data[: len(whole.data) // 2], "broken", paper.DOCX, states=paper.BROKEN, counted=False)
    yield at(f"{_LOOSE}/draft, stick pulled out.docx", cut)
    noise = Paper(voice.rng.randbytes(3000), "noise", paper.UNKNOWN, states=paper.STRANGE)
    yield at(f"{_LOOSE}/recovered-0007.dat", noise)


def _leaf(path: bytes) -> bytes:
    return path.rsplit(b"/", 1)[-1]
