"""A case made again of a backup, in another folder: verified before the first byte of it is copied, and as it lies.

Order: a file that says what this folder is to be, then the files that the ledger names, each read back, then the logs, the
ledger last. A crash leaves a folder that is no case yet; the same restore goes on with it.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from muniment.errors import AskedWrong, NotACase, NotEmpty, Refused
from muniment.ledger.disk import sync_folder
from muniment.ledger.verify import Problem
from muniment.store import backup, place
from muniment.store.arrived import FORMAT
from muniment.store.backup import BYTES, FILES, KINDS, LOGS, copy, lay, pieces
from muniment.store.blobs import Batch, Blobs
from muniment.store.heads import newest
from muniment.store.marker import RESTORING, case_of, unsettled, untouched, write
from muniment.store.moment import named
from muniment.store.store import FOLDERS
from muniment.store.verify import verify


@dataclass(slots=True)
class Restored:
    """What was made: nothing, where the backup does not hold; `problems` say why."""

    case: str = ""
    entries: int = 0
    copied: int = 0
    kept: int = 0
    size: int = 0
    signed: bool = False  # the newest head is
    problems: list[Problem] = field(default_factory=list)


def restore(source: Path, at: Path, key: str | None = None) -> Restored:
    """Make a case of a backup, where all of it holds; `key` is the fingerprint of whoever should have signed it.

    Raises: NotACase, NotEmpty, UnsafePlace, AskedWrong; Refused, where the backup was interrupted and cannot be put right.
    """
    if not (source / LOGS[-1]).is_file() and not unsettled(source):
        raise NotACase("there is no backup", str(source), "name the folder that muniment backup was given")
    _allow(source, at)
    if unsettled(source):
        try:
            backup.settle(source)
        except OSError as error:
            next_ = "copy the folder to where it can be written, and restore from there"
            raise Refused(
                f"the backup was interrupted, and cannot be put right ({error.strerror})", str(source), next_
            ) from None
    case = place.identify(source, FORMAT)
    verdict, replay = verify(source, key)
    done = Restored(case, verdict.entries, problems=verdict.problems)
    if not verdict.ok:
        return done
    of = case_of(at, RESTORING)
    if of not in {None, case}:
        raise Refused("another case is being restored there", f"{at}, {of}", "name another folder")
    at.mkdir(parents=True, exist_ok=True)
    write(at, case, RESTORING)
    for kind, names in named(replay.tables).items():
        _files(source / kind, at / kind, KINDS[kind], names, done)
    _logs(source, at)
    head = newest(at / LOGS[-1])
    done.signed = head is not None and bool(head.signatures)
    return done


def _allow(source: Path, at: Path) -> None:
    place.allow(at)
    place.apart(at)
    here, there = source.resolve(), at.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise AskedWrong("a case and its backup cannot lie in each other", str(at), "name another folder")
    if at.exists() and not untouched(at, RESTORING) and case_of(at, RESTORING) is None:
        raise NotEmpty("there is something in that folder", str(at), "name a folder that is empty or not there yet")


def _files(source: Path, at: Path, suffix: str, names: set[str], done: Restored) -> None:
    at.mkdir(exist_ok=True)
    incoming = at.parent / "incoming"
    shutil.rmtree(incoming, ignore_errors=True)
    target = Blobs(at, incoming, suffix)
    batch = Batch(target)
    for sha256 in sorted(names):
        if len(batch) >= FILES or batch.size >= BYTES:
            batch.commit()
        before = target.has(sha256)
        size = copy(Blobs(source, incoming, suffix), sha256, batch)  # one that is there is met, and read back as well
        done.kept, done.copied = done.kept + before, done.copied + (not before)
        done.size += 0 if before else size
    batch.commit()


def _logs(source: Path, at: Path) -> None:
    incoming = at / "incoming"
    incoming.mkdir(exist_ok=True)
    for name in LOGS:
        lay(pieces(source / name, (source / name).stat().st_size), incoming / name)
    backup.check(incoming)
    for name in FOLDERS:
        (at / name).mkdir(exist_ok=True)
    for name in LOGS:
        (incoming / name).replace(at / name)
    sync_folder(at)
    shutil.rmtree(incoming)
    (at / f"{RESTORING}").unlink()  # from here on it is a case
    sync_folder(at)
