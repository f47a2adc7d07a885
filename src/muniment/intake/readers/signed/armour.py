"""Bytes written as letters between two lines of dashes (PEM), or as letters alone. Source: RFC 7468."""

import binascii
import re
from collections.abc import Iterator

from muniment.intake.source import Source

_BLOCK = re.compile(
    rb"^-----BEGIN ([A-Z0-9 #.]{1,60})-----[ \t]*\r?\n((?:[!-9;-~]{1,60}: ?[^\r\n]*\r?\n|[ \t]+[^\r\n]*\r?\n)*+)([A-Za-z0-9+/=\s]*+)-----END ",
    re.MULTILINE,
)
_LETTERS = re.compile(rb"[\sA-Za-z0-9+/]*+[=\s]*+")
_WHITE = b" \t\r\n\f\v"
_MOST = 1000  # blocks


def blocks(data: bytes) -> Iterator[tuple[str, bytes, int, int]]:
    """What each block is called, its bytes, and where it lies. Cost: linear."""
    for number, found in enumerate(_BLOCK.finditer(data)):
        if number == _MOST:
            return
        if (inner := bare(found[3])) is not None:
            yield found[1].decode("ascii"), inner, found.start(), found.end()


def bare(letters: bytes) -> bytes | None:
    """The bytes of base64; None where it is none."""
    plain = letters.translate(None, _WHITE).rstrip(b"=")
    if len(plain) % 4 == 1:
        return None
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4), strict_mode=True)
    except binascii.Error:
        return None


def opened(source: Source) -> bytes:
    """The bytes of a binary file, also where it is written as letters."""
    data = source.whole()
    if data[:1] == b"\x30":
        return data
    if b"-----BEGIN " in data[:4096]:
        return next((inner for _, inner, _, _ in blocks(data)), data)
    return (bare(data) if _LETTERS.fullmatch(data) else None) or data
