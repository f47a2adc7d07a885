"""Runs of characters in any bytes that are words.

A place is looked at more closely the more it looks like text: ASCII is looked for everywhere, letters of other scripts
where hardly any byte is a control, UTF-16 where every other byte is one of a few.
"""

import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from muniment.intake import charsetguess
from muniment.intake.readers.carve.carvejudge import judge

Buffer = bytes | mmap.mmap

_BLOCK = 4096
_STRETCH = 1 << 20
_ASCII = re.compile(rb"[\t\n\r -~]{8,}")
_ANY = re.compile(rb"[\t\n\r -~\x80-\xff]{8,}")
_UPPERS = re.compile(
    rb"[\0\x03-\x07\x09\x0e]{6,}"
)  # upper halves of Latin, Greek, Cyrillic, Arabic, Indic and Thai letters
_INKED = re.compile(rb"[^\0]{6,}")
_PAIRS = re.compile(rb"(?:[\t\n\r -~\xa0-\xff]\0|[\0-\xff][\x03-\x07\x09\x0e]|[\x10-\x3a]\x20){6,}")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_MARKED = bytes(byte >= 32 or byte in b"\t\n\r" for byte in range(256))
_CLEAN = b"\1" * 96  # so many bytes without a control do not come by chance
_UPPER = b"\0\x03\x04\x05\x06\x07\x09\x0e"
_GUESSES = 50  # runs of one file that are guessed anew
_LONG = 64  # bytes from which a guess can be good


@dataclass(frozen=True, slots=True)
class Piece:
    """A string, where it begins, and whether nobody could take it for chance."""

    at: int
    text: str
    sure: bool


def pieces(data: Buffer, limit: int, clean: Callable[[str], str] | None = None) -> Iterator[Piece]:
    """Strings that hold words, at most about `limit` characters. `clean` takes away what is no text of the format."""
    room = limit
    letters = _Letters()
    for start, end, kind in _regions(data):
        for at, raw in _runs(data[start:end], kind):
            text, strictly = letters.of(raw)
            if clean is not None:
                text = clean(text)
            verdict = judge(text, strictly=strictly)
            if verdict is None:
                continue
            yield Piece(start + at, text, verdict)
            room -= len(text)
            if room < 0:
                return


def _regions(data: Buffer) -> Iterator[tuple[int, int, str]]:
    """The bytes in long stretches that are looked at in one way: "a" ASCII, "x" letters of any script, "w" UTF-16 too."""
    start, kind = 0, ""
    for at in range(0, len(data), _BLOCK):
        found = _kind(data[at : at + _BLOCK])
        if found == kind and at - start < _STRETCH:
            continue
        end = at
        if kind and found == kind and "w" not in kind:
            end = data.rfind(b"\n", at - _BLOCK, at) + 1 or at
        if kind:
            yield start, end, kind
        start, kind = end, found
    if kind:
        yield start, len(data), kind


def _kind(block: bytes) -> str:
    inked = block.strip(b"\0").translate(None, b"\0")
    if not inked:
        return ""
    controls = len(inked) - len(inked.translate(None, _CONTROLS))
    texty = controls * 100 < len(inked) * 9 or _CLEAN in block.translate(_MARKED)
    kind = "x" if texty and not block.isascii() else "a"
    upper = len(block) - len(block.translate(None, _UPPER))
    return f"{kind}w" if upper * 100 > len(block) * 6 else kind


def _runs(chunk: bytes, kind: str) -> Iterator[tuple[int, bytes]]:
    for found in (_ANY if "x" in kind else _ASCII).finditer(chunk):
        yield found.start(), found[0]
    if "w" not in kind:
        return
    for first in (0, 1):
        lower, upper = chunk[first::2], chunk[first + 1 :: 2]
        for high in _UPPERS.finditer(upper):
            for low in _INKED.finditer(lower, high.start(), high.end()):
                for found in _PAIRS.finditer(chunk, low.start() * 2 + first, low.end() * 2 + first):
                    if (found.start() - first) % 2 == 0:
                        yield found.start(), _WIDE + found[0]


class _Letters:
    """Characters of runs; what was found for one is tried first for the next."""

    def __init__(self) -> None:
        self._name = "cp1252"
        self._left = _GUESSES

    def of(self, raw: bytes) -> tuple[str, bool]:
        """The characters, and whether any byte would be one."""
        if raw.startswith(_WIDE):
            return raw[2:].decode("utf-16-le", "replace"), False
        if raw.isascii():
            return raw.decode("ascii"), False
        inner = _TAIL.sub(b"", _LEAD.sub(b"", raw))  # the run may begin or end within a character
        try:
            return inner.decode("utf-8"), False
        except UnicodeDecodeError:
            pass
        text = self._decoded(raw)
        if self._left and len(raw) >= _LONG and not judge(text, strictly=True):
            self._left -= 1
            self._name = charsetguess.likely(raw[: 1 << 14])
            text = self._decoded(raw)
        return text, True

    def _decoded(self, raw: bytes) -> str:
        return raw.decode(self._name, "replace").replace("\ufffd", " ")


_WIDE = b"\xff\xfe"
_LEAD = re.compile(rb"\A[\x80-\xbf]{1,3}")
_TAIL = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
