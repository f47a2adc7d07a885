"""dBase tables: every record as a line of text. Records that are marked as deleted are still there, and are read.

Long texts lie in a computer file of their own (DBT, FPT): where a record refers to one, text is missing here.
"""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text.lines import PAGE
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Page
from muniment.model.state import State

VERSION = "1"
DBF = "application/x-dbf"

# the code page by the driver's number in the header
_DRIVERS = (
    *(("cp437", 0x01), ("cp850", 0x02), ("cp1252", 0x03), ("cp1252", 0x57), ("cp1252", 0x58), ("cp1252", 0x59)),
    *(("cp852", 0x64), ("cp866", 0x65), ("cp865", 0x66), ("cp861", 0x67), ("cp737", 0x6A), ("cp857", 0x6B)),
    *(("cp950", 0x78), ("cp949", 0x79), ("gbk", 0x7A), ("cp932", 0x7B), ("cp1255", 0x7D), ("cp1256", 0x7E)),
    *(("cp1250", 0xC8), ("cp1251", 0xC9), ("cp1254", 0xCA), ("cp1253", 0xCB), ("cp1257", 0xCC)),
)
_CODECS = {number: codec for codec, number in _DRIVERS}
for _name in set(_CODECS.values()):
    codecs.lookup(_name)  # the jail opens no module later
_FIELDS = 2048
_EPOCH = 2_440_588  # the Julian day of 1970-01-01
_MEMOS = frozenset("MGPW")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    kind: str
    size: int
    at: int


def read(source: Source, scope: Scope) -> Draft:
    """Read a table.

    Raises: Unreadable.
    """
    head = source.head(32)
    count, start, size = struct.unpack("<IHH", head[4:12])
    codec = _CODECS.get(head[29], "cp1252")
    fields = _fields(source.head(max(start - 32, 0), 32), codec, size)
    if not fields or size < 1:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no fields")
    draft = Draft(DBF)
    there = max(source.size - start, 0) // size
    pages = Pages(draft, Room(source, scope.limits))
    lines = _Lines(source, fields, codec)
    try:
        text = ["\t".join(field.name for field in fields)]
        length = parts = 0
        marks: list[tuple[str, int, int]] = []
        length = len(text[0]) + 1
        for at in range(min(count, there)):
            deleted, line = lines.read(source.head(size, start + at * size))
            if deleted and line:
                marks.append(("deleted", length, length + len(line)))
                parts += 1
            text.append(line)
            length += len(line) + 1
            if length > PAGE:
                pages.add(Page("\n".join([*text, ""]), parts=tuple(marks)))
                text, marks, length = [], [], 0
        if text:
            pages.add(Page("\n".join([*text, ""]), parts=tuple(marks)))
    except LimitReached:
        pass  # the state says so
    pages.finish()
    draft.facts |= {"rows": min(count, there), "columns": len(fields)}
    if head[29] not in _CODECS:
        draft.flags.append("charset-guessed")
    if parts:
        draft.flags.append("hidden-content")
    _settle(draft, lines.memos, missing=max(count - there, 0))
    return draft


def _settle(draft: Draft, memos: int, *, missing: int) -> None:
    if draft.reason == "limit-output":
        return
    failed = []
    if memos:
        failed.append({"part": "long texts", "why": f"{memos} lie in a computer file of their own"})
    if missing:
        failed.append({"part": "records", "why": f"{missing} are missing at the end"})
    if failed:
        draft.facts["failed"] = failed
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged" if missing else "part-failed"


def _fields(raw: bytes, codec: str, size: int) -> list[_Field]:
    fields: list[_Field] = []
    at = 1
    for place in range(0, len(raw) - 31, 32):
        entry = raw[place : place + 32]
        if entry[:1] in {b"\r", b"\0"} or len(fields) >= _FIELDS:
            break
        kind = chr(entry[11])
        width = entry[16] | (entry[17] << 8 if kind == "C" else 0)
        name = entry[:11].partition(b"\0")[0].decode(codec, "replace").strip()
        if at + width > size:
            break
        if kind != "0":  # what only the program needs
            fields.append(_Field(name, kind, width, at))
        at += width
    return fields


class _Lines:
    """Records as lines."""

    def __init__(self, source: Source, fields: list[_Field], codec: str) -> None:
        self._fields = fields
        self._codec = codec
        self._visual = source.head(1) in {b"\x30", b"\x31", b"\x32"}
        self.memos = 0  # cells whose text lies elsewhere

    def read(self, record: bytes) -> tuple[bool, str]:
        """Whether a record is marked as deleted, and its line."""
        return record[:1] == b"*", "\t".join(self._cells(record)).rstrip("\t")

    def _cells(self, record: bytes) -> Iterator[str]:
        for field in self._fields:
            raw = record[field.at : field.at + field.size]
            if field.kind in _MEMOS:
                there = bool(raw.strip(b" \0"))
                self.memos += there
                yield "[long text]" if there else ""
            elif field.kind in "IYBT@O+" and (self._visual or field.kind in "I@O+") and len(raw) in {4, 8}:
                yield _number(field.kind, raw)
            else:
                text = " ".join(raw.replace(b"\0", b" ").decode(self._codec, "replace").split())
                dated = field.kind == "D" and len(text) == 8 and text.isdigit()
                yield f"{text[:4]}-{text[4:6]}-{text[6:]}" if dated else text


def _number(kind: str, raw: bytes) -> str:
    if kind in "I+" and len(raw) == 4:
        return str(int.from_bytes(raw, "little", signed=True))
    if kind == "Y" and len(raw) == 8:
        return f"{int.from_bytes(raw, 'little', signed=True) / 10_000:.4f}"
    if kind in "T@" and len(raw) == 8:
        day, span = struct.unpack("<II", raw)
        return _moment(day, span) if day else ""
    return f"{struct.unpack('<d', raw)[0]:.15g}" if len(raw) == 8 else raw.hex()


def _moment(day: int, span: int) -> str:
    """A Julian day and milliseconds."""
    days = day - _EPOCH
    if not -700_000 < days < 2_900_000:
        return ""
    year, month, date = _civil(days)
    return (
        f"{year:04d}-{month:02d}-{date:02d} {span // 3_600_000:02d}:{span // 60_000 % 60:02d}:{span // 1000 % 60:02d}"
    )


def _civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days from 1970."""
    days += 719_468
    era, rest = divmod(days, 146_097)
    year = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    day = rest - (365 * year + year // 4 - year // 100)
    month = (5 * day + 2) // 153
    return year + era * 400 + (month >= 10), month + 3 if month < 10 else month - 9, day - (153 * month + 2) // 5 + 1
