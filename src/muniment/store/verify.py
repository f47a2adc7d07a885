"""Verify a case as it lies: every byte and every entry, before any recovery, and nothing is changed."""

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from muniment.ledger.log import Entry
from muniment.ledger.verify import Problem
from muniment.ledger.verify import verify as verify_log
from muniment.store.apply import id_of
from muniment.store.blobs import STEP, Blobs
from muniment.store.replay import Replay
from muniment.store.schema import NAMES, VERSION
from muniment.store.view import View

_COPY = "ask for this file again, or restore it from a backup"
_REBUILD = "muniment rebuild"
COMPARED = tuple(name for name in NAMES if name != "meta")


@dataclass(slots=True)
class Verdict:
    """What verifying found."""

    entries: int = 0
    access_entries: int = 0
    originals: int = 0
    root: str = ""
    signer_confirmed: bool = False
    problems: list[Problem] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(path: Path, key: str | None = None, against: str | None = None) -> tuple[Verdict, Replay]:
    """Hold every entry, original, reading and list, and the tables, against the ledger.

    Cost: reads every byte of the case. Cannot: show that nobody rewrote everything, without `key` and `against`.
    """
    verdict = Verdict()
    derived = _Derived(path)
    replay = Replay(path, derived.hear)
    found = replay.run(key, against)
    verdict.entries, verdict.root = found.size, found.root.hex()
    verdict.signer_confirmed = found.signer_confirmed
    verdict.problems += found.problems + replay.problems
    verdict.notes += found.notes
    access = verify_log(path, "access")
    verdict.access_entries = access.size
    verdict.problems += [Problem(f"access log: {each.what}", each.where, each.next) for each in access.problems]
    _originals(replay, verdict)
    _named(replay, verdict)
    if not verdict.problems:
        verdict.problems += derived.problems
    derived.close()
    return verdict, replay


def _originals(view: View, verdict: Verdict) -> None:
    blobs = view.places.originals
    named: dict[str, tuple[int, int]] = {}
    for n, sha256, size in view.tables.rows(
        "SELECT n, sha256, size FROM item WHERE parent IS NULL AND sha256 IS NOT NULL ORDER BY n"
    ):
        named.setdefault(sha256, (n, size))
    for sha256, (n, size) in named.items():
        fault = _fault(blobs.path(sha256), sha256, size)
        if fault:
            verdict.problems.append(Problem(f"the original of {id_of(n)} {fault}", sha256, _COPY))
        else:
            verdict.originals += 1
    _strays(blobs, named.keys(), verdict)


def _named(view: View, verdict: Verdict) -> None:
    # Also what a later reading replaced: whoever cited it must still find it.
    files = {row[0] for row in view.tables.rows("SELECT DISTINCT file FROM reading")}
    lists = {
        row[0]
        for row in view.tables.rows(
            "SELECT json_extract(said, '$.list[0]') FROM act WHERE do='read' AND json_extract(said, '$.list') IS NOT NULL"
        )
    }
    for blobs, names, what in (
        (view.places.readings.blobs, files, "a file of readings"),
        (view.places.lists, lists, "a list"),
    ):
        for sha256 in sorted(names):
            fault = _fault(blobs.path(sha256), sha256, None)
            if fault:
                verdict.problems.append(
                    Problem(f"{what} {fault}", sha256, "restore it from a backup, or muniment reread")
                )
        _strays(blobs, names, verdict)


def _fault(path: Path, sha256: str, size: int | None) -> str:
    """What is wrong with a file, "" where nothing is."""
    found, length = hashlib.sha256(), 0
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(STEP):
                found.update(piece)
                length += len(piece)
    except FileNotFoundError:
        return "is gone"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if found.hexdigest() != sha256:
        return "has other bytes than were taken in"
    return "" if size in {None, length} else "has another length than was entered"


def _strays(blobs: Blobs, named: Container[str], verdict: Verdict) -> None:
    for path in blobs.names():
        sha256 = path.name.removesuffix(blobs.suffix) if blobs.suffix else path.name
        if sha256 in named and path == blobs.path(sha256):
            continue
        if path == blobs.path(sha256) and len(sha256) == 64 and not _fault(path, sha256, None):
            verdict.unclaimed.append(path.name)
        else:
            verdict.problems.append(
                Problem("a file that no entry names", path.name, "find out whose it is, and move it out of the case")
            )


class _Derived:
    """Holds the tables in `derived/` against the truth, at the moment that they stand at."""

    def __init__(self, path: Path) -> None:
        self.problems: list[Problem] = []
        self._base: apsw.Connection | None = None
        self._as_of: int | None = None
        file = path / "derived" / "tables.db"
        if not file.is_file():
            return
        try:
            self._base = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
            said: dict[object, object] = dict(self._base.execute("SELECT key, value FROM meta"))
            as_of = said.get("as_of")
            made = str(said.get("made_by", ""))
            if made.endswith(f" {VERSION}") and isinstance(as_of, int):
                self._as_of = as_of
        except apsw.Error as error:
            self._say(f"the tables cannot be read ({error})")

    def hear(self, view: View, entry: Entry) -> None:
        """An entry was applied to the truth."""
        if entry.seq != self._as_of or self._base is None:
            return
        for name in COMPARED:
            try:
                for mine, theirs in zip(_rows(view.tables.base, name), _rows(self._base, name), strict=True):
                    if mine != theirs:
                        self._say(f"a row of the table {name} differs from the ledger: {mine[0]}")
                        break
            except ValueError:
                self._say(f"the table {name} has another number of rows than the ledger gives")
            except apsw.Error as error:
                self._say(f"the table {name} cannot be read ({error})")

    def _say(self, what: str) -> None:
        self.problems.append(Problem(what, "derived", _REBUILD))

    def close(self) -> None:
        """Let go of the tables."""
        if self._base is not None:
            self._base.close()


def _rows(base: apsw.Connection, name: str) -> Iterator[tuple[object, ...]]:
    return iter(base.execute(f"SELECT * FROM {name} ORDER BY 1, 2"))  # noqa: S608
