"""RAR of both kinds: its heads are read here, so that no member is lost; what is packed is unpacked by libarchive."""

from dataclasses import replace

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import archivecalls, rarheads
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.archivespan import Stretch, says
from muniment.intake.readers.archives.rarheads import NEW, OLD, Head
from muniment.intake.readers.archives.rarlibrary import Checked, Library, Unpacked
from muniment.intake.readers.archives.rarseal import Seals
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "3"
ENGINE = archivecalls.ENGINE
TYPE = "application/vnd.rar"
_COMMENT = 1 << 18
_NOTHING = 128  # bytes at most that packers make of none


def read(source: Source, scope: Scope) -> Draft:
    """Read an archive, or one volume of several: then it says that the others are missing.

    Raises: Unreadable, where it is none, or its names need a password too.
    """
    if source.head(len(OLD)) != OLD and source.head(len(NEW)) != NEW:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    draft = Draft(TYPE, State.NONE_CONTAINER)
    said = rarheads.Archive()
    with Library(source) as library, Seals(source, scope) as seals:
        rar = _Rar(source, draft, ArchiveRows(draft, scope), library, seals)
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

    def __init__(self, source: Source, draft: Draft, rows: ArchiveRows, library: Library, seals: Seals) -> None:
        self._source = source
        self._draft = draft
        self.rows = rows
        self._library = library
        self._seals = seals
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
        elif head.locked and head.size == 0 and head.packed <= _NOTHING and not (head.before or head.after):
            self.rows.member(row, b"")  # any password would open it
        elif head.locked:
            self._locked(head, row)
        elif head.before or head.after:
            self.rows.unread(_unread(row, State.UNREAD_CORRUPT, "other-volumes"))
        else:
            stream: Stream = Stretch(self._source, head.place, head.place + head.packed)
            if head.size == 0 and head.packed <= _NOTHING:
                stream = Stretch(self._source, head.place, head.place)
                if head.packed and not self.rows.stopped:
                    self._library.stumble(number)
            elif not head.stored:
                stream = Unpacked(self._library, number)
            self.rows.member(row, Checked(stream, head))

    def _locked(self, head: Head, row: Child) -> None:
        """A member under a password: what one opened, now or before; else a row that says so."""
        try:
            data = None if self.rows.stopped else self._seals.open_(head, row.locator)
        except Damaged as fault:
            self.rows.unread(replace(row, state=fault.state, reason=fault.reason))
            return
        if data is None:
            self.rows.unread(_unread(row, State.UNREAD_ENCRYPTED, "password"))
        else:
            self.rows.member(row, data, unlocked=True)
        if self._seals.untried:
            self._draft.facts["passwords_not_tried"] = self._seals.untried
        if self._seals.not_opened:
            self._draft.facts["not_opened"] = self._seals.not_opened

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
            row = Child(f"{name}:{head.place}", called, size=head.size)
            if head.locked:
                self._locked(head, row)
            else:
                self.rows.unread(_unread(row, State.UNREAD_UNSUPPORTED, "unsupported"))

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
