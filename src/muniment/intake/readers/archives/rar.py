"""RAR of both kinds: its heads are read here, so that no member is lost; what is packed is unpacked by libarchive."""

import zlib
from contextlib import ExitStack
from typing import Self

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls, rarheads
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.archivespan import Stretch, says
from muniment.intake.readers.archives.rarheads import NEW, OLD, Head
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "1"
ENGINE = archivecalls.ENGINE
TYPE = "application/vnd.rar"
_TRIES = 100  # heads that libarchive fails at, one after the other
_COMMENT = 1 << 18


def read(source: Source, scope: Scope) -> Draft:
    """Read an archive, or one volume of several: then it says that the others are missing.

    Raises: Unreadable, where it is none, or its names need a password too.
    """
    if source.head(len(OLD)) != OLD and source.head(len(NEW)) != NEW:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    draft = Draft(TYPE, State.NONE_CONTAINER)
    said = rarheads.Archive()
    with _Library(source) as library:
        rar = _Rar(source, draft, ArchiveRows(draft, scope), library)
        for head in rarheads.heads(source, said):
            rar.add(head)
            if rar.rows.full:
                rar.rows.lost(rar.rows.stopped or "limit-children")
                break
    if said.locked:
        raise Unreadable(State.UNREAD_ENCRYPTED, "password")
    if said.fault and not draft.children:
        raise Unreadable(State.UNREAD_CORRUPT, said.fault)
    rar.finish(said)
    return draft


class _Rar:
    """The members of one archive."""

    def __init__(self, source: Source, draft: Draft, rows: ArchiveRows, library: "_Library") -> None:
        self._source = source
        self._draft = draft
        self.rows = rows
        self._library = library
        self._ordinal = 0
        self._told = 0  # members that the library tells of

    def add(self, head: Head) -> None:
        """One head as a row, whatever it is."""
        if head.service:
            self._service(head)
            return
        self._ordinal += 1
        number = self._told
        if not (head.before and self._library.newer):  # of those in the newer kind it says nothing
            self._told += 1
        row = Child(f"{self._ordinal:06d}", *head.name, size=head.size, facts=head.facts)
        if head.kind == "folder":
            self.rows.folder(head.name[0])
        elif head.kind == "link":
            self.rows.unread(_unread(row, State.UNREAD_REFUSED, "link"))
        elif head.locked:
            self.rows.unread(_unread(row, State.UNREAD_ENCRYPTED, "password"))
        elif head.before or head.after:
            self.rows.unread(_unread(row, State.UNREAD_CORRUPT, "other-volumes"))
        else:
            packed: Stream = Stretch(self._source, head.place, head.place + head.packed)
            stream = packed if head.stored else _Unpacked(self._library, number)
            self.rows.member(row, _Checked(stream, head))

    def _service(self, head: Head) -> None:
        """A comment on the whole is a page; streams beside files are named, and nothing else says anything."""
        name = head.name[0]
        if name == "CMT" and head.stored and not head.locked and head.packed <= _COMMENT:
            raw = self._source.head(head.packed, head.place).rstrip(b"\0")
            text = raw.decode("utf-8", "replace")
            if text.strip():
                self._draft.facts["comment"] = text
                self._draft.pages.append(Page(text, None, "comment", (("comment", 0, len(text)),)))
        elif name in {"CMT", "STM"}:
            called = "comment on the archive" if name == "CMT" else "stream beside a file"
            state, reason = State.UNREAD_UNSUPPORTED, "unsupported"
            if head.locked:
                state, reason = State.UNREAD_ENCRYPTED, "password"
            self.rows.unread(_unread(Child(f"{name}:{head.place}", called, size=head.size), state, reason))

    def finish(self, said: rarheads.Archive) -> None:
        """Say what follows from all heads together."""
        rows, draft = self.rows, self._draft
        if said.volume:
            draft.facts["volume"] = said.number or "one of several"
            rows.incomplete("other-volumes")
        if said.fault:
            rows.lost(said.fault)
        elif not said.ended and self._library.newer and not rows.full:
            rows.lost("truncated")
        if said.ended and says(self._source, said.end, self._source.size):
            draft.flags.append("trailing-data")
            size = self._source.size - said.end
            after = Stretch(self._source, said.end, self._source.size)
            rows.member(Child(f"after:{said.end}", "after the archive", size=size), after)
        rows.finish()


def _unread(row: Child, state: State, reason: str) -> Child:
    kind = "link" if reason == "link" else "file"
    return Child(row.locator, row.name, row.raw_name, kind, size=row.size, state=state, reason=reason, facts=row.facts)


class _Library:
    """The same archive as libarchive reads it, opened where something packed is met, and never gone back in."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.newer = source.head(len(NEW)) == NEW
        self._open = ExitStack()
        self._archive: archivecalls.Archive | None = None
        self._place = -1
        self._fault: Damaged | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.close()

    def at(self, number: int) -> archivecalls.Archive:
        """The archive, standing at its member of this number, from 0.

        Raises: Damaged.
        """
        try:
            if self._fault is None and self._archive is None:
                formats = ("rar5",) if self.newer else ("rar",)
                self._archive = self._open.enter_context(archivecalls.opened(self._source, formats))
            for _ in range(_TRIES + number - self._place):
                if self._fault is not None or self._archive is None or self._place >= number:
                    break
                self._advance(self._archive)
        except Unreadable as closed:
            self._fault = Damaged(closed.reason, State(closed.state))
        if self._fault is not None or self._archive is None or self._place != number:
            raise self._fault or Damaged("damaged")
        return self._archive

    def _advance(self, archive: archivecalls.Archive) -> None:
        try:
            if archive.advance() is None:
                self._fault = Damaged("truncated")
            self._place += 1
        except archivecalls.Failed as failure:
            if failure.fatal:
                self._fault = _fault(failure)


def _fault(failure: archivecalls.Failed) -> Damaged:
    if "unavailable" in str(failure).lower():
        return Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    return failure.damaged()


class _Unpacked:
    """A handle over a packed member."""

    def __init__(self, library: _Library, number: int) -> None:
        self._library = library
        self._number = number

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        archive = self._library.at(self._number)
        try:
            return archive.read(size)
        except archivecalls.Failed as failure:
            raise _fault(failure) from None


class _Checked:
    """A handle over a member, held against its size and checksum at the end."""

    def __init__(self, stream: Stream, head: Head) -> None:
        self._stream = stream
        self._head = head
        self._crc = 0
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        piece = self._stream.read(size)
        head = self._head
        self._crc = zlib.crc32(piece, self._crc)
        self._size += len(piece)
        if head.size is not None and self._size > head.size:
            raise Damaged("damaged")
        if not piece:
            if head.size not in {None, self._size}:
                raise Damaged("truncated")
            if head.crc not in {None, self._crc}:
                raise Damaged("checksum")
        return piece
