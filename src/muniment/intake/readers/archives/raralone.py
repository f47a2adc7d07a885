"""A RAR archive written anew, of members that are not locked: without names, times and checksums, which whoever reads it has."""

import struct
import zlib
from collections.abc import Sequence

from muniment.intake.readers.archives.rarheads import NEW, OLD, Head, number_of

Member = tuple[Head, bytes]  # and its packed bytes
_NAME = b"content"
_LONG, _DOS = 0x8000, 0
_LAST = 0x40  # in the head of a packed block: the member ends with it
_SOLID = 0x40  # in how a newer member is packed: it goes on where the one before ended


def old(head: Head, data: bytes) -> bytes:
    """An older archive of one member."""
    window, version, method = head.packing
    said = struct.pack(
        "<LLBLLBBHL", len(data), head.size or 0, _DOS, head.crc or 0, 0, version, method, len(_NAME), 0x20
    )
    blocks = _old(0x73, 0, bytes(6)) + _old(0x74, _LONG | window, said + _NAME)
    return OLD + blocks + data + _old(0x7B, 0x4000, b"")


def _old(kind: int, flags: int, rest: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def new(members: Sequence[Member]) -> bytes:
    """A newer archive of some members, each of which may go on packing where the one before ended.

    The library stumbles over members without bytes: what is packed of one stands before the next.
    """
    blocks, before = [NEW, _new(b"\1\0\4" if len(members) > 1 else b"\1\0\0")], b""
    for head, given in members:
        data = given if head.stored else _trimmed(given, last=bool(head.size))
        if not head.size:
            before += data
            continue
        packing = head.packing if len(blocks) > 2 else bytes([head.packing[0] & ~_SOLID]) + head.packing[1:]
        data, before = before + data, b""
        said = b"\2\2" + number_of(len(data)) + b"\0" + number_of(head.size)
        blocks += [_new(said + b"\x20" + packing + b"\0" + number_of(len(_NAME)) + _NAME), data]
    return b"".join([*blocks, _new(b"\5\0\0")])


def _trimmed(data: bytes, *, last: bool) -> bytes:
    """Packed data of the newer kind without what fills up its last locked block, which would pass for more data.

    Where it is not to be the last of a member, it does not say so.
    """
    start, at, ended = 0, 0, False
    while not ended and at + 3 <= len(data):
        start, count = at, (data[at] >> 3 & 7) + 1
        ended = bool(data[at] & _LAST)
        at += 2 + count + int.from_bytes(data[at + 2 : at + 2 + count], "little")
    if not ended:
        return data
    found = bytearray(data[:at])
    if not last:
        found[start] ^= _LAST
        found[start + 1] ^= _LAST  # the sum over the block's head
    return bytes(found)


def _new(head: bytes) -> bytes:
    body = number_of(len(head)) + head
    return struct.pack("<L", zlib.crc32(body)) + body
