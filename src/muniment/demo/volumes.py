"""Twenty-seven volumes as the sender listed them: most are here, some are missing, some lie in boxes, some cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from muniment.demo import make, paper, pdf, sealed
from muniment.demo.desk import Desk
from muniment.demo.office import About, Para
from muniment.demo.paper import Entry, Folder, Paper, at
from muniment.demo.sheet import Sheet
from muniment.demo.statements import Statement, scanned, statement
from muniment.demo.story import POLLING_DAY
from muniment.demo.truth import Volume
from muniment.demo.voice import Voice

PASSWORD = "lantern-hill-27"  # noqa: S105 - of made-up papers; the truth says it
_TOP = "Police boxes"
_LISTED = datetime(2026, 3, 2, 15, 30, tzinfo=POLLING_DAY.tzinfo)
_STORE = "exhibits store"
LIST = "Schedule of volumes.docx"
_ABOUT = About("Schedule of volumes", "Example Constabulary", _LISTED)
_HEAD = ("Vol", "Title", "Pages", "Where")


@dataclass(frozen=True, slots=True)
class Plan:
    """A volume before it is written. `beside` is by how many pages the sender's count is wrong."""

    number: int
    title: str
    fate: str
    box: int  # on paper: the number of the box on the shelf
    statements: int = 6
    apart: bool = False  # each statement a file of its own, in a folder
    beside: int = 0

    @property
    def name(self) -> str:
        """As it stands on the spine."""
        return f"VOL {self.number:02d} {self.title}"


PLANS = (
    Plan(1, "Statements, Tallowgate", "here", 1, 9),
    Plan(2, "Statements, Quernside", "here", 1, 8),
    Plan(3, "Door to door, Larkmoor", "here", 1, 6, apart=True),
    Plan(4, "Door to door, Pennant", "here", 1, 5, apart=True),
    Plan(5, "Statements, Osier Dock", "missing", 1, 7),
    Plan(6, "Statements, Lantern Hill", "here", 1, 10, beside=2),
    Plan(7, "Sketch plans, stairwells", "paper", 14, 4),
    Plan(8, "Statements, Brackwater", "scanned", 2, 2),
    Plan(9, "Door to door, Cinderfield", "here", 2, 4, apart=True),
    Plan(10, "Statements, Millrace North", "here", 2, 7),
    Plan(11, "Statements, Thornbeck", "locked", 2, 6),
    Plan(12, "Caretakers and key logs", "here", 2, 6),
    Plan(13, "Interviews, first week", "missing", 2, 12),
    Plan(14, "Statements, Sallow Green", "here", 2, 8),
    Plan(15, "Door to door, Halyard", "scanned", 3, 2),
    Plan(16, "Post office, collections", "here", 3, 5),
    Plan(17, "Canvassers' own accounts", "here", 3, 9),
    Plan(18, "Count and verification", "broken", 3, 8),
    Plan(19, "Interviews, second week", "missing", 3, 11),
    Plan(20, "Election notices as posted", "paper", 15, 6),
    Plan(21, "Door to door, Dovecote", "here", 3, 4, apart=True),
    Plan(22, "Lunch club and hall bookings", "here", 4, 6),
    Plan(23, "Statements, late", "here", 4, 7, beside=-1),
    Plan(24, "Sealed envelopes, unopened", "paper", 16, 1),
    Plan(25, "Officers' notebooks", "scanned", 4, 2),
    Plan(26, "Replies to the allegations", "here", 4, 10),
    Plan(27, "Sundry", "broken", 4, 5),
)


class Volumes:
    """Writes the volumes, then the list of them; what became of each is told at the end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._voice = desk.voice("volumes")
        self.told: list[Volume] = []
        self.passwords: dict[str, str] = {}

    def entries(self) -> Iterator[Entry]:
        """All volumes that came, and the sender's list."""
        for plan in PLANS:
            found = list(self._entries(plan))
            yield from found
        yield from self._list()

    def _entries(self, plan: Plan) -> Iterator[Entry]:
        said, marks = self._said(plan)
        pages = sum(len(pdf.laid_out(one.paragraphs)) for one in said)
        place = f"{_TOP}/Box {plan.box:02d}/{plan.name}"
        kept = list(self._kept(plan, said, marks, place))
        yield from kept
        if plan.fate == "missing" and plan.number == 19:
            yield Folder(place.encode())
        known = plan.fate in {"here", "scanned"}
        paths = tuple(entry.path.decode() for entry in kept)
        box = f"Box {plan.box:02d}" + (f", {_STORE}" if plan.fate == "paper" else "")
        self.told.append(
            Volume(plan.number, plan.title, pages + plan.beside, pages if known else None, plan.fate, paths, box)
        )

    def _said(self, plan: Plan) -> tuple[list[Statement], list[str]]:
        """The statements of a volume. A mark is given only where a machine can read it."""
        readable = plan.fate == "here"
        marks = [self._desk.mark("volumes") if readable else "" for _ in range(plan.statements)]
        first = POLLING_DAY + timedelta(days=4 * plan.number)
        said = [
            statement(self._voice, first + timedelta(hours=3 * at), mark or f"{plan.number}/{at + 1}")
            for at, mark in enumerate(marks)
        ]
        return said, marks

    def _kept(self, plan: Plan, said: Sequence[Statement], marks: Sequence[str], place: str) -> Iterator[paper.Placed]:
        info = pdf.Info(plan.name, "Example Constabulary", said[-1].when)
        match plan.fate:
            case "here" if plan.apart:
                for number, (one, mark) in enumerate(zip(said, marks, strict=True), start=1):
                    alone = pdf.Info(one.title, info.author, one.when)
                    yield at(f"{place}/{number:02d} {one.witness.last}.pdf", _typed([one], alone, (mark,)))
            case "here":
                yield at(f"{place}.pdf", _typed(said, info, tuple(marks)))
            case "scanned":
                yield at(f"{place}.pdf", scanned(self._voice, said))
            case "locked":
                self.passwords[f"{place}.pdf"] = PASSWORD
                locked = sealed.locked_pdf(_pages(said), info, PASSWORD)
                yield at(
                    f"{place}.pdf",
                    Paper(locked, "locked", paper.PDF, states=paper.LOCKED, counted=False, when=info.when),
                )
            case "broken":
                yield at(f"{place}.pdf", _broken(self._voice, plan, info))

    def word_list(self) -> Paper:
        """The list as the sender gave it to whoever carried the boxes: a table in a letter. Asked for once all is told."""
        cells = [list(map(str, row)) for row in (_HEAD, *self._rows())]
        said = [Para(_ABOUT.title, heading=True), Para("To whoever receives the boxes: please check, and sign below.")]
        return make.word(said, _ABOUT, "list", cells=cells, footer="Example Constabulary, major crime registry")

    def _list(self) -> Iterator[Entry]:
        """The list as the registry keeps it: a workbook."""
        mark = self._desk.mark("volumes")
        sheet = Sheet("Volumes", [_HEAD, *self._rows(), ("Our reference", mark)])
        yield at(f"{_TOP}/Schedule of volumes.xlsx", make.workbook([sheet], _ABOUT, "list", (mark,)))

    def _rows(self) -> Iterator[tuple[int, str, int, str]]:
        for volume in self.told:
            yield volume.number, volume.title, volume.pages_listed, volume.box


def _pages(said: Sequence[Statement]) -> list[list[str]]:
    """Each statement begins on a page of its own."""
    return [page for one in said for page in pdf.laid_out(one.paragraphs)]


def _typed(said: Sequence[Statement], info: pdf.Info, marks: make.Words) -> Paper:
    text = "\n".join([info.title, info.author, *(line.removeprefix("# ") for one in said for line in one.paragraphs)])
    return Paper(pdf.of_text(_pages(said), info), "volume", paper.PDF, text, words=marks, when=info.when)


def _broken(voice: Voice, plan: Plan, info: pdf.Info) -> Paper:
    """A PDF whose end never came; nothing in it that a search of the truth asks for."""
    whole = pdf.of_text(pdf.laid_out([voice.paragraph("office", most=3) for _ in range(3 * plan.statements)]), info)
    return Paper(whole[: len(whole) * 2 // 5], "broken", paper.PDF, states=paper.BROKEN, counted=False, when=info.when)
