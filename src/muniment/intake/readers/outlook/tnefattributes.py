"""The attributes of a TNEF stream, and the properties that some of them hold. Source: MS-OXTNEF."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from muniment.intake.readers.outlook.msgnames import Name

MAGIC = b"\x78\x9f\x3e\x22"
_FIRST = 6  # the magic and a key
_NARROW, _WIDE, _BYTES, _OBJECT, _SEVERAL = 0x1E, 0x1F, 0x0102, 0x0D, 0x1000
TEXTS = frozenset({_NARROW, _WIDE, _BYTES, _OBJECT})
_WIDTHS = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
_NAMED = 0x8000
_LONGEST = 1 << 10  # bytes of a name
_MOST = 20_000  # properties of one thing, values of one property


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its level (1: of the message, 2: of an attachment), its number, its bytes, and what is wrong with them."""

    level: int
    number: int
    data: bytes
    missing: int = 0
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its number and type, its name where it has one, and its values."""

    number: int
    kind: int
    values: tuple[bytes, ...]
    name: Name | None = None


class Broken(Exception):
    """A property is longer than what there is, or of no known type: what follows cannot be told apart."""


def attributes(data: bytes) -> Iterator[Attribute]:
    """One attribute after the other. The last one may lack bytes. Cost: linear."""
    place = _FIRST
    while place + 9 <= len(data):
        level, number, size = struct.unpack_from("<BII", data, place)
        if level not in {1, 2}:
            if not data[place:].strip(b"\0\r\n "):
                return
            yield Attribute(0, 0, b"", missing=1)
            return
        place += 9
        content = data[place : place + size]
        place += size
        check = data[place : place + 2]
        wrong = len(check) == 2 and sum(content) & 0xFFFF != int.from_bytes(check, "little")
        yield Attribute(level, number, content, size - len(content), wrong)
        place += 2


class Properties:
    """Reads lists of properties, one behind the other. `broken` says whether one could not be read to its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self.broken = False

    def one(self) -> list[Property]:
        """The properties of one thing."""
        found: list[Property] = []
        try:
            count = self._number()
            for _ in range(min(count, _MOST)):
                found.append(self._property())
            self.broken |= count > _MOST
        except Broken:
            self.broken = True
        return found

    def several(self) -> Iterator[list[Property]]:
        """The properties of several things, their number before them."""
        try:
            count = self._number()
        except Broken:
            count = 0
        for _ in range(min(count, _MOST)):
            found = self.one()
            if found:
                yield found
            if self.broken:
                return
        self.broken |= count > _MOST

    def _property(self) -> Property:
        kind, number = struct.unpack("<HH", self._take(4))
        name = self._name() if number >= _NAMED else None
        single = kind & ~_SEVERAL
        if single in TEXTS:
            count = self._number()
            if count > _MOST:
                raise Broken
            values = tuple(self._padded(self._number()) for _ in range(count))
        elif single in _WIDTHS:
            count = self._number() if kind & _SEVERAL else 1
            if count > _MOST:
                raise Broken
            values = tuple(self._padded(_WIDTHS[single]) for _ in range(count))
        elif kind in {0, 1}:  # nothing
            values = ()
        else:
            raise Broken
        return Property(number, kind, values, name)

    def _name(self) -> Name:
        group = str(UUID(bytes_le=self._take(16)))
        if not self._number():
            return group, self._number()
        size = self._number()
        if size > _LONGEST:
            raise Broken
        return group, self._padded(size).decode("utf-16-le", "replace").rstrip("\0")

    def _padded(self, size: int) -> bytes:
        found = self._take(size)
        self._at += -size % 4
        return found

    def _number(self) -> int:
        return int.from_bytes(self._take(4), "little")

    def _take(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise Broken
        self._at += size
        return found
