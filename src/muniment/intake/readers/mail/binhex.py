"""BinHex 4.0 (.hqx): the two forks of a computer file of old Macs as members, with its name, type and creator as facts.

Source: RFC 1741.
"""

import binascii
import re
from collections.abc import Iterator

from muniment.intake.limits import Unreadable
from muniment.intake.readers.mail import applelabels
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.signed.piecewise import Pieces
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
TYPE = "application/mac-binhex40"

_LETTERS = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TABLE = bytes.maketrans(_LETTERS, _BASE64)
_START = re.compile(rb"^[ \t]*:(?=[^\s:]{20})", re.MULTILINE)
_WHITE = b" \t\r\n\f\v\0"
_FOREIGN = bytes(byte for byte in range(256) if byte not in _LETTERS)
_RUN = 0x90
_STEP = 1 << 16


def read(source: Source, scope: Scope) -> Draft:
    """Read both forks.

    Raises: Unreadable.
    """
    data = source.whole()
    found = _START.search(data)
    if found is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no letters of BinHex")
    end = data.find(b":", found.end())
    letters = data[found.end() : end if end >= 0 else len(data)].translate(None, _WHITE)
    known = letters.translate(None, _FOREIGN)
    packed = _bytes(known)
    size = packed[0] if packed else 0
    head = b"".join(_expanded(packed[: 2 * (size + 30)]))[: size + 22]
    if not 1 <= size <= 63 or len(head) < size + 22:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged" if size else "truncated", "no head")
    if binascii.crc_hqx(head[: size + 20], 0) != int.from_bytes(head[size + 20 :], "big"):
        raise Unreadable(State.UNREAD_CORRUPT, "checksum", "the head's sum")
    draft = Draft(TYPE, State.NONE_CONTAINER)
    name = head[1 : size + 1].decode("mac_roman")
    kind, creator = head[size + 2 : size + 6], head[size + 6 : size + 10]
    draft.facts.update(applelabels.facts(name, kind, creator))
    lengths = [int.from_bytes(head[size + at : size + at + 4], "big") for at in (12, 16)]
    whole = _forks(draft, scope, packed, size + 22, name, lengths)
    if not whole or len(known) != len(letters) or end < 0:
        draft.flags.append("end-missing" if end < 0 or not whole else "transfer-damaged")
    return draft


def _forks(draft: Draft, scope: Scope, packed: bytes, start: int, name: str, lengths: list[int]) -> bool:
    """Give each fork that has bytes; returns whether all bytes are there."""
    rows, whole = Rows(draft, scope), True
    for at, (suffix, length) in enumerate(zip(("", " (resource fork)"), lengths, strict=True)):
        if length:
            fork = _Fork(packed, start, length)
            row = Child(("data", "resource")[at], f"{name}{suffix}", size=length)
            head = b"".join(_cut(packed, start, min(length, 1 << 12))) if at else b""
            if rows.member(applelabels.settled(row, head) if at else row, Pieces(fork.pieces())):
                whole &= fork.left == 0
                if fork.left or fork.wrong:
                    rows.flag("transfer-damaged")
        start += length + 2
    return whole


class _Fork:
    """The bytes of one fork, checked while they are read."""

    def __init__(self, packed: bytes, start: int, length: int) -> None:
        self._packed = packed
        self._start = start
        self._length = length
        self.left = length
        self.wrong = False

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; read to the end it knows whether they are `wrong`, and how many are missing."""
        check, said = 0, b""
        for piece in _cut(self._packed, self._start, self._length + 2):
            own, rest = piece[: self.left], piece[self.left :]
            self.left -= len(own)
            said += rest
            check = binascii.crc_hqx(own, check)
            yield own
        self.wrong = int.from_bytes(said, "big") != check


def _bytes(letters: bytes) -> bytes:
    """Six bits a letter, as base64 has them under other letters."""
    plain = letters[: len(letters) - (len(letters) % 4 == 1)].translate(_TABLE)
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))


def _cut(packed: bytes, start: int, length: int) -> Iterator[bytes]:
    """So many bytes from here on, of the expanded ones."""
    for piece in _expanded(packed):
        if start >= len(piece):
            start -= len(piece)
            continue
        own = piece[start : start + length]
        start, length = 0, length - len(own)
        yield own
        if not length:
            return


def _expanded(packed: bytes) -> Iterator[bytes]:
    """A byte, the mark and a number stand for so many of that byte; the mark and 0 for the mark itself."""
    found, last, place = bytearray(), b"", 0
    while place < len(packed):
        mark = packed.find(_RUN, place)
        mark = len(packed) if mark < 0 else mark
        while mark - place > _STEP:
            yield bytes(found) + packed[place : place + _STEP]
            found.clear()
            place += _STEP
        found += packed[place:mark]
        last = packed[mark - 1 : mark] if mark > place else last
        if mark + 1 < len(packed):
            count = packed[mark + 1]
            if count:
                found += last * (count - 1)
            else:
                found.append(_RUN)
                last = b"\x90"
        place = mark + 2
        if len(found) > _STEP:
            yield bytes(found)
            found.clear()
    yield bytes(found)
