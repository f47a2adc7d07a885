"""Whether a signature fits its content, by the certificate that came with it. That is all that it shows."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from muniment.intake.readers.signed import ber
from muniment.intake.readers.signed.ber import Ber, NotBer
from muniment.intake.readers.signed.certificates import Certificate
from muniment.intake.readers.signed.cms import Signed, Signer
from muniment.model.reading import Json

_HASHES: dict[str, tuple[str, type[hashes.HashAlgorithm]]] = {
    "1.2.840.113549.2.5": ("md5", hashes.MD5),
    "1.3.14.3.2.26": ("sha1", hashes.SHA1),
    "2.16.840.1.101.3.4.2.4": ("sha224", hashes.SHA224),
    "2.16.840.1.101.3.4.2.1": ("sha256", hashes.SHA256),
    "2.16.840.1.101.3.4.2.2": ("sha384", hashes.SHA384),
    "2.16.840.1.101.3.4.2.3": ("sha512", hashes.SHA512),
    "2.16.840.1.101.3.4.2.8": ("sha3_256", hashes.SHA3_256),
    "2.16.840.1.101.3.4.2.9": ("sha3_384", hashes.SHA3_384),
    "2.16.840.1.101.3.4.2.10": ("sha3_512", hashes.SHA3_512),
}
_SHA1 = "1.3.14.3.2.26"
_PSS = "1.2.840.113549.1.1.10"
_MOST = 16  # signatures that are tried
WHO = "that the certificate belongs to whom it names, or held when this was signed"
_ELSEWHERE = "whether the signed content is unchanged: it lies elsewhere"
_NO_CERTIFICATE = "anything: the signer's certificate is not with it"
_UNKNOWN = "anything: its kind of signature is not known here"

Digests = Mapping[str, bytes]


def digests(signed: Signed, content: Iterable[bytes]) -> dict[str, bytes]:
    """The content hashed in each way that the signers name."""
    wanted = {signer.digest for signer in signed.signers} & _HASHES.keys()
    found = {number: hashlib.new(_HASHES[number][0], usedforsecurity=False) for number in wanted}
    for piece in content:
        for one in found.values():
            one.update(piece)
    return {number: one.digest() for number, one in found.items()}


def facts(signed: Signed, contents: Sequence[Digests]) -> list[dict[str, Json]]:
    """What is shown of each signature. `contents`: the forms in which the content may have been signed; none where it is not here."""
    return [_fact(signed, signer, contents, tried=number < _MOST) for number, signer in enumerate(signed.signers)]


def _fact(signed: Signed, signer: Signer, contents: Sequence[Digests], *, tried: bool) -> dict[str, Json]:
    owner = _owner(signed, signer)
    fact: dict[str, Json] = {"by": owner.subject} if owner else {}
    fact |= signer.party.facts()
    if owner and owner.mails:
        fact["emails"] = list(owner.mails)
    if signer.time:
        fact["signed_at"] = signer.time
    if signer.digest in _HASHES:
        fact["digest"] = _HASHES[signer.digest][0]
    if owner is None or not tried:
        return {**fact, "verifies": None, "cannot_show": _NO_CERTIFICATE if owner is None else _UNKNOWN}
    verifies = _verify(owner, signer, contents)
    if verifies is None:
        return {**fact, "verifies": None, "cannot_show": _UNKNOWN if contents else _ELSEWHERE}
    return {**fact, "verifies": verifies, "cannot_show": WHO}


def _owner(signed: Signed, signer: Signer) -> Certificate | None:
    """The certificate that the signer names."""
    party = signer.party
    for one in signed.certificates:
        if party.key_id:
            if one.key_id == party.key_id:
                return one
        elif (one.issuer, one.serial) == (party.issuer, party.serial):
            return one
    return None


def _verify(owner: Certificate, signer: Signer, contents: Sequence[Digests]) -> bool | None:
    """Whether it fits one form of the content; None where that cannot be said.

    A signature that does not even fit what was signed besides the content is wrong, wherever the content lies.
    """
    if signer.digest not in _HASHES:
        return None
    found = [content[signer.digest] for content in contents if signer.digest in content]
    if signer.said is None:
        return _any(_fits(owner, signer, digest) for digest in found)
    own = _fits(owner, signer, hashlib.new(_HASHES[signer.digest][0], signer.said, usedforsecurity=False).digest())
    if not own:
        return own
    return signer.content_digest in found if found else None


def _any(tried: Iterable[bool | None]) -> bool | None:
    known = [one for one in tried if one is not None]
    return any(known) if known else None


def _fits(owner: Certificate, signer: Signer, digest: bytes) -> bool | None:
    """Whether the signature is the key's over this hash; None for a key or a kind that is not known."""
    try:
        key = serialization.load_der_public_key(owner.key)
        kind = _HASHES[signer.digest][1]()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signer.signature, digest, _padding(signer, kind), Prehashed(kind))
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, digest, ec.ECDSA(Prehashed(kind)))
        elif isinstance(key, dsa.DSAPublicKey):
            key.verify(signer.signature, digest, Prehashed(kind))
        elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey) and signer.said is not None:
            key.verify(signer.signature, signer.said)
        else:
            return None
    except InvalidSignature:
        return False
    except (ValueError, UnsupportedAlgorithm, NotBer):  # a key, a curve or parameters that cannot be
        return None
    return True


def _padding(signer: Signer, kind: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if signer.algorithm != _PSS:
        return padding.PKCS1v15()
    masked: hashes.HashAlgorithm = _HASHES[_SHA1][1]()
    tree = Ber(signer.parameters)
    for part in tree.children(tree.at(0, len(signer.parameters))) if signer.parameters else ():
        if part.tag == 0xA1:  # the mask, made with a hash of its own
            inner = tree.listed(tree.first(part))
            number = ber.oid(tree.value(tree.first(inner[1]))) if len(inner) > 1 else ""
            masked = _HASHES[number][1]() if number in _HASHES else kind
    return padding.PSS(padding.MGF1(masked), padding.PSS.AUTO)


def _warm() -> None:
    """Try a key of each kind once: what the library imports only then is here before the jail is."""
    kind = hashes.SHA256()
    number = rsa.RSAPublicNumbers(65537, (1 << 2048) - 1).public_key()
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    edwards = ed25519.Ed25519PrivateKey.generate().public_key()
    pss = padding.PSS(padding.MGF1(kind), padding.PSS.AUTO)
    tries: list[Callable[[], object]] = [
        lambda: number.verify(bytes(256), bytes(32), padding.PKCS1v15(), Prehashed(kind)),
        lambda: number.verify(bytes(256), bytes(32), pss, Prehashed(kind)),
        lambda: curve.verify(b"", bytes(32), ec.ECDSA(Prehashed(kind))),
        lambda: edwards.verify(bytes(64), b""),
        lambda: serialization.load_der_public_key(b""),
    ]
    for one in tries:
        with suppress(InvalidSignature, ValueError):
            one()


_warm()
