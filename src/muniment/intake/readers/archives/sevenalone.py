"""A 7Z archive written anew: one folder alone, the names alone, or the same with its heads open."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

from muniment.intake.readers.archives.sevenfolders import AES, FIRST, Coder, Folder, Wrong
from muniment.intake.readers.archives.sevenheads import COPY, MAGIC, Heads
from muniment.intake.source import Source

_NAME = "content\0".encode("utf-16-le")
_ONE_FILE = b"\x08\0\0\x05\x01\x11" + bytes([1 + len(_NAME)]) + b"\0" + _NAME + b"\0\0"


def alone(folder: Folder, packs: Sequence[bytes]) -> bytes:
    """An archive of one folder and one file, which is all that it unpacks to."""
    return _archive([replace(folder, crc=None)], packs, _ONE_FILE)


def names(heads: Heads) -> bytes:
    """An archive of the same files without any data, of which the names can be had."""
    folders = [
        Folder((Coder(COPY),), (), (0,), (folder.size,), (), folder.crc, folder.parts) for folder in heads.folders
    ]
    return _archive(folders, [b""] * len(folders), heads.rest)


def _archive(folders: Sequence[Folder], packs: Sequence[bytes], rest: bytes) -> bytes:
    sizes = b"".join(number(len(pack)) for pack in packs)
    heads = b"\x01\x04\x06\0" + number(len(packs)) + b"\x09" + sizes + b"\0"
    heads += b"\x07\x0b" + number(len(folders)) + b"\0" + b"".join(map(_folder, folders))
    heads += b"\x0c" + b"".join(number(size) for folder in folders for size in folder.sizes)
    heads += _sums([folder.crc for folder in folders]) + b"\0" + rest
    return b"".join([_start(sum(map(len, packs)), heads), *packs, heads])


def _folder(folder: Folder) -> bytes:
    coders = b"".join(map(_coder, folder.coders))
    binds = b"".join(number(into) + number(out) for into, out in folder.binds)
    packed = b"".join(map(number, folder.packed)) if len(folder.packed) > 1 else b""
    return number(len(folder.coders)) + coders + binds + packed


def _sums(sums: Sequence[int | None]) -> bytes:
    if not any(crc is not None for crc in sums):
        return b""
    bits = "".join("0" if crc is None else "1" for crc in sums)
    size = -(-len(bits) // 8)
    there = int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")
    return b"\x0a\0" + there + b"".join(struct.pack("<L", crc) for crc in sums if crc is not None)


def with_heads(source: Source, heads: bytes) -> bytes:
    """The same archive with these heads in the place of its own, and what lies behind it."""
    place, size = struct.unpack("<QQ", source.head(16, 12))
    behind = source.head(source.size, FIRST + place + size)
    return b"".join([_start(place, heads), source.head(place, FIRST), heads, behind])


def _start(place: int, heads: bytes) -> bytes:
    said = struct.pack("<QQL", place, len(heads), zlib.crc32(heads))
    return MAGIC + b"\0\x04" + struct.pack("<L", zlib.crc32(said)) + said


def _coder(coder: Coder) -> bytes:
    wide = coder.ins != 1 or coder.outs != 1
    said = len(coder.method) | (0x10 if wide else 0) | (0x20 if coder.settings else 0)
    streams = number(coder.ins) + number(coder.outs) if wide else b""
    return bytes([said]) + coder.method + streams + (_sized(coder.settings) if coder.settings else b"")


def _sized(data: bytes) -> bytes:
    return number(len(data)) + data


def number(value: int) -> bytes:
    """A number as the heads have it."""
    if value < 0x80:
        return bytes([value])
    for size in range(1, 8):
        if value < 1 << 7 * (size + 1):
            first = 0xFF00 >> size & 0xFF | value >> 8 * size
            return bytes([first]) + (value & (1 << 8 * size) - 1).to_bytes(size, "little")
    return b"\xff" + value.to_bytes(8, "little")


def locks(folder: Folder) -> list[tuple[int, Coder, int]]:
    """Each locked stream of a folder: which of its packed ones, its coder, and its size without the lock.

    Raises: Wrong, where what is locked does not lie in the archive as it is.
    """
    found, into, out = [], 0, 0
    for coder in folder.coders:
        if coder.method == AES:
            if (coder.ins, coder.outs) != (1, 1) or into not in folder.packed:
                raise Wrong
            found.append((folder.packed.index(into), coder, folder.sizes[out]))
        into, out = into + coder.ins, out + coder.outs
    return found


def without_locks(folder: Folder) -> Folder:
    """A folder whose packed streams are not locked any more."""
    while folder.locked:
        at = next(at for at, coder in enumerate(folder.coders) if coder.method == AES)
        folder = _without(folder, at)
    return folder


def _without(folder: Folder, at: int) -> Folder:
    coders = folder.coders
    into, out = sum(coder.ins for coder in coders[:at]), sum(coder.outs for coder in coders[:at])
    user = next((each for each, source in folder.binds if source == out), None)
    if user is None:  # nothing is done with it afterwards: it is what it unpacks to
        plain = (*coders[:at], Coder(COPY), *coders[at + 1 :])
        return Folder(plain, folder.binds, folder.packed, folder.sizes, folder.packs, folder.crc, folder.parts)
    packed = [user if each == into else each for each in folder.packed]
    binds = [each for each in folder.binds if each != (user, out)]
    return Folder(
        coders=(*coders[:at], *coders[at + 1 :]),
        binds=tuple((_less(each, into), _less(source, out)) for each, source in binds),
        packed=tuple(_less(each, into) for each in packed),
        sizes=(*folder.sizes[:out], *folder.sizes[out + 1 :]),
        packs=folder.packs,
        crc=folder.crc,
        parts=folder.parts,
    )


def _less(number_: int, gone: int) -> int:
    return number_ - 1 if number_ > gone else number_
