"""Mailboxes of Outlook (PST, OST): each message, contact, appointment, task and note is a member, as a mail of its properties.

A member's locator is the number of its folder, "/", and its own; the bytes are made of its properties and say so. An
attachment too large to stand in a mail, or broken, has a row of its own, with its number behind a second "/". Where the
library is not installed the state says what to type.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from muniment.intake.limits import Unreadable
from muniment.intake.readers.mail.mailmembers import MAIL
from muniment.intake.readers.outlook import msgindex, pstheaders, pstlibrary
from muniment.intake.readers.outlook.pstblocks import Blocks, NotThere
from muniment.intake.readers.outlook.pstlibrary import BROKEN, FOLDER, MESSAGE, SETTINGS, asking
from muniment.intake.readers.outlook.pstlines import names_of
from muniment.intake.readers.outlook.pstmail import LARGE, Aside, Mail, name_of
from muniment.intake.readers.outlook.pstsaid import stamp
from muniment.intake.readers.outlook.pstthing import METHOD, Names, Thing, thing_of
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.media import mismatch
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "3"
ENGINE = pstlibrary.version()
TYPE = "application/vnd.ms-outlook-pst"
INSTALL = "pip install 'muniment[pst]'"

_COUNT, _NAME, _PASSWORD = 0x3602, 0x3001, 0x67FF
_READ, _UNSENT = 1, 8
_ENCODINGS = {0: "none", 1: "compressible", 2: "high"}
_FORMS = {14: "ANSI", 15: "ANSI", 23: "Unicode", 36: "Unicode, large pages"}
_LISTED = 10_000  # folders that a fact lists
_KINDS = frozenset({MESSAGE, SETTINGS})
_ORPHANS = "recovered"


def read(source: Source, scope: Scope) -> Draft:
    """Read a mailbox.

    Raises: Unreadable, where the library is missing or makes nothing of the file.
    """
    if not pstlibrary.there():
        raise Unreadable(State.UNREAD_DEPENDENCY_MISSING, "missing-library", f"type: {INSTALL}")
    try:
        file = pstlibrary.opened(source.buffer())
        with asking:
            root = file.root_folder
    except BROKEN as fault:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", _short(fault)) from None
    if root is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no folders")
    return _Mailbox(source, scope, file).read(root)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that is to be read: what libpff gives, and the names that lead to it."""

    item: Any
    path: str


@dataclass(slots=True)
class _Tally:
    """What was met so far."""

    numbers: set[int] = field(default_factory=set)
    failed: list[Json] = field(default_factory=list)
    folders: list[Json] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)  # by how many a folder has fewer than it says


class _Mailbox:
    """One mailbox while it is read."""

    def __init__(self, source: Source, scope: Scope, file: Any) -> None:
        self._draft = Draft(TYPE, State.NONE_CONTAINER)
        self._rows = Rows(self._draft, scope)
        self._file = file
        self._tally = _Tally()
        self._names: Names = {}
        self._codec = ""
        try:
            self._blocks: Blocks | None = Blocks(source.buffer())
        except NotThere:
            self._blocks = None
        self._version = int.from_bytes(source.head(12)[10:], "little")

    def read(self, root: Any) -> Draft:
        """All of it."""
        self._about()
        waiting = [_Folder(root, "")]
        while waiting and not self._rows.full:
            folder = waiting.pop()
            self._folder(folder)
            waiting += reversed(list(self._inside(folder)))
        self._orphans()
        self._unmet()
        self._settle()
        return self._draft

    def _about(self) -> None:
        """What the file says of itself, and the names of its named properties."""
        facts = self._draft.facts
        facts["format"] = _FORMS.get(self._version, f"version {self._version}")
        for fact, name in (("message_store", "name"), ("name_to_id_map", "")):
            try:
                with asking:
                    item = getattr(self._file, fact)
                said = pstlibrary.said_of(item)
            except (*BROKEN, AttributeError):
                self._fail(fact.replace("_", " "), "damaged")
                continue
            if not name:
                self._names = names_of(said)
            elif shown := said.text(_NAME):
                facts[name] = shown
            if name and said.whole(_PASSWORD):
                facts["password_set"] = True  # it keeps Outlook out, and encodes nothing
        try:
            page = self._file.ascii_codepage
            facts["encoding"] = _ENCODINGS.get(self._file.encryption_type, "unknown")
        except BROKEN:
            return
        self._codec = page.decode("ascii", "replace") if isinstance(page, bytes) else str(page or "")

    def _inside(self, folder: _Folder) -> Iterator[_Folder]:
        """The folders within a folder."""
        try:
            count = folder.item.number_of_sub_folders
        except BROKEN:
            self._fail(folder.path or "the first folder", "damaged")
            return
        for at in range(count):
            try:
                with asking:
                    inner = folder.item.get_sub_folder(at)
                number = inner.identifier
            except BROKEN:
                self._fail(f"folder {at + 1} in {folder.path or 'the first folder'}", "damaged")
                continue
            if number not in self._tally.paths:
                yield self._named(inner, number, folder.path)

    def _named(self, item: Any, number: int, above: str) -> _Folder:
        try:
            name = item.name or ""
        except BROKEN:
            name = ""
        name = " ".join(name.split()) or f"folder {number}"
        path = f"{above}\\{name}" if above else name
        self._tally.paths[number] = path
        return _Folder(item, path)

    def _folder(self, folder: _Folder) -> None:
        """What lies in a folder; and whether that is as much as the folder says."""
        try:
            number = folder.item.identifier
            declared = pstlibrary.said_of(folder.item).whole(_COUNT)
            count = folder.item.number_of_sub_items
        except BROKEN:
            self._fail(folder.path or "the first folder", "damaged")
            return
        had = settings = 0
        for at in range(count):
            try:
                with asking:
                    item = folder.item.get_sub_item(at)
                own = item.identifier
            except BROKEN:
                if self._blocks is None:  # else the file's own index says which it is
                    self._fail(f"item {at + 1} in {folder.path}", "damaged")
                continue
            if own & 0x1F in _KINDS and own not in self._tally.numbers:
                self._item(item, own, f"{number}/{own}", folder.path)
                had += own & 0x1F == MESSAGE
                settings += own & 0x1F == SETTINGS
        if folder.path and len(self._tally.folders) < _LISTED:
            self._tally.folders.append({"path": folder.path, "says": declared, "items": had, "settings": settings})
        if number & 0x1F == FOLDER and declared is not None and declared > had:
            self._tally.missing[number] = declared - had

    def _item(self, item: Any, number: int, locator: str, path: str) -> None:
        """One thing as a member; broken, it costs its neighbours nothing."""
        self._tally.numbers.add(number)
        hidden = number & 0x1F == SETTINGS
        flags = (("hidden-content",) if hidden else ()) + (("recovered",) if locator.startswith(_ORPHANS) else ())
        facts: dict[str, Json] = {"folder": path} if path else {}
        thing = self._thing(item, number)
        if thing is None:
            row = Child(
                locator, f"message {number}", state=State.UNREAD_CORRUPT, reason="damaged", facts=facts, flags=flags
            )
            self._rows.unread(row)
            return
        mail = Mail(thing)
        facts |= _facts(thing)
        name = pstheaders.subject(thing.said) or f"message {number}"
        name = f"{name}.eml" if mismatch(MAIL, name) else name
        row = Child(locator, name, hints={"type": MAIL}, facts=facts, flags=flags)
        self._rows.member(row, _Pieces(mail.pieces()))
        self._large(thing, locator)
        for aside in mail.aside:
            self._aside(locator, aside)
        if thing.lost:
            facts = {"attached_to": locator, "failed": [{"part": part, "why": "damaged"} for part in thing.lost]}
            lost = Child(
                f"{locator}/lost", f"lost parts of {name}", state=State.UNREAD_CORRUPT, reason="damaged", facts=facts
            )
            self._rows.unread(lost)

    def _thing(self, item: Any, number: int) -> Thing | None:
        """What a message holds: by the library, and where that makes nothing of it, by its blocks."""
        try:
            return pstlibrary.thing(item, self._names, self._codec, self._blocks)
        except BROKEN:
            pass
        try:
            return thing_of(self._blocks, self._blocks.node(number), self._names, self._codec) if self._blocks else None
        except NotThere:
            return None

    def _large(self, thing: Thing, locator: str) -> None:
        """Attachments that do not stand in the mail."""
        for attachment in thing.attachments:
            size = attachment.said.whole(0x0E20) or 0
            if size > LARGE and attachment.said.whole(METHOD) == 1:
                row = Child(f"{locator}/{attachment.number}", name_of(attachment), facts={"attached_to": locator})
                self._rows.member(row, _Pieces(attachment.data()))

    def _aside(self, locator: str, aside: Aside) -> None:
        place = "/".join(map(str, (locator, *aside.path)))
        state = State.UNREAD_LIMIT if aside.why.startswith("limit-") else State.UNREAD_CORRUPT
        reason = aside.why if aside.why in {"limit-member", "limit-depth", "truncated"} else "damaged"
        self._rows.unread(Child(place, aside.name, state=state, reason=reason, facts={"attached_to": locator}))

    def _orphans(self) -> None:
        """Things that lie in no folder any more."""
        try:
            count = self._file.number_of_orphan_items
        except BROKEN:
            self._fail("recovered items", "damaged")
            return
        for at in range(count):
            try:
                with asking:
                    item = self._file.get_orphan_item(at)
                number = item.identifier
            except BROKEN:
                self._fail(f"recovered item {at + 1}", "damaged")
                continue
            if number & 0x1F in _KINDS and number not in self._tally.numbers:
                self._item(item, number, f"{_ORPHANS}/{number}", "")

    def _unmet(self) -> None:
        """Things that the file's own index has, and the library did not give."""
        if self._blocks is None:
            return
        for number, parent in self._blocks.all():
            if number & 0x1F in _KINDS and number not in self._tally.numbers:
                self._item(None, number, f"{parent}/{number}", self._tally.paths.get(parent, ""))
                if parent in self._tally.missing and number & 0x1F == MESSAGE:
                    self._tally.missing[parent] -= 1

    def _fail(self, part: str, why: str) -> None:
        if len(self._tally.failed) < _LISTED:
            self._tally.failed.append({"part": part, "why": why})
        self._rows.incomplete("part-failed")

    def _settle(self) -> None:
        draft, tally = self._draft, self._tally
        for missing in tally.missing.values():
            if missing > 0:
                self._rows.lost("damaged", missing)
        draft.facts["messages"] = sum(number & 0x1F == MESSAGE for number in tally.numbers)
        draft.facts["folders"] = tally.folders
        if self._blocks is not None and (wrong := self._blocks.wrong()):
            tally.failed.append({"part": f"{wrong} blocks", "why": "checksum"})
        if tally.failed:
            draft.facts["failed"] = tally.failed
            draft.state, draft.reason = State.TEXT_PARTIAL, "part-failed"
        elif not self._rows.known:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"


class _Pieces:
    """A handle over pieces that are made when they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is given
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        try:
            return next(filter(None, self._pieces), b"")
        except NotThere as fault:
            raise Damaged("truncated" if str(fault) == "truncated" else "damaged") from None


def _facts(thing: Thing) -> dict[str, Json]:
    """What a mailbox says of a thing in it that its mail does not."""
    said = thing.said
    facts: dict[str, Json] = {"built": pstheaders.BUILT}
    facts["headers_kept"] = "original" if pstheaders.original(thing) else "built"
    if places := pstheaders.places(thing):
        facts["directory"] = places
    if index := msgindex.shown(said.data(msgindex.NUMBER)):
        facts["thread_index"] = index
    if kind := said.text(0x001A):
        facts["class"] = kind
    if subject := pstheaders.subject(said):
        facts["subject"] = subject
    if (state := said.whole(0x0E07)) is not None:
        facts["read"] = bool(state & _READ)
        if state & _UNSENT:
            facts["unsent"] = True
    for fact, number in (("sent", pstheaders.SENT), ("received", pstheaders.RECEIVED)):
        if when := said.moment(number):
            facts[fact] = stamp(when)
    if (found := pstheaders.dated(thing)) and found[0] not in facts:
        facts["date_is"] = found[0]
    return facts


def _short(fault: Exception) -> str:
    """Which of the library's steps failed, without numbers of the file."""
    return str(fault).partition(".")[0][:200]
