"""What lies on a disk image: its partitions, and the file system of each by its own first bytes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.source import Source

FAT, EXFAT = "FAT", "exFAT"
LOCKED = frozenset({"BitLocker", "LUKS"})
_SECTOR = 512
_EXTENDED = frozenset({0x05, 0x0F, 0x85})
_PROTECTS = 0xEE  # the whole disk, in a table that stands before a newer one
_MOST = 256  # partitions that are looked at
# file systems by what stands where
_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (3, b"-FVE-FS-", "BitLocker"),
    (0, b"LUKS\xba\xbe", "LUKS"),
    (3, b"NTFS    ", "NTFS"),
    (3, b"EXFAT   ", EXFAT),
    (32, b"NXSB", "APFS"),
    (0, b"XFSB", "XFS"),
    (0x400, b"H+", "HFS+"),
    (0x400, b"HX", "HFS+"),
    (0x400, b"BD", "HFS"),
    (0x438, b"\x53\xef", "ext"),
    (0x1001E, b"ReIsEr", "ReiserFS"),
    (0x10040, b"_BHRfS_M", "Btrfs"),
    (0x8001, b"CD001", "ISO 9660"),
    (0x8001, b"BEA01", "UDF"),
    (0x218, b"LVM2", "LVM"),
    (4086, b"SWAPSPACE2", "swap"),
)


@dataclass(frozen=True, slots=True)
class Volume:
    """One partition, or the whole image where it has none; `number` is then 0."""

    number: int
    start: int
    size: int
    kind: str  # its file system; "" where that is not known
    label: str = ""


def volumes(source: Source) -> list[Volume]:
    """The volumes of an image, in the order of its tables."""
    kind = file_system(source, 0)
    if kind:
        return [Volume(0, 0, source.size, kind)]
    found: list[Volume] = []
    for start, size, label in _partitions(source):
        if len(found) >= _MOST:
            break
        found.append(Volume(len(found) + 1, start, size, file_system(source, start), label))
    return found


def file_system(source: Source, start: int) -> str:
    """The file system that begins here; "" where none is known."""
    found = next((kind for at, mark, kind in _MARKS if source.head(len(mark), start + at) == mark), "")
    return found or (FAT if fat(source.head(512, start)) else "")


def fat(boot: bytes) -> bool:
    """Whether a first sector describes a FAT: every number in it is one that can be."""
    if len(boot) < 64 or boot[0] not in {0xEB, 0xE9}:
        return False
    sector, cluster, reserved, tables, root, small = struct.unpack_from("<HBHBHH", boot, 11)
    large, short = struct.unpack_from("<L", boot, 32)[0], struct.unpack_from("<H", boot, 22)[0]
    long = short or struct.unpack_from("<L", boot, 36)[0]
    powers = sector in {512, 1024, 2048, 4096} and cluster and not cluster & cluster - 1
    return bool(
        powers
        and reserved
        and tables in {1, 2}
        and (small or large)
        and boot[21] >= 0xF0
        and long
        and (root or not short)
    )


def _partitions(source: Source) -> Iterator[tuple[int, int, str]]:
    for sector in (_SECTOR, 4096):
        if source.head(8, sector) == b"EFI PART":
            yield from _new_table(source, sector)
            return
    yield from _old_table(source)


def _new_table(source: Source, sector: int) -> Iterator[tuple[int, int, str]]:
    head = source.head(92, sector).ljust(92, b"\0")
    place, count, size = struct.unpack_from("<QLL", head, 72)
    if not 128 <= size <= 4096:
        return
    for number in range(min(count, 1024)):
        entry = source.head(size, place * sector + number * size)
        if len(entry) < 128:
            return
        first, last = struct.unpack_from("<QQ", entry, 32)
        if any(entry[:16]) and 0 < first <= last:
            name = entry[56:128].decode("utf-16-le", "replace").partition("\0")[0]
            yield first * sector, (last - first + 1) * sector, name


def _old_table(source: Source) -> Iterator[tuple[int, int, str]]:
    """The four entries of the first sector; one of them may begin a chain of further ones."""
    for kind, first, count in _entries(source, 0):
        if kind in _EXTENDED:
            yield from _chain(source, first)
        elif kind != _PROTECTS:
            yield first * _SECTOR, count * _SECTOR, ""


def _chain(source: Source, base: int) -> Iterator[tuple[int, int, str]]:
    place, seen = base, set[int]()
    while place not in seen and len(seen) < _MOST:
        seen.add(place)
        following = 0
        for kind, first, count in _entries(source, place * _SECTOR):
            if kind in _EXTENDED:
                following = base + first
            else:
                yield (place + first) * _SECTOR, count * _SECTOR, ""
        if not following:
            return
        place = following


def _entries(source: Source, place: int) -> Iterator[tuple[int, int, int]]:
    """Type, first sector and number of sectors of the entries in a table that are used."""
    table = source.head(_SECTOR, place)
    if table[510:] != b"\x55\xaa":
        return
    for at in range(446, 510, 16):
        kind, first, count = table[at + 4], *struct.unpack_from("<LL", table, at + 8)
        if kind and count and first:
            yield kind, first, count
