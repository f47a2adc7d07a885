"""The properties of one thing, and tables of them, out of the blocks of an Outlook data file.

Source: MS-PST 2.3. Only a message inside a message is read so; a table of which a part is damaged is not there.
"""

import struct
from collections.abc import Iterator

from muniment.intake.readers.outlook.pstblocks import Blocks, Node, NotThere
from muniment.intake.readers.outlook.pstsaid import FIXED, Said

_LARGEST = 64 << 20  # bytes of a heap, or of a value in it
_DEEPEST = 8
_HEAP, _TREE, _TABLE = 0xEC, 0xB5, 0x7C
_OBJECT = 0x0D
_ROOM = 8176  # bytes of a block that a table's rows may fill; 8180 where numbers are narrow


class _Heap:
    """Pieces that are found by their numbers, and longer ones that stand in nodes within."""

    def __init__(self, blocks: Blocks, node: Node) -> None:
        self._blocks = blocks
        self._node = node
        self._data = _held(blocks, node.data)
        if not self._data or len(self._data[0]) < 12 or self._data[0][2] != _HEAP:
            raise NotThere("heap")
        self.root = int.from_bytes(self._data[0][4:8], "little")

    def piece(self, number: int) -> bytes:
        """A piece of the heap itself."""
        at, index = number >> 16, number >> 5 & 0x7FF
        if not number:
            return b""
        if at >= len(self._data) or not index:
            raise NotThere("piece")
        block = self._data[at]
        place = int.from_bytes(block[:2], "little") + 4 + 2 * (index - 1)
        if place + 4 > len(block):
            raise NotThere("piece")
        start, end = struct.unpack_from("<HH", block, place)
        if not start <= end <= len(block):
            raise NotThere("piece")
        return block[start:end]

    def value(self, number: int) -> bytes:
        """A piece, or the data of a node within."""
        return b"".join(self.blocks(number))

    def blocks(self, number: int) -> list[bytes]:
        """The same, in the blocks that it fills."""
        if not number & 0x1F:
            return [self.piece(number)]
        return _held(self._blocks, self._blocks.within(self._node.within, number).data)

    def tree(self, number: int) -> Iterator[bytes]:
        """The rows of a tree, each with its key before it."""
        head = self.piece(number)
        if len(head) < 8 or head[0] != _TREE:
            raise NotThere("tree")
        key, width, level = head[1], head[2], head[3]
        level = min(level, _DEEPEST)
        pieces = [int.from_bytes(head[4:8], "little")]
        for _ in range(level):
            pieces = [
                int.from_bytes(row[key:], "little")
                for piece in dict.fromkeys(pieces)
                for row in _rows(self.piece(piece), key + 4)
            ]
        for piece in dict.fromkeys(pieces):
            yield from _rows(self.piece(piece), key + width)


def properties(blocks: Blocks, node: Node) -> Said:
    """What is said of one thing.

    Raises: NotThere.
    """
    heap = _Heap(blocks, node)
    said = Said()
    for row in heap.tree(heap.root):
        if len(row) < 8:
            raise NotThere("property")
        number, kind, where = struct.unpack_from("<HHI", row)
        try:
            said.values[number] = kind, _value(heap, kind, where)
        except NotThere:
            said.lost.append(number)
    return said


def table(blocks: Blocks, node: Node) -> list[Said]:
    """The rows of a table.

    Raises: NotThere.
    """
    heap = _Heap(blocks, node)
    head = heap.piece(heap.root)
    if len(head) < 22 or head[0] != _TABLE:
        raise NotThere("table")
    bits, width = struct.unpack_from("<HH", head, 6)
    where = int.from_bytes(head[14:18], "little")
    if not width or not where:
        return []
    columns = list(_rows(head[22:], 8))[: head[1]]
    return [
        _row(heap, columns, bits, line)
        for block in heap.blocks(where)
        for line in _rows(block[:_ROOM], width)
        if any(line)
    ]


def object_of(raw: bytes) -> int:
    """The number of the node in which an object stands."""
    return int.from_bytes(raw[:4], "little")


def _row(heap: _Heap, columns: list[bytes], bits: int, line: bytes) -> Said:
    said = Said()
    for column in columns:
        kind, number, place, width, bit = struct.unpack("<HHHBB", column)
        flags = line[bits + bit // 8 : bits + bit // 8 + 1]
        if not flags or not flags[0] & 0x80 >> bit % 8:
            continue
        raw = line[place : place + width]
        if kind in FIXED:
            said.values[number] = kind, raw
            continue
        try:
            said.values[number] = kind, heap.value(int.from_bytes(raw, "little"))
        except NotThere:
            said.lost.append(number)
    return said


def _value(heap: _Heap, kind: int, where: int) -> bytes:
    if kind in FIXED and FIXED[kind] <= 4:
        return where.to_bytes(4, "little")[: FIXED[kind]]
    return heap.piece(where) if kind == _OBJECT else heap.value(where)


def _rows(data: bytes, width: int) -> Iterator[bytes]:
    for at in range(0, len(data) - width + 1, width):
        yield data[at : at + width]


def _held(blocks: Blocks, block: int) -> list[bytes]:
    """The blocks of some data, all of them."""
    held, size = [], 0
    for piece in blocks.pieces(block):
        size += len(piece)
        if size > _LARGEST:
            raise NotThere("too large")
        held.append(piece)
    return held
