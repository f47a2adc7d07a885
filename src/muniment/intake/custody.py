"""Custody: the bytes of every file of a bundle, copied, hashed, synced, read back, and entered, before any is read."""

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from muniment.errors import Trouble
from muniment.intake.bundle import Bundle
from muniment.intake.progress import Progress, Tell
from muniment.model.act import Act, Missed, Row, Took
from muniment.model.state import State
from muniment.store.blobs import Batch
from muniment.store.ids import id_of
from muniment.store.store import Store

FILES, BYTES = 200, 64 << 20  # a batch ends at the first of these
FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that custody is still to be taken of: what was listed, and the state it is in now."""

    number: int
    row: Row
    state: State
    reason: str


class _SourceFailed(Exception):
    """Reading the source failed, as opposed to writing the case."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class _Guarded:
    """The source's stream; its errors are told apart from those of the disk that is written."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, size: int = -1) -> bytes:
        try:
            return os.read(self._descriptor, size)
        except OSError as error:
            raise _SourceFailed(error) from error


def wanted(store: Store, bundle: Bundle) -> list[Wanted]:
    """The files of a bundle whose bytes are not in the case."""
    rows = [row for row in bundle.rows(store) if row.kind != "folder"]
    found = store.tables.rows(
        "SELECT n, state, reason FROM item WHERE bundle=? AND n=top AND kind='file' AND took IS NULL ORDER BY n",
        (bundle.id,),
    )
    return [
        Wanted(n, rows[n - bundle.first], State(state), reason)
        for n, state, reason in found
        if rows[n - bundle.first].name
    ]


def take(store: Store, source: Path, files: Sequence[Wanted], tell: Tell) -> None:
    """Take custody of these files, in batches that are durable before they are entered.

    Raises: Trouble, where the disk is full or the source is gone as a whole; what was entered stays, and the same intake goes on.
    """
    started, done, size = time.monotonic(), 0, 0
    total = sum(file.row.size for file in files)
    root = os.fsencode(source)
    single = not source.is_dir()
    for batch in _batches(files):
        copies, acts = Batch(store.places.originals), []
        try:
            for file in batch:
                path = root if single else root + b"/" + file.row.name
                act = _copy(copies, path, file)
                if isinstance(act, Missed):
                    _still_there(source)
                if act is not None:
                    acts.append(act)
            copies.commit()
        except OSError as error:
            copies.discard()
            raise _trouble(error, store.path) from error
        except BaseException:
            copies.discard()
            raise
        if acts:
            store.record(*acts)
        done += len(batch)
        size += sum(file.row.size for file in batch)
        tell(Progress("custody", done, len(files), size, total, time.monotonic() - started))


def _batches(files: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    batch: list[Wanted] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.row.size
        if len(batch) >= FILES or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _copy(copies: Batch, path: bytes, file: Wanted) -> Act | None:
    """Copy one file; None where it was missed before, for the same reason."""
    item = id_of(file.number)
    try:
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        return _missed(file, _reason(error))
    try:
        if not _as_listed(os.fstat(descriptor), file.row):
            return _missed(file, "changed")
        sha256, size = copies.add(cast("BinaryIO", _Guarded(descriptor)), stop=file.row.size)
        if size != file.row.size or not _as_listed(os.fstat(descriptor), file.row):
            copies.drop()
            return _missed(file, "changed")
    except _SourceFailed as failed:
        copies.drop()
        return _missed(file, _reason(failed.error))
    finally:
        os.close(descriptor)
    return Took(item, sha256, size)


def _missed(file: Wanted, reason: str) -> Missed | None:
    if (file.state, file.reason) == (State.UNREAD_INACCESSIBLE, reason):
        return None
    return Missed(id_of(file.number), State.UNREAD_INACCESSIBLE, reason)


def _as_listed(found: os.stat_result, row: Row) -> bool:
    return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (row.size, row.time)


def _reason(error: OSError) -> str:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return "vanished"
    if error.errno in {errno.ELOOP, errno.ENXIO, errno.EISDIR}:
        return "changed"  # it was a plain file when it was listed
    return "no-permission" if error.errno in {errno.EACCES, errno.EPERM} else "io-error"


def _still_there(source: Path) -> None:
    """A drive that is pulled is no reason to call each of its files gone.

    Raises: Trouble.
    """
    try:
        source.stat()
        if source.is_dir():
            os.listdir(source)  # noqa: PTH208 # asks the drive, and no more
    except OSError as error:
        raise gone(source, str(error.strerror)) from error


def gone(source: Path, why: str) -> Trouble:
    """What is said of a source that is lost while it is taken in."""
    return Trouble("the source is gone", f"{source}: {why}", "connect it again and give the same command: it goes on")


def _trouble(error: OSError, case: Path) -> Trouble:
    if error.errno in FULL:
        return Trouble("the disk of the case is full", str(case), "make room and give the same command: it goes on")
    return Trouble(
        f"the disk of the case does not take it ({error.strerror})",
        str(case),
        "look at the disk, then run muniment verify",
    )
