"""SQLite databases: every row of every table as a line of text; pictures and files in cells are members.

What lies on pages that hold no row now is carved for words: a message that was deleted is often still there. Nothing of
the database is run: no view, no trigger, no virtual table; what a virtual table keeps lies in tables of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake import magic
from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.apps.sqlitepages import Broken, Database, Value
from muniment.intake.readers.apps.sqliteschema import columns
from muniment.intake.readers.carve import carvestrings
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.text.lines import PAGE
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Page
from muniment.model.state import State

VERSION = "1"
SQLITE = "application/x-sqlite3"

_TABLES = 10_000
_SEARCHED = 64 << 20  # bytes of pages without rows that are looked at
_REMAINS = 8 << 20  # characters of words from pages without rows
_SHOWN = 64  # bytes of a cell that may be a text


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    root: int
    sql: str


@dataclass(slots=True)
class _Reading:
    """A database while it is read."""

    draft: Draft
    database: Database
    pages: Pages
    rows: Rows
    tables: list[dict[str, object]] = field(default_factory=list)
    binary: int = 0

    def table(self, table: _Table) -> None:
        """All rows of a table, a million characters to a page; what was read before a limit is kept.

        Raises: LimitReached.
        """
        lines: list[str] = []
        count = length = 0
        try:
            for line in self._lines(table):
                lines.append(line)
                count += 1
                length += len(line) + 1
                if length > PAGE:
                    full, lines, length = lines, [], 0
                    self._add(full, table.name)
        finally:
            if lines:
                self._add(lines, table.name)
            self.tables.append({"name": table.name, "rows": max(count - 2, 0)})

    def _lines(self, table: _Table) -> Iterator[str]:
        """The name of a table, the names of its columns, and its rows."""
        names: tuple[str, ...] | None = None
        key = -1
        for at, (number, values) in enumerate(self.database.rows(table.root), start=1):
            if names is None:
                said = columns(table.sql, numbered=number is not None)
                names, key = said.names, said.key
                yield table.name
                yield "\t".join(names)
            if number is not None and 0 <= key < len(values) and values[key] is None:
                values[key] = number
            place = f"{table.name}/{at if number is None else number}"
            yield "\t".join(self._cells(values, names, place))

    def _add(self, lines: list[str], name: str) -> None:
        self.pages.add(Page("\n".join([*lines, ""]), None, name))

    def _cells(self, values: list[Value], names: tuple[str, ...], place: str) -> Iterator[str]:
        for at, value in enumerate(values):
            if isinstance(value, bytes):
                yield self._bytes(value, f"{place}/{names[at] if at < len(names) else at}")
            elif isinstance(value, str):
                yield " ".join(value.split()) if "\n" in value or "\t" in value else value
            else:
                yield "" if value is None else str(value)

    def _bytes(self, value: bytes, place: str) -> str:
        """A cell of bytes: a file that can be named by its first bytes is a member."""
        if not value:
            return ""
        kind = magic.of(value[:0x8006]) if len(value) > 16 else None
        if kind is not None:
            self.rows.member(Child(place, place.replace("/", " "), size=len(value)), value)
            return f"[{kind}]"
        try:
            text = value[:_SHOWN].decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if len(value) <= _SHOWN and text.isprintable():
            return text
        self.binary += 1
        return f"[{len(value)} bytes]"


def read(source: Source, scope: Scope) -> Draft:
    """Read a database.

    Raises: Unreadable.
    """
    draft = Draft(SQLITE)
    try:
        database = Database(source, scope.budget.spend)
    except Broken as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    reading = _Reading(draft, database, Pages(draft, Room(source, scope.limits)), Rows(draft, scope))
    limit = ""
    try:
        tables, schema = _schema(database)
        for table in tables:
            reading.table(table)
        if schema:
            reading.pages.add(Page("\n".join([*schema, ""]), None, "schema"))
        _remains(draft, database, reading.pages)
    except LimitReached as reached:
        limit = reached.reason
    reading.pages.finish()
    _settle(reading, source, limit)
    return draft


def _schema(database: Database) -> tuple[list[_Table], list[str]]:
    """The tables that hold rows, and the statements that made everything."""
    tables: list[_Table] = []
    said: list[str] = []
    indexes: list[int] = []
    for _, values in database.rows(1):
        if len(values) < 5:
            database.faults += 1
            continue
        kind, name, _, root, sql = values[:5]
        if isinstance(sql, str):
            said.append(" ".join(sql.split()))
        if kind == "table" and isinstance(root, int) and root > 0 and len(tables) < _TABLES:
            tables.append(_Table(str(name), root, sql if isinstance(sql, str) else ""))
        elif kind == "index" and isinstance(root, int):
            indexes.append(root)
    for root in indexes:  # they say what tables say: walked so that they are not taken for what was deleted
        for _ in database.rows(root):
            pass
    return tables, said


def _remains(draft: Draft, database: Database, pages: Pages) -> None:
    """Words that lie where no row is: what was deleted, each run once.

    Raises: LimitReached.
    """
    pieces: list[bytes] = []
    size = left = 0
    for piece in database.remains():
        if size > _SEARCHED:
            left += len(piece)
        elif piece.strip(b"\0"):
            pieces.append(piece)
            size += len(piece)
    if left:
        draft.facts["leftover_bytes_not_searched"] = left
    data = b"\0\0\0\0".join(pieces)
    if not data.strip(b"\0"):
        return
    known = {line for page in draft.pages for line in page.text.split("\n")}
    found = dict.fromkeys(piece.text.strip() for piece in carvestrings.pieces(data, _REMAINS) if piece.text.strip())
    text = "\n".join([line for line in found if line not in known])
    if text:
        pages.add(Page(f"{text}\n", None, "pages without rows", (("leftover", 0, len(text)),)))
        draft.flags.append("hidden-content")


def _settle(reading: _Reading, source: Source, limit: str) -> None:
    draft = reading.draft
    draft.facts["tables"] = reading.tables[:1000]
    if reading.binary:
        draft.facts["binary_values"] = reading.binary
    if source.head(1, 19) == b"\x02":
        draft.facts["journal"] = "rows may also stand in a file of the same name that ends in -wal"
    if reading.database.faults:
        draft.facts["failed"] = [{"part": "pages and rows", "why": f"{reading.database.faults} could not be read"}]
    if draft.reason == "limit-output":
        return
    if limit:
        draft.state = State.TEXT_PARTIAL if draft.pages else State.UNREAD_LIMIT
        draft.reason = limit
    elif reading.database.faults:
        draft.state = State.TEXT_PARTIAL if draft.pages else State.UNREAD_CORRUPT
        draft.reason = "part-failed" if draft.pages else "damaged"
