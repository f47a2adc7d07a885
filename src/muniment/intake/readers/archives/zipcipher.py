"""The two ciphers that zip entries are locked with, piece by piece.

Source: PKWARE APPNOTE 6.3.10, 6.1; the WinZip paper on AES encryption.
"""

import hashlib
import hmac
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HEAD = 12  # bytes before the data in the old way, of which the last is known
CHECK, SEAL = 2, 10  # bytes that stand before and after the data in the way of WinZip
SALTS = {1: 8, 2: 12, 3: 16}  # strength: bytes of salt; a key is twice as long
_ROUNDS = 1000
_CRC = tuple(zlib.crc32(bytes([byte]), 0xFFFFFFFF) ^ 0xFFFFFFFF for byte in range(256))
_STREAM = bytes((at << 2 | 2) * (at << 2 | 3) >> 8 & 255 for at in range(1 << 14))


class Old:
    """ZipCrypto."""

    def __init__(self, password: bytes) -> None:
        self._keys = 0x12345678, 0x23456789, 0x34567890
        one, two, three = self._keys
        for byte in password:
            one = _CRC[(one ^ byte) & 255] ^ one >> 8
            two = ((two + (one & 255)) * 134775813 + 1) & 0xFFFFFFFF
            three = _CRC[(three ^ two >> 24) & 255] ^ three >> 8
        self._keys = one, two, three

    def plain(self, data: bytes) -> bytes:
        """The next bytes. Cost: about a second for a megabyte and a half."""
        one, two, three = self._keys
        crc, stream, out = _CRC, _STREAM, bytearray(data)
        for at, byte in enumerate(data):
            said = byte ^ stream[three >> 2 & 0x3FFF]
            out[at] = said
            one = crc[(one ^ said) & 255] ^ one >> 8
            two = ((two + (one & 255)) * 134775813 + 1) & 0xFFFFFFFF
            three = crc[(three ^ two >> 24) & 255] ^ three >> 8
        self._keys = one, two, three
        return bytes(out)


class WinZip:
    """AES in the way of WinZip: a counter that begins with 1, its lowest byte first."""

    def __init__(self, password: bytes, salt: bytes) -> None:
        size = 2 * len(salt)
        made = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * size + CHECK)
        self.check = made[2 * size :]
        self._seal = made[size : 2 * size]
        self._blocks = Cipher(algorithms.AES(made[:size]), modes.ECB()).encryptor()  # noqa: S305 - of a counter
        self._at = 1

    def sealed(self, data: bytes) -> bytes:
        """The seal of all the data as it is locked."""
        return hmac.digest(self._seal, data, "sha1")[:SEAL]

    def plain(self, data: bytes) -> bytes:
        """The next bytes; all pieces but the last are whole blocks."""
        count = -(-len(data) // 16)
        blocks = b"".join(at.to_bytes(16, "little") for at in range(self._at, self._at + count))
        self._at += count
        stream = self._blocks.update(blocks)[: len(data)]
        return (int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")).to_bytes(len(data), "little")


WinZip(b"\0", bytes(16)).plain(b"\0")  # makes ready what it needs, as the jail opens no file
WinZip(b"\0", bytes(16)).sealed(b"\0")
