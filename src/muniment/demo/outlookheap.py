"""The middle floor of an Outlook data file: heaps, and on them the properties of one thing and tables of many things.

Source: MS-PST 2.3. What is too long for the heap stands in a node within the node.
"""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from muniment.demo.outlookfile import LARGEST, Node, cut

SHORT, LONG, REAL, YES, OBJECT, HUGE, TEXT, TIME, BYTES = 0x02, 0x03, 0x05, 0x0B, 0x0D, 0x14, 0x1F, 0x40, 0x102
ROW, VERSION = 0x67F2, 0x67F3
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_IN_HEAP = 1024  # bytes; what is longer stands in a node of its own
_LEAF = 3580  # bytes; the longest piece of a heap
_MOST = 8  # blocks of a heap; after so many a map of them would follow
_WIDTHS = {SHORT: 2, LONG: 4, REAL: 8, YES: 1, OBJECT: 4, HUGE: 8, TEXT: 4, TIME: 8, BYTES: 4}
_PROPERTIES, _TABLE, _TREE = 0xBC, 0x7C, 0xB5

Value = str | bytes | int | float | datetime
Properties = Mapping[tuple[int, int], Value]  # (number, type)


class _Heap:
    """Pieces, each found by its number, in blocks."""

    def __init__(self, kind: int) -> None:
        self._kind = kind
        self._blocks: list[list[bytes]] = [[]]
        self._room = LARGEST - 12 - 6
        self.within: dict[int, Node] = {}
        self._next = 0

    def add(self, data: bytes) -> int:
        """Keep a piece; its number."""
        if not data:
            return 0
        if len(data) > _LEAF:
            raise ValueError("more than a piece of a heap holds")
        if len(data) + 2 > self._room:
            self._blocks.append([])
            self._room = LARGEST - 2 - 6
        if len(self._blocks) > _MOST:
            raise ValueError("more than a heap holds here")
        self._room -= len(data) + 2
        self._blocks[-1].append(data)
        return (len(self._blocks) - 1) << 16 | len(self._blocks[-1]) << 5

    def long(self, pieces: Sequence[bytes], node: Node | None = None) -> int:
        """Keep data as a node within; its number."""
        self._next += 1
        number = self._next << 5 | 0x1F
        self.within[number] = node or Node(pieces)
        return number

    def value(self, kind: int, value: Value) -> int:
        """Keep a value of any length; where it stands."""
        data = encoded(kind, value)
        return self.add(data) if len(data) <= _IN_HEAP else self.long(cut(data))

    def tree(self, rows: Mapping[int, bytes], key: int) -> int:
        """Keep rows by their keys, of so many bytes; the number of the tree's head."""
        body = b"".join(number.to_bytes(key, "little") + row for number, row in sorted(rows.items()))
        width = len(next(iter(rows.values()), b"    "))
        return self.add(struct.pack("<BBBBI", _TREE, key, width, 0, self.add(body)))

    def pieces(self, root: int) -> list[bytes]:
        """The blocks of the heap."""
        done = []
        for at, pieces in enumerate(self._blocks):
            size = (2 if at else 12) + sum(map(len, pieces))
            start = size + size % 2
            head = struct.pack("<H", start)
            if not at:
                head += struct.pack("<BBII", 0xEC, self._kind, root, 0)
            places = [len(head)]
            for piece in pieces:
                places.append(places[-1] + len(piece))
            listed = struct.pack(f"<HH{len(places)}H", len(pieces), 0, *places)
            done.append((head + b"".join(pieces)).ljust(start, b"\0") + listed)
        return done


def encoded(kind: int, value: Value) -> bytes:
    """A value as its bytes."""
    if kind == TEXT:
        return str(value).encode("utf-16-le")
    if isinstance(value, bytes):
        return value
    if isinstance(value, datetime):
        past = value - _EPOCH
        return struct.pack("<Q", ((past.days * 86400 + past.seconds) * 10**6 + past.microseconds) * 10)
    if kind == REAL:
        return struct.pack("<d", value)
    return int(value).to_bytes(_WIDTHS[kind], "little", signed=int(value) < 0)


def properties(said: Properties, within: Mapping[int, Node], parent: int = 0) -> Node:
    """A node that holds the properties of one thing. A value of the type OBJECT names a node within."""
    heap = _Heap(_PROPERTIES)
    rows = {}
    for (number, kind), value in sorted(said.items()):
        if kind == OBJECT:
            where = heap.add(struct.pack("<II", int(value), 0))  # type: ignore[arg-type]
        elif kind in {TEXT, BYTES} or _WIDTHS[kind] > 4:
            where = heap.value(kind, value)
        else:
            where = int.from_bytes(encoded(kind, value), "little")
        rows[number] = struct.pack("<HI", kind, where)
    root = heap.tree(rows, 2)
    return Node(heap.pieces(root), {**within, **heap.within}, parent)


def table(columns: Sequence[tuple[int, int]], rows: Mapping[int, Properties], parent: int = 0) -> Node:
    """A node that holds a table: a row for each thing, by its number."""
    heap = _Heap(_TABLE)
    columns = [(ROW, LONG), (VERSION, LONG), *sorted(columns)]
    places, ends = _places(columns)
    width = ends[-1]
    index = {number: struct.pack("<I", at) for at, number in enumerate(rows)}
    by_number = heap.tree(index, 4)
    lines = []
    for at, (number, said) in enumerate(rows.items()):
        full = {**said, (ROW, LONG): number, (VERSION, LONG): at + 1}
        line = bytearray(width)
        for bit, column in enumerate(columns):
            if column not in full:
                continue
            line[ends[2] + bit // 8] |= 0x80 >> bit % 8
            kind, place = column[1], places[column]
            data = encoded(kind, full[column])
            if kind in {TEXT, BYTES}:
                data = struct.pack("<I", heap.value(kind, full[column]))
            line[place : place + len(data)] = data
        lines.append(bytes(line))
    each = LARGEST // width
    blocks = [b"".join(lines[at : at + each]) for at in range(0, len(lines), each)]
    blocks = [block.ljust(LARGEST, b"\0") for block in blocks[:-1]] + blocks[-1:]
    matrix = 0
    if blocks:
        matrix = heap.add(blocks[0]) if len(blocks) == 1 and len(blocks[0]) <= _IN_HEAP else heap.long(blocks)
    head = struct.pack("<BB4HIII", _TABLE, len(columns), *ends, by_number, matrix, 0)
    for bit, column in enumerate(columns):
        number, kind = column
        head += struct.pack("<HHHBB", kind, number, places[column], _WIDTHS[kind], bit)
    return Node(heap.pieces(heap.add(head)), heap.within, parent)


def _places(columns: Sequence[tuple[int, int]]) -> tuple[dict[tuple[int, int], int], tuple[int, int, int, int]]:
    """Where each column stands in a row, and where the wide, the two-byte and the one-byte ones and all of it end."""
    first = [(ROW, LONG), (VERSION, LONG)]
    places, at, ends = {}, 0, []
    for widths in ({8, 4}, {2}, {1}):
        for column in (*first, *(column for column in columns if column not in first)):
            if _WIDTHS[column[1]] in widths:
                places[column] = at
                at += _WIDTHS[column[1]]
        ends.append(at)
    ends.append(at + -(-len(columns) // 8))
    return places, (ends[0], ends[1], ends[2], ends[3])
