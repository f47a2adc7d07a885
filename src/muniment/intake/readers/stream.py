"""GZ, BZ2 and XZ: one packed member, in one stream or several that follow each other."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archivenames import Name, moment, shown
from muniment.intake.readers.archiverows import Damaged, Rows
from muniment.intake.readers.archiveunpack import Deflated, Packed, Unpacker
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "1"
_STEP = 1 << 16
_GZ, _BZ2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
TYPES = {_GZ: "application/gzip", _BZ2: "application/x-bzip2", _XZ: "application/x-xz"}
_MEMORY = 256 << 20  # of the window that an XZ may ask for
_NAME, _EXTRA, _COMMENT, _CHECK = 8, 4, 16, 2  # flags of a GZ header


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
    draft = Draft(TYPES[magic], State.NONE_CONTAINER, declared=1)
    header = _header(source.head(1 << 16)) if magic == _GZ else _Header()
    rows, stream = Rows(draft, scope), _Packed(source, magic)
    rows.member("1", header.name, stream, facts=header.facts)
    if stream.after:
        rest = source.head(source.size - stream.after, stream.after)
        draft.flags.append("trailing-data")
        draft.declared = 2
        rows.member(f"after:{stream.after}", ("after the stream", None), rest, size=len(rest))
    return draft


class _Packed:
    """A handle over what the streams unpack to; `after` is where something else begins behind them."""

    def __init__(self, source: Source, magic: bytes) -> None:
        self._source = source
        self._magic = magic
        self.after = 0
        self._pieces = self._unpack()

    def read(self, size: int = -1) -> bytes:
        """The next piece, of any size; b"" at the end.

        Raises: Damaged.
        """
        del size
        try:
            return next(filter(None, self._pieces), b"")
        except lzma.LZMAError as error:
            wrong = "checksum" if "corrupt" in str(error).lower() else "damaged"
            raise Damaged(wrong) from None
        except zlib.error as error:
            raise Damaged("checksum" if "check" in str(error) else "damaged") from None
        except (OSError, ValueError):
            raise Damaged("damaged") from None

    def _unpack(self) -> Generator[bytes, None, None]:
        place = 0
        while True:
            place = yield from self._one(place)
            rest = self._source.head(1 << 16, place)
            while rest and not rest.strip(b"\0"):  # streams may be padded
                place += len(rest)
                rest = self._source.head(1 << 16, place)
            if not rest:
                return
            place += len(rest) - len(rest.lstrip(b"\0"))
            if self._source.head(len(self._magic), place) != self._magic:
                self.after = place
                return

    def _one(self, place: int) -> Generator[bytes, None, int]:
        """One stream; gives back where it ends."""
        unpacker = _START[self._magic]()
        while not unpacker.done:
            data = self._source.head(_STEP, place)
            if not data:
                raise Damaged("truncated")
            place += len(data)
            yield from unpacker.unpack(data)
        return place - unpacker.left


_START: dict[bytes, Callable[[], Unpacker]] = {
    _GZ: lambda: Deflated(31),
    _BZ2: lambda: Packed(bz2.BZ2Decompressor()),
    _XZ: lambda: Packed(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)),
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
