"""Members of a 7Z archive under a password: opened with one that somebody supplied, or had again without any.

The library loses its way in an archive in which anything is locked: here it tells the names alone, and each folder is
unpacked as an archive of its own.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Self

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls, sevenheads
from muniment.intake.readers.archives.archivenames import shown
from muniment.intake.readers.archives.sevenalone import alone, locks, names, without_locks
from muniment.intake.readers.archives.sevencipher import Lock
from muniment.intake.readers.archives.sevenfolders import Folder, Part, Wrong
from muniment.intake.readers.locks.unlocktries import OutOfTime, Tries, in_bytes
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.state import State

CHARSET = "utf-16-le"
_TARGET = 4096  # bytes of where a link points


class Keys:
    """The keys that passwords make, each once for all that is locked alike."""

    def __init__(self, tries: Tries) -> None:
        self._tries = tries
        self._made: dict[tuple[bytes, int, bytes], bytes] = {}

    def plain(self, source: Source, folder: Folder, password: bytes) -> list[bytes]:
        """The packed streams of a folder without their locks.

        Raises: Wrong; OutOfTime.
        """
        packs = [source.head(size, place) for place, size in folder.packs]
        for at, coder, size in locks(folder):
            lock = Lock.of(coder.settings)
            known = password, lock.power, lock.salt
            if known not in self._made:
                self._made[known] = lock.key(password, self._tries.go_on)
            packs[at] = lock.plain(packs[at], self._made[known], size)
        return packs


class Seals:
    """The locked members of one archive."""

    def __init__(self, source: Source, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._heads = sevenheads.opened(source)
        self._tries = Tries(scope)
        self._keys = Keys(self._tries)
        self._shut: set[int] = set()  # folders that nothing opens
        self._now: tuple[int, _Unpacked] | None = None  # the one that is open
        self._open = ExitStack()
        self.untried = 0  # the most passwords that were not tried on a folder
        self.too_large = False  # whether no password was tried on one for its size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.close()

    @property
    def any(self) -> bool:
        """Whether anything in the archive is locked."""
        return self._heads is not None and any(folder.locked for folder in self._heads.folders)

    def names(self, source: Source) -> Source:
        """What the library is to read of the archive: all of it, or the names alone where anything is locked."""
        return Source(names(self._heads)) if self._heads is not None and self.any else source

    def _place(self, ordinal: int) -> tuple[Folder, int, int]:
        """The folder of a file, its number, and that of the file in it.

        Raises: Damaged.
        """
        heads = self._heads
        place = heads.files[ordinal - 1] if heads and 0 < ordinal <= len(heads.files) else None
        if heads is None or place is None:
            raise Damaged("damaged")
        return heads.folders[place[0]], *place

    def target(self, ordinal: int) -> str | None:
        """Where a link points, "" where that is locked or cannot be had; None where the file of this number, from 1, is no link."""
        if self._heads is None or ordinal - 1 not in self._heads.links:
            return None
        try:
            folder, number, part = self._place(ordinal)
            short = not folder.locked and folder.parts[part].size <= _TARGET
            unpacked = self._unpacked(folder, number) if short else None
            return shown(b"".join(unpacked.part(part)))[0] if unpacked else ""
        except Damaged:
            return ""

    def open_(self, ordinal: int, locator: str) -> bytes | Stream:
        """The file of this number, from 1: as bytes where a password opened it.

        Raises: Damaged, also where it stays locked.
        """
        kept = self._scope.kept(locator)
        if kept is not None:
            return kept.whole()
        folder, number, part = self._place(ordinal)
        if not folder.locked:
            return _Member(lambda: self._unpacked(folder, number), part)
        unpacked = self._unpacked(folder, number)
        if unpacked is None:
            raise Damaged("password", State.UNREAD_ENCRYPTED)
        if folder.parts[part].size > self._scope.limits.member_bytes:
            raise Damaged("limit-member", State.UNREAD_LIMIT)
        return b"".join(unpacked.part(part))

    def _unpacked(self, folder: Folder, number: int) -> "_Unpacked | None":
        """What a folder unpacks to, None where it cannot be had.

        One is open at a time, as files lie in the order of their folders.
        """
        if number in self._shut:
            return None
        if self._now is None or self._now[0] != number:
            self._open.close()
            self._now = None
            data = self._unlocked(folder) if folder.locked else self._packs(folder)
            if data is None:
                self._shut.add(number)
                return None
            try:
                archive = self._open.enter_context(archivecalls.opened(Source(data), ("7zip",)))
            except Unreadable as closed:
                raise Damaged(closed.reason, State(closed.state)) from None
            self._now = number, _Unpacked(archive, folder.parts)
        return self._now[1]

    def _large(self, folder: Folder) -> bool:
        """Whether it is more than can be held in memory, twice."""
        return sum(size for _, size in folder.packs) > self._scope.limits.member_bytes // 2

    def _packs(self, folder: Folder) -> bytes | None:
        """A folder that is not locked, as an archive of its own."""
        if self._large(folder):
            return None
        return alone(folder, [self._source.head(size, place) for place, size in folder.packs])

    def _unlocked(self, folder: Folder) -> bytes | None:
        """A folder that a password opens, as an archive of its own."""
        if not self._scope.passwords or _unprovable(folder):
            return None
        if self._large(folder):
            self.too_large = True
            return None
        for password in self._tries:
            for form in in_bytes(password, CHARSET):
                try:
                    data = alone(without_locks(folder), self._keys.plain(self._source, folder, form))
                except OutOfTime:
                    break
                except Wrong:
                    return None
                if _fits(data, folder):
                    self._tries.fits(password)
                    return data
        self.untried = max(self.untried, self._tries.untried)
        return None


def _unprovable(folder: Folder) -> bool:
    """Whether nothing tells a right password from a wrong one: no checksum over anything."""
    return not any(part.size and part.crc is not None for part in folder.parts)


def _fits(data: bytes, folder: Folder) -> bool:
    """Whether the first file with a checksum comes out of the folder as it should."""
    try:
        with archivecalls.opened(Source(data), ("7zip",)) as archive:
            unpacked = _Unpacked(archive, folder.parts)
            for at, part in enumerate(folder.parts):
                if part.size and part.crc is not None:
                    for _ in unpacked.part(at):
                        pass
                    return True
    except (Unreadable, Damaged):
        pass
    return False


class _Member:
    """A handle over a file that is not locked."""

    def __init__(self, unpacked: "Callable[[], _Unpacked | None]", part: int) -> None:
        self._unpacked = unpacked
        self._part = part
        self._pieces: Iterator[bytes] | None = None

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is given
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        if self._pieces is None:
            unpacked = self._unpacked()
            if unpacked is None:
                raise Damaged("limit-member", State.UNREAD_LIMIT)
            self._pieces = unpacked.part(self._part)
        return next(self._pieces, b"")


class _Unpacked:
    """What a folder unpacks to, file by file."""

    def __init__(self, archive: archivecalls.Archive, parts: tuple[Part, ...]) -> None:
        self._archive = archive
        self._parts = parts
        self._begun = False
        self._number = 0  # the file that comes next
        self._piece, self._at = b"", 0  # what has come last, and how far it is given away

    def part(self, number: int) -> Iterator[bytes]:
        """The bytes of the file of this number, from 0; each number is greater than the one before.

        Raises: Damaged, while they come.
        """
        while self._number < number:
            for _ in self._pieces():
                pass
        crc, said = 0, self._parts[number].crc
        for piece in self._pieces():
            crc = zlib.crc32(piece, crc)
            yield piece
        if said not in {None, crc}:
            raise Damaged("checksum")

    def _pieces(self) -> Iterator[bytes]:
        """The bytes of the file that comes next."""
        left = self._parts[self._number].size
        while left:
            if self._at == len(self._piece):
                self._piece, self._at = self._more(), 0
            piece = self._piece[self._at : self._at + left]
            self._at += len(piece)
            left -= len(piece)
            yield piece
        self._number += 1

    def _more(self) -> bytes:
        try:
            if not self._begun:
                self._begun = True
                self._archive.advance()
            piece = self._archive.read()
        except archivecalls.Failed as failure:
            raise failure.damaged() from None
        if not piece:
            raise Damaged("truncated")
        return piece
