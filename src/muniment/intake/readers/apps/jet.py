"""Access databases (MDB and ACCDB): every row of every table as a line; files in cells are members.

Rows that are marked as deleted and not yet written over are read and marked. Of queries, forms and reports the names
are told; what they do is not.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from muniment.intake import magic
from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.apps import jetvalues
from muniment.intake.readers.apps.jetpages import Broken, Column, Jet
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.text.lines import PAGE
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "1"
ACCESS = "application/x-msaccess"

_CATALOGUE = 2  # the page that defines the table of all tables
_TABLE, _LINKED, _LINKED_FILE = 1, 4, 6
_KINDS = {_LINKED: "linked table", _LINKED_FILE: "linked table", 5: "query", -32768: "form", -32764: "report"} | {
    -32766: "macro", -32761: "module", -32756: "page"
}  # fmt: skip
_TABLES = 10_000
_LARGEST = 256 << 20  # bytes that an attachment may unpack to
_OURS = ("MSys", "~TMPCLP")
_INSIDE = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|%PDF-|PK\x03\x04|\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|\{\\rtf")
_NEAR = 4096  # bytes of what Access puts before a file


@dataclass(slots=True)
class _Text:
    """The lines of one table."""

    name: str
    lines: list[str] = field(default_factory=list)
    marks: list[tuple[str, int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, line: str, kind: str = "") -> None:
        if kind and line:
            self.marks.append((kind, self.length, self.length + len(line)))
        self.lines.append(line)
        self.length += len(line) + 1

    def page(self) -> Page:
        page = Page("\n".join([*self.lines, ""]), None, self.name, tuple(self.marks))
        self.lines, self.marks, self.length = [], [], 0
        return page


@dataclass(slots=True)
class _Reading:
    draft: Draft
    jet: Jet
    pages: Pages
    rows: Rows
    scope: Scope
    tables: list[dict[str, object]] = field(default_factory=list)
    binary: int = 0
    failed: int = 0
    deleted: bool = False
    name: str = ""  # of the file in the row that is read now

    def table(self, name: str, number: int) -> None:
        """All rows of a table.

        Raises: Broken, where its definition cannot be read; LimitReached.
        """
        columns = self.jet.columns(number)
        text = _Text(name)
        text.add(name)
        text.add("\t".join(column.name for column in columns))
        count = 0
        try:
            for line, deleted in self._lines(name, number, columns):
                count += not deleted
                text.add(line, "deleted" if deleted else "")
                self.deleted = self.deleted or deleted
                if text.length > PAGE:
                    self.pages.add(text.page())
        finally:
            if text.lines:
                self.pages.add(text.page())
            self.tables.append({"name": name, "rows": count})

    def _lines(self, name: str, number: int, columns: list[Column]) -> Iterator[tuple[str, bool]]:
        """The rows of a table, and whether each is deleted."""
        for at, (row, deleted) in enumerate(self.jet.rows(number), start=1):
            try:
                cells = self.jet.cells(row, columns)
            except Broken:
                self.failed += not deleted
                continue
            self.name = self._name(columns, cells)
            shown = [self._cell(column, raw, f"{name}/{at}") for column, raw in zip(columns, cells, strict=True)]
            if not deleted or any(text not in {"", "no"} for text in shown):
                yield "\t".join(shown), deleted

    def _name(self, columns: list[Column], cells: list[bytes | None]) -> str:
        """The name that a row gives to the file in it."""
        at = next((at for at, column in enumerate(columns) if column.name == "FileName"), -1)
        return (
            jetvalues.show(self.jet, columns[at].kind, cells[at])
            if at >= 0 and columns[at].kind == jetvalues.TEXT
            else ""
        )

    def _cell(self, column: Column, raw: bytes | None, place: str) -> str:
        try:
            if column.kind in {jetvalues.MEMO, jetvalues.OBJECT} and raw is not None:
                self.scope.budget.spend(int.from_bytes(raw[:4], "little") & 0x3FFFFFFF if raw[3:4] < b"\x80" else 0)
            if column.kind in {jetvalues.OBJECT, jetvalues.BINARY} and raw:
                return self._bytes(
                    raw if column.kind == jetvalues.BINARY else self.jet.long(raw), f"{place}/{column.name}"
                )
            return " ".join(jetvalues.show(self.jet, column.kind, raw).split())
        except Broken:
            self.failed += 1
            return ""

    def _bytes(self, value: bytes, place: str) -> str:
        """A cell of bytes: a file that can be named by its first bytes is a member."""
        value = attached(value, self.scope.budget.spend) or value
        kind = magic.of(value[:0x8006]) if len(value) > 16 else None
        if kind is None and (inside := _INSIDE.search(value[:_NEAR])):
            value = value[inside.start() :]
            kind = magic.of(value[:0x8006]) or "application/octet-stream"
        if kind is None:
            self.binary += 1
            return f"[{len(value)} bytes]"
        self.rows.member(Child(place, self.name or place.replace("/", " "), size=len(value)), value)
        return f"[{kind}]"


def attached(value: bytes, spend: Callable[[int], None]) -> bytes:
    """The bytes of an attachment, which newer files pack; b"" where this is none.

    Raises: LimitReached.
    """
    if len(value) < 8 or value[:4] not in {b"\0\0\0\0", b"\1\0\0\0"}:
        return b""
    size, body = int.from_bytes(value[4:8], "little"), value[8:]
    if value[0]:
        spend(min(size, _LARGEST))
        try:
            body = zlib.decompressobj().decompress(body, min(size, _LARGEST))
        except zlib.error:
            return b""
    if len(body) < 12:
        return b""
    head, _, ending = struct.unpack_from("<3I", body)  # the ending of its name stands before it
    return body[head:] if head == 12 + 2 * ending <= len(body) else b""


def read(source: Source, scope: Scope) -> Draft:
    """Read a database.

    Raises: Unreadable.
    """
    if source.size < 8192:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated")
    draft = Draft(ACCESS)
    jet = Jet(source)
    reading = _Reading(draft, jet, Pages(draft, Room(source, scope.limits)), Rows(draft, scope), scope)
    try:
        tables, others = _catalogue(reading)
    except Broken:
        _closed(source)
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no list of tables") from None
    limit = ""
    try:
        for name, number in tables:
            try:
                reading.table(name, number)
            except Broken:
                reading.failed += 1
        if others:
            reading.pages.add(Page("\n".join([*others, ""]), None, "other objects"))
    except LimitReached as reached:
        limit = reached.reason
    reading.pages.finish()
    _settle(reading, limit)
    return draft


def _catalogue(reading: _Reading) -> tuple[list[tuple[str, int]], list[str]]:
    """The tables with the pages that define them, and the names of everything else.

    Raises: Broken.
    """
    jet = reading.jet
    columns = jet.columns(_CATALOGUE)
    names = {column.name.lower(): at for at, column in enumerate(columns)}
    if not {"id", "name", "type"} <= set(names):
        raise Broken("no list of tables")
    tables: list[tuple[str, int]] = []
    others: list[str] = []
    for row, deleted in jet.rows(_CATALOGUE):
        if deleted or len(tables) >= _TABLES:
            continue
        try:
            cells = jet.cells(row, columns)
            shown = [jetvalues.show(jet, column.kind, raw) for column, raw in zip(columns, cells, strict=True)]
        except Broken:
            reading.failed += 1
            continue
        name, kind = shown[names["name"]], _whole(shown[names["type"]])
        if kind == _TABLE and not name.startswith(_OURS):
            tables.append((name, _whole(shown[names["id"]]) & 0xFFFFFF))
        elif kind in _KINDS and not name.startswith("~"):
            linked = " ".join(shown[names[key]] for key in ("database", "foreignname") if key in names).strip()
            others.append(f"{_KINDS[kind]}: {name}" + (f" ({linked})" if linked else ""))
    return tables, others


def _closed(source: Source) -> None:
    """Newer databases under a password hold nothing that can be read without it.

    Raises: Unreadable.
    """
    if source.head(1, 0x14) >= b"\x02":
        raise Unreadable(State.UNREAD_ENCRYPTED, "password")


def _settle(reading: _Reading, limit: str) -> None:
    draft = reading.draft
    draft.facts["tables"] = reading.tables[:1000]
    if reading.binary:
        draft.facts["binary_values"] = reading.binary
    if reading.deleted:
        draft.flags.append("hidden-content")
    if reading.failed:
        draft.facts["failed"] = [{"part": "tables", "why": f"{reading.failed} rows, cells or tables could not be read"}]
    if draft.reason == "limit-output":
        return
    if limit:
        draft.state, draft.reason = (State.TEXT_PARTIAL if draft.pages else State.UNREAD_LIMIT), limit
    elif reading.failed:
        draft.state = State.TEXT_PARTIAL if draft.pages else State.UNREAD_CORRUPT
        draft.reason = "part-failed" if draft.pages else "damaged"


def _whole(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else 0
