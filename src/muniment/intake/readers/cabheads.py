"""What a cabinet says of the cabinets before and after it, and which of its members lie partly in those."""

import struct
from dataclasses import dataclass

from muniment.intake.readers.archivenames import shown
from muniment.intake.source import Source

_BEFORE, _AFTER, _ROOM = 1, 2, 4
_PARTS = frozenset({0xFFFD, 0xFFFE, 0xFFFF})  # folders that begin before, go on after, or both
_TEXT = 256


@dataclass(frozen=True, slots=True)
class Set:
    """The set that a cabinet is of."""

    before: str = ""
    after: str = ""
    split: frozenset[int] = frozenset()  # ordinals from 1

    @property
    def several(self) -> bool:
        """Whether there are others."""
        return bool(self.before or self.after)


def of(source: Source) -> Set:
    """Read the head of a cabinet; nothing where it is broken."""
    try:
        return _of(source)
    except struct.error:
        return Set()


def _of(source: Source) -> Set:
    files, count, flags = (struct.unpack("<L", source.head(4, 16))[0], *struct.unpack("<HH", source.head(4, 28)))
    place = 36
    if flags & _ROOM:
        place += 4 + struct.unpack("<H", source.head(2, place))[0]
    names = []
    for flag in (_BEFORE, _AFTER):
        name = ""
        if flags & flag:
            name, place = _text(source, place)
            _, place = _text(source, place)  # the name of its disk
        names.append(name or ("?" if flags & flag else ""))
    split, place = set[int](), files
    for ordinal in range(1, count + 1 if any(names) else 1):
        if struct.unpack("<H", source.head(2, place + 8))[0] in _PARTS:
            split.add(ordinal)
        _, place = _text(source, place + 16)
    return Set(*names, frozenset(split))


def _text(source: Source, place: int) -> tuple[str, int]:
    raw, zero, _ = source.head(_TEXT, place).partition(b"\0")
    if not zero:
        raise struct.error
    return shown(raw)[0], place + len(raw) + 1
