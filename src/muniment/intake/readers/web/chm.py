"""Compiled HTML help: its pages, pictures and lists are members, what only the viewer uses is hashed."""

import codecs
import struct
from collections.abc import Sequence

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls
from muniment.intake.readers.archives.archivenames import shown
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.rows import NAMED, Damaged, Stream
from muniment.intake.readers.web import chmdir
from muniment.intake.readers.web.chmdir import Broken, Entry, Help
from muniment.intake.readers.web.chmpacked import Lost, Packed, Part, plain
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "1"
ENGINE = archivecalls.ENGINE
TYPE = "application/vnd.ms-htmlhelp"
_SYSTEM = b"/#SYSTEM"
_SYSTEM_SIZE = 1 << 16
_SAID = {2: "first_page", 3: "title", 9: "program"}  # codes of what it says of itself
# pages of letters by the language that a help says it is in
_LETTERS = {
    0x01: "cp1256",
    0x04: "gb18030",
    0x08: "cp1253",
    0x0D: "cp1255",
    0x11: "cp932",
    0x12: "cp949",
    0x1E: "cp874",
    0x1F: "cp1254",
    0x2A: "cp1258",
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23), "cp1251"),
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x24), "cp1250"),
    **dict.fromkeys((0x25, 0x26, 0x27), "cp1257"),
}
for _name in {"cp1252", "big5", *_LETTERS.values()}:
    codecs.lookup(_name)  # the jail opens no module later
_TRADITIONAL = {0x0404, 0x0C04, 0x1404}
_WITH_LETTERS = (".htm", ".html", ".hhc", ".hhk", ".txt", ".css", ".js")


def read(source: Source, scope: Scope) -> Draft:
    """Read a help file.

    Raises: Unreadable, where its directory is not there.
    """
    try:
        heads = chmdir.opened(source)
    except Broken:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no directory") from None
    draft = Draft(TYPE, State.NONE_CONTAINER)
    rows = ArchiveRows(draft, scope)
    entries: list[Entry] = []
    for entry in chmdir.entries(source, heads):
        if entry is None:
            rows.lost("damaged")
        elif len(entries) < 2 * NAMED:
            entries.append(entry)
        else:
            rows.lost("limit-children", 1)
    if heads.beyond:
        rows.lost("truncated")
    if not entries:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no entry")
    _Book(source, heads, rows, entries).read(draft)
    rows.finish()
    return draft


class _Book:
    """One help file and the rows that come of it."""

    def __init__(self, source: Source, heads: Help, rows: ArchiveRows, entries: Sequence[Entry]) -> None:
        self._source = source
        self._heads = heads
        self._rows = rows
        self._entries = sorted(entries, key=lambda entry: (entry.section, entry.offset, entry.ordinal))
        self._packed: Packed | None = None
        self._fault = Damaged("damaged")
        self._charset = _charset(heads.language)
        try:
            self._packed = Packed(source, heads.content, {entry.name: entry for entry in reversed(entries)})
        except Damaged as fault:
            self._fault = fault

    def read(self, draft: Draft) -> None:
        """A row for each entry that is no part of how the file itself is built, in the order in which they lie."""
        system = next((entry for entry in self._entries if entry.name == _SYSTEM), None)
        if system is not None and system.section == 0:
            draft.facts.update(
                _said(
                    self._charset or "cp1252",
                    self._source.head(min(system.size, _SYSTEM_SIZE), self._heads.content + system.offset),
                )
            )
        for entry in self._entries:
            if self._rows.full:
                self._rows.lost(self._rows.stopped or "limit-children")
                return
            name, raw = shown(entry.name.removeprefix(b"/"))
            if entry.name.startswith(b"::"):
                continue
            if entry.name.endswith(b"/") and not entry.size:
                if name:
                    self._rows.folder(name)
                continue
            hints = {"charset": self._charset} if self._charset and name.lower().endswith(_WITH_LETTERS) else {}
            own = entry.name.startswith((b"/#", b"/$")) or not entry.name.startswith(b"/")
            state, reason = (State.NONE_BY_NATURE, "data") if own else (None, "")
            row = Child(f"{entry.ordinal:06d}", name, raw, size=entry.size, hints=hints, state=state, reason=reason)
            self._rows.member(row, self._stream(entry))

    def _stream(self, entry: Entry) -> Stream:
        if entry.section == 0:
            return plain(self._source, self._heads.content, entry)
        if self._packed is None or entry.section != 1:
            return Lost(self._fault)
        return Part(self._packed, entry)


def _charset(language: int) -> str:
    """The page of letters that goes with a language of Windows; "" for those of western Europe."""
    return "big5" if language & 0xFFFF in _TRADITIONAL else _LETTERS.get(language & 0x3FF, "")


def _said(letters: str, data: bytes) -> dict[str, Json]:
    """What the help says of itself."""
    found: dict[str, Json] = {}
    place = 4
    while place + 4 <= len(data):
        code, size = struct.unpack_from("<HH", data, place)
        if code in _SAID:
            text = shown(data[place + 4 : place + 4 + size].partition(b"\0")[0], letters)[0]
            if text:
                found.setdefault(_SAID[code], text)
        place += 4 + size
    return found
