"""The blocks and nodes of an Outlook data file, as far as they are wanted to reach a message inside a message.

Source: MS-PST 2.2 and 5.1. The library that reads such a file gives no way to these, nor says how many messages there are.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.readers.mail.mailfields import Buffer

_ANSI, _WIDE, _LARGE_PAGES = frozenset({14, 15}), 23, 36
_PAGE = 512
_DEEPEST = 8  # levels of a tree
_PLAIN, _PERMUTED = 0, 1
_PERMUTATION = bytes.fromhex(
    "47f1b4e60b6a7248854e9eebe2f89453e0bba002e85a09abdbe3bac67cc310dd39059630f5376082"
    "8cc9134a6b1df3fb8f2697ca911701c4322d6e3195ffd923d1005e79dc443b1a28c5615720903d83"
    "b943be67d2464276c06d5b7eb20f16293ca903540dda5ddff6b7c762cd8d06d3695c86d614f7a566"
    "75acb1e94521700c879f74a4224c6fbf1f56aa2eb3783350b0a392bccf191ca763cb1e4d3e4b1b9b"
    "4fe7f0eead3ab55904ea40552551e57a893868527bfc27aed7bdfa07f4cc8e5fef359c842b15d577"
    "3449b6120a7f7188fd9d18417d93d8582ccefe24afdeb836c8a180a69998a82f0e816573e4c2a28a"
    "d4e111d0088b2af2ed9a643fc16cf9ec"
)


class NotThere(Exception):
    """What is looked for is not to be had: damaged, or kept in a way that is not read here."""


@dataclass(frozen=True, slots=True)
class Node:
    """Where the data of a node begins, and the nodes within it."""

    data: int
    within: int


class Blocks:
    """The blocks of one file."""

    def __init__(self, data: Buffer) -> None:
        """Raises: NotThere."""
        self._file = data
        version = int.from_bytes(data[10:12], "little")
        self._wide = version >= _WIDE
        if version >= _LARGE_PAGES or not (self._wide or version in _ANSI):
            raise NotThere("version")
        self._code = data[513 if self._wide else 461]
        if self._code not in {_PLAIN, _PERMUTED}:
            raise NotThere("encoding")
        self._number = "<Q" if self._wide else "<I"
        self._width = 8 if self._wide else 4
        roots = (224, 240) if self._wide else (188, 196)
        self._nodes, self._blocks = (self._whole(data, at) for at in roots)

    def node(self, number: int) -> Node:
        """A node of the file.

        Raises: NotThere.
        """
        row = self._look(self._nodes, number)
        return Node(self._whole(row, self._width), self._whole(row, 2 * self._width))

    def all(self) -> Iterator[tuple[int, int]]:
        """The numbers of all nodes and of their parents, as far as the tree is sound. Cost: linear in the tree."""
        parent = 3 * self._width
        for row in self._leaves(self._nodes):
            yield int.from_bytes(row[:4], "little"), int.from_bytes(row[parent : parent + 4], "little")

    def wrong(self) -> int:
        """How many blocks do not have the checksum that stands behind them. Cost: linear in the file."""
        count, left = 0, 2 * len(self._file)
        slot, trailer, at = (64, 16, 4) if self._wide else (64, 12, 8)
        for row in self._leaves(self._blocks):
            place = self._whole(row, self._width)
            size = int.from_bytes(row[2 * self._width : 2 * self._width + 2], "little")
            left -= size
            if left < 0:  # blocks that lie over each other
                return count + 1
            end = place + -(-(size + trailer) // slot) * slot - trailer
            said = int.from_bytes(self._file[end + at : end + at + 4], "little")
            count += zlib.crc32(self._file[place : place + size], 0xFFFFFFFF) ^ 0xFFFFFFFF != said
        return count

    def _leaves(self, root: int) -> Iterator[bytes]:
        """The rows of a tree, as far as it is sound."""
        waiting, seen = [root], {root}
        while waiting:
            try:
                level, rows = self._page(waiting.pop())
            except NotThere:
                continue
            if not level:
                yield from rows
                continue
            places = [place for row in rows if (place := self._whole(row, 2 * self._width)) not in seen]
            seen.update(places)
            waiting += places

    def within(self, block: int, number: int) -> Node:
        """A node within another one.

        Raises: NotThere.
        """
        step = 3 * self._width
        for _ in range(_DEEPEST):
            data = self._data(block)
            if data[:1] != b"\2":
                break
            start = 8 if self._wide else 4
            step = (2 if data[1] else 3) * self._width
            count = min(int.from_bytes(data[2:4], "little"), (len(data) - start) // step)
            rows = [data[start + at * step : start + (at + 1) * step] for at in range(count)]
            best = [row for row in rows if self._whole(row, 0) & 0xFFFFFFFF <= number]
            if not best:
                break
            if not data[1]:
                if self._whole(best[-1], 0) & 0xFFFFFFFF != number:
                    break
                return Node(self._whole(best[-1], self._width), self._whole(best[-1], 2 * self._width))
            block = self._whole(best[-1], self._width)
        raise NotThere("node")

    def pieces(self, block: int) -> Iterator[bytes]:
        """The data that begins with a block, block by block.

        Raises: NotThere.
        """
        if not block:
            return
        if not block & 2:
            yield self._decoded(self._data(block))
            return
        for one in self._listed(block):
            if one & 2:
                for inner in self._listed(one):
                    yield self._decoded(self._data(inner))
            else:
                yield self._decoded(self._data(one))

    def _listed(self, block: int) -> list[int]:
        data = self._data(block)
        if data[:1] != b"\1":
            raise NotThere("list of blocks")
        count = min(int.from_bytes(data[2:4], "little"), (len(data) - 8) // self._width)
        return [self._whole(data, 8 + at * self._width) for at in range(count)]

    def _data(self, block: int) -> bytes:
        row = self._look(self._blocks, block, 1)
        place = self._whole(row, self._width)
        size = int.from_bytes(row[2 * self._width : 2 * self._width + 2], "little")
        data = bytes(self._file[place : place + size])
        if len(data) < size:
            raise NotThere("block")
        return data

    def _decoded(self, data: bytes) -> bytes:
        return data.translate(_PERMUTATION) if self._code == _PERMUTED else data

    def _look(self, place: int, key: int, loose: int = 0) -> bytes:
        """The row of a tree with this key; `loose` bits of it do not count."""
        before = _DEEPEST + 1
        while True:
            level, rows = self._page(place)
            best = [row for row in rows if self._whole(row, 0) & ~loose <= key & ~loose]
            if level >= before or not best:
                raise NotThere("page")
            if not level:
                if self._whole(best[-1], 0) & ~loose != key & ~loose:
                    raise NotThere("row")
                return best[-1]
            before, place = level, self._whole(best[-1], 2 * self._width)

    def _page(self, place: int) -> tuple[int, list[bytes]]:
        """The level of a page of a tree, and its rows."""
        page = bytes(self._file[place : place + _PAGE])
        end = 488 if self._wide else 496
        if len(page) < _PAGE:
            raise NotThere("page")
        count, _, width, level = page[end : end + 4]
        if width < 3 * self._width or count * width > end:
            raise NotThere("page")
        return level, [page[at * width : (at + 1) * width] for at in range(count)]

    def _whole(self, data: Buffer, at: int) -> int:
        if len(data) < at + self._width:
            raise NotThere("cut off")
        return int(struct.unpack_from(self._number, data, at)[0])
