"""The heads of a 7Z archive: its folders, and which file lies where in them; as they lie open, packed or locked.

Source: 7zFormat.txt and Methods.txt of the LZMA SDK.
"""

import lzma
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.intake.readers.archives.sevenfolders import FIRST, Fields, Folder, Wrong, streams
from muniment.intake.source import Source

MAGIC = b"7z\xbc\xaf\x27\x1c"
COPY, LZMA = b"\0", b"\x03\x01\x01"
_END, _HEADER, _PROPERTIES, _STREAMS, _FILES = 0, 1, 2, 4, 5
_NO_DATA, _MODES, _PACKED_HEADER = 14, 21, 23
_MODE = 4  # bytes of the mode of a file
_LARGEST = 64 << 20  # bytes of the heads


@dataclass(frozen=True, slots=True)
class Heads:
    """All folders; and for each file the folder and the part in it, None where it has no data."""

    folders: tuple[Folder, ...]
    files: tuple[tuple[int, int] | None, ...]
    links: frozenset[int]  # which files, from 0, are links: their data is where they point
    rest: bytes  # what follows what is said of the folders, in which no file is a link: how they are divided, and the names


def raw(source: Source) -> bytes:
    """The heads as they lie in the archive, sound by their checksum.

    Raises: Wrong.
    """
    start = source.head(FIRST)
    if len(start) < FIRST or not start.startswith(MAGIC):
        raise Wrong
    place, size, crc = struct.unpack_from("<QQL", start, 12)
    if not 0 < size <= _LARGEST:
        raise Wrong
    data = source.head(size, FIRST + place)
    if zlib.crc32(data) != crc:
        raise Wrong
    return data


def wrapped(data: bytes) -> Folder | None:
    """The folder in which the heads lie packed or locked; None where they lie open.

    Raises: Wrong.
    """
    fields = Fields(data)
    if fields.byte() != _PACKED_HEADER:
        return None
    folders = streams(fields)
    if len(folders) != 1:
        raise Wrong
    return folders[0]


def opened(source: Source) -> Heads | None:
    """The heads, where no password is needed for them; None else."""
    try:
        data = raw(source)
        for _ in range(4):
            folder = wrapped(data)
            if folder is None:
                return of(data)
            if folder.locked:
                return None
            data = unpacked(folder, [source.head(size, place) for place, size in folder.packs])
    except (Wrong, ValueError, lzma.LZMAError, MemoryError):
        return None
    return None


def unpacked(folder: Folder, packs: Sequence[bytes]) -> bytes:
    """The heads out of their folder, which is packed by LZMA at the most.

    Raises: Wrong; lzma.LZMAError.
    """
    if len(folder.coders) != 1 or folder.size > _LARGEST:
        raise Wrong
    (coder,), (data,) = folder.coders, packs
    if coder.method == LZMA and len(coder.settings) == 5:
        letters, size = coder.settings[0], int.from_bytes(coder.settings[1:], "little")
        way = {"id": lzma.FILTER_LZMA1, "lc": letters % 9, "lp": letters // 9 % 5, "pb": letters // 45}
        way["dict_size"] = max(min(size, folder.size), 4096)
        inner = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[way])
        data = inner.decompress(data, folder.size)
    elif coder.method != COPY:
        raise Wrong
    found = data[: folder.size]
    if len(found) < folder.size or folder.crc not in {None, zlib.crc32(found)}:
        raise Wrong
    return found


def of(data: bytes) -> Heads:
    """What open heads say.

    Raises: Wrong.
    """
    fields = Fields(data)
    fields.until(_HEADER)
    folders: tuple[Folder, ...] = ()
    kind = fields.until(_PROPERTIES, _STREAMS, _FILES, _END)
    if kind == _PROPERTIES:
        while fields.byte():
            fields.take(fields.number())
        kind = fields.until(_STREAMS, _FILES, _END)
    start = fields.at
    if kind == _STREAMS:
        folders, start = streams(fields), fields.folders_end
        kind = fields.until(_FILES, _END)
    places = [(number, part) for number, folder in enumerate(folders) for part in range(len(folder.parts))]
    rest = bytearray(data)
    files, links = _files(fields, places) if kind == _FILES else ((), {})
    for at in links.values():
        rest[at : at + _MODE] = bytes(_MODE)
    return Heads(folders, tuple(files), frozenset(links), bytes(rest[start:]))


def _files(
    fields: Fields, places: Sequence[tuple[int, int]]
) -> tuple[Sequence[tuple[int, int] | None], Mapping[int, int]]:
    """The place of the data of each file; and where in the heads the mode of each link stands."""
    count = fields.count()
    empty, links = [False] * count, {}
    while kind := fields.byte():
        size = fields.number()
        start, inner = fields.at, Fields(fields.take(size))
        if kind == _NO_DATA:
            empty = inner.bits(count)
        elif kind == _MODES:
            links = {number: start + at for number, at in _links(inner, count)}
    if empty.count(False) != len(places):
        raise Wrong
    rest = iter(places)
    return [None if each else next(rest) for each in empty], links


def _links(fields: Fields, count: int) -> Iterator[tuple[int, int]]:
    """Each link, and where its mode stands."""
    there = [True] * count if fields.byte() else fields.bits(count)
    if fields.byte():  # they lie elsewhere
        return
    for number, each in enumerate(there):
        if each and stat.S_ISLNK(int.from_bytes(fields.take(_MODE), "little") >> 16):
            yield number, fields.at - _MODE
