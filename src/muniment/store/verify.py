"""Verify a case as it lies: every byte and every entry, before any recovery, and nothing is changed."""

import hashlib
import stat
import sys
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from muniment.ledger.log import Entry
from muniment.ledger.recovery import is_torn
from muniment.ledger.stand import TRIES, stand
from muniment.ledger.verify import Problem
from muniment.ledger.verify import verify as verify_log
from muniment.store import begun as erasure
from muniment.store import label, marker
from muniment.store.anchors import Anchors
from muniment.store.blobs import Blobs
from muniment.store.derived import Derived
from muniment.store.heads import newest
from muniment.store.ids import id_of
from muniment.store.replay import Replay
from muniment.store.view import View

_ROOM = 1 << 17
_COPY = "ask for this file again, or restore it from a backup"
_FIRST = 1 << 16  # bytes; its first commit is shorter
_BEGINS = "open the case: it is begun then"  # a crash came between the first entry and the log of who looked


@dataclass(slots=True)
class Verdict:
    """What verifying found."""

    entries: int = 0
    access_entries: int = 0
    originals: int = 0
    root: str = ""
    signer_confirmed: bool = False
    signed_by: list[tuple[str, int, int]] = field(default_factory=list)  # fingerprint, first entry, last entry
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
    for _ in range(TRIES):
        before = stand(path)
        verdict, replay = _looked(path, key, against)
        # A commit that a killed writer tore is taken back by the next: to who reads meanwhile that looks like damage.
        if verdict.ok or stand(path) == before:
            break
    return verdict, replay


def _looked(path: Path, key: str | None, against: str | None) -> tuple[Verdict, Replay]:
    verdict = Verdict()
    derived, anchors = Derived(path), Anchors()
    access = verify_log(path, "access", each=anchors.of_the_access_log)

    def hear(view: View, entry: Entry) -> None:
        derived.hear(view, entry)
        anchors.of_the_ledger(entry)

    replay = Replay(path, hear)
    found = replay.run(key, against)
    verdict.entries, verdict.root = found.size, found.root.hex()
    verdict.signer_confirmed, verdict.signed_by = found.signer_confirmed, found.signed_by
    verdict.problems += found.problems + replay.problems
    verdict.notes += found.notes
    verdict.access_entries = access.size
    begins = _BEGINS if found.size == 1 and _unbegun(path / "access.jsonl") else ""
    verdict.problems += [
        Problem(f"access log: {each.what}", each.where, begins or each.next) for each in access.problems
    ]
    _originals(replay, verdict)
    _named(replay, verdict)
    if not verdict.problems:
        verdict.problems += anchors.problems(path) + derived.problems(found.size)
        if label.differs(replay.places, replay.tables):
            what = f"{label.NAME} does not say what the ledger says"
            verdict.problems.append(Problem(what, label.NAME, "open the case: it is written again"))
    if erasure.waits(path):
        what = "an erasure was begun and is not finished: what was to be removed may still be there"
        verdict.problems.append(Problem(what, erasure.NAME, "open the case: it is finished then"))
    if marker.unsettled(path):
        what = "a backup was interrupted while its logs took their places: what lies here is of two moments"
        verdict.problems.append(
            Problem(what, marker.READY, "muniment backup again; muniment restore puts it right too")
        )
    derived.close()
    return verdict, replay


def entries_now(path: Path) -> int:
    """How many entries the ledger has by now; very many where that cannot be told, because others write."""
    head = newest(path / "ledger.jsonl")
    return sys.maxsize if head is None else head.size


def _unbegun(log: Path) -> bool:
    """Whether it is not there yet, or a crash tore its first commit; of a longer one more than its first is there."""
    if not log.exists():
        return True
    with log.open("rb") as file:
        found = file.read(_FIRST)
    return not found or (len(found) < _FIRST and is_torn(found, ""))


def _originals(view: View, verdict: Verdict) -> None:
    blobs = view.places.originals
    named: dict[str, tuple[int, int]] = {}
    for n, sha256, size in view.tables.rows(
        "SELECT n, sha256, size FROM item WHERE n=top AND sha256 IS NOT NULL UNION ALL SELECT item, sha256, size FROM kept ORDER BY 1"
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
            "SELECT json_extract(said, '$.list[0]') FROM act WHERE json_extract(said, '$.list[0]') IS NOT NULL"
        )
    }
    for blobs, names, what in (
        (view.places.readings.blobs, files, "a file of readings"),
        (view.places.lists, lists, "a list"),
    ):
        for sha256 in sorted(names):
            fault = _fault(blobs.path(sha256), sha256, None)
            if fault:
                verdict.problems.append(Problem(f"{what} {fault}", sha256, "restore it from a backup"))
        _strays(blobs, names, verdict)


def _fault(path: Path, sha256: str, size: int | None) -> str:
    """What is wrong with a file, "" where nothing is."""
    found, length = hashlib.sha256(), 0
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "is no plain file"
        room = memoryview(bytearray(_ROOM))  # used again: fresh memory for each piece costs as much as its hash
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(room):
                found.update(room[:count])
                length += count
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
