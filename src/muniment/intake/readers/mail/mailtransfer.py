"""The bytes of a part, its transfer encoding undone, piece by piece; of damaged bytes as many as can be had."""

import binascii
import re
from collections.abc import Generator

from muniment.intake.readers.mail.mailfields import Buffer

_STEP = 1 << 20
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WHITE = b" \t\r\n\f\v\0"
_FOREIGN = bytes(byte for byte in range(256) if byte not in _ALPHABET + b"=")
_ENDS = re.compile(rb"=+")
_SOFT = re.compile(rb"=[ \t]*(?:\r+\n?|\n)")
_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]*)\r?\n", re.MULTILINE)
_WAYS = {
    **dict.fromkeys(("base64", "base-64", "x-base64"), "base64"),
    **dict.fromkeys(
        ("quoted-printable", "quotedprintable", "quoted_printable", "x-quoted-printable"), "quoted-printable"
    ),
    **dict.fromkeys(("x-uuencode", "uuencode", "x-uue", "uue", "x-uu"), "uuencode"),
    **dict.fromkeys(("", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "plain", "none"), ""),
}

Pieces = Generator[bytes, None, bool]  # returns whether something was damaged


def way(value: bytes) -> str | None:
    """The encoding that a Content-Transfer-Encoding names, "" where the bytes stand as they are; None for an unknown one."""
    name = value.partition(b";")[0].partition(b"(")[0].decode("latin-1").strip(" \t\"'").lower()
    return _WAYS.get(name.replace("quoted printable", "quoted-printable"))


class Decoded:
    """A handle over the decoded bytes; read to its end, it knows whether they are `damaged`."""

    def __init__(self, data: Buffer, start: int, end: int, coded: str) -> None:
        self._pieces = _UNDO[coded](data, start, end)
        self.damaged = False
        self._done = False

    def read(self, size: int = -1) -> bytes:
        """The next piece, of any size; b"" at the end. Below 0: all that is left."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_STEP), b""))
        while not self._done:
            try:
                piece = next(self._pieces)
            except StopIteration as end:
                self._done, self.damaged = True, bool(end.value)
                break
            if piece:
                return piece
        return b""


def opened(given: Buffer, data: Buffer, start: int, end: int, coded: str) -> Decoded:
    """The bytes of a part; `data` is the mail with line feeds as its line ends, which an encoding by lines needs."""
    return Decoded(data if coded in {"quoted-printable", "uuencode"} else given, start, end, coded)


def uuencoded_name(data: Buffer, start: int, end: int) -> bytes:
    """The name that an uuencoded file gives itself."""
    found = _BEGIN.search(data, start, min(end, start + _STEP))
    return found[1].strip() if found else b""


def uu_line(line: bytes) -> bytes | None:
    """The bytes of one line; None where it is none."""
    line = line.rstrip(b"\r\n")
    if not line or not 32 <= line[0] <= 96:
        return None
    count = (line[0] - 32) & 63
    letters = (count + 2) // 3 * 4
    if not letters - 3 <= len(line.rstrip()) - 1 <= letters + 2 and len(line) - 1 < letters:
        return None
    try:
        return binascii.a2b_uu(line[: letters + 1])
    except binascii.Error:
        return None


def _as_it_is(data: Buffer, start: int, end: int) -> Pieces:
    for place in range(start, end, _STEP):
        yield data[place : min(place + _STEP, end)]
    return False


def _base64(data: Buffer, start: int, end: int) -> Pieces:
    damaged, rest = False, b""
    for place in range(start, end, _STEP):
        piece = data[place : min(place + _STEP, end)].translate(None, _WHITE)
        known = piece.translate(None, _FOREIGN)
        damaged |= len(known) != len(piece)
        *ended, rest = _ENDS.split(rest + known) if b"=" in known else (rest + known,)
        for part in ended:  # some programs end each line, or each of several runs, with padding
            damaged |= len(part) % 4 == 1
            yield _quads(part)
        whole = len(rest) // 4 * 4
        yield binascii.a2b_base64(rest[:whole])
        rest = rest[whole:]
    yield _quads(rest)
    return damaged or len(rest) == 1


def _quads(part: bytes) -> bytes:
    """One run without its padding; a letter left over at its end stands for no whole byte."""
    part = part[: len(part) - (len(part) % 4 == 1)]
    return binascii.a2b_base64(part + b"=" * (-len(part) % 4))


def _quoted(data: Buffer, start: int, end: int) -> Pieces:
    rest = b""
    for place in range(start, end, _STEP):
        piece = rest + data[place : min(place + _STEP, end)]
        cut = len(piece)
        if place + _STEP < end:
            cut = piece.rfind(b"\n") + 1 or max(len(piece) - 2, 0)
            if cut == len(piece) - 2 and piece[cut - 1 : cut] == b"=":
                cut -= 1
        rest = piece[cut:]
        yield binascii.a2b_qp(_SOFT.sub(b"", piece[:cut]))
    return False


def _uuencoded(data: Buffer, start: int, end: int) -> Pieces:
    begin = _BEGIN.search(data, start, end)
    if begin is None:
        yield from _as_it_is(data, start, end)
        return True
    if begin[0].startswith(b"begin-base64"):
        stop = data.find(b"====", begin.end(), end)
        return (yield from _base64(data, begin.end(), stop if stop >= 0 else end))
    place, damaged = begin.end(), False
    while place < end:
        stop = data.find(b"\n", place, end)
        stop = end if stop < 0 else stop + 1
        line = data[place:stop]
        if line.rstrip() == b"end":
            return damaged
        found = uu_line(line)
        damaged |= found is None and bool(line.strip())
        yield found or b""
        place = stop
    return True


_UNDO = {"": _as_it_is, "base64": _base64, "quoted-printable": _quoted, "uuencode": _uuencoded}
