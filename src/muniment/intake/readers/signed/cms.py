"""Signed and sealed content (CMS, PKCS #7): who signed, for whom it is sealed, and where the content lies. Source: RFC 5652."""

from collections.abc import Iterable
from dataclasses import dataclass

from muniment.intake.readers.signed import ber, certificates
from muniment.intake.readers.signed.ber import Ber, Node, NotBer
from muniment.intake.readers.signed.certificates import Certificate
from muniment.model.reading import Json

_CMS = "1.2.840.113549.1.7."
_SMIME = "1.2.840.113549.1.9."
SIGNED = f"{_CMS}2"
_ENVELOPED, _PASSWORD, _WITH_CHECK, _COMPRESSED = f"{_CMS}3", f"{_CMS}6", f"{_SMIME}16.1.23", f"{_SMIME}16.1.9"
_DIGEST, _TIME = f"{_SMIME}4", f"{_SMIME}5"
_MOST = 100  # signers, certificates and recipients
_CIPHERS = {
    "1.2.840.113549.3.2": "RC2",
    "1.2.840.113549.3.4": "RC4",
    "1.2.840.113549.3.7": "3DES",
    "1.3.14.3.2.7": "DES",
    **{
        f"2.16.840.1.101.3.4.1.{at + mode}": f"AES-{bits}"
        for at, bits in ((0, 128), (20, 192), (40, 256))
        for mode in (2, 6)
    },
}


@dataclass(frozen=True, slots=True)
class Party:
    """By what a signer or a recipient is named: the maker and number of a certificate, or the name of a key."""

    issuer: str = ""
    serial: str = ""
    key_id: str = ""

    def facts(self) -> dict[str, Json]:
        """As facts."""
        said = {"issuer": self.issuer, "serial": self.serial, "key_id": self.key_id}
        return {key: value for key, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature. `said` is what was signed besides the content, as it is signed; None where the content alone is."""

    party: Party
    digest: str
    algorithm: str
    parameters: bytes
    signature: bytes
    said: bytes | None = None
    content_digest: bytes = b""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Signed content; `content` is None where it lies elsewhere."""

    content: Node | None
    certificates: tuple[Certificate, ...]
    signers: tuple[Signer, ...]
    odd: int = 0  # certificates and signatures of kinds that are not read


@dataclass(frozen=True, slots=True)
class Sealed:
    """Content that is encrypted, or only compressed: then `content` is where."""

    recipients: tuple[Party, ...] = ()
    cipher: str = ""
    password: bool = False
    content: Node | None = None


def read(tree: Ber) -> Signed | Sealed:
    """Read what the bytes hold.

    Raises: NotBer, where they are nothing of this kind.
    """
    whole = tree.at(0, len(tree.data))
    parts = _few(tree, whole)
    kind = ber.oid(tree.value(parts[0])) if parts and parts[0].tag == ber.OID else ""
    if len(parts) < 2 or parts[1].tag != 0xA0:
        raise NotBer("no content")
    inner = next(tree.children(parts[1]), None)
    if inner is None or inner.tag != ber.SEQUENCE:
        raise NotBer("no content")
    if kind == SIGNED:
        return _signed(tree, inner)
    if kind == _COMPRESSED:
        return Sealed(content=_content(tree, _few(tree, inner)[-1]))
    if kind in {_ENVELOPED, _WITH_CHECK, _PASSWORD}:
        return _sealed(tree, inner, password=kind == _PASSWORD)
    raise NotBer(f"content of type {kind}")


def _few(tree: Ber, node: Node) -> list[Node]:
    return tree.listed(node, most=10)


def _signed(tree: Ber, node: Node) -> Signed:
    parts = _few(tree, node)
    if len(parts) < 4:
        raise NotBer("no signed content")
    signers, known, odd = list[Signer](), list[Certificate](), 0
    for part in parts[3:]:
        if part.tag == 0xA0:
            for one in _most(tree.children(part)):
                try:
                    known.append(certificates.read(tree, one))
                except NotBer:
                    odd += 1
        elif part.tag == ber.SET:
            for one in _most(tree.children(part)):
                try:
                    signers.append(_signer(tree, one))
                except NotBer:
                    odd += 1
    return Signed(_content(tree, parts[2]), tuple(known), tuple(signers), odd)


def _most(nodes: Iterable[Node]) -> Iterable[Node]:
    return (node for _, node in zip(range(_MOST), nodes, strict=False))


def _content(tree: Ber, node: Node) -> Node | None:
    """The content within what says its type."""
    parts = _few(tree, node)
    if len(parts) < 2 or parts[1].tag != 0xA0:
        return None
    return next(tree.children(parts[1]), None)


def _signer(tree: Ber, node: Node) -> Signer:
    parts = _few(tree, node)
    if len(parts) < 5:
        raise NotBer("no signer")
    party = _party(tree, parts[1])
    digest = _algorithm(tree, parts[2])[0]
    said = parts[3] if parts[3].tag == 0xA0 else None
    rest = parts[4:] if said else parts[3:]
    if len(rest) < 2 or rest[1].tag & 0x1F != ber.OCTETS:
        raise NotBer("no signature")
    algorithm, parameters = _algorithm(tree, rest[0])
    time, content_digest, signed = "", b"", None
    if said:
        signed = b"\x31" + tree.raw(said)[1:]  # signed as the set that it is
        for attribute in tree.children(said):
            pair = _few(tree, attribute)
            value = next(tree.children(pair[1]), None) if len(pair) > 1 else None
            number = ber.oid(tree.value(pair[0])) if pair else ""
            if value and number == _DIGEST:
                content_digest = tree.value(value)
            elif value and number == _TIME:
                time = ber.time(value.tag, tree.value(value))
    return Signer(party, digest, algorithm, parameters, tree.value(rest[1]), signed, content_digest, time)


def _algorithm(tree: Ber, node: Node) -> tuple[str, bytes]:
    parts = _few(tree, node)
    if not parts:
        raise NotBer("no algorithm")
    return ber.oid(tree.value(parts[0])), tree.raw(parts[1]) if len(parts) > 1 else b""


def _party(tree: Ber, node: Node) -> Party:
    if node.tag == ber.SEQUENCE:
        issuer, number = (*_few(tree, node), node, node)[:2]
        return Party(certificates.name(tree, issuer), certificates.serial(tree, number))
    inner = next(tree.children(node), node) if node.inside else node
    return Party(key_id=tree.value(inner).hex())


def _sealed(tree: Ber, node: Node, *, password: bool) -> Sealed:
    recipients: list[Party] = []
    cipher = ""
    for part in _few(tree, node):
        if part.tag == ber.SET and not recipients:
            for one in _most(tree.children(part)):
                found, by_password = _recipients(tree, one)
                recipients += found[: _MOST - len(recipients)]
                password |= by_password
        elif part.tag == ber.SEQUENCE:
            inner = _few(tree, part)
            if len(inner) > 1 and inner[0].tag == ber.OID:
                number = _algorithm(tree, inner[1])[0]
                cipher = _CIPHERS.get(number, number)
    return Sealed(tuple(recipients), cipher, password)


def _recipients(tree: Ber, node: Node) -> tuple[list[Party], bool]:
    """Whom one entry names, and whether it is opened by a password instead."""
    parts = _few(tree, node)
    if node.tag == ber.SEQUENCE and len(parts) > 1:
        return [_party(tree, parts[1])], False
    if node.tag == 0xA1 and parts:  # a key that is agreed with several
        return [_party(tree, first) for one in _most(tree.children(parts[-1])) for first in _few(tree, one)[:1]], False
    return [], node.tag == 0xA3
