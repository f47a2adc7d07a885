"""Compressed RTF, as mail programs of Microsoft keep it, unpacked. Source: MS-OXRTFCP."""

import binascii
import struct
from dataclasses import dataclass

_PACKED, _PLAIN = b"LZFu", b"MELA"
_HEADER = 16
_WINDOW = 4096
_LARGEST = 1 << 28  # bytes; no mail holds so much text
_KNOWN = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)  # what the window holds before the first byte


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The RTF, as far as it is to be had, and what is wrong with it: "", "checksum" or "damaged"."""

    data: bytes
    wrong: str = ""


def unpack(data: bytes) -> Unpacked:
    """Unpack a stream of compressed RTF; one that is not compressed at all is given as it is."""
    if data[:5] == b"{\\rtf":
        return Unpacked(data)
    if len(data) < _HEADER:
        return Unpacked(b"", "damaged" if data else "")
    packed, size, kind, check = struct.unpack_from("<II4sI", data)
    body = data[_HEADER : packed + 4] if packed + 4 >= _HEADER else data[_HEADER:]
    if kind == _PLAIN:
        return Unpacked(body[:size], "" if len(body) >= size else "damaged")
    if kind != _PACKED:
        return Unpacked(b"", "damaged")
    found, whole = _expand(body, min(size, _LARGEST))
    if binascii.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF != check:
        return Unpacked(found, "checksum")
    return Unpacked(found, "" if whole and packed + 4 <= len(data) else "damaged")


def _expand(body: bytes, size: int) -> tuple[bytes, bool]:
    """Runs of eight pieces, each a byte or a place in the window and a length; whether the end was marked, or reached."""
    window = bytearray(_KNOWN.ljust(_WINDOW, b"\0"))
    write = len(_KNOWN)
    found = bytearray()
    at, count = 0, len(body)
    while at < count and len(found) < size:
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= count:
                break
            if not flags >> bit & 1:
                found.append(body[at])
                window[write] = body[at]
                write = (write + 1) % _WINDOW
                at += 1
                continue
            if at + 1 >= count:
                return bytes(found), False
            place, length = body[at] << 4 | body[at + 1] >> 4, (body[at + 1] & 15) + 2
            at += 2
            if place == write:
                return bytes(found[:size]), True
            for step in range(length):
                byte = window[(place + step) % _WINDOW]
                found.append(byte)
                window[write] = byte
                write = (write + 1) % _WINDOW
    return bytes(found[:size]), len(found) >= size
