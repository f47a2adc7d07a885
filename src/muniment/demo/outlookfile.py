"""The lowest floor of an Outlook data file: blocks, nodes, the two trees that find them, and the maps of what is used.

Source: MS-PST 2.2 and 2.6, the Unicode form without encoding. The same nodes in the same order give the same bytes.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LARGEST = 8176  # bytes in one block
_FIRST_MAP = 0x4400  # where the first map of allocations stands
_MAPPED = 496 * 8 * 64  # bytes that one map speaks for, itself among them
_MAPS = 128  # as many maps as the header has room to speak of
_PAGE, _SLOT, _TRAILER = 512, 64, 16
_BLOCKS, _NODES, _PAGES, _MAP = 0x80, 0x81, 0x83, 0x84  # kinds of pages
_INNER = 2  # the bit of a block's number that says that the block lists others

Pieces = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its data, in the pieces that each fill a block of their own, the nodes within it, and its parent."""

    pieces: Pieces
    within: Mapping[int, "Node"] = field(default_factory=dict)
    parent: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    number: int
    place: int
    size: int


def cut(data: bytes) -> list[bytes]:
    """Bytes in pieces that each fill a block."""
    return [data[at : at + LARGEST] for at in range(0, len(data), LARGEST)]


class File:
    """Takes nodes, each once, and gives the bytes of the file."""

    def __init__(self) -> None:
        self._data = bytearray(_FIRST_MAP)
        self._used = bytearray(_MAPPED // _SLOT // 8 * _MAPS)  # a bit for each slot of 64 bytes, from the first map on
        self._blocks: list[_Block] = []
        self._nodes: list[bytes] = []
        self._number = 0
        self._page_number = 0

    def node(self, number: int, node: Node) -> None:
        """Write a node. They come in the order of their numbers."""
        data, within = self._written(node)
        self._nodes.append(struct.pack("<QQQII", number, data, within, node.parent, 0))

    def whole(self, numbers: Sequence[int]) -> bytes:
        """The file; `numbers` are the highest numbers given so far, for each kind of node."""
        blocks = [struct.pack("<QQHHI", block.number, block.place, block.size, 2, 0) for block in self._blocks]
        blocks_at = self._tree(_BLOCKS, sorted(blocks, key=lambda row: int.from_bytes(row[:8], "little")))
        nodes_at = self._tree(_NODES, self._nodes)
        free = self._maps()
        head = self._head(nodes_at, blocks_at, free, numbers)
        self._data[: len(head)] = head
        return bytes(self._data)

    def _written(self, node: Node) -> tuple[int, int]:
        """The numbers of the blocks of a node's data and of the nodes within it."""
        rows = []
        for number, inner in sorted(node.within.items()):
            rows.append(struct.pack("<QQQ", number, *self._written(inner)))
        within = self._block(struct.pack("<BBHI", 2, 0, len(rows), 0) + b"".join(rows), _INNER) if rows else 0
        numbers = [self._block(piece) for piece in node.pieces]
        if len(numbers) < 2:
            return (numbers[0] if numbers else 0), within
        total = sum(map(len, node.pieces))
        listed = struct.pack(f"<BBHI{len(numbers)}Q", 1, 1, len(numbers), total, *numbers)
        return self._block(listed, _INNER), within

    def _block(self, data: bytes, inner: int = 0) -> int:
        if len(data) > LARGEST:
            raise ValueError("more than a block holds")
        self._number += 4
        number = self._number | inner
        size = -(-(len(data) + _TRAILER) // _SLOT) * _SLOT
        place = self._room(size, _SLOT)
        trailer = struct.pack("<HHIQ", len(data), _signature(place, number), _sum(data), number)
        self._data[place : place + size] = data.ljust(size - _TRAILER, b"\0") + trailer
        self._blocks.append(_Block(number, place, len(data)))
        return number

    def _page(self, kind: int, body: bytes) -> tuple[int, int]:
        """A page of a tree: its number and its place."""
        self._page_number += 4
        place = self._room(_PAGE, _PAGE)
        self._put_page(place, kind, body, self._page_number, _signature(place, self._page_number))
        return self._page_number, place

    def _put_page(self, place: int, kind: int, body: bytes, number: int, signature: int) -> None:
        page = body.ljust(_PAGE - _TRAILER, b"\0") + struct.pack("<BBHIQ", kind, kind, signature, _sum(body), number)
        self._data[place : place + _PAGE] = page

    def _tree(self, kind: int, rows: Sequence[bytes]) -> tuple[int, int]:
        """A tree over rows that begin with their keys: the number and the place of its root."""
        level = 0
        while True:
            width = len(rows[0])
            most = 488 // width
            pages = []
            for at in range(0, len(rows), most):
                some = rows[at : at + most]
                body = b"".join(some).ljust(488, b"\0") + struct.pack("<BBBBI", len(some), most, width, level, 0)
                pages.append((some[0][:8], *self._page(kind, body)))
            if len(pages) == 1:
                return pages[0][1], pages[0][2]
            rows = [key + struct.pack("<QQ", number, place) for key, number, place in pages]
            level += 1

    def _room(self, size: int, step: int) -> int:
        """A place for so many bytes, which no map stands in."""
        place = -(-len(self._data) // step) * step
        while True:
            start = _FIRST_MAP + (place - _FIRST_MAP) // _MAPPED * _MAPPED
            after = start + _PAGE * (1 + self._has_pages(start))
            if place < after:
                place = after
            elif place + size > start + _MAPPED:
                place = start + _MAPPED
            else:
                break
        if place + size > _FIRST_MAP + _MAPS * _MAPPED:
            raise ValueError("larger than such a file is written here")
        self._data.extend(bytes(place + size - len(self._data)))
        self._mark(place, size)
        return place

    @staticmethod
    def _has_pages(start: int) -> bool:
        """Whether a map of pages follows this map of allocations."""
        return (start - _FIRST_MAP) % (8 * _MAPPED) == 0

    def _mark(self, place: int, size: int) -> None:
        for slot in range((place - _FIRST_MAP) // _SLOT, (place + size - _FIRST_MAP) // _SLOT):
            self._used[slot // 8] |= 0x80 >> slot % 8

    def _maps(self) -> int:
        """Write the maps, up to the end of what the last one speaks for; gives back how many bytes are free."""
        count = -(-(len(self._data) - _FIRST_MAP) // _MAPPED)
        self._data.extend(bytes(_FIRST_MAP + count * _MAPPED - len(self._data)))
        free = 0
        for at in range(count):
            place = _FIRST_MAP + at * _MAPPED
            self._mark(place, _PAGE * (1 + self._has_pages(place)))
            body = bytes(self._used[at * 496 : (at + 1) * 496])
            free += _SLOT * sum(8 - byte.bit_count() for byte in body)
            self._put_page(place, _MAP, body, place, 0)
            if self._has_pages(place):
                self._put_page(place + _PAGE, _PAGES, b"\xff" * 496, place + _PAGE, 0)
        return free

    def _head(self, nodes: tuple[int, int], blocks: tuple[int, int], free: int, numbers: Sequence[int]) -> bytes:
        size = len(self._data)
        root = struct.pack("<IQQQQ", 0, size, size - _MAPPED, free, 0)
        root += struct.pack("<QQQQBBH", *nodes, *blocks, 2, 0, 0)
        body = struct.pack("<2sHHBBIIQQI", b"SM", 23, 19, 1, 1, 0, 0, 0, self._page_number + 4, 1)
        body += struct.pack("<32I", *numbers) + bytes(8) + root + bytes(4) + b"\xff" * 256
        body += struct.pack("<BBHQ", 0x80, 0, 0, self._number + 4)
        return b"!BDN" + struct.pack("<I", _sum(body[:471])) + body + struct.pack("<I", _sum(body)) + bytes(36)


def _signature(place: int, number: int) -> int:
    mixed = place ^ number
    return (mixed >> 16 ^ mixed) & 0xFFFF


def _sum(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF
