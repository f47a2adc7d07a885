"""The cipher of 7Z: AES-256 under a key that a password is hashed to, over and over.

Source: 7zFormat.txt and Methods.txt of the LZMA SDK.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from muniment.intake.readers.archives.sevenfolders import Wrong

_AS_IT_IS, _MOST = 63, 24  # rounds as a power of two: none at all; more than anybody uses
_STEP = 256  # rounds hashed at once
_LOOK = 1 << 8  # of those steps between looks at the clock
_BLOCK, _KEY = 16, 32


@dataclass(frozen=True, slots=True)
class Lock:
    """How a stream is locked."""

    power: int
    salt: bytes
    vector: bytes

    @classmethod
    def of(cls, settings: bytes) -> "Lock":
        """What the coder says.

        Raises: Wrong, where it is no lock, or takes more rounds than anybody has.
        """
        if not settings:
            raise Wrong
        first, second = settings[0], settings[1] if settings[0] & 0xC0 and len(settings) > 1 else 0
        salt, vector = (first >> 7 & 1) + (second >> 4), (first >> 6 & 1) + (second & 15)
        power, rest = first & 63, settings[2:]
        if len(rest) < salt + vector or (power > _MOST and power != _AS_IT_IS):
            raise Wrong
        return cls(power, rest[:salt], rest[salt : salt + vector].ljust(_BLOCK, b"\0"))

    def key(self, password: bytes, go_on: Callable[[], None]) -> bytes:
        """The key that a password makes; looks at the clock now and then."""
        if self.power == _AS_IT_IS:
            return (self.salt + password)[:_KEY].ljust(_KEY, b"\0")
        found, lead = hashlib.sha256(), self.salt + password
        width, rounds = len(lead) + 8, 1 << self.power
        step = min(_STEP, rounds)
        block = bytearray(b"".join(lead + at.to_bytes(8, "little") for at in range(step)))
        for at in range(0, rounds, step):
            if not at // step % _LOOK:
                go_on()
            for byte in (1, 2, 3):
                block[len(lead) + byte :: width] = bytes([at >> 8 * byte & 255]) * step
            found.update(block)
        return found.digest()

    def plain(self, data: bytes, key: bytes, size: int) -> bytes:
        """A stream without its lock, which is of this size.

        Raises: Wrong, where there is less.
        """
        whole = len(data) // _BLOCK * _BLOCK
        if whole < size:
            raise Wrong
        return Cipher(algorithms.AES(key), modes.CBC(self.vector)).decryptor().update(data[:whole])[:size]
