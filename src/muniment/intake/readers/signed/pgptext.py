"""A text that is signed where it stands (OpenPGP): the words without what is wrapped round them, and the signatures."""

import re

from muniment.intake.readers.signed import pgppackets
from muniment.model.reading import Json

BEGIN = b"-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:(?:Hash|NotDashEscaped): ?[^\r\n]*\r?\n)*+[ \t]*\r?\n",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-----BEGIN PGP SIGNATURE-----", re.MULTILINE)
_END = re.compile(r"^-----END PGP SIGNATURE-----[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_DASH = re.compile(r"^- (?=-|From )", re.MULTILINE)


def opened(text: str) -> tuple[str, list[dict[str, Json]]]:
    """The words of a text, and what its signatures say. One whose signature is cut off stays as it is. Cost: linear."""
    pieces: list[str] = []
    signatures: list[dict[str, Json]] = []
    place = 0
    while begin := _SIGNED.search(text, place):
        mark = _SIGNATURE.search(text, begin.end())
        end = _END.search(text, mark.end()) if mark else None
        if mark is None or end is None:
            break
        pieces += [text[place : begin.start()], _DASH.sub("", text[begin.end() : mark.start()])]
        for _, data, _ in pgppackets.armoured(text[mark.start() : end.end()].encode("utf-8", "replace")):
            signatures += pgppackets.told(data).signatures
        place = end.end()
    return "".join([*pieces, text[place:]]), signatures
