"""The directory of a zip, read by ourselves: every entry, its name as bytes, and where the two directories disagree."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from muniment.intake.readers.rows import NAMED
from muniment.intake.source import Source

LOCAL, CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_END64, _PLACE64 = b"PK\6\6", b"PK\6\7"
_LOCAL_FORM = struct.Struct("<4s5H3L2H")
_CENTRAL_FORM = struct.Struct("<4s6H3L5H2L")
_END_FORM = struct.Struct("<4s4H2LH")
_END64_FORM = struct.Struct("<4sQ2H2L4Q")
_TRIES = 64  # ends that turn out to be none
_MOST = 2 * NAMED  # entries looked at
_FULL, _FULL64 = 0xFFFF, 0xFFFFFFFF
_FOLDER = 0x10  # attribute of DOS
LEAST = _CENTRAL_FORM.size  # bytes of an entry in the directory
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
    attributes: int = 0  # of DOS in the low half, the mode of Unix in the high
    extra: bytes = b""
    comment: bytes = b""
    listed: bool = True
    elsewhere: bool = False  # in another volume
    disagrees: tuple[str, ...] = ()  # where its own header differs
    own_name: bytes = b""  # the name in its own header, where that differs
    data: int = -1  # where its data begins; -1 where its own header is not there

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder and nothing else; some packers give it the two bytes of an empty stream."""
        marked = self.name.endswith(b"/") or (self.system == 0 and bool(self.attributes & _FOLDER))
        return marked and not self.size and (self.packed or 0) <= 2 and "size" not in self.disagrees

    @property
    def mode(self) -> int:
        """The mode of Unix."""
        return self.attributes >> 16

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
    close: int = 0  # where its entries end
    foot: int = 0  # where what closes it begins
    end: int = 0  # of the archive; what follows is no part of it
    counted: int = 0  # entries that it says it has, in 16 bits where it is old
    beyond: int = 0  # entries that were not looked at

    @property
    def missing(self) -> int:
        """Entries that it counts and does not hold; old packers count in 16 bits, whatever there is."""
        seen = len(self.entries) + self.beyond
        return 0 if seen & _FULL == self.counted else max(self.counted - seen, 0)

    @property
    def miscounted(self) -> bool:
        """Whether it holds more or fewer entries than it says."""
        return (len(self.entries) + self.beyond - self.counted) & _FULL != 0


def read(source: Source) -> Directory | None:
    """The central directory; None where there is none that can be read."""
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
    """The directory that is closed at this place."""
    head = source.head(_END_FORM.size, place)
    if len(head) < _END_FORM.size:
        return None
    _, disk, _, here, count, size, offset, note = _END_FORM.unpack(head)
    foot = place
    if _FULL in {disk, here, count} or _FULL64 in {size, offset}:
        large = _large(source, place)
        if large is not None:
            foot, disk, count, size, offset = large
    start, shift = _start(source, foot, size, offset)
    if start < 0 and (count or here or size):
        return None
    found = Directory(comment=source.head(note, place + _END_FORM.size), start=start if start >= 0 else foot, foot=foot)
    found.end = min(place + _END_FORM.size + note, source.size)
    found.counted = count
    _fill(source, found, shift, disk)
    return found


def _start(source: Source, foot: int, size: int, offset: int) -> tuple[int, int]:
    """Where the directory begins, and by how much all places are shifted; -1 where it is not to be found."""
    for start, shift in ((foot - size, foot - size - offset), (offset, 0)):
        if start >= 0 and shift >= 0 and source.head(4, start) == CENTRAL:
            return start, shift
    return -1, 0


def _large(source: Source, place: int) -> tuple[int, int, int, int, int] | None:
    locator = source.head(20, max(place - 20, 0))
    if not locator.startswith(_PLACE64):
        return None
    said = struct.unpack("<Q", locator[8:16])[0]
    start = said if source.head(4, said) == _END64 else source.buffer().rfind(_END64, 0, place)
    head = source.head(_END64_FORM.size, start) if start >= 0 else b""
    if len(head) < _END64_FORM.size:
        return None
    _, _, _, _, disk, _, _, count, size, offset = _END64_FORM.unpack(head)
    return start, disk, count, size, offset


def _fill(source: Source, found: Directory, shift: int, disk: int) -> None:
    """Read entry after entry; where one is broken, go on at the next that can be found."""
    data, place = source.buffer(), found.start
    found.close = place
    while (place := data.find(CENTRAL, place, found.foot)) >= 0:
        head = source.head(_CENTRAL_FORM.size, place)
        if len(head) < _CENTRAL_FORM.size:
            return
        fields = _CENTRAL_FORM.unpack(head)
        end = place + _CENTRAL_FORM.size + sum(fields[10:13])
        if end > found.foot:
            place += 4
            continue
        if len(found.entries) >= _MOST:
            found.beyond += 1
        else:
            rest = source.head(sum(fields[10:13]), place + _CENTRAL_FORM.size)
            entry = compare(source, _entry(len(found.entries) + 1, fields, rest, shift))
            found.entries.append(_elsewhere(entry) if fields[13] not in {disk, _FULL} else entry)
        found.close = place = end


def _elsewhere(entry: Entry) -> Entry:
    """An entry that is said to be in another volume; the word of a header that is here counts for more."""
    if entry.data < 0 or "name" in entry.disagrees:
        return replace(entry, elsewhere=True, data=-1, own_name=b"", disagrees=())
    return entry


def behind(source: Source, place: int) -> int:
    """Where the entries of a directory end that begins here, or after the sizes of the last entry, if one does."""
    place += next((step for step in (0, 12, 16, 20, 24) if source.head(4, place + step) == CENTRAL), 0)
    while source.head(4, place) == CENTRAL:
        head = source.head(_CENTRAL_FORM.size, place).ljust(_CENTRAL_FORM.size, b"\0")
        place += _CENTRAL_FORM.size + sum(_CENTRAL_FORM.unpack(head)[10:13])
    return place


def _entry(ordinal: int, fields: tuple[int, ...], rest: bytes, shift: int) -> Entry:
    _, made, _, flags, method, clock, day, crc, packed, size, name, extra, _, _, _, attributes, offset = fields
    more = rest[name : name + extra]
    size, packed, offset = wide(more, size, packed, offset)
    return Entry(
        ordinal=ordinal,
        name=rest[:name],
        flags=flags,
        method=method,
        time=day << 16 | clock,
        crc=crc,
        packed=packed,
        size=size,
        offset=offset + shift,
        system=made >> 8,
        attributes=attributes,
        extra=more,
        comment=rest[name + extra :],
    )


def fields_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of an extra block: number and content."""
    place = 0
    while place + 4 <= len(extra):
        number, size = struct.unpack_from("<HH", extra, place)
        yield number, extra[place + 4 : place + 4 + size]
        place += 4 + size


def wide(extra: bytes, *said: int) -> list[int]:
    """The numbers that stand in the extra block because they are too large for their own place."""
    if _FULL64 not in said:
        return list(said)
    large = next((content for number, content in fields_of(extra) if number == 1), b"")
    found, place = [], 0
    for value in said:
        if value == _FULL64 and place + 8 <= len(large):
            found.append(struct.unpack_from("<Q", large, place)[0])
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
        differs += [what for what in ("packed", "size") if getattr(own, what) != getattr(entry, what)]
    if own.crc != entry.crc and not (own.flags & LATER and not own.crc):
        differs.append("crc")
    named = own.name if own.name != entry.name else b""
    return replace(entry, disagrees=tuple(differs), own_name=named, data=own.data)


def local(source: Source, offset: int) -> Entry | None:
    """The entry that a header of its own describes; None where there is none."""
    head = source.head(_LOCAL_FORM.size, offset)
    if len(head) < _LOCAL_FORM.size or not head.startswith(LOCAL):
        return None
    _, _, flags, method, clock, day, crc, packed, size, name, extra = _LOCAL_FORM.unpack(head)
    rest = source.head(name + extra, offset + _LOCAL_FORM.size)
    size, packed = wide(rest[name:], size, packed)
    later = flags & LATER and not packed
    return Entry(
        ordinal=0,
        name=rest[:name],
        flags=flags,
        method=method,
        time=day << 16 | clock,
        crc=crc,
        packed=None if later else packed,
        size=None if later else size,
        offset=offset,
        extra=rest[name:],
        listed=False,
        data=offset + _LOCAL_FORM.size + name + extra,
    )
