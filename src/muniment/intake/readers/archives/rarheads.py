"""The heads of a RAR archive of either kind: every member, where its data lies, and what stands in the way of it."""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake.readers.archives.archivenames import Name, dos, moment, shown
from muniment.intake.source import Source
from muniment.model.reading import Json

OLD, NEW = b"Rar!\x1a\x07\0", b"Rar!\x1a\x07\1\0"
_MAIN, _FILE, _SERVICE, _END = 0x73, 0x74, 0x7A, 0x7B
_MORE, _LARGE, _UNICODE = 0x8000, 0x100, 0x200  # flags of a block
_SALTED, _SALT = 0x400, 8  # a flag of a block; bytes of salt behind a name
_STORED = 0x30
_UNIX = 3
LOCK = 1  # a record of a newer head
_EPOCH = 11_644_473_600  # seconds from 1601 to 1970
_LARGEST = 2 << 20  # bytes of a newer head


@dataclass(frozen=True, slots=True)
class Head:
    """One member, or what serves the archive itself (a comment, a stream beside a file)."""

    name: Name
    place: int  # of its data
    packed: int
    size: int | None
    crc: int | None = None
    kind: str = "file"  # or folder, link
    service: bool = False
    locked: bool = False
    before: bool = False  # it began in the volume before
    after: bool = False  # it goes on in the next volume
    stored: bool = False
    solid: bool = False  # it is packed as a continuation of the one before
    packing: bytes = b""  # how it is packed: as a newer head says; window, version and method of an older
    lock: bytes | None = None  # how it is locked: the record of a newer head, the salt of an older
    facts: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Archive:
    """What the archive says of itself, filled in while its heads are walked."""

    locked: bool = False  # its names need the password too
    volume: bool = False
    number: int | None = None  # of the volume, from 1
    solid: bool = False
    ended: bool = False  # whether the mark at its end was met
    fault: str = ""  # what ended the walk
    end: int = 0  # how far it was walked


class Wrong(Exception):
    """A head is not what its checksum says."""


def heads(source: Source, archive: Archive) -> Iterator[Head]:
    """Every head in its order; what befell the walk stands in `archive` afterwards."""
    old = source.head(len(OLD)) == OLD
    archive.end = len(OLD) if old else len(NEW)
    try:
        yield from _old(source, archive) if old else _new(source, archive)
    except (Wrong, struct.error, IndexError):
        archive.fault = archive.fault or "damaged"


def _cut(source: Source, archive: Archive, end: int) -> bool:
    """Whether a block runs over the end of the file."""
    if end > source.size:
        archive.fault, archive.end = "truncated", source.size
        return True
    archive.end = end
    return False


def _old(source: Source, archive: Archive) -> Iterator[Head]:
    while archive.end < source.size and not archive.ended and not archive.locked:
        place = archive.end
        start = source.head(7, place).ljust(7, b"\0")
        crc, kind, flags, size = struct.unpack("<HBHH", start)
        if _cut(source, archive, place + max(size, 7)):
            return
        head = source.head(size, place)
        if size < 7 or (kind != 0x72 and zlib.crc32(head[2:]) & 0xFFFF != crc):
            raise Wrong
        data = struct.unpack_from("<L", head, 7)[0] if flags & _MORE else 0
        if kind == _MAIN:
            archive.volume, archive.solid, archive.locked = bool(flags & 1), bool(flags & 8), bool(flags & 0x80)
            archive.number = 1 if flags & 0x101 == 0x101 else None
        elif kind in {_FILE, _SERVICE}:
            found = _old_file(head, place + size, flags, service=kind == _SERVICE)
            data = found.packed
            yield found
        archive.ended = kind == _END
        if _cut(source, archive, place + size + data):
            return


def _old_file(head: bytes, place: int, flags: int, *, service: bool) -> Head:
    packed, size, system, crc, when, _, method, length, mode = struct.unpack_from("<LLBLLBBHL", head, 7)
    at = 32
    if flags & _LARGE:
        more = struct.unpack_from("<LL", head, at)
        packed, size, at = packed | more[0] << 32, size | more[1] << 32, at + 8
    raw = head[at : at + length]
    version = head[24]
    modified = dos(when)
    link = system == _UNIX and stat.S_ISLNK(mode)
    return Head(
        name=_old_name(raw, wide=bool(flags & _UNICODE)),
        place=place,
        packed=packed,
        size=size,
        crc=crc,
        kind="folder" if flags & 0xE0 == 0xE0 and not service else "link" if link else "file",
        service=service,
        locked=bool(flags & 4),
        before=bool(flags & 1),
        after=bool(flags & 2),
        stored=method == _STORED,
        solid=bool(flags & 0x10),
        packing=bytes([flags & 0xE0, version, method]),
        lock=(head[at + length :][:_SALT] if flags & _SALTED else b"") if flags & 4 else None,
        facts={"modified": modified} if modified else {},
    )


def _old_name(raw: bytes, *, wide: bool) -> Name:
    plain, zero, packed = raw.partition(b"\0")
    if wide and zero:
        text = _letters(plain, packed)
        return text.replace("\\", "/"), None
    text, kept = shown(plain, "cp437")
    return text.replace("\\", "/"), kept


def _letters(plain: bytes, packed: bytes) -> str:
    """A name in wide letters, which is packed against the same name in narrow ones."""
    out: list[int] = []
    high, at, flags, left = packed[0] if packed else 0, 1, 0, 0
    while at < len(packed):
        if not left:
            flags, at, left = packed[at], at + 1, 8
        left -= 2
        way = flags >> left & 3
        piece = packed[at : at + 2].ljust(2, b"\0")
        if way < 2:
            out.append(piece[0] | (high << 8 if way else 0))
            at += 1
        elif way == 2:
            out.append(piece[0] | piece[1] << 8)
            at += 2
        else:
            shift, over = (piece[1], high << 8) if piece[0] & 0x80 else (0, 0)
            at += 2 if piece[0] & 0x80 else 1
            for _ in range((piece[0] & 0x7F) + 2):
                letter = plain[len(out)] if len(out) < len(plain) else 0
                out.append((letter + shift & 0xFF) | over)
    return struct.pack(f"<{len(out)}H", *out).decode("utf-16-le", "replace")


def number_of(value: int) -> bytes:
    """A number as a newer head has it, of seven bits a byte."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


class Fields:
    """Numbers and bytes of a newer head, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self) -> int:
        """A number of seven bits a byte."""
        found = 0
        for shift in range(0, 70, 7):
            letter = self.data[self.at]
            self.at += 1
            found |= (letter & 0x7F) << shift
            if not letter & 0x80:
                return found
        raise Wrong

    def take(self, size: int) -> bytes:
        """So many bytes."""
        found = self.data[self.at : self.at + size]
        if len(found) < size:
            raise Wrong
        self.at += size
        return found


def _new(source: Source, archive: Archive) -> Iterator[Head]:
    while archive.end < source.size and not archive.ended and not archive.locked:
        start = source.head(8, archive.end)
        lead = Fields(start[4:])
        size = lead.number()
        place = archive.end + 4
        if size > _LARGEST:
            raise Wrong
        whole = source.head(lead.at + size, place)
        if _cut(source, archive, place + lead.at + size):
            return
        if zlib.crc32(whole) != struct.unpack_from("<L", start)[0]:
            raise Wrong
        fields = Fields(whole[lead.at :])
        kind, flags = fields.number(), fields.number()
        extra = fields.number() if flags & 1 else 0
        data = fields.number() if flags & 2 else 0
        if kind == 1:
            said = fields.number()
            archive.volume, archive.solid = bool(said & 1), bool(said & 4)
            archive.number = fields.number() + 1 if said & 2 else 1 if archive.volume else None
        elif kind in {2, 3}:
            yield _new_file(fields, flags, extra, archive.end, data, service=kind == 3)
        archive.locked, archive.ended = kind == 4, kind == 5
        if _cut(source, archive, archive.end + data):
            return


def _new_file(fields: Fields, flags: int, extra: int, place: int, packed: int, *, service: bool) -> Head:
    said, size = fields.number(), fields.number()
    fields.number()
    facts: dict[str, Json] = {}
    when = moment(int.from_bytes(fields.take(4), "little")) if said & 2 else ""
    crc = int.from_bytes(fields.take(4), "little") if said & 4 else None
    packing = fields.number()
    fields.number()
    name = shown(fields.take(fields.number()))
    records = dict(_records(fields.data[len(fields.data) - extra :])) if extra else {}
    if when or (when := _time(records.get(3, b""))):
        facts["modified"] = when
    kind = "folder" if said & 1 else "file"
    if 5 in records:
        kind = "link"
        link = Fields(records[5])
        link.number(), link.number()
        facts["target"] = shown(link.take(link.number()))[0]
    return Head(
        name=name,
        place=place,
        packed=packed,
        size=None if said & 8 else size,
        crc=crc,
        kind=kind,
        service=service,
        locked=LOCK in records,
        before=bool(flags & 8),
        after=bool(flags & 16),
        stored=not packing >> 7 & 7,
        solid=bool(packing & 0x40),
        packing=number_of(packing),
        lock=records.get(LOCK),
        facts=facts,
    )


def _time(record: bytes) -> str:
    """When it was changed, from the record of its times: in seconds of Unix, or in the ticks of Windows."""
    flags = record[:1]
    if not flags or not flags[0] & 2:
        return ""
    if flags[0] & 1:
        return moment(int.from_bytes(record[1:5], "little"))
    return moment(int.from_bytes(record[1:9], "little") // 10_000_000 - _EPOCH)


def _records(extra: bytes) -> Iterator[tuple[int, bytes]]:
    fields = Fields(extra)
    while fields.at < len(extra):
        size = fields.number()
        record = Fields(fields.take(size))
        kind = record.number()
        yield kind, record.data[record.at :]
