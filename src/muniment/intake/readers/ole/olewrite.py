"""A compound file written anew from a storage of another: the same storage gives the same bytes, always."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from muniment.intake.readers.ole.ole import MAGIC, ROOT, STORAGE, STREAM

_SECTOR, _MINI, _SMALL = 512, 64, 4096
_PER_TABLE = _SECTOR // 4
_IN_HEADER = 109  # sectors of the table that the header names
_FREE, _END, _TABLE, _MORE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_RED, _BLACK = 0, 1


@dataclass(slots=True)
class Node:
    """A storage, or a stream with its bytes."""

    name: str
    data: bytes | None = None
    clsid: bytes = bytes(16)
    size: int = -1  # of the stream, where it is more than there are bytes
    children: list["Node"] = field(default_factory=list)
    number: int = 0
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    colour: int = _BLACK
    start: int = _END

    def __post_init__(self) -> None:
        self.size = max(self.size, len(self.data or b""))


def write(root: Node) -> bytes:
    """The bytes of a compound file with what lies in this storage."""
    nodes = _numbered(root)
    small = [node for node in nodes if node.data and node.size < _SMALL]
    large = [node for node in nodes if node.data and node.size >= _SMALL]
    mini_table = _place(small, _MINI)
    table = _place(large, _SECTOR)
    mini = b"".join(_padded(node.data or b"", _MINI) for node in small)
    directory, first = len(table), len(table) + _count(128 * len(nodes))
    parts = [node.data or b"" for node in large]
    for part in (_directory(nodes, len(mini), first + _count(4 * len(mini_table))), _packed(mini_table), mini):
        parts.append(part)
        table += _chain(len(table), _count(len(part)))
    body = b"".join(_padded(part, _SECTOR) for part in parts)
    return _whole(body, table, directory, first if mini_table else _END, _count(4 * len(mini_table)))


def _numbered(root: Node) -> list[Node]:
    """All nodes with the root first, each storage's children tied into a balanced tree."""
    nodes, waiting = [root], [root]
    while waiting:
        storage = waiting.pop()
        below = sorted(storage.children, key=lambda node: (len(node.name.encode("utf-16-le")), node.name.upper()))
        for node in below:
            node.number = len(nodes)
            nodes.append(node)
        storage.child = _tree(below)
        waiting += [node for node in below if node.data is None]
    return nodes


def _tree(nodes: Sequence[Node]) -> int:
    """Tie nodes that are in order; the lowest, unfinished level is red and the rest black."""
    deepest = (len(nodes) + 1).bit_length() - 1
    waiting = [(0, len(nodes), 0)]
    while waiting:
        low, high, level = waiting.pop()
        if low >= high:
            continue
        middle = (low + high) // 2
        node = nodes[middle]
        node.colour = _RED if level >= deepest and level else _BLACK
        node.left = nodes[(low + middle) // 2].number if low < middle else _NONE
        node.right = nodes[(middle + 1 + high) // 2].number if middle + 1 < high else _NONE
        waiting += [(low, middle, level + 1), (middle + 1, high, level + 1)]
    return nodes[len(nodes) // 2].number if nodes else _NONE


def _place(nodes: Sequence[Node], size: int) -> list[int]:
    """Give each stream its place, one behind the other; returns the table that says so."""
    table: list[int] = []
    for node in nodes:
        node.start = len(table)
        table += _chain(len(table), -(-len(node.data or b"") // size))
    return table


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END] if count else []


def _count(size: int) -> int:
    """Sectors for so many bytes."""
    return -(-size // _SECTOR)


def _padded(data: bytes, size: int, with_: bytes = b"\0") -> bytes:
    return data + with_ * (-len(data) % size)


def _packed(numbers: Sequence[int]) -> bytes:
    return _padded(struct.pack(f"<{len(numbers)}I", *numbers), _SECTOR, b"\xff")


def _directory(nodes: Sequence[Node], mini: int, mini_at: int) -> bytes:
    root = nodes[0]
    root.start = mini_at if mini else _END
    lines = [_entry(node, mini if node is root else node.size) for node in nodes]
    empty = struct.pack("<68x3I48x", _NONE, _NONE, _NONE)
    return b"".join(lines) + empty * (-len(lines) % (_SECTOR // 128))


def _entry(node: Node, size: int) -> bytes:
    kind = ROOT if node.number == 0 else STORAGE if node.data is None else STREAM
    name = (node.name + "\0").encode("utf-16-le", "surrogatepass")[:64]
    start = 0 if kind == STORAGE else node.start
    tree = struct.pack(
        "<64sHBBIII16s", name, len(name), kind, node.colour, node.left, node.right, node.child, node.clsid
    )
    return tree + struct.pack("<20xIQ", start, size)


def _whole(body: bytes, table: list[int], directory: int, mini: int, minis: int) -> bytes:
    """The header, the body, and the tables behind it."""
    tables = more = 0
    while (needed := -(-(len(table) + tables + more) // _PER_TABLE)) > tables:
        tables = needed
        more = -(-max(tables - _IN_HEADER, 0) // (_PER_TABLE - 1))
    first = len(table)
    places = list(range(first, first + tables))
    rest, further = places[_IN_HEADER:], []
    for at in range(more):
        step = _PER_TABLE - 1
        part = rest[at * step : (at + 1) * step]
        part += [_FREE] * (step - len(part))
        further += [*part, first + tables + at + 1 if at + 1 < more else _END]
    header = MAGIC + struct.pack("<16x5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, directory, 0, _SMALL, mini, minis, first + tables if more else _END, more)
    header += struct.pack(f"<{_IN_HEADER}I", *(places + [_FREE] * _IN_HEADER)[:_IN_HEADER])
    return header + body + _packed([*table, *[_TABLE] * tables, *[_MORE] * more]) + _packed(further)
