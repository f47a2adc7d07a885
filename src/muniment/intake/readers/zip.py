"""ZIP: members in the directory's order; what overlaps is refused, what no directory names is found, nothing is extracted."""

import stat
import struct
import zlib

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import zipdir, zipother, zipspans
from muniment.intake.readers.archivenames import Name, dos, moment, shown
from muniment.intake.readers.archiverows import Damaged, Rows
from muniment.intake.readers.zipdata import METHODS, Member
from muniment.intake.readers.zipdir import Directory, Entry
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json, Page
from muniment.model.state import State

VERSION = "1"
ENGINE = zipother.ENGINE
TYPE = "application/zip"
_UNIX = (3, 19)  # systems whose entries carry a mode of Unix
_TARGET = 4096  # bytes of a link's target
_UTF8 = 0x800  # flag: the name is UTF-8
_STRONG = 0x2040  # flags: encrypted in another way, with its directory
_ZEROS = b"\0\t\n\r "


def read(source: Source, scope: Scope) -> Draft:
    """Read a zip, by its directory; where that is broken, by the headers of the entries themselves.

    Raises: Unreadable, where there is not one entry, or this is one volume of several.
    """
    draft = Draft(TYPE, State.NONE_CONTAINER)
    rows = Rows(draft, scope)
    found = zipdir.read(source)
    if found is None:
        _salvage(source, scope, draft, rows)
        return draft
    draft.declared = sum(not entry.is_folder for entry in found.entries)
    refused = zipspans.overlapping(found.entries, found.start)
    for entry in found.entries:
        _row(source, rows, entry, scope, refused)
    if found.comment:
        text = shown(found.comment, "cp437")[0]
        draft.facts["comment"] = text
        draft.pages.append(Page(text, None, "comment", (("comment", 0, len(text)),)))
    _hidden(source, scope, draft, rows, found)
    _edges(source, draft, rows, found)
    rows.finish([child.name for child in draft.children])
    return draft


def _salvage(source: Source, scope: Scope, draft: Draft, rows: Rows) -> None:
    for entry in _walk(source, 0, source.size, scope, rows):
        _row(source, rows, entry, scope, set(), locator=f"local:{entry.offset}")
    if not draft.children:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no directory and no entry")
    draft.declared = None
    rows.incomplete("salvaged")
    rows.finish([child.name for child in draft.children])


def _walk(source: Source, start: int, end: int, scope: Scope, rows: Rows) -> list[Entry]:
    found: list[Entry] = []
    try:
        found.extend(zipspans.walk(source, start, end, scope))
    except LimitReached as reached:
        rows.stop(reached.reason)
    return found


def _row(source: Source, rows: Rows, entry: Entry, scope: Scope, refused: set[int], *, locator: str = "") -> None:
    """One entry as a row, whatever it is."""
    name = _name(entry)
    if entry.is_folder:
        rows.folder(name[0])
        return
    place = locator or f"{entry.ordinal:06d}"
    facts = _facts(entry)
    flags = ("header-malformed",) if entry.disagrees else ()
    size = entry.size if entry.size is not None and entry.size >= 0 else None
    kind = _kind(entry)
    if entry.ordinal in refused:
        rows.unread(place, name, State.UNREAD_REFUSED, "unsafe-entry", size=size, facts=facts, flags=flags)
    elif kind == "link":
        facts["target"] = _target(source, entry)
        rows.unread(place, name, State.UNREAD_REFUSED, "link", size=size, kind=kind, facts=facts, flags=flags)
    elif kind != "file":
        rows.unread(place, name, State.UNREAD_REFUSED, kind, size=size, kind=kind, facts=facts, flags=flags)
    elif entry.flags & 1 or entry.flags & _STRONG or entry.method == 99:
        rows.unread(place, name, State.UNREAD_ENCRYPTED, "password", size=size, facts=facts, flags=flags)
    elif entry.data < 0:
        rows.unread(place, name, State.UNREAD_CORRUPT, "damaged", size=size, facts=facts, flags=flags)
    elif entry.method in METHODS:
        rows.member(place, name, Member(source, entry, source.size), size=size, facts=facts, flags=flags)
    else:
        _other(source, rows, entry, scope, place, name, facts)


def _other(
    source: Source, rows: Rows, entry: Entry, scope: Scope, place: str, name: Name, facts: dict[str, Json]
) -> None:
    facts["method"] = entry.method
    try:
        data = b"" if rows.stopped else zipother.unpack(source, entry, scope.limits.member_bytes)
    except Damaged as fault:
        rows.unread(place, name, fault.state, fault.reason, size=entry.size, facts=facts)
    else:
        rows.member(place, name, data, size=entry.size, facts=facts)


def _name(entry: Entry) -> Name:
    for number, content in zipdir.fields_of(entry.extra):
        # a name in UTF-8 beside the old one, which it names by its checksum
        if number == 0x7075 and len(content) > 5 and struct.unpack_from("<L", content, 1)[0] == zlib.crc32(entry.name):
            return shown(content[5:])
    return shown(entry.name, "latin-1" if entry.flags & _UTF8 else "cp437")


def _facts(entry: Entry) -> dict[str, Json]:
    facts: dict[str, Json] = {}
    when = dos(entry.time)
    for number, content in zipdir.fields_of(entry.extra):
        if number == 0x5455 and len(content) >= 5 and content[0] & 1:
            when = moment(struct.unpack_from("<l", content, 1)[0]) or when
    if when:
        facts["modified"] = when
    if entry.comment:
        facts["comment"] = shown(entry.comment, "cp437")[0]
    if entry.disagrees:
        facts["disagrees"] = list(entry.disagrees)
    if not entry.listed:
        facts["listed"] = False
    return facts


def _kind(entry: Entry) -> str:
    if entry.system not in _UNIX or not entry.mode:
        return "file"
    if stat.S_ISLNK(entry.mode):
        return "link"
    if stat.S_ISCHR(entry.mode) or stat.S_ISBLK(entry.mode):
        return "device"
    return "fifo" if stat.S_ISFIFO(entry.mode) else "socket" if stat.S_ISSOCK(entry.mode) else "file"


def _target(source: Source, entry: Entry) -> str:
    """Where a link points: its text, never followed."""
    if entry.data < 0 or entry.method not in METHODS or entry.flags & 1:
        return ""
    try:
        return shown(Member(source, entry, source.size).read()[:_TARGET])[0]
    except Damaged:
        return ""


def _hidden(source: Source, scope: Scope, draft: Draft, rows: Rows, found: Directory) -> None:
    """Entries that lie between the others and that the directory does not name."""
    for start, end in zipspans.gaps(found.entries, found.start):
        for entry in _walk(source, start, end, scope, rows):
            _row(source, rows, entry, scope, set(), locator=f"local:{entry.offset}")
            if "hidden-content" not in draft.flags:
                draft.flags.append("hidden-content")
    draft.declared = len(draft.children)


def _edges(source: Source, draft: Draft, rows: Rows, found: Directory) -> None:
    """What lies before the first entry and behind the archive."""
    first = min([entry.offset for entry in found.entries if entry.data >= 0] + [found.start])
    for start, end, where in ((0, first, "before"), (found.end, source.size, "after")):
        if source.head(min(end - start, 1 << 16), start).strip(_ZEROS):
            draft.flags.append("polyglot" if where == "before" else "trailing-data")
            data = source.head(end - start, start)
            draft.declared = (draft.declared or 0) + 1
            rows.member(f"{where}:{start}", (f"{where} the archive", None), data, size=end - start)
