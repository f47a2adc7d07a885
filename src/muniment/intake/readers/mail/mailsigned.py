"""What a detached signature shows of the part of a mail that it is for (RFC 8551, RFC 3156)."""

import re

from muniment.intake.readers.mail.mailfields import Buffer
from muniment.intake.readers.signed import cms, cmscheck, pgppackets
from muniment.intake.readers.signed.armour import bare
from muniment.intake.readers.signed.ber import Ber, NotBer
from muniment.model.reading import Json

OPENPGP = frozenset({"application/pgp-signature"})
KINDS = OPENPGP | {"application/pkcs7-signature", "application/x-pkcs7-signature"}
LARGEST = 1 << 20  # bytes of a signature
_CONTENT = 64 << 20  # bytes of what is signed
_LINE = re.compile(rb"\r?\n")


def smime(signature: bytes, data: Buffer, start: int, end: int) -> list[dict[str, Json]]:
    """Whether each signer's signature fits what lies from `start` to `end`: with the line ends of the wire, or as it lies."""
    tree = Ber(signature if signature[:1] == b"\x30" else bare(signature) or signature)
    try:
        found = cms.read(tree)
    except NotBer:
        return [{"verifies": None, "cannot_show": "anything: the signature is damaged"}]
    if isinstance(found, cms.Sealed):
        return []
    forms: list[cmscheck.Digests] = []
    if end - start <= _CONTENT:
        content = bytes(data[start:end])
        forms = [cmscheck.digests(found, [form]) for form in (_LINE.sub(b"\r\n", content), content)]
    return cmscheck.facts(found, forms)


def openpgp(signature: bytes) -> list[dict[str, Json]]:
    """What each signature says of itself: the key that would show more is not with it."""
    blocks = list(pgppackets.armoured(signature)) or [("", signature, True)]
    return [one for _, data, _ in blocks for one in pgppackets.told(data).signatures]
