"""exFAT: the folders of larger sticks and cards, walked without recursion; chains that run in a ring end."""

import struct
from collections.abc import Iterator

from muniment.intake.readers.archives.archivenames import dos
from muniment.intake.readers.archives.diskfiles import DEEP, File, joined
from muniment.intake.readers.archives.diskparts import Volume
from muniment.intake.source import Source
from muniment.model.reading import Json

_ENTRY, _FOLDER_SIZE = 32, 64 << 20  # bytes of an entry, and of the largest folder that is looked at
_HIDDEN, _SYSTEM, _FOLDER = 2, 4, 16
_LABEL, _FILE, _STREAM, _NAME, _USED = 0x83, 0x85, 0xC0, 0xC1, 0x80
_STRAIGHT = 2  # flag: no chain is kept for its clusters


class ExFat:
    """One volume."""

    def __init__(self, source: Source, volume: Volume) -> None:
        boot = source.head(512, volume.start).ljust(512, b"\0")
        table, _, heap, clusters, root = struct.unpack_from("<5L", boot, 80)
        sector = 1 << min(boot[108], 12)
        self._source = source
        self.cluster: int = sector << min(boot[109], 25)
        self._table = volume.start + table * sector
        self._data = volume.start + heap * sector
        self.clusters: int = min(clusters, max(source.size - self._data, 0) // self.cluster + 1)
        self._root_cluster = root
        self.label = ""
        self.broken = False
        self.serial = f"{struct.unpack_from('<L', boot, 100)[0]:08X}"

    @property
    def room(self) -> int:
        """Bytes that its files can have."""
        return self.clusters * self.cluster

    def files(self) -> Iterator[File]:
        """Every entry, a folder before what lies in it."""
        waiting, seen = [(File("", _FOLDER_SIZE, self._root_cluster, folder=True), 0)], set[int]()
        while waiting:
            folder, depth = waiting.pop()
            if folder.first in seen or depth > DEEP:
                self.broken = True
                continue
            seen.add(folder.first)
            below: list[tuple[File, int]] = []
            for file in self._entries(folder):
                yield file
                if file.folder and not file.deleted and file.size:
                    below.append((file, depth + 1))
            waiting += reversed(below)

    def stretches(self, file: File) -> Iterator[tuple[int, int]]:
        """Where the bytes of a file lie."""
        return joined(self._chain(file.first, -(-file.size // self.cluster), straight=file.straight))

    def _chain(self, cluster: int, most: int, *, straight: bool) -> Iterator[tuple[int, int]]:
        while most > 0 and 2 <= cluster < self.clusters + 2:
            start = self._data + (cluster - 2) * self.cluster
            yield start, start + self.cluster
            most -= 1
            place = self._table + cluster * 4
            cluster = cluster + 1 if straight else int.from_bytes(self._source.head(4, place), "little")

    def _entries(self, folder: File) -> Iterator[File]:
        """The files of a folder: each is a first entry and those that belong to it."""
        path = folder.name + "/" if folder.name else ""
        size = min(folder.size, _FOLDER_SIZE)
        most = -(-size // self.cluster)
        parts: list[bytes] = []
        for start, end in joined(self._chain(folder.first, most, straight=folder.straight)):
            piece = self._source.head(end - start, start)
            for place in range(0, len(piece) - _ENTRY + 1, _ENTRY):
                entry = piece[place : place + _ENTRY]
                kind = entry[0] | _USED
                if not entry[0]:
                    return
                if kind == _LABEL and not path:
                    self.label = entry[2 : 2 + 2 * min(entry[1], 11)].decode("utf-16-le", "replace")
                if kind == _FILE:
                    parts = [entry]
                elif parts and kind in {_STREAM, _NAME}:
                    parts.append(entry)
                if len(parts) > 1 and len(parts) == 1 + parts[0][1]:
                    yield _file(parts, path)
                    parts = []


def _file(parts: list[bytes], path: str) -> File:
    first, stream, names = parts[0], parts[1], parts[2:]
    cluster, size = struct.unpack_from("<LQ", stream, 20)
    attributes = first[4]
    facts: dict[str, Json] = {}
    for key, place in (("created", 8), ("modified", 12)):
        if when := dos(struct.unpack_from("<L", first, place)[0]):
            facts[key] = when
    if attributes & (_HIDDEN | _SYSTEM):
        facts["hidden"] = True
    name = b"".join(each[2:32] for each in names)[: 2 * stream[3]].decode("utf-16-le", "replace")
    return File(
        name=path + name,
        size=size,
        first=cluster,
        folder=bool(attributes & _FOLDER),
        deleted=not first[0] & _USED,
        straight=bool(stream[1] & _STRAIGHT),
        valid=struct.unpack_from("<Q", stream, 8)[0],
        facts=facts,
    )
