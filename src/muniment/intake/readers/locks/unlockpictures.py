"""What msoffcrypto leaves locked in a presentation to 2003: its pictures, each field of which is locked on its own.

Source: MS-PPT 2.3.7 and MS-ODRAW 2.2.20 to 2.2.32.
"""

import hashlib
import io
import struct
from typing import Any

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from msoffcrypto.format.ppt97 import olefile

from muniment.intake.readers.ole.artpictures import ENTRY, FIRST, LAST

_PICTURES, _SUMMARY = "Pictures", "EncryptedSummary"
_FIELDS = (1, 1, 16, 2, 4, 4, 4, 1, 1, 1, 1)  # of a line in the store of pictures
_NAME = 33  # where that line says how long its name is
_METAFILES, _METAFILE_HEAD = frozenset({0xF01A, 0xF01B, 0xF01C}), 34
_ID = 16


def finish(out: io.BytesIO, file: Any) -> None:
    """Unlock the pictures of a presentation that the library has unlocked else.

    Its properties stay locked in a stream of their own, by which a reader would take all for locked: it gets another name.
    """
    ole = olefile.OleFileIO(out, write_mode=True)
    if ole.exists(_PICTURES):
        with ole.openstream(_PICTURES) as stream:
            ole.write_stream(_PICTURES, plain(stream.read(), key_of(file.key, file.salt, file.keySize)))
    if ole.exists(_SUMMARY):
        name = _SUMMARY.encode("utf-16-le")
        at = out.getvalue().find(name)
        out.seek(at + len(name) - 2)
        out.write("z".encode("utf-16-le"))


def key_of(password: str, salt: bytes, bits: int) -> bytes:
    """The key of block 0, by which each field of a picture is locked anew."""
    first = hashlib.sha1(salt + password.encode("utf-16-le"), usedforsecurity=False).digest()
    found = hashlib.sha1(first + bytes(4), usedforsecurity=False).digest()[: bits // 8]
    return found.ljust(16, b"\0") if bits == 40 else found


def plain(data: bytes, key: bytes) -> bytes:
    """The pictures unlocked, or as they are where they do not begin as pictures do."""
    out, at = bytearray(data), 0

    def field(start: int, size: int) -> int:
        end = min(start + size, len(out))
        out[start:end] = Cipher(ARC4(key), None).decryptor().update(bytes(out[start:end]))
        return end

    while at + 8 <= len(out):
        start = field(at, 8)
        said, kind, size = struct.unpack_from("<HHI", out, at)
        end = min(start + size, len(out))
        if kind == ENTRY:
            name = start + _NAME
            for length in _FIELDS:
                start = field(start, length)
            start = field(start, out[name] if name < len(out) else 0)
            if start + 8 <= end:
                said, kind, _ = struct.unpack_from("<HHI", out, field(start, 8) - 8)
                start += 8
        elif not FIRST <= kind <= LAST:
            return data if not at else bytes(out)
        if start < end:
            start = field(start, _ID)
            start = field(start, _ID) if said >> 4 & 1 else start
            start = field(start, _METAFILE_HEAD if kind in _METAFILES else 1)
            field(start, end - start)
        at = end
    return bytes(out)
