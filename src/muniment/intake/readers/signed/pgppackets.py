"""The packets of OpenPGP: who signed and when, for which keys something is sealed, whose keys. Source: RFC 9580, RFC 4880."""

import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake.readers.archives.archivenames import moment
from muniment.model.reading import Json

_ARMOURED = re.compile(
    rb"^-----BEGIN PGP (MESSAGE|SIGNATURE|PUBLIC KEY BLOCK|PRIVATE KEY BLOCK)(?:, PART [0-9/]{1,9})?-----[ \t]*\r?\n"
    rb"((?:[!-9;-~]{1,40}: [^\r\n]*\r?\n)*+)[ \t]*\r?\n([A-Za-z0-9+/=\s]*+)(-----END PGP )?",
    re.MULTILINE,
)
_SEALED, _SIGNATURE, _PASSWORD, _SECRET, _PUBLIC = 1, 2, 3, 5, 6
_SECRET_SUB, PACKED, _DATA, LITERAL, _NAME, _SUB, _CHECKED, _AEAD = 7, 8, 9, 11, 13, 14, 18, 20
_ALGORITHMS = {
    1: "RSA",
    2: "RSA",
    3: "RSA",
    16: "ElGamal",
    17: "DSA",
    18: "ECDH",
    19: "ECDSA",
    22: "EdDSA",
    25: "X25519",
    27: "Ed25519",
}
_HASHES = {1: "md5", 2: "sha1", 8: "sha256", 9: "sha384", 10: "sha512", 11: "sha224", 12: "sha3_256", 14: "sha3_512"}
_MOST = 2000  # packets
_LISTED = 100
_NO_KEY = "anything: the signer's key is not with it"


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; `whole` says whether all of it is there."""

    tag: int
    body: bytes
    whole: bool = True


@dataclass(slots=True)
class Told:
    """What packets say without any key."""

    recipients: list[str] = field(default_factory=list)
    signatures: list[dict[str, Json]] = field(default_factory=list)
    keys: list[dict[str, Json]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    locked: bool = False
    password: bool = False
    secret: bool = False
    whole: bool = True
    inner: Packet | None = None  # what is compressed or lies open

    @property
    def known(self) -> bool:
        """Whether anything was met that these packets are for."""
        return bool(self.locked or self.signatures or self.keys or self.inner)


def armoured(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """What each block of letters is called, its bytes, and whether it is whole."""
    for number, found in enumerate(_ARMOURED.finditer(data)):
        if number == _LISTED:
            return
        letters, _, _ = found[3].partition(b"\n=")  # a checksum of 24 bits follows
        plain = letters.translate(None, b" \t\r\n\f\v").rstrip(b"=")
        whole = bool(found[4]) and len(plain) % 4 != 1
        plain = plain[: len(plain) - (len(plain) % 4 == 1)]
        yield found[1].decode("ascii"), binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)), whole


def told(data: bytes) -> Told:
    """All that a run of packets says. Cost: linear."""
    said = Told()
    for packet in packets(data):
        said.whole &= packet.whole
        tag, body = packet.tag, packet.body
        if tag == _SEALED:
            said.locked = True
            if len(said.recipients) < _LISTED:
                said.recipients.append(_recipient(body))
        elif tag in {_DATA, _CHECKED, _AEAD, _PASSWORD}:
            said.locked, said.password = True, said.password or tag == _PASSWORD
        elif tag == _SIGNATURE and len(said.signatures) < _LISTED:
            said.signatures.append(signature(body))
        elif tag in {_SECRET, _SECRET_SUB, _PUBLIC, _SUB}:
            said.secret |= tag in {_SECRET, _SECRET_SUB}
            if len(said.keys) < _LISTED:
                said.keys.append(_key(body, main=tag in {_SECRET, _PUBLIC}))
        elif tag == _NAME and len(said.names) < _LISTED:
            said.names.append(" ".join(body[:1000].decode("utf-8", "replace").split()))
        elif tag in {PACKED, LITERAL} and said.inner is None:
            said.inner = packet
    return said


def packets(data: bytes) -> Iterator[Packet]:
    """One packet after the other, as far as they can be told apart."""
    place, count = 0, 0
    while place < len(data) and data[place] & 0x80 and count < _MOST:
        count += 1
        if data[place] & 0x40:
            tag = data[place] & 0x3F
            pieces, place, whole = _pieces(data, place + 1)
            yield Packet(tag, pieces, whole)
            continue
        tag, kind = data[place] >> 2 & 15, data[place] & 3
        if kind == 3:  # up to the end
            yield Packet(tag, data[place + 1 :])
            return
        start = place + 1 + (1 << kind)
        size = int.from_bytes(data[place + 1 : start], "big")
        yield Packet(tag, data[start : start + size], start + size <= len(data))
        place = start + size


def _pieces(data: bytes, place: int) -> tuple[bytes, int, bool]:
    """A body, which may come in pieces; where it ends, and whether all of it is there."""
    pieces: list[bytes] = []
    while place < len(data):
        first, more = data[place], False
        if first < 192:
            size, place = first, place + 1
        elif first < 224:
            size, place = (first - 192 << 8) + int.from_bytes(data[place + 1 : place + 2], "big") + 192, place + 2
        elif first == 255:
            size, place = int.from_bytes(data[place + 1 : place + 5], "big"), place + 5
        else:
            size, place, more = 1 << (first & 31), place + 1, True
        pieces.append(data[place : place + size])
        place += size
        if not more:
            return b"".join(pieces), place, place <= len(data)
    return b"".join(pieces), place, False


def literal(packet: Packet) -> tuple[str, str, bytes]:
    """Name, date and bytes of what lies open."""
    body = packet.body
    size = body[1] if len(body) > 1 else 0
    name = body[2 : 2 + size].decode("utf-8", "replace")
    seconds = int.from_bytes(body[2 + size : 6 + size], "big")
    return name, moment(seconds) if seconds else "", body[6 + size :]


def signature(body: bytes) -> dict[str, Json]:
    """What a signature says of itself. Nothing of it is checked: that needs the signer's key."""
    fact: dict[str, Json] = {"form": "OpenPGP"}
    version = body[0] if body else 0
    if version == 3 and len(body) >= 17:
        fact["signed_at"] = moment(int.from_bytes(body[3:7], "big"))
        fact["key_id"] = body[7:15].hex().upper()
        algorithm, digest = body[15], body[16]
    elif version in {4, 6} and len(body) >= 6:
        algorithm, digest = body[2], body[3]
        wide = 4 if version == 6 else 2
        first = int.from_bytes(body[4 : 4 + wide], "big")
        at = 4 + wide + first
        second = int.from_bytes(body[at : at + wide], "big")
        _subpackets(fact, body[4 + wide : at])
        _subpackets(fact, body[at + wide : at + wide + second])
    else:
        return {**fact, "verifies": None, "cannot_show": _NO_KEY}
    if digest in _HASHES:
        fact["digest"] = _HASHES[digest]
    if algorithm in _ALGORITHMS:
        fact["algorithm"] = _ALGORITHMS[algorithm]
    return {**fact, "verifies": None, "cannot_show": _NO_KEY}


def _subpackets(fact: dict[str, Json], data: bytes) -> None:
    place = 0
    while place < len(data):
        first = data[place]
        if first < 192:
            size, place = first, place + 1
        elif first < 255:
            size, place = (first - 192 << 8) + int.from_bytes(data[place + 1 : place + 2], "big") + 192, place + 2
        else:
            size, place = int.from_bytes(data[place + 1 : place + 5], "big"), place + 5
        piece = data[place : place + size]
        kind, value = (piece[0] & 0x7F, piece[1:]) if piece else (0, b"")
        if kind == 2 and len(value) == 4:
            fact.setdefault("signed_at", moment(int.from_bytes(value, "big")))
        elif kind == 16:
            fact.setdefault("key_id", value[:8].hex().upper())
        elif kind == 33:
            fact["fingerprint"] = value[1:40].hex().upper()
        elif kind == 28:
            fact["by"] = " ".join(value[:1000].decode("utf-8", "replace").split())
        place += max(size, 1)


def _recipient(body: bytes) -> str:
    """The key for which something is sealed."""
    if body[:1] == b"\x06":
        return body[3 : 2 + min(body[1], 40)].hex().upper() if len(body) > 2 else ""
    return body[1:9].hex().upper()


def _key(body: bytes, *, main: bool) -> dict[str, Json]:
    version = body[0] if body else 0
    fact: dict[str, Json] = {"main": main, "created": moment(int.from_bytes(body[1:5], "big"))}
    if version in {4, 6} and len(body) > 5:
        fact["algorithm"] = _ALGORITHMS.get(body[5], str(body[5]))
        public = _public(body)
        if version == 4 and public:
            print_ = hashlib.sha1(b"\x99" + len(public).to_bytes(2, "big") + public, usedforsecurity=False).hexdigest()
            fact |= {"fingerprint": print_.upper(), "key_id": print_[-16:].upper()}
    return fact


def _public(body: bytes) -> bytes:
    """The public half of a key, of which its name is made; b"" for kinds whose end is not known."""
    place = 6
    for _ in range({1: 2, 2: 2, 3: 2, 16: 3, 17: 4}.get(body[5], 0)):  # so many numbers, each with its bits before it
        place += 2 + (int.from_bytes(body[place : place + 2], "big") + 7 >> 3)
    if body[5] in {18, 19, 22}:  # a curve, then a point, then for some what the key is derived by
        place += 1 + (body[6] if len(body) > 6 else 0)
        place += 2 + (int.from_bytes(body[place : place + 2], "big") + 7 >> 3)
        if body[5] == 18:
            place += 1 + (body[place] if place < len(body) else 0)
    return body[:place] if 6 < place <= len(body) and place < 1 << 16 else b""
