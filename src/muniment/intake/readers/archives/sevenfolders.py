"""The folders of a 7Z archive: what is packed together, through which coders, from which bytes, into which files.

Source: 7zFormat.txt and Methods.txt of the LZMA SDK.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

FIRST = 32  # bytes before the packed data
AES = b"\x06\xf1\x07\x01"
_END, _PACKS, _FOLDERS, _PARTS = 0, 6, 7, 8
_SIZES, _SUMS, _LIST, _UNPACKED, _COUNTS = 9, 10, 11, 12, 13
_MOST, _WIDE = 400_000, 32  # files; coders and streams of one folder


class Wrong(Exception):
    """The heads are not as they should be."""


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of packing or locking."""

    method: bytes
    settings: bytes = b""
    ins: int = 1
    outs: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """The data of one file in what a folder unpacks to."""

    size: int
    crc: int | None


@dataclass(frozen=True, slots=True)
class Folder:
    """What is packed together: through which coders, from which packed streams, into which files."""

    coders: tuple[Coder, ...]
    binds: tuple[tuple[int, int], ...]  # the stream into a coder, and the one out of another that it is
    packed: tuple[int, ...]  # the streams into coders that lie in the archive
    sizes: tuple[int, ...]  # of each stream out of a coder
    packs: tuple[tuple[int, int], ...]  # where those in the archive lie: place and size
    crc: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def locked(self) -> bool:
        """Whether any of it needs a password."""
        return any(coder.method == AES for coder in self.coders)

    @property
    def size(self) -> int:
        """What it unpacks to, in bytes."""
        bound = {out for _, out in self.binds}
        return next((size for at, size in enumerate(self.sizes) if at not in bound), 0)


class Fields:
    """Numbers and bytes of a head, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0
        self.folders_end = 0  # where what is said of the folders ended last

    def take(self, size: int) -> bytes:
        """So many bytes."""
        found = self._data[self.at : self.at + size]
        if len(found) < size:
            raise Wrong
        self.at += size
        return found

    def mark(self) -> None:
        """Here what is said of the folders ends."""
        self.folders_end = self.at

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """A number: the first byte says how many follow."""
        first = self.byte()
        size = next((at for at in range(8) if not first & 0x80 >> at), 8)
        found = int.from_bytes(self.take(size), "little")
        return found | (first & (0x7F >> size)) << 8 * size if size < 7 else found

    def count(self, most: int = _MOST) -> int:
        """A number of things that follow."""
        found = self.number()
        if found > most:
            raise Wrong
        return found

    def bits(self, count: int) -> list[bool]:
        """So many bits, the highest first."""
        data = self.take(-(-count // 8))
        return [bool(data[at >> 3] & 0x80 >> (at & 7)) for at in range(count)]

    def sums(self, count: int) -> list[int | None]:
        """Checksums, where they are said."""
        there = [True] * count if self.byte() else self.bits(count)
        return [int.from_bytes(self.take(4), "little") if each else None for each in there]

    def until(self, *wanted: int) -> int:
        """The next kind of thing.

        Raises: Wrong, where it is none that may stand here.
        """
        kind = self.byte()
        if kind not in wanted:
            raise Wrong
        return kind


def streams(fields: Fields) -> tuple[Folder, ...]:
    """The folders of a list of streams: each kind of thing once, in this order, so that no heads take for ever."""
    packs: list[tuple[int, int]] = []
    folders: list[Folder] = []
    kind = fields.until(_PACKS, _FOLDERS, _PARTS, _END)
    if kind == _PACKS:
        packs = _packs(fields)
        kind = fields.until(_FOLDERS, _PARTS, _END)
    if kind == _FOLDERS:
        folders = _folders(fields, packs)
        fields.mark()
        kind = fields.until(_PARTS, _END)
    if kind == _PARTS:
        folders = _divided(fields, folders)
        fields.until(_END)
    else:
        folders = [replace(folder, parts=(Part(folder.size, folder.crc),)) for folder in folders]
    return tuple(folders)


def _packs(fields: Fields) -> list[tuple[int, int]]:
    place, count = FIRST + fields.number(), fields.count()
    found: list[tuple[int, int]] = []
    kind = fields.until(_SIZES, _SUMS, _END)
    if kind == _SIZES:
        for _ in range(count):
            size = fields.number()
            found.append((place, size))
            place += size
        kind = fields.until(_SUMS, _END)
    if kind == _SUMS:
        fields.sums(count)
        fields.until(_END)
    return found


def _folders(fields: Fields, packs: Sequence[tuple[int, int]]) -> list[Folder]:
    fields.until(_LIST)
    count = fields.count()
    fields.until(0)  # they lie here, and not elsewhere
    found, at = [], 0
    for _ in range(count):
        folder = _folder(fields)
        own = tuple(packs[at : at + len(folder.packed)])
        at += len(folder.packed)
        if len(own) < len(folder.packed):
            raise Wrong
        found.append(replace(folder, packs=own))
    fields.until(_UNPACKED)
    found = [
        replace(folder, sizes=tuple(fields.number() for coder in folder.coders for _ in range(coder.outs)))
        for folder in found
    ]
    if fields.until(_SUMS, _END) == _SUMS:
        found = [replace(folder, crc=crc) for folder, crc in zip(found, fields.sums(count), strict=True)]
        fields.until(_END)
    return found


def _folder(fields: Fields) -> Folder:
    coders = tuple(_coder(fields) for _ in range(fields.count(_WIDE)))
    ins, outs = sum(coder.ins for coder in coders), sum(coder.outs for coder in coders)
    if not outs or ins < outs - 1:
        raise Wrong
    binds = tuple((fields.count(ins), fields.count(outs)) for _ in range(outs - 1))
    count = ins - len(binds)
    if count == 1:
        bound = {into for into, _ in binds}
        packed = tuple(at for at in range(ins) if at not in bound)[:1]
    else:
        packed = tuple(fields.count(ins) for _ in range(count))
    return Folder(coders, binds, packed, (), ())


def _coder(fields: Fields) -> Coder:
    said = fields.byte()
    method = fields.take(said & 15)
    ins, outs = (fields.count(_WIDE), fields.count(_WIDE)) if said & 0x10 else (1, 1)
    return Coder(method, fields.take(fields.count(1 << 16)) if said & 0x20 else b"", ins, outs)


def _divided(fields: Fields, folders: Sequence[Folder]) -> list[Folder]:
    """The folders with the files in each."""
    counts, kind = [1] * len(folders), fields.until(_COUNTS, _SIZES, _SUMS, _END)
    if kind == _COUNTS:
        counts = [fields.count() for _ in folders]
        if sum(counts) > _MOST:
            raise Wrong
        kind = fields.until(_SIZES, _SUMS, _END)
    sizes: list[list[int]] = []
    for folder, count in zip(folders, counts, strict=True):
        own = [fields.number() for _ in range(count - 1)] if kind == _SIZES else []
        sizes.append([*own, folder.size - sum(own)] if count else [])
        if len(sizes[-1]) != count or min(sizes[-1], default=0) < 0:
            raise Wrong
    if kind == _SIZES:
        kind = fields.until(_SUMS, _END)
    known = [len(own) == 1 and folder.crc is not None for folder, own in zip(folders, sizes, strict=True)]
    rest = sum(len(own) for own, said in zip(sizes, known, strict=True) if not said)
    sums = iter(fields.sums(rest) if kind == _SUMS else [None] * rest)
    if kind == _SUMS:
        fields.until(_END)
    return [
        replace(folder, parts=tuple(Part(size, folder.crc if said else next(sums)) for size in own))
        for folder, own, said in zip(folders, sizes, known, strict=True)
    ]
