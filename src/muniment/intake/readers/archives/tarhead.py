"""The headers of a TAR: V7, ustar, GNU and PAX; nothing in them is believed unless their sum is right.

Source: POSIX.1-2017 pax, "Extended Header" and "ustar Interchange Format"; the GNU tar manual, "Basic Tar Format".
"""

import re
from dataclasses import dataclass

from muniment.intake.source import Source

BLOCK = 512
_MOST = 1 << 20  # bytes of a long name or of an extended header
_MAGIC = b"ustar"
_TRIES = 50_000  # places between whole blocks that look like a header and are none
_OCTAL = re.compile(rb"[ \0]*([0-7]*)[ \0]*$|[ \0]*([0-7]+)[ \0]")
_LARGEST = (1 << 63) - 1
_NOT_ZERO = re.compile(rb"[^\0]")


@dataclass(frozen=True, slots=True)
class Header:
    """One header as it stands."""

    name: bytes
    kind: bytes  # one letter
    size: int
    modified: int
    target: bytes
    owner: bytes
    magic: bool  # whether it is not of the oldest form


def parse(block: bytes) -> Header | None:
    """The header in a block; None where there is none."""
    if len(block) < BLOCK or not _sound(block):
        return None
    size = number(block[124:136])
    if size is None or not 0 <= size <= _LARGEST:
        return None
    name = _text(block[:100])
    prefix = _text(block[345:500]) if block[257:263] == b"ustar\0" else b""
    return Header(
        name=prefix + b"/" + name if prefix else name,
        kind=block[156:157],
        size=size,
        modified=number(block[136:148]) or 0,
        target=_text(block[157:257]),
        owner=_text(block[265:297]) if block[257:262] == _MAGIC else b"",
        magic=block[257:262] == _MAGIC,
    )


def _sound(block: bytes) -> bool:
    said = number(block[148:156])
    found = sum(block) - sum(block[148:156]) + 8 * 32
    if said == found:
        return True
    # some old programs added letters above 127 as negative numbers
    return said == found - 256 * sum(letter > 127 for letter in block[:148] + block[156:])


def number(field: bytes) -> int | None:
    """A number in octal letters, or in binary where it is too large for them; None where it is none."""
    if field[0] & 0x80:
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big") if not field[0] & 0x40 else None
    found = _OCTAL.match(field)
    return int(found[1] or found[2] or b"0", 8) if found else None


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def long(source: Source, place: int, size: int) -> bytes | None:
    """What a header says that stands before another; None where it is too long, or its end is missing."""
    data = source.head(size, place) if size <= _MOST else b""
    return data if len(data) == size else None


def records(data: bytes) -> list[tuple[bytes, bytes]] | None:
    """Keys and values of an extended header, in order; None where it is broken."""
    found: list[tuple[bytes, bytes]] = []
    place = 0
    while place < len(data):
        space = data.find(b" ", place, place + 20)
        length = data[place:space]
        if space < 0 or not length.isdigit():
            return found if not data[place:].strip(b"\0") else None
        end = place + int(length)
        if not space < end <= len(data) or data[end - 1 : end] != b"\n":
            return None
        key, _, value = data[space + 1 : end - 1].partition(b"=")
        found.append((key, value))
        place = end
    return found


def not_zero(source: Source, place: int) -> int:
    """Where the next byte is that is not zero; -1 where there is none."""
    found = _NOT_ZERO.search(source.buffer(), place)
    return found.start() if found else -1


class Finder:
    """Finds headers where they should not have to be looked for; one for an archive, so that it looks once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: int | None = None  # where the next header with a magic is; -1 where there is none
        self._tries = _TRIES

    def following(self, place: int, *, old: bool) -> int:
        """Where the next header stands at or behind a place, at any distance; -1 where there is none.

        One without a magic is looked for at whole blocks alone, and where the archive is `old`.
        """
        if self._known is None or 0 <= self._known < place:
            self._known = self._with_magic(place)
        if old:
            for start in range(place + BLOCK, self._known if self._known >= 0 else self._source.size, BLOCK):
                if parse(self._source.head(BLOCK, start)) is not None:
                    return start
        return self._known

    def _with_magic(self, place: int) -> int:
        data, at = self._source.buffer(), place + 256
        while (at := data.find(_MAGIC, at + 1)) >= 0:
            start = at - 257
            aligned = (start - place) % BLOCK == 0
            self._tries -= not aligned
            if (aligned or self._tries > 0) and parse(self._source.head(BLOCK, start)) is not None:
                return start
        return -1
