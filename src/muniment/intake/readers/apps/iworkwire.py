"""Protocol buffers without their schemas: a message as its fields, by number; nothing is read that nobody asks for."""

import struct
from collections.abc import Iterator

_MOST = 1_000_000  # fields of one message that are looked at
Value = int | bytes


class Broken(ValueError):
    """The bytes are no sound message."""


def fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """The fields of a message in their order: number, and a number or bytes.

    Raises: Broken.
    """
    at = count = 0
    while at < len(data):
        count += 1
        if count > _MOST:
            raise Broken("too many fields")
        key, at = varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
            yield key >> 3, value
            continue
        if wire == 2:
            size, at = varint(data, at)
        elif wire in {1, 5}:
            size = 8 if wire == 1 else 4
        else:
            raise Broken("a field of an unknown kind")
        piece = data[at : at + size]
        if len(piece) < size:
            raise Broken("a field is cut off")
        yield key >> 3, piece
        at += size


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins here, and where it ends.

    Raises: Broken.
    """
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
    raise Broken("a number is cut off")


class Message:
    """The fields of one message by number, each as often as it stands there."""

    __slots__ = ("_fields",)

    def __init__(self, data: bytes) -> None:
        """Read it.

        Raises: Broken.
        """
        self._fields: dict[int, list[Value]] = {}
        for number, value in fields(data):
            self._fields.setdefault(number, []).append(value)

    def number(self, field: int, otherwise: int = 0) -> int:
        """A number; the last where there are several, as the format says."""
        found = [value for value in self._fields.get(field, ()) if isinstance(value, int)]
        return found[-1] if found else otherwise

    def real(self, field: int) -> float:
        """A number with a point."""
        raw = self.raw(field)
        return float(struct.unpack("<d", raw)[0]) if len(raw) == 8 else 0.0

    def raw(self, field: int) -> bytes:
        """Bytes; b"" where there are none."""
        found = self.all(field)
        return found[-1] if found else b""

    def all(self, field: int) -> list[bytes]:
        """All values of a field that are bytes."""
        return [value for value in self._fields.get(field, ()) if isinstance(value, bytes)]

    def text(self, field: int) -> str:
        """A text."""
        return self.raw(field).decode("utf-8", "replace")

    def message(self, field: int) -> "Message":
        """A message within; an empty one where there is none.

        Raises: Broken.
        """
        return Message(self.raw(field))

    def messages(self, field: int) -> list["Message"]:
        """All messages of a field.

        Raises: Broken.
        """
        return [Message(raw) for raw in self.all(field)]

    def reference(self, field: int) -> int:
        """The id of the object that a field refers to; 0 where to none.

        Raises: Broken.
        """
        return self.message(field).number(1)

    def references(self, field: int) -> list[int]:
        """The ids of all objects that a field refers to.

        Raises: Broken.
        """
        return [found.number(1) for found in self.messages(field)]
