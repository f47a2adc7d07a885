"""Hangul documents of version 5 (HWP): the text of all sections, with notes, tables and headers; pictures are members.

They are compound files whose streams are packed; a section is a list of records, of which one kind holds text.
"""

import codecs
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole.ole import STREAM, Compound, Entry, NotCompound
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.readers.text.lines import PAGE
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

codecs.lookup("utf-16-le")  # the jail opens no module later

VERSION = "1"
HWP = "application/x-hwp"

_PACKED, _LOCKED, _DISTRIBUTED = 1, 2, 4  # flags of the header
_TEXT, _CONTROL = 67, 71  # kinds of records
_ONE = frozenset({0, 10, 13, *range(24, 32)})  # controls of one unit; any other takes eight
_KINDS = {
    b"daeh": "header",
    b"toof": "header",
    b"  nf": "note",
    b"  ne": "note",
    b"klc%": "comment",
    b"mcdt": "comment",
}
_SHOWN = {9: "\t", 10: "\n", 13: "\n", 24: "-", 30: "\xa0", 31: " "}
_SECTION = re.compile(r"section(\d{1,5})$")
_STEP = 1 << 18
_RECORDS = 4_000_000


@dataclass(slots=True)
class _Document:
    """One document while it is read."""

    compound: Compound
    scope: Scope
    packed: bool
    failed: list[dict[str, str]] = field(default_factory=list)

    def stream(self, entry: Entry, *, packed: bool) -> bytes:
        """A stream, unpacked and paid for.

        Raises: LimitReached; zlib.error.
        """
        raw = self.compound.stream(entry)
        if not packed:
            self.scope.budget.spend(len(raw))
            return raw
        unpacker, pieces, size = zlib.decompressobj(-15), list[bytes](), 0
        while raw and not unpacker.eof:
            piece = unpacker.decompress(raw, _STEP)
            self.scope.budget.spend(len(piece))
            size += len(piece)
            if size > self.scope.limits.member_bytes:
                raise LimitReached("limit-member")
            pieces.append(piece)
            raw = unpacker.unconsumed_tail
        if not unpacker.eof:
            raise zlib.error("a stream is cut off")
        return b"".join(pieces)


def read(source: Source, scope: Scope) -> Draft:
    """Read a document.

    Raises: Unreadable.
    """
    try:
        compound = Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    top = compound.children(compound.root)
    head = compound.stream(top["fileheader"]) if "fileheader" in top else b""
    if len(head) < 40:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no header")
    flags = int.from_bytes(head[36:40], "little")
    if flags & (_LOCKED | _DISTRIBUTED):
        raise Unreadable(State.UNREAD_ENCRYPTED, "password")
    draft = Draft(HWP)
    document = _Document(compound, scope, bool(flags & _PACKED))
    pages = Pages(draft, Room(source, scope.limits))
    limit = _sections(document, top, pages)
    _pictures(document, top, Rows(draft, scope))
    pages.finish()
    _settle(draft, document, limit)
    return draft


def _sections(document: _Document, top: dict[str, Entry], pages: Pages) -> str:
    """The text of each section in its order; gives back the limit that ended it."""
    body = top.get("bodytext")
    inside = document.compound.children(body) if body else {}
    found = sorted(
        ((int(at[1]), entry) for name, entry in inside.items() if (at := _SECTION.match(name))),
        key=lambda one: one[0],
    )
    if not found:
        document.failed.append({"part": "text", "why": "no section"})
    for number, entry in found:
        try:
            data = document.stream(entry, packed=document.packed)
            for flow in _text(data):
                pages.add(flow.page())
        except LimitReached as reached:
            return reached.reason
        except (zlib.error, struct.error, ValueError) as error:
            document.failed.append({"part": f"section {number}", "why": str(error)[:200]})
    return ""


def _text(data: bytes) -> Iterator[Flow]:
    """The text of a section, a million characters at a time."""
    flow = Flow()
    at = count = 0
    part, depth = "", 0  # what the records below a control belong to
    while at + 4 <= len(data):
        count += 1
        if count > _RECORDS:
            raise ValueError("more records than a section can have")
        head = int.from_bytes(data[at : at + 4], "little")
        kind, level, size = head & 0x3FF, head >> 10 & 0x3FF, head >> 20
        at += 4
        if size == 0xFFF:
            size, at = int.from_bytes(data[at : at + 4], "little"), at + 4
        body = data[at : at + size]
        if len(body) < size:
            raise ValueError("a record is cut off")
        at += size
        if part and level <= depth:
            part = ""
        if kind == _CONTROL and not part and body[:4] in _KINDS:
            part, depth = _KINDS[body[:4]], level
        elif kind == _TEXT:
            flow.add(_letters(body).rstrip("\n"), part)
            if flow.length > PAGE:
                yield flow
                flow = Flow()
    if flow.length:
        yield flow


def _letters(body: bytes) -> str:
    """Text without its controls, which stand among the letters."""
    units = struct.unpack(f"<{len(body) // 2}H", body[: len(body) & ~1])
    found: list[int] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            found.append(unit)
            at += 1
            continue
        found += map(ord, _SHOWN.get(unit, ""))
        at += 1 if unit in _ONE else 8
    return struct.pack(f"<{len(found)}H", *found).decode("utf-16-le", "replace")


def _pictures(document: _Document, top: dict[str, Entry], rows: Rows) -> None:
    """Pictures and embedded files."""
    folder = top.get("bindata")
    for entry in document.compound.children(folder).values() if folder else ():
        if entry.kind == STREAM:
            rows.member(Child(f"BinData/{entry.name}", entry.name), _Picture(document, entry))


class _Picture:
    """The bytes of a picture, unpacked once they are wanted."""

    def __init__(self, document: _Document, entry: Entry) -> None:
        self._document = document
        self._entry = entry
        self._rest: bytes | None = None

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        if self._rest is None:
            try:
                self._rest = self._document.stream(self._entry, packed=self._document.packed)
            except zlib.error:
                self._rest = self._document.compound.stream(self._entry)  # some are kept as they are
                if not self._rest:
                    raise Damaged("damaged") from None
        piece = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(piece) :]
        return piece


def _settle(draft: Draft, document: _Document, limit: str) -> None:
    failed = [*document.failed, *({"part": fault, "why": "damaged"} for fault in document.compound.faults)]
    if failed:
        draft.facts["failed"] = failed[:100]
    if draft.reason == "limit-output":
        return
    if limit:
        draft.state, draft.reason = (State.TEXT_PARTIAL if draft.pages else State.UNREAD_LIMIT), limit
    elif failed:
        draft.state = State.TEXT_PARTIAL if draft.pages else State.UNREAD_CORRUPT
        draft.reason = "part-failed" if draft.pages else "damaged"
