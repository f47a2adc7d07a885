"""What a cabinet says of the cabinets before and after it, which members lie partly in those, and which do not match their sums."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.readers.archives.archivenames import shown
from muniment.intake.source import Source

_BEFORE, _AFTER, _ROOM = 1, 2, 4
_PARTS = frozenset({0xFFFD, 0xFFFE, 0xFFFF})  # folders that begin before, go on after, or both
_TEXT = 256


@dataclass(frozen=True, slots=True)
class Set:
    """A cabinet and the set that it is of; members by their ordinals from 1."""

    before: str = ""
    after: str = ""
    split: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()

    @property
    def several(self) -> bool:
        """Whether there are others."""
        return bool(self.before or self.after)


@dataclass(frozen=True, slots=True)
class _Folder:
    place: int
    blocks: int


def of(source: Source) -> Set:
    """Read the heads of a cabinet; nothing where they are broken."""
    try:
        return _of(source)
    except struct.error:
        return Set()


def _of(source: Source) -> Set:
    files, folders, count, flags = struct.unpack("<L6xHHH", source.head(16, 16))
    place, beside, room = 36, 0, 0
    if flags & _ROOM:
        own, beside, room = struct.unpack("<HBB", source.head(4, place))
        place += 4 + own
    before = after = ""
    if flags & _BEFORE:
        before, place = _text(source, place)
        _, place = _text(source, place)  # the name of its disk
    if flags & _AFTER:
        after, place = _text(source, place)
        _, place = _text(source, place)
    listed = [
        _Folder(*struct.unpack("<LH", source.head(6, place + number * (8 + beside)))) for number in range(folders)
    ]
    wrong = _wrong(source, listed, room)
    split, broken, place = set[int](), set[int](), files
    for ordinal in range(1, count + 1):
        size, start, folder = struct.unpack("<LLH", source.head(10, place))
        if folder in _PARTS:
            split.add(ordinal)
        elif any(one < start + size and start < other for one, other in wrong.get(folder, ())):
            broken.add(ordinal)
        _, place = _text(source, place + 16)
    return Set(before or "?" * (flags & _BEFORE), after or "?" * (flags >> 1 & 1), frozenset(split), frozenset(broken))


def _text(source: Source, place: int) -> tuple[str, int]:
    raw, zero, _ = source.head(_TEXT, place).partition(b"\0")
    if not zero:
        raise struct.error
    return shown(raw)[0], place + len(raw) + 1


def _wrong(source: Source, folders: list[_Folder], room: int) -> dict[int, list[tuple[int, int]]]:
    """By folder, the stretches of what it unpacks to whose packed bytes do not match their sum."""
    found: dict[int, list[tuple[int, int]]] = {}
    left = 2 * source.size  # bytes that are looked at: folders may lie over each other
    for number, folder in enumerate(folders):
        start = 0
        for data, size, right in _blocks(source, folder, room):
            left -= data
            if left < 0:
                return found
            if not right:
                stretches = found.setdefault(number, [])
                if stretches and stretches[-1][1] == start:
                    stretches[-1] = stretches[-1][0], start + size
                elif len(stretches) < _TEXT:
                    stretches.append((start, start + size))
            start += size
    return found


def _blocks(source: Source, folder: _Folder, room: int) -> Iterator[tuple[int, int, bool]]:
    """Of each block its bytes, what they unpack to, and whether they match their sum."""
    place = folder.place
    for _ in range(folder.blocks):
        head = source.head(8 + room, place)
        if len(head) < 8 + room:
            return
        stated, packed, size = struct.unpack_from("<LHH", head)
        data = source.head(packed, place + 8 + room)
        if len(data) < packed:
            return
        yield packed + 8, size, not stated or _sum(head[4:], _sum(data)) == stated
        place += 8 + room + packed


def _sum(data: bytes, seed: int = 0) -> int:
    """The words of four bytes, one laid over the other; a rest is taken from its other end."""
    whole = len(data) // 4 * 4
    number, words = int.from_bytes(data[:whole], "little"), whole // 4
    while words > 1:
        half = (words + 1) // 2
        number = number >> 32 * half ^ number & (1 << 32 * half) - 1
        words = half
    return seed ^ number ^ int.from_bytes(data[whole:], "big")
