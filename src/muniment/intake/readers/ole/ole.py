"""Compound files (OLE2): storages and streams, read without recursion, each sector at most once for one stream.

A chain that runs in circles, out of the file or into another stream ends there, and that is noted. olefile reads such a
chain as far as a size in the directory says, walks the tree of names by recursion, and refuses a file whose tables are
not whole: damaged and hostile files are the usual case here.
"""

import mmap
import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STORAGE, STREAM, ROOT = 1, 2, 5
_LAST = 0xFFFFFFFA  # from here on the number of a sector means something else
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = struct.Struct("<64sHBxIII16s20xIQ")
_SMALL = 4096  # streams below this size lie in the mini stream
_MINI = 6  # its sectors are 64 bytes
_FAULTS = 100
_DIRECTORY, _MINI_TABLE, _MINI_STREAM, _FIRST = range(4)  # who owns a sector; the last and on: a stream


class NotCompound(Exception):
    """It is no compound file, or its directory is not to be had."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory."""

    number: int
    name: str
    kind: int
    left: int
    right: int
    child: int
    clsid: bytes
    start: int
    size: int


class _Chains:
    """A table that says which sector follows which; each sector belongs to the first chain that reaches it."""

    def __init__(self, table: "array[int]", sectors: int) -> None:
        self._table = table
        self._limit = min(len(table), sectors)
        self._taken = bytearray(self._limit)
        self._counts: dict[int, int] = {}

    def runs(self, start: int, needed: int, owner: int) -> Iterator[tuple[int, int]]:
        """Where a chain runs, as first sectors and counts. A second call for one owner follows what the first did."""
        again = self._counts.get(owner)
        left = min(needed, self._limit) if again is None else again
        found, number = 0, start
        while left > found and number < self._limit:
            first, count = number, 0
            while number == first + count and left > found and number < self._limit:
                if again is None:
                    if self._taken[number]:
                        break
                    self._taken[number] = 1
                count += 1
                found += 1
                number = self._table[number]
            if not count:
                break
            yield first, count
        if again is None:
            self._counts[owner] = found


class Compound:
    """A compound file in memory. `faults` says, in order, what was not as it should be."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Read the header, the tables and the root.

        Raises: NotCompound.
        """
        self.faults: dict[str, None] = {}
        self._data = data
        header = bytes(data[:512])
        if len(header) < 512 or not header.startswith(MAGIC):
            raise NotCompound("no header")
        self._shift = 12 if header[30:32] == b"\x0c\0" else 9
        self._sectors = max((len(data) + (1 << self._shift) - 1 >> self._shift) - 1, 0)
        self._chains = _Chains(self._fat(header), self._sectors)
        directory, mini, minis = (int.from_bytes(header[at : at + 4], "little") for at in (48, 60, 64))
        self._directory = self._large(directory, None, _DIRECTORY, "the directory")
        self._seen = {0}
        self._children: dict[int, dict[str, Entry]] = {}
        root = self.entry(0)
        if root is None or root.kind != ROOT:
            raise NotCompound("no root")
        self.root = root
        table = array("I")
        if minis:
            found = self._large(mini, None, _MINI_TABLE, "the small table")
            table.frombytes(found[: len(found) & ~3])
        self._mini = self._large(root.start, root.size, _MINI_STREAM, "the small streams") if table else b""
        self._minis = _Chains(table, len(self._mini) + 63 >> _MINI)

    def entry(self, number: int) -> Entry | None:
        """A line of the directory, None where there is none of this number."""
        raw = self._directory[number * 128 : number * 128 + 128]
        if len(raw) < 128:
            return None
        name, length, kind, left, right, child, clsid, start, size = _ENTRY.unpack(raw)
        text = name[: min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
        if self._shift == 9:
            size &= 0xFFFFFFFF  # some writers leave the upper half as it was
        return Entry(number, text, kind, left, right, child, clsid, start, size)

    def children(self, storage: Entry) -> dict[str, Entry]:
        """What lies in a storage, by names in lower case, in the directory's order."""
        found = self._children.get(storage.number)
        if found is None:
            found = self._children[storage.number] = {}
            for entry in sorted(self._below(storage), key=lambda entry: entry.number):
                name = entry.name.lower()
                if name in found:
                    self._fault(f"two entries are called {entry.name}")
                    name += f"\0{entry.number}"
                found[name] = entry
        return found

    def stream(self, entry: Entry) -> bytes:
        """The bytes of a stream, as far as they are to be had."""
        if entry.kind != STREAM or not entry.size:
            return b""
        if entry.size >= _SMALL:
            return self._large(entry.start, entry.size, _FIRST + entry.number, entry.name)
        runs = self._minis.runs(entry.start, entry.size + 63 >> _MINI, entry.number)
        found = b"".join(self._mini[first << _MINI : first + count << _MINI] for first, count in runs)
        return self._whole(found, entry.size, entry.name)

    def _below(self, storage: Entry) -> Iterator[Entry]:
        waiting = [storage.child]
        while waiting:
            number = waiting.pop()
            if number == _NO_ENTRY:
                continue
            entry = self.entry(number)
            if entry is None or number in self._seen or entry.kind not in {STORAGE, STREAM}:
                self._fault("the directory is not whole")
                continue
            self._seen.add(number)
            yield entry
            waiting += (entry.left, entry.right)

    def _fault(self, what: str) -> None:
        if len(self.faults) < _FAULTS:
            self.faults[what] = None

    def _sector(self, first: int, count: int = 1) -> bytes:
        return self._data[first + 1 << self._shift : first + 1 + count << self._shift]

    def _fat(self, header: bytes) -> "array[int]":
        size = 1 << self._shift
        places = list(struct.unpack_from("<109I", header, 76))
        more, count = struct.unpack_from("<II", header, 68)
        seen = set[int]()
        while count and more < self._sectors and more not in seen:
            seen.add(more)
            *part, more = struct.unpack(f"<{size // 4}I", self._sector(more).ljust(size, b"\xff"))
            places += part
        table = array("I")
        for place in places[: self._sectors // (size // 4) + 1]:
            if place >= _LAST:
                break
            data = self._sector(place) if place < self._sectors else b""
            if len(data) < size:
                self._fault("the table of sectors is not whole")
            table.frombytes(data.ljust(size, b"\xff"))
        return table

    def _large(self, start: int, size: int | None, owner: int, name: str) -> bytes:
        """The bytes of a chain of whole sectors; where no size is known, all of it."""
        needed = self._sectors if size is None else size + (1 << self._shift) - 1 >> self._shift
        pieces = [self._sector(first, count) for first, count in self._chains.runs(start, needed, owner)]
        found = b"".join(pieces)
        return found if size is None else self._whole(found, size, name)

    def _whole(self, found: bytes, size: int, name: str) -> bytes:
        if len(found) < size:
            self._fault(f"{name} is cut off")
        return found[:size]
