"""Property sets of OneNote: numbered values, with references to other objects in lists that stand before them."""

import codecs
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

codecs.lookup("utf-16-le")  # the jail opens no module later

Id = tuple[bytes, int]  # a GUID and a number: which object, space or revision
NONE: Id = (b"", 0)

_DEEPEST = 8  # sets within sets
_MOST = 100_000  # values of one object
_WIDTHS = {1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8}
_LENGTH, _ONE, _MANY, _SPACE, _SPACES, _CONTEXT, _CONTEXTS, _SETS, _SET = 7, 8, 9, 10, 11, 12, 13, 16, 17


class Broken(ValueError):
    """The bytes are no property set."""


@dataclass(slots=True)
class Node:
    """One object: its kind, its values by property, and what it refers to."""

    kind: int
    values: dict[int, bytes] = field(default_factory=dict)
    objects: dict[int, tuple[Id, ...]] = field(default_factory=dict)
    spaces: dict[int, tuple[Id, ...]] = field(default_factory=dict)
    file: str = ""  # where its bytes are, if it stands for a file

    def text(self, number: int) -> str:
        """A text of UTF-16, without the zero at its end."""
        return self.values.get(number, b"").decode("utf-16-le", "replace").partition("\0")[0]

    def number(self, number: int) -> int:
        """A number."""
        return int.from_bytes(self.values.get(number, b"")[:8], "little")


@dataclass(slots=True)
class _Reader:
    """A property set while it is read."""

    data: bytes
    at: int = 0
    left: int = _MOST

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        if len(piece) < size:
            raise Broken("a property is cut off")
        self.at += size
        return piece

    def whole(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])


def read(node: Node, data: bytes, resolve: Callable[[Sequence[int]], Sequence[Id]] | None, given: "Given") -> None:
    """Fill in a node from its bytes. References are numbers that `resolve` turns into ids, or stand in `given`.

    Raises: Broken.
    """
    reader = _Reader(data)
    streams: list[list[int]] = [[], [], []]
    more = True
    for at in range(3):
        if not more:
            continue
        head = reader.whole()
        count = head & 0xFFFFFF
        streams[at] = [number for (number,) in struct.iter_unpack("<I", reader.take(4 * count))]
        if at == 0:
            more = not head >> 31  # the stream of spaces is not left out
            if not more and head >> 30 & 1:
                raise Broken("streams in an unknown order")
        else:
            more = bool(head >> 30 & 1)
    objects = given.objects if resolve is None else resolve(streams[0])
    spaces = given.spaces if resolve is None else resolve(streams[1])
    _set(reader, node, (iter(objects), iter(spaces)), 0)


@dataclass(frozen=True, slots=True)
class Given:
    """The ids that a set refers to, where they stand beside it, in their order."""

    objects: Sequence[Id] = ()
    spaces: Sequence[Id] = ()


def _set(reader: _Reader, node: Node, ids: tuple[Iterator[Id], Iterator[Id]], depth: int) -> None:
    """One set; sets within it add what they know to the same node, where it has nothing of that number."""
    if depth > _DEEPEST:
        raise Broken("sets within sets within sets")
    count = int.from_bytes(reader.take(2), "little")
    reader.left -= count
    if reader.left < 0:
        raise Broken("too many properties")
    for number in struct.unpack(f"<{count}I", reader.take(4 * count)):
        _property(reader, node, ids, number, depth)


def _property(reader: _Reader, node: Node, ids: tuple[Iterator[Id], Iterator[Id]], number: int, depth: int) -> None:
    kind, name = number >> 26 & 31, number & 0x3FFFFFF
    objects, spaces = ids
    if kind in _WIDTHS:
        value = bytes([number >> 31]) if kind == 2 else reader.take(_WIDTHS[kind])
        node.values.setdefault(name, value)
    elif kind == _LENGTH:
        node.values.setdefault(name, reader.take(reader.whole()))
    elif kind in {_ONE, _MANY}:
        found = _next(objects, reader.whole() if kind == _MANY else 1)
        node.objects[name] = node.objects.get(name, ()) + found
    elif kind in {_SPACE, _SPACES}:
        found = _next(spaces, reader.whole() if kind == _SPACES else 1)
        node.spaces[name] = node.spaces.get(name, ()) + found
    elif kind == _CONTEXTS:
        reader.whole()
    elif kind == _SET:
        _set(reader, node, ids, depth + 1)
    elif kind == _SETS:
        _sets(reader, node, ids, depth)
    elif kind != _CONTEXT:
        raise Broken("a property of an unknown kind")


def _sets(reader: _Reader, node: Node, ids: tuple[Iterator[Id], Iterator[Id]], depth: int) -> None:
    count = reader.whole()
    reader.left -= count
    if reader.left < 0:
        raise Broken("too many properties")
    if count:
        reader.take(4)
    for _ in range(count):
        _set(reader, node, ids, depth + 1)


def _next(ids: Iterator[Id], count: int) -> tuple[Id, ...]:
    found = []
    for _ in range(min(count, _MOST)):
        one = next(ids, None)
        if one is None:
            break
        found.append(one)
    return tuple(found)
