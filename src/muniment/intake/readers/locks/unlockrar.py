"""A RAR archive of which even the names are locked: the same archive with open names. Its members stay locked."""

import struct
import zlib
from dataclasses import dataclass

from muniment.intake.limits import LimitReached
from muniment.intake.readers.archives.rarcipher import BLOCK, New, plain
from muniment.intake.readers.archives.rarheads import NEW, OLD, Fields, Wrong
from muniment.intake.readers.archives.rarseal import Keys
from muniment.intake.readers.locks.unlocktries import OutOfTime, Tries, in_bytes
from muniment.intake.scope import Scope
from muniment.intake.source import Source

_LOCKED, _LAST = 4, 5  # kinds of a newer head
_MAIN, _OLD_LAST, _WITH_NAMES = 0x73, 0x7B, (0x74, 0x7A)  # kinds of an older head
_OLD_LOCKED, _DATA, _LARGE = 0x80, 0x8000, 0x100  # flags of an older head
_SALT = 8
_LARGEST = 2 << 20  # bytes of a head


@dataclass(frozen=True, slots=True)
class _Head:
    """A head without its lock, and what follows it."""

    bytes: bytes
    end: int  # of the head as it lies in the archive
    data: int  # bytes that follow it
    last: bool


def open_(source: Source, scope: Scope, tries: Tries) -> bytes | None:
    """The archive with its heads open; None where no password fits.

    Raises: LimitReached.
    """
    newer = source.head(len(NEW)) == NEW
    if source.size > scope.limits.member_bytes:
        raise LimitReached("limit-member")
    keys = Keys(tries)
    try:
        heads = _Newer(source, keys) if newer else _Older(source, keys)
        for password in tries:
            for form in in_bytes(password, heads.charset):
                try:
                    if heads.at(heads.end, form) is None:
                        continue
                    data = _written(source, heads, form)
                except OutOfTime:
                    break
                tries.fits(password)
                return data
    except (Wrong, struct.error, IndexError):
        pass
    return None


def _written(source: Source, heads: "_Newer | _Older", password: bytes) -> bytes:
    """The archive as far as its heads are sound, and what lies behind it."""
    pieces, place = [heads.start], heads.end
    while (head := heads.at(place, password)) is not None:
        place = min(head.end + head.data, source.size)
        pieces += [head.bytes, source.head(place - head.end, head.end)]
        if head.last:
            pieces.append(source.head(source.size, place))
            break
    return b"".join(pieces)


class _Newer:
    """The heads of a newer archive, each behind a vector of its own."""

    charset = "utf-8"

    def __init__(self, source: Source, keys: Keys) -> None:
        """Looks at the head that says how the others are locked.

        Raises: Wrong, where none does in a way that is known.
        """
        self._source = source
        self._keys = keys
        self.start = NEW
        lead = Fields(source.head(16, len(NEW) + 4))
        size = lead.number()
        self.end = len(NEW) + 4 + lead.at + size
        whole = source.head(min(lead.at + size, _LARGEST), len(NEW) + 4)
        body = Fields(whole[lead.at :])
        if zlib.crc32(whole) != int.from_bytes(source.head(4, len(NEW)), "little") or body.number() != _LOCKED:
            raise Wrong
        body.number()
        self._lock = New.of(body.data[body.at :], heads=True)

    def at(self, place: int, password: bytes) -> _Head | None:
        """The head at a place; None where it is not sound, as with a wrong password.

        Raises: OutOfTime.
        """
        key = self._keys.new(self._lock, password)
        vector, begin = self._source.head(BLOCK, place), place + BLOCK
        first = plain(self._source.head(BLOCK, begin), key, vector) if key and len(vector) == BLOCK else b""
        if key is None or len(first) < BLOCK:
            return None
        try:
            lead = Fields(first[4:])
            size = lead.number() + 4 + lead.at
            end = begin + -(-min(size, _LARGEST) // BLOCK) * BLOCK
            whole = plain(self._source.head(end - begin, begin), key, vector)[:size]
            if len(whole) < size or zlib.crc32(whole[4:]) != int.from_bytes(whole[:4], "little"):
                return None
            fields = Fields(whole[4 + lead.at :])
            kind, flags = fields.number(), fields.number()
            if flags & 1:
                fields.number()
            return _Head(whole, end, fields.number() if flags & 2 else 0, kind == _LAST)
        except (Wrong, IndexError):
            return None


class _Older:
    """The heads of an older archive, each behind a salt."""

    charset = "utf-16-le"

    def __init__(self, source: Source, keys: Keys) -> None:
        """Looks at the first head, which alone lies open.

        Raises: Wrong, where it does not say that the others are locked; struct.error.
        """
        self._source = source
        self._keys = keys
        _, kind, flags, size = struct.unpack("<HBHH", source.head(7, len(OLD)))
        main = source.head(size, len(OLD))
        if kind != _MAIN or not flags & _OLD_LOCKED or not 7 <= size == len(main):
            raise Wrong
        bare = main[2:3] + struct.pack("<H", flags & ~_OLD_LOCKED) + main[5:]
        self.start = OLD + struct.pack("<H", zlib.crc32(bare) & 0xFFFF) + bare
        self.end = len(OLD) + size

    def at(self, place: int, password: bytes) -> _Head | None:
        """The head at a place; None where it is not sound, as with a wrong password.

        Raises: OutOfTime.
        """
        salt, begin = self._source.head(_SALT, place), place + _SALT
        if len(salt) < _SALT:
            return None
        key, vector = self._keys.old(salt, password)
        first = plain(self._source.head(BLOCK, begin), key, vector)
        if len(first) < BLOCK:
            return None
        crc, kind, flags, size = struct.unpack_from("<HBHH", first)
        end = begin + -(-size // BLOCK) * BLOCK
        whole = plain(self._source.head(end - begin, begin), key, vector)[:size]
        if not 7 <= size == len(whole) or zlib.crc32(whole[2:]) & 0xFFFF != crc:
            return None
        try:
            data = struct.unpack_from("<L", whole, 7)[0] if flags & _DATA else 0
            if kind in _WITH_NAMES and flags & _LARGE:
                data |= struct.unpack_from("<L", whole, 32)[0] << 32
        except struct.error:
            return None
        return _Head(whole, end, data, kind == _OLD_LAST)
