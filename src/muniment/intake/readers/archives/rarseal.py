"""Members of a RAR archive under a password: opened with one that somebody supplied, or had again without any."""

import zlib
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import islice
from typing import Self

from muniment.intake.readers.archives import raralone, rarheads
from muniment.intake.readers.archives.raralone import Member
from muniment.intake.readers.archives.rarcipher import New, old_key, plain
from muniment.intake.readers.archives.rarheads import NEW, Head, Wrong
from muniment.intake.readers.archives.rarlibrary import Library, Unpacked
from muniment.intake.readers.locks.unlocktries import OutOfTime, Tries, in_bytes
from muniment.intake.readers.rows import NAMED, Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.state import State

_AES = 29  # from this version on an older archive is locked by AES
_OLDER = "locked in the way of RAR before 2.9"
_SOLID = "packed as one with others in the way of RAR before 5"


class Keys:
    """The keys that passwords make, each once for all that is locked alike."""

    def __init__(self, tries: Tries) -> None:
        self._tries = tries
        self._new: dict[tuple[bytes, int, bytes, bytes], bytes | None] = {}
        self._old: dict[tuple[bytes, bytes], tuple[bytes, bytes]] = {}

    def new(self, lock: New, password: bytes) -> bytes | None:
        """Of a newer archive; None where the password is surely the wrong one.

        Raises: OutOfTime.
        """
        known = password, lock.power, lock.salt, lock.check
        if known not in self._new:
            self._tries.go_on()
            self._new[known] = lock.key(password)
        return self._new[known]

    def old(self, salt: bytes, password: bytes) -> tuple[bytes, bytes]:
        """Key and vector of an older archive.

        Raises: OutOfTime.
        """
        known = password, salt
        if known not in self._old:
            self._old[known] = old_key(password, salt, self._tries.go_on)
        return self._old[known]


class Seals:
    """The locked members of one archive."""

    def __init__(self, source: Source, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._tries = Tries(scope)
        self._keys = Keys(self._tries)
        self._newer = source.head(len(NEW)) == NEW
        self._open = ExitStack()
        self._chain: tuple[Library, Mapping[int, int]] | None = None  # members that go on packing; number by place
        self.untried = 0  # the most passwords that were not tried on a member
        self.not_opened = ""  # why none was tried on one

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.close()

    def open_(self, head: Head, locator: str) -> bytes | None:
        """The bytes of a member; None where it stays locked.

        Raises: Damaged, where a password is surely right and the data is broken.
        """
        kept = self._scope.kept(locator)
        if kept is not None:
            return kept.whole()
        if not self._scope.passwords or head.before or head.after or not self._within(head):
            return None
        charset = "utf-8" if self._newer else "utf-16-le"
        for password in self._tries:
            for form in in_bytes(password, charset):
                try:
                    data = self._new(head, form) if self._newer else self._old(head, form)
                except OutOfTime:
                    break
                except Wrong:
                    return None
                except Damaged:
                    self._tries.fits(password)
                    raise
                if data is not None:
                    self._tries.fits(password)
                    return data
        self.untried = max(self.untried, self._tries.untried)
        return None

    def _within(self, head: Head) -> bool:
        """Whether it is all there, no larger than can be held in memory, and locked in a way that is known."""
        most = self._scope.limits.member_bytes
        if head.packed > most // 2 or (head.size or 0) > most:
            self.not_opened = "limit-member"
        elif not self._newer and head.packing[1] < _AES:
            self.not_opened = _OLDER
        elif not self._newer and head.solid and not head.stored:
            self.not_opened = _SOLID
        else:
            return head.place + head.packed <= self._source.size
        return False

    def _new(self, head: Head, password: bytes) -> bytes | None:
        """A member of a newer archive; None where the password is another.

        Raises: Wrong; OutOfTime; Damaged.
        """
        lock = New.of(head.lock or b"")
        key = self._keys.new(lock, password)
        if key is None or not (lock.check or head.crc is not None):
            return None
        try:
            found = self._content(head, plain(self._source.head(head.packed, head.place), key, lock.vector), password)
            if head.crc is not None and lock.sum(zlib.crc32(found), password) != head.crc:
                raise Damaged("checksum")
        except Damaged:
            if lock.check:
                raise
            return None
        return found

    def _old(self, head: Head, password: bytes) -> bytes | None:
        """A member of an older archive; None where the password is another, or the library cannot unpack it.

        Raises: OutOfTime.
        """
        key, vector = self._keys.old(head.lock or b"", password)
        try:
            found = self._content(head, plain(self._source.head(head.packed, head.place), key, vector), password)
        except Damaged:
            return None
        return found if zlib.crc32(found) == head.crc else None

    def _content(self, head: Head, data: bytes, password: bytes) -> bytes:
        """What the packed bytes of a member unpack to.

        Raises: Damaged; OutOfTime.
        """
        if head.stored:
            size = len(data) if head.size is None else head.size
            if size > len(data):
                raise Damaged("truncated")
            return data[:size]
        if head.solid:
            library, numbers = self._chained(password)
            return self._unpacked(head, Unpacked(library, numbers.get(head.place, -1)))
        alone = raralone.new([(head, data)]) if self._newer else raralone.old(head, data)
        with Library(Source(alone)) as library:
            return self._unpacked(head, Unpacked(library, 0))

    def _unpacked(self, head: Head, stream: Unpacked) -> bytes:
        found = bytearray()
        while piece := stream.read():
            found += piece
            if len(found) > self._scope.limits.member_bytes or (head.size is not None and len(found) > head.size):
                raise Damaged("damaged")
        if head.size not in {None, len(found)}:
            raise Damaged("truncated")
        return bytes(found)

    def _chained(self, password: bytes) -> tuple[Library, Mapping[int, int]]:
        """All members in one archive, as each goes on packing where the one before ended; its number by its place.

        Raises: Damaged, where they are too many bytes; OutOfTime.
        """
        if self._chain is None:
            members: list[Member] = []
            left = self._scope.limits.member_bytes // 2
            for head in islice(rarheads.heads(self._source, rarheads.Archive()), NAMED):
                left -= head.packed
                if left < 0:
                    self.not_opened = "limit-member"
                    raise Damaged("limit-member", State.UNREAD_LIMIT)
                data = self._bare(head, password)
                if data:
                    members.append((head, data))
            library = self._open.enter_context(Library(Source(raralone.new(members))))
            self._chain = (
                library,
                {head.place: number for number, (head, _) in enumerate(each for each in members if each[0].size)},
            )
        return self._chain

    def _bare(self, head: Head, password: bytes) -> bytes | None:
        """The packed bytes of a member that is not locked, or no longer; None where it has none, or not here."""
        if head.service or head.kind != "file" or head.before or head.after:
            return None
        data = self._source.head(head.packed, head.place)
        if not head.locked:
            return data
        try:
            lock = New.of(head.lock or b"")
        except Wrong:
            return None
        key = self._keys.new(lock, password)
        return None if key is None else plain(data, key, lock.vector)
