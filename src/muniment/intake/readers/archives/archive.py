"""7Z, and what else libarchive unpacks safely: cpio, ar, cab, ISO images, LHA, xar, and .Z, .lz, .zst, .lz4."""

import re
import stat
import struct
from contextlib import suppress
from dataclasses import dataclass, replace

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls, cabheads
from muniment.intake.readers.archives.archivecalls import Archive, Entry, Failed, opened
from muniment.intake.readers.archives.archivenames import moment
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.archivespan import Stretch, says
from muniment.intake.readers.archives.sevenseal import Seals
from muniment.intake.readers.rows import Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "3"
ENGINE = archivecalls.ENGINE
_UDF = re.compile(rb"\x00NSR0[23]")
_TRIES = 100  # headers that fail one after the other
_TO_THE_END = {"cpio", "lzip"}  # read from the first byte to the last, and no byte more


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, by what it begins with."""

    type: str
    magic: bytes
    formats: tuple[str, ...]
    filters: tuple[str, ...] = ()
    at: int = 0


KINDS = (
    Kind("application/x-7z-compressed", b"7z\xbc\xaf\x27\x1c", ("7zip",)),
    Kind("application/vnd.ms-cab-compressed", b"MSCF", ("cab",)),
    Kind("application/x-archive", b"!<arch>\n", ("ar",)),
    Kind("application/x-cpio", b"070707", ("cpio",)),
    Kind("application/x-cpio", b"070701", ("cpio",)),
    Kind("application/x-cpio", b"070702", ("cpio",)),
    Kind("application/x-cpio", b"\xc7\x71", ("cpio",)),
    Kind("application/x-cpio", b"\x71\xc7", ("cpio",)),
    Kind("application/x-xar", b"xar!", ("xar",)),
    Kind("application/x-lzh", b"-lh", ("lha",), at=2),
    Kind("application/x-iso9660-image", b"CD001", ("iso9660",), at=0x8001),
    Kind("application/x-compress", b"\x1f\x9d", ("raw",), ("compress",)),
    Kind("application/zstd", b"\x28\xb5\x2f\xfd", ("raw",), ("zstd",)),
    Kind("application/x-lzip", b"LZIP", ("raw",), ("lzip",)),
    Kind("application/x-lz4", b"\x04\x22\x4d\x18", ("raw",), ("lz4",)),
)
TYPES = tuple(dict.fromkeys(kind.type for kind in KINDS))


def read(source: Source, scope: Scope) -> Draft:
    """Read an archive entry by entry, in its order.

    Raises: Unreadable, where it is damaged, needs a password before it names one member, or libarchive is missing.
    """
    kind = next((kind for kind in KINDS if source.head(len(kind.magic), kind.at) == kind.magic), None)
    if kind is None:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    draft = Draft(kind.type, State.NONE_CONTAINER)
    walk = _Walk(draft, ArchiveRows(draft, scope), kind)
    if kind.formats == ("cab",):
        walk.set = cabheads.of(source)
    if kind.formats == ("7zip",):
        with Seals(source, scope) as seals:
            walk.seals = seals if seals.any else None
            walk.read(seals.names(source))
    else:
        walk.read(source)
    _beyond(source, kind, draft, walk)
    if not draft.children and not draft.complete and not walk.rows.stopped:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(draft.facts.get("failure", "")))
    end = _end(source, kind, walk.end)
    if says(source, end, source.size):
        draft.flags.append("trailing-data")
        stretch = Stretch(source, end, source.size)
        walk.rows.member(Child(f"after:{end}", "after the archive", size=source.size - end), stretch)
    walk.rows.finish()
    return draft


class _Walk:
    """The entries of one archive: read while that goes well, then listed by a second look at the headers alone."""

    def __init__(self, draft: Draft, rows: ArchiveRows, kind: Kind) -> None:
        self._draft = draft
        self._kind = kind
        self.rows = rows
        self._ordinal = 0
        self.set = cabheads.Set()  # where it is a cabinet
        self.seals: Seals | None = None  # where it is a 7Z in which anything is locked
        self.end: int | None = None  # how far it was looked at, once all of it was
        self._fault: Damaged | None = None  # what befell the last entry

    def read(self, source: Source) -> None:
        """Read all entries.

        Raises: Unreadable.
        """
        try:
            with opened(source, self._kind.formats, self._kind.filters) as archive:
                self._members(archive)
        except Failed as failure:
            if not self._draft.children:
                raise failure.closed() from None
            self._draft.facts["failure"] = str(failure)
            self._fault = failure.damaged()
        if self._fault is None and not self.rows.stopped:
            return
        try:
            with opened(source, self._kind.formats, self._kind.filters) as archive:
                self._rest(archive)
        except (Failed, Unreadable):
            self.rows.lost(self.rows.stopped or (self._fault.reason if self._fault else "damaged"))

    def _members(self, archive: Archive) -> None:
        """Entry by entry, until a budget is spent."""
        while not self.rows.stopped:
            entry = self._next(archive)
            if entry is None:
                self.end = archive.place
                return
            self._ordinal += 1
            self._row(archive, entry)

    def _next(self, archive: Archive) -> Entry | None:
        for _ in range(_TRIES):
            try:
                return archive.advance()
            except Failed as failure:
                if failure.fatal:
                    raise
                self.rows.lost("damaged")
        return None

    def _rest(self, archive: Archive) -> None:
        """Rows for the entries that were not come to."""
        done, ordinal = self._ordinal, 0
        while not self.rows.full:
            entry = self._next(archive)
            if entry is None:
                return
            ordinal += 1
            if ordinal > done:
                self._ordinal = ordinal
                self._row(None, entry)
        self.rows.lost(self.rows.stopped)

    def _row(self, archive: Archive | None, entry: Entry) -> None:
        rows, place = self.rows, f"{self._ordinal:06d}"
        target = self.seals.target(self._ordinal) if self.seals is not None else None
        if target is not None:
            entry = replace(entry, kind=stat.S_IFLNK, target=target)
        facts: dict[str, Json] = {}
        when = moment(entry.modified) if entry.modified is not None else ""
        if when:
            facts["modified"] = when
        if entry.target:
            facts["target"] = entry.target
        # of several names of one file a cpio gives the data to the last
        data_here = entry.size and self._kind.formats == ("cpio",)
        if stat.S_ISDIR(entry.kind):
            rows.folder(entry.name[0])
        elif (entry.hard and not data_here) or stat.S_ISLNK(entry.kind):
            rows.unread(_refused(place, entry, "link", facts))
        elif entry.kind and not stat.S_ISREG(entry.kind):
            what = "fifo" if stat.S_ISFIFO(entry.kind) else "socket" if stat.S_ISSOCK(entry.kind) else "device"
            rows.unread(_refused(place, entry, what, facts))
        elif self.seals is not None and entry.size:
            self._sealed(self.seals, Child(place, *entry.name, size=entry.size, facts=facts))
        elif self._ordinal in self.set.broken and not rows.stopped:
            row = Child(place, *entry.name, size=entry.size, facts=facts)
            rows.unread(replace(row, state=State.UNREAD_CORRUPT, reason="checksum"))
        elif archive is None and not rows.stopped:
            fault = self._fault or Damaged("damaged")
            row = Child(place, *entry.name, size=entry.size, state=fault.state, reason=fault.reason, facts=facts)
            rows.unread(row)
        else:
            name = ("content", None) if self._kind.formats == ("raw",) else entry.name
            data = _Data(archive, entry.size)
            if not rows.member(Child(place, *name, size=entry.size, facts=facts), data):
                rows.stop(self._draft.incomplete)  # to pass over it, it would have to be unpacked
            elif self._kind.formats == ("cab",):
                data.pass_over()

    def _sealed(self, seals: Seals, row: Child) -> None:
        """An entry of an archive in which anything is locked: as it lies there, or what a password opened, now or before."""
        try:
            data = b"" if self.rows.stopped else seals.open_(self._ordinal, row.locator)
        except Damaged as fault:
            self.rows.unread(replace(row, state=fault.state, reason=fault.reason))
        else:
            self.rows.member(row, data, unlocked=isinstance(data, bytes))
        if seals.untried:
            self._draft.facts["passwords_not_tried"] = seals.untried
        if seals.too_large:
            self._draft.facts["not_opened"] = "limit-member"


def _beyond(source: Source, kind: Kind, draft: Draft, walk: _Walk) -> None:
    """What lies outside of what was read: other cabinets of a set, a second file system on a disc."""
    if walk.set.several:
        draft.facts["other_volumes"] = [name for name in (walk.set.before, walk.set.after) if name]
        walk.rows.incomplete("other-volumes")
        for at, child in enumerate(draft.children):
            if child.state is State.UNREAD_CORRUPT and child.locator.isdigit() and int(child.locator) in walk.set.split:
                draft.children[at] = replace(child, reason="other-volumes")
    if kind.formats == ("iso9660",) and _UDF.search(source.buffer(), 0x8000, min(0x10000, source.size)):
        draft.facts["file_systems"] = ["ISO 9660", "UDF"]  # as a rule both name the same files


def _refused(place: str, entry: Entry, what: str, facts: dict[str, Json]) -> Child:
    return Child(place, *entry.name, kind=what, state=State.UNREAD_REFUSED, reason=what, facts=facts)


class _Data:
    """A handle over the data of the entry at which the archive stands."""

    def __init__(self, archive: Archive | None, size: int | None) -> None:
        self._archive = archive
        self._size = size
        self._came = 0
        self._begun = False

    def pass_over(self) -> None:
        """Where nobody read it, unpack it all the same: the library loses its place in a cabinet that it skips through."""
        with suppress(Damaged):
            while not self._begun and self.read():
                self._begun = False

    def read(self, size: int = -1) -> bytes:
        """The next piece.

        Raises: Damaged.
        """
        self._begun = True
        if self._archive is None:
            return b""
        try:
            piece = self._archive.read(size)
        except Failed as failure:
            raise failure.damaged() from None
        self._came += len(piece)
        if self._size is not None and self._came > self._size:
            raise Damaged("damaged")
        if not piece and self._size is not None and self._came != self._size:
            raise Damaged("truncated")
        return piece


def _end(source: Source, kind: Kind, looked: int | None) -> int:
    """Where the archive ends: as it says, or as far as it was looked at."""
    end = source.size
    if kind.formats == ("7zip",):
        offset, size = struct.unpack("<QQ", source.head(16, 12).ljust(16, b"\0"))
        end = 32 + offset + size
    elif kind.formats == ("cab",):
        end = int.from_bytes(source.head(4, 8), "little")
    elif looked is not None and _TO_THE_END.intersection((*kind.formats, *kind.filters)):
        end = looked
    return min(end, source.size)
