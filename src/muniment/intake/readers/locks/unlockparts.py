"""What the manifest of an OpenDocument says of each encrypted part, and that part decrypted with a password.

Source: ODF 1.3 part 2, 3.4 and 4.8; what LibreOffice writes since 24.8 (Argon2id and AES-GCM).
"""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.openxml.markup import Walker
from muniment.model.state import State

_ROUNDS, _MEMORY = 5_000_000, 1 << 18  # the most that is spent on one try; KiB for the second
_CHECKED = 1024  # bytes that a checksum of the kind "1K" covers
_PAD = 16
_NO_THREADS = "its key is made by threads (Argon2id of several lanes), which a reader may not have: open it elsewhere"


@dataclass(slots=True)
class Sealed:
    """How one part is locked: the attributes of its manifest, by their names without prefix."""

    said: dict[str, str] = field(default_factory=dict)
    start: str = "SHA1"  # how the password becomes the first key

    def bytes_of(self, name: str) -> bytes:
        """A value in base64.

        Raises: ValueError.
        """
        try:
            return base64.b64decode(self.said.get(name, ""))
        except binascii.Error as error:
            raise ValueError(str(error)) from None

    def number(self, name: str, otherwise: int) -> int:
        """A number.

        Raises: ValueError.
        """
        return int(self.said.get(name, otherwise))


class SealedParts(Walker):
    """Walks the manifest: the parts that are encrypted, by path."""

    def __init__(self) -> None:
        self.parts: dict[str, Sealed] = {}
        self._path = ""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attrs.items()}
        if local == "file-entry":
            self._path = said.get("full-path", "")
        elif local == "encryption-data":
            self.parts[self._path] = Sealed(said)
        elif local == "start-key-generation" and self._path in self.parts:
            self.parts[self._path].start = said.get("start-key-generation-name", "")
        elif local in {"algorithm", "key-derivation"} and self._path in self.parts:
            self.parts[self._path].said |= said


class Key:
    """The keys that one password makes, each once."""

    def __init__(self, password: bytes) -> None:
        self._password = password
        self._made: dict[tuple[object, ...], bytes] = {}

    def of(self, sealed: Sealed) -> bytes:
        """The key of a part.

        Raises: ValueError, where it is made in a way that is not known; Unreadable, where no reader can make it.
        """
        how = sealed.said.get("key-derivation-name", "").lower()
        salt, size = sealed.bytes_of("salt"), sealed.number("key-size", 16)
        first = hashlib.sha256 if "sha256" in sealed.start.lower() else hashlib.sha1
        known = (how, salt, size, first, *(sealed.said.get(name) for name in _COSTS))
        if known not in self._made:
            self._made[known] = self._derive(sealed, first(self._password).digest(), salt, size)
        return self._made[known]

    def _derive(self, sealed: Sealed, first: bytes, salt: bytes, size: int) -> bytes:
        how = sealed.said.get("key-derivation-name", "").lower()
        if "argon2id" in how:
            rounds, memory, lanes = (sealed.number(name, 1) for name in _COSTS[1:])
            if memory > _MEMORY or rounds * memory > _ROUNDS:
                raise ValueError("it takes too much")
            try:
                return Argon2id(salt=salt, length=size, iterations=rounds, lanes=lanes, memory_cost=memory).derive(
                    first
                )
            except MemoryError:  # it says so where it may have no thread for each lane, as in the jail
                raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", _NO_THREADS) from None
        rounds = sealed.number("iteration-count", 1024)
        if "pbkdf2" not in how or not 0 < rounds <= _ROUNDS or not 0 < size <= 64:
            raise ValueError("a way that is not known")
        return hashlib.pbkdf2_hmac("sha1", first, salt, rounds, size)


_COSTS = ("iteration-count", "argon2-iterations", "argon2-memory", "argon2-lanes")


def plain(data: bytes, sealed: Sealed, key: Key) -> bytes | None:
    """A part as it was packed before it was locked; None where the password is another.

    Raises: ValueError, where it is locked in a way that is not known.
    """
    how, vector, made = (
        sealed.said.get("algorithm-name", "").lower(),
        sealed.bytes_of("initialisation-vector"),
        key.of(sealed),
    )
    if "gcm" in how:
        try:
            return AESGCM(made).decrypt(vector, data.removeprefix(vector), None)
        except InvalidTag:
            return None
    if "aes" in how:
        found = Cipher(algorithms.AES(made), modes.CBC(vector)).decryptor().update(data)
        ways = [found[: -found[-1]]] if found and 0 < found[-1] <= _PAD else []
    elif "blowfish" in how:
        ways = [Cipher(Blowfish(made), CFB(vector)).decryptor().update(data)]
    else:
        raise ValueError("a way that is not known")
    return next((way for way in ways if _right(way, sealed)), None)


def _right(data: bytes, sealed: Sealed) -> bool:
    """Whether a checksum says so; where there is none, whether it unpacks."""
    kind, said = sealed.said.get("checksum-type", "").lower(), sealed.bytes_of("checksum")
    if not said:
        return _unpacks(data)
    checked = data[:_CHECKED] if "1k" in kind else data
    return said == (hashlib.sha256 if "sha256" in kind else hashlib.sha1)(checked).digest()


def _unpacks(data: bytes) -> bool:
    try:
        zlib.decompressobj(-15).decompress(data, 1 << 16)
    except zlib.error:
        return False
    return True


def unpacked(data: bytes, most: int) -> bytes:
    """What was packed before it was locked.

    Raises: zlib.error; LimitReached.
    """
    if data.startswith(b"PK\3\4"):
        return data  # a package in a package is not packed twice
    inner = zlib.decompressobj(-15)
    found = inner.decompress(data, most)
    if inner.unconsumed_tail:
        raise LimitReached("limit-member")
    return found


# imports and makes ready what it needs, as the jail opens no file
Cipher(Blowfish(bytes(16)), CFB(bytes(8))).decryptor().update(b"\0")
AESGCM(bytes(32)).encrypt(bytes(12), b"", None)
Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=8).derive(b"\0")
hashlib.pbkdf2_hmac("sha1", b"\0", b"\0", 1, 16)
