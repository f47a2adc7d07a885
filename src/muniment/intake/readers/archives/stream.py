"""GZ, BZ2, XZ and LZMA: one packed member, in one stream or several that follow each other."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives.archivenames import Name, moment, shown
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.archivespan import Stretch, says
from muniment.intake.readers.archives.archiveunpack import Deflated, Packed, Unpacker
from muniment.intake.readers.rows import Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "1"
_LEAST, _STEP = 1 << 9, 1 << 16
_GZ, _BZ2, _XZ, _LZMA = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x5d\0\0"
TYPES = {
    _GZ: "application/gzip",
    _BZ2: "application/x-bzip2",
    _XZ: "application/x-xz",
    _LZMA: "application/x-lzma",
}
_MEMORY = 256 << 20  # of the window that an XZ may ask for
_NAME, _EXTRA, _COMMENT = 8, 4, 16  # flags of a GZ header


@dataclass(slots=True)
class _Header:
    """What a GZ says of its content."""

    name: Name = ("content", None)
    facts: dict[str, Json] = field(default_factory=dict)


def read(source: Source, scope: Scope) -> Draft:
    """Read the one member. Where its end is missing or its checksum is wrong, its bytes are not trusted.

    Raises: Unreadable, where it is not packed so.
    """
    magic = next((magic for magic in TYPES if source.head(len(magic)) == magic), None)
    if magic is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged")
    draft = Draft(TYPES[magic], State.NONE_CONTAINER)
    header = _header(source.head(1 << 16)) if magic == _GZ else _Header()
    rows, stream = ArchiveRows(draft, scope), _Packed(source, magic)
    given = rows.member(Child("1", *header.name, facts=header.facts), stream)
    if stream.after:
        draft.flags.append("trailing-data")
    if stream.after or (given and not stream.begun):  # a member that is taken out is looked for unread
        rows.member(Child("after", "after the stream"), _After(source, stream))
    rows.finish()
    return draft


class _Packed:
    """A handle over what the streams unpack to; `after` is where something else begins behind them."""

    def __init__(self, source: Source, magic: bytes) -> None:
        self._source = source
        self._magic = magic
        self.after = 0
        self.begun = False
        self._pieces = self._unpack()

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is given
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        self.begun = True
        try:
            return next(filter(None, self._pieces), b"")
        except lzma.LZMAError as error:
            if "memory" in str(error).lower():
                raise Damaged("out-of-memory", State.UNREAD_OUT_OF_MEMORY) from None
            raise Damaged("damaged") from None
        except zlib.error as error:
            raise Damaged("checksum" if "check" in str(error) else "damaged") from None
        except (OSError, ValueError):
            raise Damaged("damaged") from None
        except MemoryError:
            raise Damaged("out-of-memory", State.UNREAD_OUT_OF_MEMORY) from None

    def _unpack(self) -> Generator[bytes, None, None]:
        place = 0
        while True:
            place = yield from self._one(place)
            while (zeros := self._zeros(place)) > 0:  # streams may be padded
                place += zeros
            if place >= self._source.size:
                return
            if self._source.head(len(self._magic), place) != self._magic:
                if says(self._source, place, self._source.size):
                    self.after = place
                return

    def _zeros(self, place: int) -> int:
        rest = self._source.head(_LEAST, place)
        return len(rest) - len(rest.lstrip(b"\0"))

    def _one(self, place: int) -> Generator[bytes, None, int]:
        """One stream; gives back where it ends. There may be a million small ones: it begins with small steps."""
        unpacker, step = _START[self._magic](), _LEAST
        while not unpacker.done:
            data = self._source.head(step, place)
            if not data:
                raise Damaged("truncated")
            place += len(data)
            step = min(step * 2, _STEP)
            yield from unpacker.unpack(data)
        return place - unpacker.left


class _After:
    """A handle over what lies behind the streams, which must be unpacked to know where that begins."""

    def __init__(self, source: Source, packed: _Packed) -> None:
        self._source = source
        self._packed = packed
        self._rest: Stretch | None = None

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end."""
        if self._rest is None:
            while self._packed.read():
                pass
            self._rest = Stretch(self._source, self._packed.after or self._source.size, self._source.size)
        return self._rest.read(size)


_START: dict[bytes, Callable[[], Unpacker]] = {
    _GZ: lambda: Deflated(31),
    _BZ2: lambda: Packed(bz2.BZ2Decompressor()),
    _XZ: lambda: Packed(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)),
    _LZMA: lambda: Packed(lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_MEMORY)),
}


def _header(head: bytes) -> _Header:
    """The name, time and comment that a GZ may hold."""
    found = _Header()
    if len(head) < 10:
        return found
    flags, when = head[3], int.from_bytes(head[4:8], "little")
    if when:
        found.facts["modified"] = moment(when)
    place = 10
    if flags & _EXTRA:
        place += 2 + int.from_bytes(head[place : place + 2], "little")
    if flags & _NAME:
        raw, _, _ = head[place:].partition(b"\0")
        place += len(raw) + 1
        if raw:
            found.name = shown(raw)
    if flags & _COMMENT:
        raw, _, _ = head[place:].partition(b"\0")
        if raw:
            found.facts["comment"] = shown(raw)[0]
    return found
