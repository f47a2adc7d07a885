"""The base in `derived/near/`: a row for each item that may be shown, brought up to date by whoever asks for it.

    derived/near/near.db

It is made again where another analyser, version or installation made it, and where it is damaged. Where the folder
cannot be written (a case on a read-only drive) it is made in memory.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import apsw

from muniment.errors import Broken
from muniment.intake.progress import Tell, silent
from muniment.search.near import columns
from muniment.search.near.sign import FORM
from muniment.search.normalise import NORMAL
from muniment.search.snapshot import writable
from muniment.search.source import Source
from muniment.store import place
from muniment.store.sync import locked

_NAMES = ("meta", "item", "part", "message", "refers")
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE item (n INTEGER PRIMARY KEY, bundle TEXT NOT NULL, bytes BLOB, text BLOB, words INTEGER NOT NULL, row INTEGER,
  mark BLOB NOT NULL, proof BLOB NOT NULL);
CREATE INDEX item_bytes ON item (bytes, n) WHERE bytes IS NOT NULL;
CREATE INDEX item_text ON item (text, n) WHERE text IS NOT NULL;
CREATE UNIQUE INDEX item_row ON item (row) WHERE row IS NOT NULL;
CREATE TABLE message (n INTEGER PRIMARY KEY, key INTEGER, topic INTEGER, said TEXT NOT NULL);
CREATE INDEX message_key ON message (key) WHERE key IS NOT NULL;
CREATE INDEX message_topic ON message (topic) WHERE topic IS NOT NULL;
CREATE TABLE refers (key INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE INDEX refers_n ON refers (n);
INSERT INTO meta VALUES ('as_of', -1), ('rows', 0);
"""
# columns: `bytes` is an item's SHA-256, `text` stands for its words, `row` for its place among the signatures


def folder(derived: Path) -> Path:
    """Where the base lies."""
    return derived / "near"


def file(derived: Path) -> Path:
    """The base itself."""
    return folder(derived) / "near.db"


def lock(derived: Path) -> Path:
    """The lock of whoever brings the base up to date."""
    return derived / "near.lock"


def maker() -> str:
    """What makes a base: another analyser, version or installation makes another."""
    return f"form {FORM}, analyser {NORMAL}, rensa {_engine()}, installation {place.installation()}"


@cache
def _engine() -> str:
    return version("rensa")


@contextmanager
def sound() -> Iterator[None]:
    """Say so where the base holds what nobody put there.

    Raises: Broken.
    """
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError) as error:
        raise Broken(
            f"what is kept to find what is alike is damaged ({str(error)[:200]})",
            "derived/near",
            "muniment rebuild makes it again",
        ) from error


@contextmanager
def brought(source: Source, tell: Tell = silent) -> Iterator[apsw.Connection]:
    """The base, brought up to date, as it is at one moment; `tell` hears how far that has come.

    Raises: Broken.
    """
    with _brought(source, tell) as base, sound():
        base.execute("BEGIN")
        yield base


@contextmanager
def _brought(source: Source, tell: Tell) -> Iterator[apsw.Connection]:
    from muniment.search.near.bring import bring  # noqa: PLC0415 # it stands on this module

    if not writable(source.derived):
        base = apsw.Connection(":memory:")
        _make(base)
        bring(base, source, tell)
        yield base
        base.close()
        return
    with locked(lock(source.derived)):
        base = _opened(source.derived)
        try:
            bring(base, source, tell)
        except (apsw.CorruptError, apsw.NotADBError):
            base.close()
            _discard(source.derived)  # all of it can be made again, and is
            base = _opened(source.derived)
            bring(base, source, tell)
    try:
        yield base
    finally:
        base.close()


def remove(source: Source) -> None:
    """Throw the base away."""
    with locked(lock(source.derived)):
        _discard(source.derived)


def _discard(derived: Path) -> None:
    shutil.rmtree(folder(derived), ignore_errors=True)


def _opened(derived: Path) -> apsw.Connection:
    """The base to be written, with the tables of this version; the lock is held."""
    with suppress(apsw.CorruptError, apsw.NotADBError):
        return _connected(derived)
    _discard(derived)
    return _connected(derived)


def _connected(derived: Path) -> apsw.Connection:
    folder(derived).mkdir(parents=True, exist_ok=True)
    base = apsw.Connection(str(file(derived)))
    try:
        base.set_busy_timeout(60_000)
        # It can be made again: a power cut may cost it its last rows, never its form.
        base.execute("PRAGMA page_size=8192")
        base.execute("PRAGMA journal_mode=WAL").fetchall()
        base.execute("PRAGMA synchronous=NORMAL")
        if made_by(base) != maker():
            _make(base)
    except apsw.Error:
        base.close()
        raise
    return base


def made_by(base: apsw.Connection) -> str | None:
    """What made a base; None where it has no tables."""
    if not base.execute("SELECT count(*) FROM sqlite_master WHERE name='meta'").fetchone()[0]:  # type: ignore[index]
        return None
    found = base.execute("SELECT value FROM meta WHERE key='maker'").fetchone()
    return None if found is None else str(found[0])


def as_of(base: apsw.Connection) -> int:
    """The last entry that the base knows."""
    return int(base.execute("SELECT value FROM meta WHERE key='as_of'").fetchone()[0])  # type: ignore[index]


def rows(base: apsw.Connection) -> int:
    """How many rows of signatures there are."""
    return int(base.execute("SELECT value FROM meta WHERE key='rows'").fetchone()[0])  # type: ignore[index]


def _make(base: apsw.Connection) -> None:
    with base:
        for name in _NAMES:
            base.execute(f"DROP TABLE IF EXISTS {name}")  # names of our own tables
        base.execute(_TABLES)
        base.execute(columns.TABLE)
        base.execute("INSERT INTO meta VALUES ('maker', ?)", (maker(),))
