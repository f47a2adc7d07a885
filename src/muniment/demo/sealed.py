"""Locks papers with a password: a PDF by its first scheme (RC4, 40 bits), a zip by its first (ZipCrypto). Old, and still met.

Source: ISO 32000-1, 7.6.2 to 7.6.3 (revision 2); PKWARE APPNOTE 6.3.9, 6.1.
"""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from datetime import datetime

from muniment.demo import pdf

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_MAY = 0xFFFFFFFC  # whoever has the password may do everything
_CRC = [0] * 256
for _at in range(256):
    _value = _at
    for _ in range(8):
        _value = (_value >> 1) ^ (0xEDB88320 if _value & 1 else 0)
    _CRC[_at] = _value


def locked_pdf(pages: Sequence[Sequence[str]], info: pdf.Info, password: str) -> bytes:
    """A PDF that opens with this password alone."""
    padded = (password.encode("ascii") + _PAD)[:32]
    owner = _rc4(_md5(padded)[:5], padded)
    name = _md5(info.title.encode())
    key = _md5(padded + owner + struct.pack("<I", _MAY) + name)[:5]

    def seal(number: int, data: bytes) -> bytes:
        return _rc4(_md5(key + struct.pack("<I", number)[:3] + b"\0\0")[:10], data)

    may = struct.unpack("<i", struct.pack("<I", _MAY))[0]
    extra = (
        f" /ID [<{name.hex()}> <{name.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner.hex()}>"
        f" /U <{_rc4(key, _PAD).hex()}> /P {may} >>"
    )
    return pdf.of_text(pages, info, writer=pdf.Writer(seal), extra=extra)


def locked_zip(members: Sequence[tuple[str, bytes, str]], when: datetime) -> bytes:
    """A zip of (name, bytes, password); a member without password lies open."""
    out, directory = bytearray(), bytearray()
    for name, data, password in members:
        crc = zlib.crc32(data)
        squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = squeezer.compress(data) + squeezer.flush()
        kept = _zipped(packed, password.encode("ascii"), crc) if password else packed
        raw = name.encode()
        day = (when.year - 1980) << 9 | when.month << 5 | when.day
        clock = when.hour << 11 | when.minute << 5 | when.second // 2
        flags = 0x800 | (1 if password else 0)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 8, clock, day, crc, len(kept), len(data), len(raw), 0)
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + raw
        out += b"PK\x03\x04" + common + raw + kept
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out + directory + b"PK\x05\x06" + end)


def _zipped(data: bytes, password: bytes, crc: int) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = _CRC[(keys[0] ^ byte) & 255] ^ keys[0] >> 8
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _CRC[(keys[2] ^ keys[1] >> 24) & 255] ^ keys[2] >> 8

    for byte in password:
        turn(byte)
    out = bytearray()
    head = hashlib.sha256(password + struct.pack("<I", crc)).digest()[:11] + bytes([crc >> 24])
    for byte in head + data:
        mixed = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 255))
        turn(byte)
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    other = 0
    for at in range(256):
        other = (other + box[at] + key[at % len(key)]) & 255
        box[at], box[other] = box[other], box[at]
    out = bytearray()
    one = two = 0
    for byte in data:
        one = (one + 1) & 255
        two = (two + box[one]) & 255
        box[one], box[two] = box[two], box[one]
        out.append(byte ^ box[(box[one] + box[two]) & 255])
    return bytes(out)
