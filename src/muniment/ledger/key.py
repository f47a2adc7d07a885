"""Keys that sign heads, and their fingerprints.

Source: C2SP signed-note v1.0.0; RFC 8032 (Ed25519).
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from muniment.errors import Trouble
from muniment.ledger.canonical import b64, unb64
from muniment.ledger.disk import BINARY, sync_file, sync_folder, write_at

_ED25519 = b"\1"  # the signature type of C2SP
_PRIVATE = "PRIVATE+KEY+"
_PRIME, _ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
# The y of the points of small order: a key among them, in any way of writing it, would accept signatures over messages
# that nobody signed. Source: RFC 8032 section 5.1, by computation
_SMALL = frozenset(
    {
        0,
        1,
        _PRIME - 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    }
)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key by name: the name, the id of four bytes, and the key's 32 bytes."""

    name: str
    id: bytes
    public: bytes

    @classmethod
    def of(cls, vkey: str) -> "Verifier":
        """From a verifier key as C2SP writes it: `name+id+base64`.

        Raises: ValueError.
        """
        name, _, rest = vkey.partition("+")
        number, _, key = rest.partition("+")
        raw = unb64(key, 33)
        if not name or any(letter.isspace() for letter in name) or raw[:1] != _ED25519:
            raise ValueError("not a key of Ed25519 under a name without spaces")
        if _id(name, raw).hex() != number:
            raise ValueError("the key does not have the id that it claims")
        return cls(name, _id(name, raw), raw[1:])

    @property
    def vkey(self) -> str:
        """As C2SP writes it."""
        return f"{self.name}+{self.id.hex()}+{b64(_ED25519 + self.public)}"

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether this key signed the message; strict: no key of small order, no number out of range.

        Source: RFC 8032 section 5.1.7.
        """
        y = int.from_bytes(self.public, "little") & (2**255 - 1)  # without the sign of x
        if y in _SMALL or y >= _PRIME:
            return False
        if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= _ORDER:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signer:
    """A signing key by name."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self.name = name
        self._key = key
        raw = _ED25519 + key.public_key().public_bytes_raw()
        self._id = _id(name, raw)
        self.vkey = f"{name}+{self._id.hex()}+{b64(raw)}"

    @classmethod
    def make(cls, name: str) -> "Signer":
        """A new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def of_seed(cls, name: str, seed: bytes) -> "Signer":
        """The key of 32 known bytes."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def load(cls, path: Path) -> "Signer":
        """A key from its file.

        Raises: Trouble.
        """
        try:
            text = path.read_text(encoding="utf-8").strip()
            name, number, key = text.removeprefix(_PRIVATE).split("+", 2)
            raw = unb64(key, 33)
            signer = cls.of_seed(name, raw[1:])
            if not text.startswith(_PRIVATE) or raw[:1] != _ED25519 or signer._id.hex() != number:
                raise ValueError("not a key")
        except OSError as error:
            raise Trouble(f"the signing key cannot be read ({error.strerror})", str(path), "name another") from None
        except ValueError:
            raise Trouble("the file holds no signing key", str(path), "name another with --signing-key") from None
        return signer

    def save(self, path: Path) -> None:
        """Write the key to a new file that its owner alone may read; a crash leaves a whole key or none of that name.

        Raises: Trouble.
        """
        data = f"{_PRIVATE}{self.name}+{self._id.hex()}+{b64(_ED25519 + self._key.private_bytes_raw())}\n".encode()
        part = path.with_name(path.name + ".new")
        try:
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
            try:
                write_at(descriptor, data, 0)
                sync_file(descriptor)
            finally:
                os.close(descriptor)
            part.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)  # no half of a secret stays behind
            raise Trouble(
                f"the signing key cannot be written ({error.strerror})",
                str(path),
                "make room, or name another place with --signing-key",
            ) from None

    def sign(self, message: bytes) -> str:
        """The signature line of a note, its line end with it."""
        return f"\u2014 {self.name} {b64(self._id + self._key.sign(message))}\n"

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint, to be compared by people."""
        return fingerprint(self.vkey)


def fingerprint(vkey: str) -> str:
    """The first 128 bits of a verifier key's SHA-256, in eight groups of four hexadecimal digits."""
    digits = sha256(vkey.encode()).hexdigest()[:32]
    return "-".join(digits[start : start + 4] for start in range(0, 32, 4))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are the same, however they are spaced."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _id(name: str, raw: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + raw).digest()[:4]
