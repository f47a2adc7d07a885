"""A verified copy of a case, made again by copying only what is new; never with the signing key.

    DIR/backup.txt    which case it is of; nothing is written over without it
    DIR/...           a case folder as it lies, without `derived/`, which `muniment verify` verifies
    DIR/incoming/     what is on its way; a crash leaves it, and the next backup begins it anew
    DIR/ready/        ledger, access log and their sealed values of one moment, all there, about to take their places

Order: files first, each read back; then the logs of one moment into `incoming/`, verified and renamed to `ready/`; then they
take their places; then what the case names no more is removed. So at every moment the backup is of the moment before or
of the new one, and what a crash leaves in between is put right by whoever comes next.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from muniment.errors import AskedWrong, AtWork, Broken, NotEmpty, Refused
from muniment.ledger.disk import sync_file, sync_folder
from muniment.ledger.verify import verify
from muniment.store import begun, label, place
from muniment.store.blobs import STEP, Batch, Blobs
from muniment.store.heads import newest
from muniment.store.marker import READY, case_of, untouched, write
from muniment.store.moment import Moment, moment
from muniment.store.readings import SUFFIX
from muniment.store.store import Store
from muniment.store.sync import locked, sync_folders

LOGS = ("access-sealed.jsonl", "access.jsonl", "sealed.jsonl", "ledger.jsonl")  # the ledger last: it makes a case of it
KINDS = {"originals": "", "readings": SUFFIX, "lists": ".json"}
FILES, BYTES = 200, 64 << 20  # a batch ends at the first of these


@dataclass(slots=True)
class Copied:
    """What a backup did: files copied, kept and removed, and bytes copied."""

    copied: int = 0
    kept: int = 0
    removed: int = 0
    size: int = 0
    mended: int = 0  # of those copied: what lay there had other bytes
    checkpoint: str = ""
    _left: dict[str, list[Path]] = field(default_factory=dict)


def make(store: Store, to: Path) -> Copied:
    """Bring a backup up to date, or make one.

    Raises: AskedWrong, NotEmpty, UnsafePlace; AtWork; Refused, where it is of another case or has more than this one;
    Broken, where a file of this case differs from what the ledger names.
    """
    _allow(store, to)
    with store.alone("erase") as mine:
        if not mine or begun.waits(store.path):
            raise AtWork(
                "an erasure or another backup is at work", str(store.path), "wait for it to end; then try again"
            )
        to.mkdir(parents=True, exist_ok=True)
        write(to, store.id)
        with locked(to / "backup.lock", wait=False) as held:
            if not held:
                raise AtWork("another backup to that folder is at work", str(to), "wait for it to end")
            return _make(store, to)


def _allow(store: Store, to: Path) -> None:
    place.apart(to)
    place.unsynchronised(to)  # a network share is no harm: nobody works there
    here, there = store.path.resolve(), to.resolve()
    if there == here or here in there.parents or there in here.parents:
        raise AskedWrong("a backup and its case cannot lie in each other", str(to), "name a folder on another disk")
    if to.exists() and not to.is_dir():
        raise AskedWrong("this is no folder", str(to), "name a folder on another disk")
    if not to.exists() or untouched(to):
        return
    of = case_of(to)
    if of is None:
        raise NotEmpty("there is something in that folder, and it is no backup", str(to), "name a folder that is empty")
    if of != store.id:
        raise Refused("that is a backup of another case", f"{to}, {of}", "name another folder")


def _make(store: Store, to: Path) -> Copied:
    settle(to)
    shutil.rmtree(to / "incoming", ignore_errors=True)
    store.sign(rest=True)
    store.consulted("backed-up", {}, [("to", str(to.resolve()))])
    now, done = moment(store), Copied()
    _goes_on(store.path, to, now)
    for kind, names in now.files.items():
        _files(
            Blobs(store.path / kind, to / "incoming", KINDS[kind]),
            Blobs(to / kind, to / "incoming", KINDS[kind]),
            names,
            done,
        )
    _logs(store.path, to, now)
    settle(to)
    _remove(to, now, done)
    head = newest(to / "ledger.jsonl")
    if head is not None and head.signatures:
        done.checkpoint = "\n".join([head.body, *(f"\u2014 {name} {said}" for name, said in head.signatures), ""])
    return done


def _goes_on(path: Path, to: Path, now: Moment) -> None:
    """Whether the backup's logs are the beginning of this case's.

    Raises: Refused.
    """
    for name in ("ledger.jsonl", "access.jsonl"):
        if not (to / name).exists():
            continue
        size = (to / name).stat().st_size
        if size > now.ends[name] or _hash(to / name, size) != _hash(path / name, size):
            raise Refused(
                "the backup has entries that this case has not",
                str(to / name),
                "back up to an empty folder; then find out which of the two is right: muniment verify --against",
            )


def _hash(path: Path, size: int) -> str:
    found = hashlib.sha256()
    for piece in pieces(path, size):
        found.update(piece)
    return found.hexdigest()


def pieces(path: Path, size: int) -> Iterator[bytes]:
    """The first bytes of a file.

    Raises: Broken, where it has fewer.
    """
    with path.open("rb") as file:
        while size and (piece := file.read(min(STEP, size))):
            size -= len(piece)
            yield piece
    if size:
        raise Broken("a file of the case is shorter than it was", str(path), "run muniment verify")


def _files(source: Blobs, target: Blobs, names: set[str], done: Copied) -> None:
    """Copy what is not there with the right bytes, many with one sync; each is read back."""
    target.folder.mkdir(exist_ok=True)
    left: list[Path] = []
    there: set[str] = set()
    for path in target.names():
        sha256 = path.name.removesuffix(target.suffix)
        if path != target.path(sha256) or sha256 not in names:
            left.append(path)
        elif _hash(path, path.stat().st_size) == sha256:
            there.add(sha256)
        else:
            path.unlink()
            done.mended += 1
    done._left[target.folder.name] = left
    done.kept += len(there)
    batch = Batch(target)
    for sha256 in sorted(names - there):
        if len(batch) >= FILES or batch.size >= BYTES:
            batch.commit()
        done.size += copy(source, sha256, batch)
        done.copied += 1
    batch.commit()


def copy(source: Blobs, sha256: str, batch: Batch) -> int:
    """Copy one file, and hold it against its name; returns its bytes.

    Raises: Broken.
    """
    try:
        with source.path(sha256).open("rb") as file:
            found, size = batch.add(file)
    except FileNotFoundError:
        raise Broken("a file that the ledger names is gone", sha256, "muniment verify says what is missing") from None
    if found != sha256:
        batch.drop()
        raise Broken("a file has other bytes than its name says", sha256, "muniment verify says what is damaged")
    return size


def _logs(path: Path, to: Path, now: Moment) -> None:
    """The logs of one moment, verified and ready to take their places."""
    incoming = to / "incoming"
    incoming.mkdir(exist_ok=True)
    for left in incoming.iterdir():
        left.unlink()
    for name in LOGS:
        lay(pieces(path / name, now.ends[name]), incoming / name)
    if (path / label.NAME).exists():
        lay(iter([(path / label.NAME).read_bytes()]), incoming / label.NAME)
    check(incoming)
    sync_folder(incoming)
    incoming.rename(to / READY)  # a crash before this leaves the backup of before; after it, the new one
    sync_folder(to)


def lay(data: Iterator[bytes], path: Path) -> None:
    """Write a file, durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in data:
            file.write(piece)
        file.flush()
        sync_file(file.fileno())


def check(folder: Path) -> None:
    """Verify both logs in a folder.

    Raises: Broken.
    """
    for name in ("ledger", "access"):
        for problem in verify(folder, name).problems:
            raise Broken(
                f"the copy does not hold: {problem.what}", f"{name}, {problem.where}", "run muniment verify on the case"
            )


def settle(to: Path) -> None:
    """Let logs that are ready take their places, where a crash kept them from it."""
    ready = to / READY
    if not ready.exists():
        return
    for name in (label.NAME, *LOGS):
        if (ready / name).exists():
            (ready / name).replace(to / name)
    sync_folder(to)
    ready.rmdir()
    sync_folder(to)


def _remove(to: Path, now: Moment, done: Copied) -> None:
    """What the case names no more, because it was erased since; and what somebody's look at the backup left."""
    folders = set()
    for kind, left in done._left.items():
        for path in left:
            sha256 = path.name.removesuffix(KINDS[kind])
            if len(sha256) == 64 and path == Blobs(to / kind, to, KINDS[kind]).path(sha256):
                path.unlink()
                folders.add(path.parent)
                done.removed += 1
    sync_folders(sorted(folders), to)
    shutil.rmtree(to / "derived", ignore_errors=True)
    (to / begun.NAME).unlink(missing_ok=True)
    for kind in now.files:
        (to / kind).mkdir(exist_ok=True)
