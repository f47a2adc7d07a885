"""ZIP: members in the directory's order; what overlaps is refused, what no directory names is found, nothing is extracted."""

from dataclasses import replace

from muniment.intake import insidezip
from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.archives import zipdir, zipother
from muniment.intake.readers.archives.archivenames import shown
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.archivespan import Stretch, says
from muniment.intake.readers.archives.zipdata import METHODS, Behind, Member
from muniment.intake.readers.archives.zipdir import Directory, Entry
from muniment.intake.readers.archives.zipfacts import facts_of, kind_of, letters_of, name_of
from muniment.intake.readers.archives.zipseal import AES, Seals
from muniment.intake.readers.archives.zipspans import Walk, gaps, overlapping, relocate, silent
from muniment.intake.readers.rows import Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "2"
ENGINE = zipother.ENGINE
_TARGET = 4096  # bytes of a link's target


def read(source: Source, scope: Scope) -> Draft:
    """Read a zip, by its directory; where that is broken, by the headers of the entries themselves.

    Raises: Unreadable, where there is neither a directory nor one entry.
    """
    draft = Draft(insidezip.kind(source), State.NONE_CONTAINER)
    rows = ArchiveRows(draft, scope)
    zipped = _Zip(source, scope, draft, rows)
    found = zipdir.read(source)
    if found is None:
        zipped.salvage()
    else:
        zipped.listed(found)
    rows.finish()
    return draft


class _Zip:
    """One archive and the rows that come of it."""

    def __init__(self, source: Source, scope: Scope, draft: Draft, rows: ArchiveRows) -> None:
        self._source = source
        self._scope = scope
        self._draft = draft
        self._rows = rows
        self._walk = Walk(source, scope)
        self._seals = Seals(source, scope)
        self._letters = letters_of(())

    def salvage(self) -> None:
        """Without a directory: nobody can say how many there are."""
        end = self._found(0, self._source.size)
        if not self._draft.children:
            raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no directory and no entry")
        self._rows.lost("salvaged")
        end = zipdir.behind(self._source, end)
        if not silent(self._source, end, self._source.size):
            self._carve("after", "after the last entry", end, self._source.size)

    def listed(self, found: Directory) -> None:
        """By its directory, then what that leaves out."""
        try:
            relocate(self._source, self._walk, found.entries, found.start)
        except LimitReached as reached:
            self._rows.stop(reached.reason)
        self._letters = letters_of(found.entries)
        if self._letters != letters_of(()):
            self._draft.facts["names_charset"] = self._letters
            self._flag("charset-guessed")
        refused = overlapping(self._source, found.entries, found.start)
        for entry in found.entries:
            self._row(entry, f"{entry.ordinal:06d}", refused=entry.ordinal in refused)
        if found.beyond:
            self._rows.lost("limit-children", found.beyond)
        if found.missing:
            can_be = found.missing * zipdir.LEAST <= self._source.size
            self._rows.lost("damaged", found.missing if can_be else None)
        if found.miscounted:
            self._flag("header-malformed")
        if found.comment:
            text = shown(found.comment, "cp437")[0]
            self._draft.facts["comment"] = text
            self._draft.pages.append(Page(text, None, "comment", (("comment", 0, len(text)),)))
        if not found.beyond:
            self._unlisted(found)

    def _unlisted(self, found: Directory) -> None:
        """What lies before, between and behind: entries that no directory names, and bytes that are none."""
        here = [entry.offset for entry in found.entries if entry.data >= 0]
        first = min([*here, found.start])
        self._carve("before", "before the archive", 0, first)
        recorded = len(self._draft.children)
        for start, end in gaps(found.entries, found.start):
            self._carve("between", "between the entries", self._found(start, end), end)
        self._carve("between", "behind the directory", found.close, found.foot)
        if len(self._draft.children) > recorded and not found.missing:
            self._flag("hidden-content")
        self._carve("after", "after the archive", found.end, self._source.size)

    def _found(self, start: int, end: int) -> int:
        """Rows for the entries in a stretch, and for what lies between them; gives back where the last one ends."""
        reach = start
        try:
            for entry in self._walk.entries(start, end):
                self._carve("between", "between the entries", reach, entry.offset)
                self._row(entry, f"local:{entry.offset}")
                reach = max(reach, entry.data, min(entry.end, end))
                if self._rows.full:
                    self._rows.lost(self._rows.stopped)
                    return end
        except LimitReached as reached:
            self._rows.stop(reached.reason)
            self._rows.lost(reached.reason)
            return end
        return reach

    def _carve(self, where: str, called: str, start: int, end: int) -> None:
        """A stretch that is no entry, as a member of its own."""
        between = where == "between"
        if start >= end or (silent if between else _mute)(self._source, start, end):
            return
        if not between:
            self._flag("polyglot" if where == "before" else "trailing-data")
        stretch = Stretch(self._source, start, end)
        self._rows.member(Child(f"{where}:{start}", called, size=end - start), stretch)

    def _row(self, entry: Entry, place: str, *, refused: bool = False) -> None:
        """One entry as a row, whatever it is."""
        rows, name, kind = self._rows, name_of(entry, self._letters), kind_of(entry)
        if entry.is_folder:
            rows.folder(name[0])
            return
        facts = facts_of(entry)
        flags = ("header-malformed",) if entry.disagrees else ()
        locked = bool(entry.flags & 1) or entry.method == AES
        row = Child(place, *name, kind=kind, size=entry.size, facts=facts, flags=flags)
        if refused:
            rows.unread(replace(row, kind="file", state=State.UNREAD_REFUSED, reason="unsafe-entry"))
        elif kind != "file":
            if kind == "link" and not locked:
                facts["target"] = self._target(entry)
            rows.unread(replace(row, state=State.UNREAD_REFUSED, reason=kind))
        elif locked and "encryption" not in entry.disagrees:
            self._locked(entry, row)
        else:
            if entry.method not in METHODS:
                facts["method"] = entry.method
            self._member(entry, row, locked=locked)

    def _locked(self, entry: Entry, row: Child) -> None:
        """An entry under a password: what one opened, now or before; else a row that says so."""
        try:
            data = None if self._rows.stopped else self._seals.open_(entry, row.locator)
        except Damaged as fault:
            self._rows.unread(replace(row, state=fault.state, reason=fault.reason))
            return
        if data is None:
            self._rows.unread(replace(row, state=State.UNREAD_ENCRYPTED, reason="password"))
        else:
            self._rows.member(row, data, unlocked=True)
        if self._seals.untried:
            self._draft.facts["passwords_not_tried"] = self._seals.untried

    def _member(self, entry: Entry, row: Child, *, locked: bool) -> None:
        """An entry that is read; where only one of its headers calls it encrypted, its checksum decides."""
        data = Member(self._source, entry, Damaged("password", State.UNREAD_ENCRYPTED) if locked else None)
        given = self._rows.member(row, data)
        hidden = data.whole and entry.packed is not None and says(self._source, data.end, entry.end)
        if hidden:
            self._flag("hidden-content")
        if hidden or (given and not data.begun):  # a member that is taken out is looked for unread
            behind = Behind(self._source, entry, data)
            self._rows.member(Child(f"behind:{row.locator}", "behind the data of an entry"), behind)

    def _target(self, entry: Entry) -> str:
        """Where a link points: its text, never followed."""
        if self._rows.stopped or entry.size is None or entry.size > _TARGET:
            return ""
        try:
            piece = Member(self._source, entry).read()
            self._scope.budget.spend(len(piece))
        except Damaged:
            return ""
        except LimitReached as reached:
            self._rows.stop(reached.reason)
            return ""
        return shown(piece[:_TARGET])[0]

    def _flag(self, flag: str) -> None:
        if flag not in self._draft.flags:
            self._draft.flags.append(flag)


def _mute(source: Source, start: int, end: int) -> bool:
    return not says(source, start, end)
