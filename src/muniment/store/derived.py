"""The tables in `derived/`, held against the truth at the moment that they stand at."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import apsw

from muniment.ledger.log import Entry
from muniment.ledger.verify import Problem
from muniment.store.schema import NAMES, VERSION
from muniment.store.view import View

_REBUILD = "muniment rebuild"
_FORM = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


class Derived:
    """Looks at the tables as they are when it is made, whatever other processes apply meanwhile."""

    def __init__(self, path: Path) -> None:
        self._found: list[Problem] = []
        self._base: apsw.Connection | None = None
        self._as_of: int | None = None
        self._behind = False  # an erasure that the tables have not seen
        file = path / "derived" / "tables.db"
        if not file.is_file():
            return
        try:
            self._base = _looked_at(file)
            self._base.set_busy_timeout(60_000)
            self._base.execute("BEGIN")
            said: dict[object, object] = dict(self._base.execute("SELECT key, value FROM meta"))
        except apsw.Error as error:
            self._say(f"the tables cannot be read ({error})")
            return
        as_of, made = said.get("as_of"), str(said.get("made_by", ""))
        if made.endswith(f" {VERSION}") and isinstance(as_of, int):
            self._as_of = as_of

    def hear(self, view: View, entry: Entry) -> None:
        """An entry was applied to the truth."""
        if self._as_of is not None and entry.seq > self._as_of and "erased" in entry.fields:
            self._behind = True
        if entry.seq != self._as_of or self._base is None:
            return
        try:
            if list(self._base.execute(_FORM)) != list(view.tables.base.execute(_FORM)):
                self._say("the tables have another form than this version makes")
                return
            for name in NAMES:
                self._compare(name, _rows(view.tables.base, name), _rows(self._base, name))
            for (fault,) in list(self._base.execute("PRAGMA integrity_check(10)")):
                if fault != "ok":
                    self._say(f"the tables do not agree with themselves: {fault}")
        except (apsw.Error, UnicodeDecodeError) as error:
            self._say(f"the tables cannot be read ({error})")

    def _compare(self, name: str, truth: Iterator[tuple[object, ...]], found: Iterator[tuple[object, ...]]) -> None:
        try:
            for mine, theirs in zip(truth, found, strict=True):
                if mine != theirs:
                    self._say(f"a row of the table {name} differs from the ledger: {mine[0]}")
                    return
        except ValueError as error:
            if isinstance(error, UnicodeDecodeError):
                raise
            self._say(f"the table {name} has another number of rows than the ledger gives")

    def problems(self, entries: int) -> list[Problem]:
        """What differs; the ledger has so many entries."""
        if self._as_of is not None and self._as_of >= entries:
            self._say(
                f"the tables have seen entry {self._as_of}, and the ledger has {entries} entries",
                "look for a newer copy of the ledger; where there is none, muniment rebuild",
            )
        if self._found and self._behind:
            what = "the tables have not seen an erasure, and may hold what it took"
            return [Problem(what, "derived", "open the case: they are made anew")]
        return self._found

    def _say(self, what: str, next_step: str = _REBUILD) -> None:
        self._found.append(Problem(what, "derived", next_step))

    def close(self) -> None:
        """Let go of the tables."""
        if self._base is not None:
            self._base.close()


def _looked_at(file: Path) -> apsw.Connection:
    """The tables, to be read; the folder is left as it is."""
    name = f"file:{quote(str(file.absolute()))}"
    if not os.access(file.parent, os.W_OK):  # nobody is at work, and SQLite cannot lock
        return apsw.Connection(f"{name}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    if file.with_name(f"{file.name}-wal").exists():
        return apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    # Who may write removes its log when it lets go; one who may not would leave it there.
    base = apsw.Connection(name, flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI)
    base.execute("PRAGMA query_only=1")
    return base


def _rows(base: apsw.Connection, name: str) -> Iterator[tuple[object, ...]]:
    but = " WHERE key<>'made_by'" if name == "meta" else ""
    return iter(base.execute(f"SELECT * FROM {name}{but} ORDER BY 1, 2"))  # noqa: S608
