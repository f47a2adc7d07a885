"""Papers packed in each other, as people send them on: zips in zips, tars, squeezed files, and some that are locked or spoilt."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from muniment.demo import archives, make, paper, sealed, sevens
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.office import About, Para
from muniment.demo.paper import Entry, Member, Paper, at

PASSWORD = "tallowgate-4"  # noqa: S105 - of made-up papers; the truth says it
_FOLDER = "Campaign office/Laptop/Downloads"


class Packed:
    """Sets of packed papers; passwords are told at the end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._voice = desk.voice("packed")
        self.passwords: dict[str, str] = {}

    def entries(self) -> Iterator[Entry]:
        """One paper of each way of packing for each set."""
        for number in range(1, self._desk.size.archives + 1):
            when = moment(self._voice.rng)
            place = f"{_FOLDER}/Set {number:03d}"
            yield at(f"{place}/everything.zip", self._nested(when))
            yield at(f"{place}/backup.tar.gz", self._backup(when))
            yield at(
                f"{place}/notes.tar.xz", archives.squeezed(archives.tar_of(self._some("notes", when, 3), when), "xz")
            )
            yield at(f"{place}/sheet.txt.bz2", archives.squeezed(self._note(when), "bz2"))
            yield at(f"{place}/sheet.txt.gz", archives.squeezed(self._note(when), "gz", "sheet.txt"))
            yield at(f"{place}/rotas.7z", sevens.seven_of(self._some("rotas", when, 3), when))
            yield at(f"{place}/spoilt.zip", archives.one_bad(self._some("spoilt", when, 3), 1, when))
            yield at(f"{place}/private.zip", self._locked(when))
            self.passwords[f"{place}/private.zip"] = PASSWORD

    def _note(self, when: datetime) -> Paper:
        mark = self._desk.mark("packed")
        said = f"{self._voice.paragraph('office', 'canvass')}\nCopy {mark}\n"
        return make.text(said, when, "note", (mark,))

    def _some(self, folder: str, when: datetime, count: int) -> list[Member]:
        return [Member(f"{folder}/{number:02d}.txt", self._note(when)) for number in range(1, count + 1)]

    def _nested(self, when: datetime) -> Paper:
        """A zip in a zip in a zip, a paper beside each."""
        inner: Sequence[Member] = self._some("inside", when, 2)
        for name in ("innermost.zip", "middle.zip"):
            packed = archives.zip_of(inner, when)
            inner = [Member("readme.txt", self._note(when)), Member(name, packed), self._letter(when)]
        return archives.zip_of(inner, when)

    def _letter(self, when: datetime) -> Member:
        mark = self._desk.mark("packed")
        about = About("Draft letter", self._voice.rng.choice(self._voice.world.some("agent")).name, when)
        paras = [Para(self._voice.paragraph("leaflets", "office")), Para(f"Draft {mark}")]
        return Member("Brièf – lythyr.docx", make.word(paras, about, "letter", (mark,)))

    def _backup(self, when: datetime) -> Paper:
        """A tar with a link in it, squeezed."""
        tar = archives.tar_of(self._some("backup/notes", when, 4), when, ("backup/latest", "notes/04.txt"))
        return archives.squeezed(tar, "gz", "backup.tar")

    def _locked(self, when: datetime) -> Paper:
        shut = Paper(b"", "locked", paper.UNKNOWN, states=paper.LOCKED, counted=False, shut=True)
        unlocked = self._note(when)
        names = ("accounts.txt", "diary.txt")
        data = sealed.locked_zip(
            [
                *((name, self._voice.paragraph("lunch").encode(), PASSWORD) for name in names),
                ("open.txt", unlocked.data, ""),
            ],
            when,
        )
        members = [*(Member(name, shut) for name in names), Member("open.txt", unlocked)]
        return Paper(data, "archive", paper.ZIP, states=paper.CONTAINER, members=members, when=when)
