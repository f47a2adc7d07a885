"""The ciphers of RAR: AES under a key that a password is hashed to, over and over; the newer kind says if it is the right one.

Source: the RAR 5.0 archive format; the notes on encryption of the RAR 3 format.
"""

import hashlib
import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from muniment.intake.readers.archives.rarheads import Fields, Wrong

BLOCK = 16
_MOST = 24  # rounds as a power of two: the format has no more
_SALT, _CHECK = 16, 8
_ROUNDS, _TURNS = 1 << 18, 16  # of the older kind; a byte of the vector comes of each turn
_STEP = 256  # rounds hashed at once
_LONGEST = 127  # letters of a password
_WIDTH = 64  # bytes that SHA-1 takes at once


def plain(data: bytes, key: bytes, vector: bytes) -> bytes:
    """Whole blocks without their lock."""
    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(data[: len(data) // BLOCK * BLOCK])


@dataclass(frozen=True, slots=True)
class New:
    """How a member, or all heads, of a newer archive are locked."""

    power: int
    salt: bytes
    vector: bytes  # none, where each head has its own
    check: bytes  # tells a right password; none where it is not said
    masked: bool  # whether checksums are hidden under the key

    @classmethod
    def of(cls, record: bytes, *, heads: bool = False) -> "New":
        """What a record or a head of the archive says.

        Raises: Wrong, where it is none, or of a kind that is not known.
        """
        fields = Fields(record)
        try:
            version, flags, power = fields.number(), fields.number(), fields.take(1)[0]
            salt, vector = fields.take(_SALT), b"" if heads else fields.take(BLOCK)
            said = fields.take(_CHECK + 4) if flags & 1 else b""
        except IndexError:
            raise Wrong from None
        if version or power > _MOST:
            raise Wrong
        sound = hashlib.sha256(said[:_CHECK]).digest()[:4] == said[_CHECK:]
        return cls(power, salt, vector, said[:_CHECK] if sound else b"", bool(flags & 2) and not heads)

    def key(self, password: bytes) -> bytes | None:
        """The key that a password makes; None where it is surely the wrong one."""
        if self.check and _folded(self._made(password, 32), _CHECK) != self.check:
            return None
        return self._made(password, 0)

    def sum(self, crc: int, password: bytes) -> int:
        """A checksum as the head has it."""
        if not self.masked:
            return crc
        said = hmac.digest(self._made(password, 16), struct.pack("<L", crc), "sha256")
        return int.from_bytes(_folded(said, 4), "little")

    def _made(self, password: bytes, more: int) -> bytes:
        return hashlib.pbkdf2_hmac("sha256", password, self.salt, (1 << self.power) + more)


def _folded(data: bytes, size: int) -> bytes:
    found = 0
    for at in range(0, len(data), size):
        found ^= int.from_bytes(data[at : at + size], "little")
    return found.to_bytes(size, "little")


def old_key(password: bytes, salt: bytes, go_on: Callable[[], None]) -> tuple[bytes, bytes]:
    """The key and the vector that a password makes in an older archive; looks at the clock now and then."""
    seed, found, vector = password[: 2 * _LONGEST] + salt, hashlib.sha1(usedforsecurity=False), b""
    if len(seed) > _WIDTH:
        return _old_key_of_long(bytearray(seed), go_on)
    width = len(seed) + 3
    block = bytearray(b"".join(seed + at.to_bytes(3, "little") for at in range(_STEP)))
    for at in range(0, _ROUNDS, _STEP):
        block[len(seed) + 1 :: width] = bytes([at >> 8 & 255]) * _STEP
        block[len(seed) + 2 :: width] = bytes([at >> 16]) * _STEP
        if at % (_ROUNDS // _TURNS):
            found.update(block)
            continue
        go_on()
        found.update(block[:width])
        vector += found.digest()[-1:]
        found.update(block[width:])
    return _turned(found.digest()), vector


def _turned(digest: bytes) -> bytes:
    return struct.pack("<4L", *struct.unpack(">4L", digest[:16]))


def _old_key_of_long(seed: bytearray, go_on: Callable[[], None]) -> tuple[bytes, bytes]:
    """The same for a password of more than 28 letters, which the packer's own hashing spoils as it goes.

    A block that lies in the password as a whole is written over by what the hash makes of it. Cost: several seconds.
    """
    found, vector, done, width = hashlib.sha1(usedforsecurity=False), b"", 0, _WIDTH
    for at in range(_ROUNDS):
        if not at % 1024:
            go_on()
        found.update(seed)
        start = width - done % width
        for place in range(start, len(seed) - width + 1, width):
            _spoil(seed, place)
        found.update(at.to_bytes(3, "little"))
        done += len(seed) + 3
        if not at % (_ROUNDS // _TURNS):
            vector += found.digest()[-1:]
    return _turned(found.digest()), vector


def _spoil(seed: bytearray, place: int) -> None:
    words = list(struct.unpack_from(">16L", seed, place))
    for at in range(64):
        word = words[at + 13 & 15] ^ words[at + 8 & 15] ^ words[at + 2 & 15] ^ words[at & 15]
        words[at & 15] = (word << 1 | word >> 31) & 0xFFFFFFFF
    struct.pack_into("<16L", seed, place, *words)


# makes ready what it needs, as the jail opens no file
plain(bytes(BLOCK), bytes(BLOCK), bytes(BLOCK))
hashlib.pbkdf2_hmac("sha256", b"\0", b"\0", 1)
hmac.digest(b"\0", b"\0", "sha256")
hashlib.sha1(usedforsecurity=False)
