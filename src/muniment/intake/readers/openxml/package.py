"""An Office or OpenDocument package, opened under the budget of its item: parts by name, read piece by piece.

A part that cannot be read is a part that failed, never the end of its neighbours; `Package.failed` names it. A limit ends
what can still be read: `Package.limit` says which.
"""

import codecs
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.openxml.markup import Walker, walk
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.state import State

for _codec in ("cp437", "utf-8", "utf-16", "latin-1", "cp1252"):
    codecs.lookup(_codec)  # the jail opens no module later

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, struct.error)
_STEP = 1 << 18

W = TypeVar("W", bound=Walker)


class Locked(ValueError):
    """A part needs a password."""


class Package:
    """The parts of one package. Names are compared without regard to case, as the standard says."""

    def __init__(self, source: Source, scope: Scope) -> None:
        """Read the directory.

        Raises: Unreadable, where it is damaged.
        """
        try:
            self._zip = zipfile.ZipFile(source.open())
        except BROKEN as error:
            raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
        self._scope = scope
        self.names: list[str] = []
        self.twice: list[tuple[int, str]] = []  # ordinal and name of entries without a name of their own
        self.failed: list[dict[str, str]] = []
        self.limit = ""
        self.locked: set[str] = set()  # names of parts that are encrypted by the package itself
        self.read: set[str] = set()
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._list()

    def _list(self) -> None:
        infos = self._zip.infolist()
        last = {clean(info.filename).lower(): at for at, info in enumerate(infos)}
        for at, info in enumerate(infos):
            if info.filename.endswith("/"):
                continue
            name = clean(info.filename)
            if name and last[name.lower()] == at:
                self.names.append(name)
                self._entries[name.lower()] = info
            else:
                self.twice.append((at, name))

    def find(self, name: str) -> str:
        """The name of a part as the directory writes it, or ""."""
        info = self._entries.get(clean(name).lower())
        return clean(info.filename) if info else ""

    def size(self, name: str) -> int:
        """The size that the directory says."""
        return self._entries[name.lower()].file_size

    def open(self, name: str) -> zipfile.ZipExtFile:
        """A stream over a part.

        Raises: Locked or one of BROKEN.
        """
        return self._stream(self._entries[name.lower()])

    def open_at(self, ordinal: int) -> zipfile.ZipExtFile:
        """A stream over an entry by its place in the directory."""
        return self._stream(self._zip.infolist()[ordinal])

    def _stream(self, info: zipfile.ZipInfo) -> zipfile.ZipExtFile:
        if info.flag_bits & 1 or clean(info.filename) in self.locked:
            raise Locked(info.filename)
        return self._zip.open(info)  # type: ignore[return-value]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, counted against the budget.

        Raises: LimitReached, Locked or one of BROKEN.
        """
        size = 0
        with self.open(name) as stream:
            while piece := stream.read(_STEP):
                self._scope.budget.spend(len(piece))
                size += len(piece)
                if size > self._scope.limits.member_bytes:
                    raise LimitReached("limit-member")
                yield piece

    def whole(self, name: str) -> bytes:
        """All bytes of a small part; b"" where it is not there or cannot be read, which is noted."""
        found = self.find(name)
        if not found:
            return b""
        self.read.add(found)
        data = bytearray()
        try:
            for piece in self.pieces(found):
                data += piece
        except LimitReached as reached:
            self._stop(found, reached)
        except BROKEN as error:
            self.fail(found, error)
        return bytes(data)

    def walk(self, name: str, make: Callable[[], W]) -> W:
        """Tell a new walker all of an XML part; what could not be told is noted in `failed`."""
        made: list[W] = []

        def new() -> W:
            made.append(make())
            return made[-1]

        found = self.find(name)
        if not found:
            self.failed.append({"part": name, "why": "it is not there"})
            return new()
        self.read.add(found)
        try:
            _, fault = walk(lambda: self.pieces(found), new)
            if fault:
                self.failed.append({"part": found, "why": fault})
        except LimitReached as reached:
            self._stop(found, reached)
        except BROKEN as error:
            self.fail(found, error)
        return made[-1] if made else new()

    def fail(self, name: str, error: Exception) -> None:
        """Note that a part could not be read."""
        why = "it needs a password" if isinstance(error, Locked) else f"{type(error).__name__}: {error}"[:200]
        self.failed.append({"part": name, "why": why})

    def _stop(self, name: str, reached: LimitReached) -> None:
        self.failed.append({"part": name, "why": reached.reason})
        self.limit = self.limit or reached.reason


def clean(name: str) -> str:
    """The name of a part without a leading slash, and with "/" alone."""
    return name.replace("\\", "/").lstrip("/")
