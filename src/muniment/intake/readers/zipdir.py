"""The directory of a zip, read by ourselves: every entry, its name as bytes, and where the two directories disagree."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from muniment.intake.limits import Unreadable
from muniment.intake.source import Source
from muniment.model.state import State

_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_END64, _PLACE64 = b"PK\6\6", b"PK\6\7"
_LOCAL_FORM = struct.Struct("<4s5H3L2H")
_CENTRAL_FORM = struct.Struct("<4s6H3L5H2L")
_END_FORM = struct.Struct("<4s4H2LH")
_END64_FORM = struct.Struct("<4sQ2H2L4Q")
_TRIES = 64  # ends that turn out to be none
_FULL, _FULL64 = 0xFFFF, 0xFFFFFFFF
LATER = 8  # flag: sizes and checksum stand after the data


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: as the directory has it, or as its own header has it where it stands in no directory."""

    ordinal: int
    name: bytes
    flags: int
    method: int
    time: int
    crc: int
    packed: int | None  # None where only the data itself can say
    size: int | None
    offset: int  # of its own header, from the start of the file
    system: int = 0
    mode: int = 0
    extra: bytes = b""
    comment: bytes = b""
    listed: bool = True
    disagrees: tuple[str, ...] = ()  # where its own header differs
    data: int = -1  # where its data begins; -1 where its own header is not there

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder and nothing else."""
        return self.name.endswith((b"/", b"\\")) and not self.size and not self.packed

    @property
    def end(self) -> int:
        """Where its data ends."""
        return max(self.data, self.offset) + (self.packed or 0)


@dataclass(slots=True)
class Directory:
    """All entries, in the directory's order, and what lies around them."""

    entries: list[Entry] = field(default_factory=list)
    comment: bytes = b""
    start: int = 0  # of the directory
    end: int = 0  # of the archive; what follows is no part of it
    declared: int = 0


def read(source: Source) -> Directory | None:
    """The central directory; None where there is none that can be read.

    Raises: Unreadable, where this is one volume of several.
    """
    data, place = source.buffer(), source.size
    for _ in range(_TRIES):
        place = data.rfind(_END, 0, place)
        if place < 0:
            return None
        found = _directory(source, place)
        if found is not None:
            return found
        place += 3
    return None


def _directory(source: Source, place: int) -> Directory | None:
    head = source.head(_END_FORM.size, place)
    if len(head) < _END_FORM.size:
        return None
    _, disk, first, here, count, size, offset, note = _END_FORM.unpack(head)
    if disk not in {0, _FULL} or first not in {0, _FULL} or here != count:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated", "one volume of several")
    close = place
    if count == _FULL or _FULL64 in {size, offset}:
        large = _large(source, place)
        if large is not None:
            close, count, size, offset = large
    shift = close - size - offset
    if count and source.head(4, offset + shift) != _CENTRAL:
        shift = 0
    if shift < 0 or (count and source.head(4, offset + shift) != _CENTRAL):
        return None
    found = Directory(comment=source.head(note, place + _END_FORM.size), start=offset + shift, declared=count)
    found.end = min(place + _END_FORM.size + note, source.size)
    found.entries = list(_entries(source, found.start, close, shift, count))
    return found if len(found.entries) == count else None


def _large(source: Source, place: int) -> tuple[int, int, int, int] | None:
    locator = source.head(20, max(place - 20, 0))
    if not locator.startswith(_PLACE64):
        return None
    said = struct.unpack("<Q", locator[8:16])[0]
    start = said if source.head(4, said) == _END64 else source.buffer().rfind(_END64, 0, place)
    head = source.head(_END64_FORM.size, start) if start >= 0 else b""
    if len(head) < _END64_FORM.size:
        return None
    fields = _END64_FORM.unpack(head)
    return start, fields[7], fields[8], fields[9]


def _entries(source: Source, place: int, end: int, shift: int, count: int) -> Iterator[Entry]:
    for ordinal in range(1, count + 1):
        head = source.head(_CENTRAL_FORM.size, place)
        if len(head) < _CENTRAL_FORM.size or not head.startswith(_CENTRAL) or place >= end:
            return
        _, made, _, flags, method, clock, day, crc, packed, size, name, extra, note, _, _, mode, offset = (
            _CENTRAL_FORM.unpack(head)
        )
        place += _CENTRAL_FORM.size
        rest = source.head(name + extra + note, place)
        place += name + extra + note
        more = rest[name : name + extra]
        sizes = _sizes(more, size, packed, offset)
        entry = Entry(
            ordinal=ordinal,
            name=rest[:name],
            flags=flags,
            method=method,
            time=day << 16 | clock,
            crc=crc,
            packed=sizes[1],
            size=sizes[0],
            offset=sizes[2] + shift,
            system=made >> 8,
            mode=mode >> 16,
            extra=more,
            comment=rest[name + extra :],
        )
        yield compare(source, entry)


def fields_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of an extra block: number and content."""
    place = 0
    while place + 4 <= len(extra):
        number, size = struct.unpack_from("<HH", extra, place)
        yield number, extra[place + 4 : place + 4 + size]
        place += 4 + size


def _sizes(extra: bytes, *said: int) -> list[int]:
    """The numbers that stand in the extra block because they are too large for their own place."""
    wide = next((content for number, content in fields_of(extra) if number == 1), b"")
    found, place = [], 0
    for value in said:
        if value == _FULL64 and place + 8 <= len(wide):
            found.append(struct.unpack_from("<Q", wide, place)[0])
            place += 8
        else:
            found.append(value)
    return found


def compare(source: Source, entry: Entry) -> Entry:
    """The entry, with where its data begins and where its own header says something else."""
    own = local(source, entry.offset)
    if own is None:
        return replace(entry, disagrees=("place",))
    differs = [what for what in ("name", "method") if getattr(own, what) != getattr(entry, what)]
    if (own.flags ^ entry.flags) & 1:
        differs.append("encryption")
    if own.packed is not None:
        differs += [what for what in ("packed", "size", "crc") if getattr(own, what) != getattr(entry, what)]
    return replace(entry, disagrees=tuple(differs), data=own.data)


def local(source: Source, offset: int) -> Entry | None:
    """The entry that a header of its own describes; None where there is none."""
    head = source.head(_LOCAL_FORM.size, offset)
    if len(head) < _LOCAL_FORM.size or not head.startswith(_LOCAL):
        return None
    _, _, flags, method, clock, day, crc, packed, size, name, extra = _LOCAL_FORM.unpack(head)
    rest = source.head(name + extra, offset + _LOCAL_FORM.size)
    sizes: list[int | None] = [*_sizes(rest[name:], size, packed)]
    if flags & LATER and not packed:
        sizes = [None, None]
    return Entry(
        ordinal=0,
        name=rest[:name],
        flags=flags,
        method=method,
        time=day << 16 | clock,
        crc=crc,
        packed=sizes[1],
        size=sizes[0],
        offset=offset,
        extra=rest[name:],
        listed=False,
        data=offset + _LOCAL_FORM.size + name + extra,
    )


def after(source: Source, start: int, end: int) -> int:
    """Where the next header of an entry stands; -1 where there is none."""
    return source.buffer().find(_LOCAL, start, end)
