"""Writes 7z archives: all members in one stream of LZMA2, the list of them in the open.

Source: 7zFormat.txt of the LZMA SDK (public domain).
"""

import lzma
import struct
import zlib
from collections.abc import Sequence
from datetime import datetime

from muniment.demo.paper import CONTAINER, SEVEN, Member, Paper

_WINDOW = 1 << 20
_WINDOW_CODE = 16  # of LZMA2: (2 | code & 1) << (code // 2 + 11) bytes
_END, _HEADER, _STREAMS, _FILES, _PACKED, _UNPACKED, _PIECES = 0, 1, 4, 5, 6, 7, 8
_SIZES, _CRCS, _FOLDER, _UNPACKED_SIZES, _COUNT, _NAMES = 9, 10, 11, 12, 13, 17


def seven_of(members: Sequence[Member], when: datetime) -> Paper:
    """A 7z of papers; it says no times."""
    papers = [member.paper.data for member in members]
    ways = [{"id": lzma.FILTER_LZMA2, "dict_size": _WINDOW}]
    packed = lzma.compress(b"".join(papers), lzma.FORMAT_RAW, filters=ways)
    header = _header([member.name for member in members], papers, len(packed))
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    data = b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header
    return Paper(data, "archive", SEVEN, states=CONTAINER, members=members, when=when)


def _header(names: Sequence[str], papers: Sequence[bytes], packed: int) -> bytes:
    """What lies where: one packed stream, unpacked as one folder, cut into the members."""
    whole = sum(map(len, papers))
    coder = bytes(
        [1, 0x21, 0x21, 1, _WINDOW_CODE]
    )  # one coder, with an id of one byte (LZMA2) and one byte of settings
    pieces = b"".join(_number(len(data)) for data in papers[:-1])
    crcs = b"".join(struct.pack("<I", zlib.crc32(data)) for data in papers)
    listed = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name in names)
    return b"".join(
        (
            bytes([_HEADER, _STREAMS, _PACKED, 0, 1, _SIZES]) + _number(packed) + bytes([_END]),
            bytes([_UNPACKED, _FOLDER, 1, 0]) + coder + bytes([_UNPACKED_SIZES]) + _number(whole) + bytes([_END]),
            bytes([_PIECES, _COUNT]) + _number(len(papers)) + bytes([_SIZES]) + pieces,
            bytes([_CRCS, 1]) + crcs + bytes([_END, _END]),
            bytes([_FILES])
            + _number(len(names))
            + bytes([_NAMES])
            + _number(len(listed))
            + listed
            + bytes([_END, _END]),
        )
    )


def _number(value: int) -> bytes:
    """A number as 7z keeps it: the ones that lead the first byte count the bytes that follow."""
    for more in range(8):
        if value < 1 << (7 * more + 7):
            first = (0xFF00 >> more & 0xFF) | value >> (8 * more)
            return bytes([first]) + (value & (1 << 8 * more) - 1).to_bytes(more, "little")
    return b"\xff" + value.to_bytes(8, "little")
