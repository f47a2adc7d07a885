"""Zip entries under a password, opened with those that somebody supplied, or had again from what one opened before.

A check of one or two bytes says soon that a password is wrong; that it is right only a checksum or a seal can say.
"""

import hmac
import struct
from collections.abc import Iterator
from dataclasses import replace

from muniment.intake.readers.archives.zipcipher import CHECK, HEAD, SALTS, SEAL, Old, WinZip
from muniment.intake.readers.archives.zipdata import Member
from muniment.intake.readers.archives.zipdir import LATER, Entry, fields_of
from muniment.intake.readers.locks.unlocktries import OutOfTime, Tries, in_bytes
from muniment.intake.readers.rows import Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source

AES = 99  # method: the real one stands in an extra field
_FIELD = 0x9901  # the number of that field
_STRONG = 0x40  # flag: locked in a way of PKWARE's own
_STEP = 1 << 16
_CHARSETS = ("utf-8", "cp437", "cp1252")  # what packers make of a password


class Seals:
    """The locked entries of one archive."""

    def __init__(self, source: Source, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._tries = Tries(scope)
        self.untried = 0  # the most passwords that were not tried on an entry

    def open_(self, entry: Entry, place: str) -> bytes | None:
        """The bytes of an entry; None where it stays locked.

        Raises: Damaged, where a password is surely right and the data is broken.
        """
        kept = self._scope.kept(place)
        if kept is not None:
            return kept.whole()
        if not self._scope.passwords or not self._within(entry):
            return None
        ways = self._winzip if entry.method == AES else self._old
        for password in self._tries:
            for form in in_bytes(password, *_CHARSETS):
                try:
                    data = ways(entry, form)
                except OutOfTime:
                    break
                if data is not None:
                    self._tries.fits(password)
                    return data
        self.untried = max(self.untried, self._tries.untried)
        return None

    def _within(self, entry: Entry) -> bool:
        """Whether the entry is all there, and no larger than a member that is read may be."""
        there = entry.data >= 0 and entry.packed is not None and entry.end <= self._source.size
        return there and not entry.flags & _STRONG and (entry.size or 0) <= self._scope.limits.member_bytes

    def _old(self, entry: Entry, password: bytes) -> bytes | None:
        """By the old cipher."""
        cipher = Old(password)
        head = cipher.plain(self._source.head(HEAD, entry.data))
        if len(head) < HEAD or head[-1] not in _checks(entry):
            return None
        packed = _Packed(self._source, entry.data + HEAD, entry.end, cipher, self._tries)
        try:
            return b"".join(_pieces(Member(packed, _bare(entry, entry.method, packed.size))))
        except Damaged:  # as a wrong password shows too
            return None

    def _winzip(self, entry: Entry, password: bytes) -> bytes | None:
        """By AES."""
        said = next((content for number, content in fields_of(entry.extra) if number == _FIELD), b"")
        salt_size = SALTS.get(said[4], 0) if len(said) >= 7 else 0
        start, end = entry.data + salt_size + CHECK, entry.end - SEAL
        if not salt_size or end < start:
            return None
        self._tries.go_on()
        cipher = WinZip(password, self._source.head(salt_size, entry.data))
        if cipher.check != self._source.head(CHECK, start - CHECK):
            return None
        if not hmac.compare_digest(cipher.sealed(self._source.head(end - start, start)), self._source.head(SEAL, end)):
            return None
        version, method = struct.unpack_from("<H", said)[0], struct.unpack_from("<H", said, 5)[0]
        packed = _Packed(self._source, start, end, cipher, self._tries)
        # the second version leaves the checksum out, as it says something of what is locked
        return b"".join(_pieces(Member(packed, _bare(entry, method, packed.size), summed=version == 1)))


def _checks(entry: Entry) -> tuple[int, ...]:
    """What the last byte before the data may be: of the checksum, or of the time where that was not known yet."""
    return (entry.crc >> 24 & 255, entry.time >> 8 & 255) if entry.flags & LATER else (entry.crc >> 24 & 255,)


def _bare(entry: Entry, method: int, packed: int) -> Entry:
    """The entry as it was before it was locked, alone in a file."""
    return replace(entry, method=method, flags=entry.flags & ~1, packed=packed, offset=0, data=0)


def _pieces(member: Member) -> Iterator[bytes]:
    while piece := member.read():
        yield piece


class _Packed(Source):
    """The data of an entry without its lock, from 0: unlocked as far as it is wanted.

    Raises: OutOfTime, where that takes too long.
    """

    def __init__(self, source: Source, start: int, end: int, cipher: Old | WinZip, tries: Tries) -> None:
        super().__init__(b"")
        self.size = end - start
        self._within = source
        self._start = start
        self._cipher = cipher
        self._tries = tries
        self._had = bytearray()

    def head(self, count: int = 8192, start: int = 0) -> bytes:
        """Some of the bytes."""
        end = min(start + count, self.size)
        while len(self._had) < end:
            self._tries.go_on()
            step = min(_STEP, self.size - len(self._had))
            self._had += self._cipher.plain(self._within.head(step, self._start + len(self._had)))
        return bytes(self._had[start:end])
