"""7Z, and what else libarchive unpacks safely: cpio, ar, cab, ISO images, RAR, LHA, xar, and .Z, .lzma, .lz, .zst, .lz4."""

import stat
from dataclasses import dataclass

from muniment.intake.limits import Unreadable
from muniment.intake.readers import archivecalls
from muniment.intake.readers.archivecalls import Archive, Entry, Failed, opened
from muniment.intake.readers.archivenames import moment
from muniment.intake.readers.archiverows import Damaged, Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "1"
ENGINE = archivecalls.ENGINE
AVAILABLE = archivecalls.AVAILABLE


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
    Kind("application/vnd.rar", b"Rar!\x1a\x07\x01", ("rar5",)),
    Kind("application/vnd.rar", b"Rar!\x1a\x07", ("rar",)),
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
    Kind("application/x-lzma", b"\x5d\0\0", ("raw",), ("lzma",)),
)
TYPES = tuple(dict.fromkeys(kind.type for kind in KINDS))


def kind_of(source: Source) -> Kind | None:
    """The format that the bytes say they are."""
    return next((kind for kind in KINDS if source.head(len(kind.magic), kind.at) == kind.magic), None)


def read(source: Source, scope: Scope) -> Draft:
    """Read an archive entry by entry, in its order.

    Raises: Unreadable, where it is damaged, needs a password before it names one member, or libarchive is missing.
    """
    kind = kind_of(source)
    if kind is None:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    draft = Draft(kind.type, State.NONE_CONTAINER)
    rows = Rows(draft, scope)
    try:
        with opened(source, kind.formats, kind.filters) as archive:
            _members(archive, rows)
    except Failed as fault:
        if not draft.children:
            raise _closed(fault) from None
        draft.facts["failure"] = str(fault)[:200]
        rows.incomplete("truncated" if fault.short else "damaged")
    draft.declared = len(draft.children) if draft.complete else None
    rows.finish([child.name for child in draft.children])
    return draft


def _closed(fault: Failed) -> Unreadable:
    if fault.locked:
        return Unreadable(State.UNREAD_ENCRYPTED, "password", str(fault))
    if fault.short:
        return Unreadable(State.UNREAD_CORRUPT, "truncated", str(fault))
    if fault.unknown:
        return Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", str(fault))
    return Unreadable(State.UNREAD_CORRUPT, "damaged", str(fault))


def _members(archive: Archive, rows: Rows) -> None:
    ordinal = 0
    while not rows.stopped:  # to pass over a member it would have to be unpacked: a spent budget ends it
        try:
            entry = archive.advance()
        except Failed as fault:
            if fault.fatal:
                raise
            rows.incomplete("damaged")
            continue
        if entry is None:
            return
        ordinal += 1
        _row(archive, rows, entry, f"{ordinal:06d}")


def _row(archive: Archive, rows: Rows, entry: Entry, place: str) -> None:
    facts: dict[str, Json] = {}
    when = moment(entry.modified) if entry.modified is not None else ""
    if when:
        facts["modified"] = when
    if stat.S_ISDIR(entry.kind):
        rows.folder(entry.name[0])
    elif entry.hard or stat.S_ISLNK(entry.kind):
        facts["target"] = entry.target
        rows.unread(place, entry.name, State.UNREAD_REFUSED, "link", kind="link", facts=facts)
    elif entry.kind and not stat.S_ISREG(entry.kind):
        what = "fifo" if stat.S_ISFIFO(entry.kind) else "socket" if stat.S_ISSOCK(entry.kind) else "device"
        rows.unread(place, entry.name, State.UNREAD_REFUSED, what, kind=what, facts=facts)
    else:
        name = ("content", None) if entry.name[0] in {"", "data"} and entry.size is None else entry.name
        rows.member(place, name, _Data(archive), size=entry.size, facts=facts)


class _Data:
    """A handle over the data of the entry at which the archive stands."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def read(self, size: int = -1) -> bytes:
        """The next piece.

        Raises: Damaged.
        """
        try:
            return self._archive.read(size)
        except Failed as fault:
            closed = _closed(fault)
            raise Damaged(closed.reason, State(closed.state)) from None
