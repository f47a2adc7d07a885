"""FAT12, FAT16 and FAT32: the folders of sticks and cards, walked without recursion; chains that run in a ring end."""

import struct
from collections.abc import Iterator

from muniment.intake.readers.archives.archivenames import dos
from muniment.intake.readers.archives.diskfiles import DEEP, File, joined
from muniment.intake.readers.archives.diskparts import Volume
from muniment.intake.source import Source
from muniment.model.reading import Json

_ENTRY, _FOLDER_SIZE = 32, 65536 * 32  # bytes of an entry, and of the largest folder
_HIDDEN, _SYSTEM, _LABEL, _FOLDER, _LONG = 2, 4, 8, 16, 15
_LOWER_NAME, _LOWER_ENDING = 8, 16


class Fat:
    """One volume."""

    def __init__(self, source: Source, volume: Volume) -> None:
        boot = source.head(512, volume.start).ljust(512, b"\0")
        sector, cluster, reserved, tables, root, small = struct.unpack_from("<HBHBHH", boot, 11)
        short, large = struct.unpack_from("<H", boot, 22)[0], struct.unpack_from("<L", boot, 32)[0]
        table, root_cluster = short, 0
        if not short:
            table, root_cluster = struct.unpack_from("<L", boot, 36)[0], struct.unpack_from("<L", boot, 44)[0]
        self._source = source
        self.cluster: int = sector * cluster
        self._table = volume.start + reserved * sector
        self._root = self._table + tables * table * sector
        self._root_size = root * _ENTRY
        self._data = self._root + -(-self._root_size // sector) * sector
        total = (small or large) * sector - (self._data - volume.start)
        self.clusters: int = min(max(total, 0) // self.cluster, 1 << 28)
        self.bits = 32 if not short else 12 if self.clusters < 4085 else 16
        self._root_cluster = root_cluster
        self.label = ""
        self.broken = False  # whether a folder could not be followed to its end
        at = 67 if self.bits == 32 else 39
        self.serial = f"{struct.unpack_from('<L', boot, at)[0]:08X}" if boot[at - 1] in {0x28, 0x29} else ""

    @property
    def room(self) -> int:
        """Bytes that its files can have."""
        return self.clusters * self.cluster

    def files(self) -> Iterator[File]:
        """Every entry, a folder before what lies in it."""
        waiting, seen = [("", self._root_cluster, 0)], set[int]()
        while waiting:
            path, first, depth = waiting.pop()
            if first in seen or depth > DEEP:
                self.broken = True
                continue
            seen.add(first)
            below: list[tuple[str, int, int]] = []
            for file in self._entries(self._folder(first), path):
                yield file
                if file.folder and not file.deleted:
                    below.append((file.name + "/", file.first, depth + 1))
            waiting += reversed(below)

    def stretches(self, file: File) -> Iterator[tuple[int, int]]:
        """Where the bytes of a file lie."""
        return joined(self._chain(file.first, -(-file.size // self.cluster)))

    def _folder(self, first: int) -> bytes:
        if not first and self.bits != 32:
            return self._source.head(self._root_size, self._root)
        stretches = self._chain(first, _FOLDER_SIZE // self.cluster or 1)
        return b"".join(self._source.head(end - start, start) for start, end in joined(stretches))

    def _chain(self, cluster: int, most: int) -> Iterator[tuple[int, int]]:
        while most > 0 and 2 <= cluster < self.clusters + 2:
            start = self._data + (cluster - 2) * self.cluster
            yield start, start + self.cluster
            cluster, most = self._next(cluster), most - 1

    def _next(self, cluster: int) -> int:
        if self.bits == 12:
            pair = int.from_bytes(self._source.head(2, self._table + cluster * 3 // 2), "little")
            return pair >> 4 if cluster & 1 else pair & 0xFFF
        size = self.bits // 8
        found = int.from_bytes(self._source.head(size, self._table + cluster * size), "little")
        return found & 0x0FFFFFFF

    def _entries(self, folder: bytes, path: str) -> Iterator[File]:
        long: list[bytes] = []
        for place in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            entry = folder[place : place + _ENTRY]
            if not entry[0]:
                return
            if entry[11] & 0x3F == _LONG:
                long.append(entry)
                continue
            name, long = _name(entry, long), []
            if entry[11] & _LABEL:
                if not path and entry[0] != 0xE5:
                    self.label = entry[:11].decode("cp437").rstrip()
            elif name not in {".", ".."}:
                yield self._file(entry, path + name)

    def _file(self, entry: bytes, name: str) -> File:
        high, clock, day, low, size = struct.unpack_from("<HHHHL", entry, 20)
        facts: dict[str, Json] = {}
        if when := dos(day << 16 | clock):
            facts["modified"] = when
        if made := dos(struct.unpack_from("<H", entry, 16)[0] << 16 | struct.unpack_from("<H", entry, 14)[0]):
            facts["created"] = made
        if entry[11] & (_HIDDEN | _SYSTEM):
            facts["hidden"] = True
        return File(
            name=name,
            size=size,
            first=low | (high << 16 if self.bits == 32 else 0),
            folder=bool(entry[11] & _FOLDER),
            deleted=entry[0] == 0xE5,
            facts=facts,
        )


def _name(entry: bytes, long: list[bytes]) -> str:
    """The long name, where it belongs to this entry; else the short one. Of a deleted one the first letter is lost."""
    deleted = entry[0] == 0xE5
    if long and all(each[13] == (long[0][13] if deleted else _checksum(entry)) for each in long):
        raw = b"".join(each[1:11] + each[14:26] + each[28:32] for each in reversed(long))
        text = raw.decode("utf-16-le", "replace").partition("\0")[0].rstrip("\uffff")
        ordered = deleted or [each[0] & 0x3F for each in long] == [*range(len(long), 0, -1)]
        if text and ordered:
            return text
    raw = (b"?" if deleted else b"\xe5" if entry[0] == 5 else entry[:1]) + entry[1:11]
    stem, ending = raw[:8].decode("cp437").rstrip(), raw[8:].decode("cp437").rstrip()
    stem = stem.lower() if entry[12] & _LOWER_NAME else stem
    ending = ending.lower() if entry[12] & _LOWER_ENDING else ending
    return f"{stem}.{ending}" if ending else stem


def _checksum(entry: bytes) -> int:
    total = 0
    for letter in entry[:11]:
        total = ((total & 1) << 7 | total >> 1) + letter & 0xFF
    return total
