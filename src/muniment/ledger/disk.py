"""What is asked of the disk: whole reads and writes at a place, syncs, and locks between processes."""

import errno
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    try:
        import fcntl
    except ImportError:  # a Python without it; then locking() below takes its place, or says what is missing
        fcntl = None  # type: ignore[assignment]

BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def sync_folder(path: Path | str) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":  # no handle on a folder there; its names are durable with the files
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folders(path: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it that are not there, their names durable; the mode is that of the last."""
    fresh = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(mode, parents=True, exist_ok=True)
    for folder in fresh:
        sync_folder(folder.parent)


def sync_file(descriptor: int) -> None:
    """Make the bytes of one open file durable."""
    if sys.platform == "darwin":  # fsync leaves them in the drive's cache there
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_data(descriptor: int) -> None:
    """Make the bytes of one open file durable, and of what describes it only what reading them needs."""
    if hasattr(os, "fdatasync") and sys.platform != "darwin":
        os.fdatasync(descriptor)
    else:
        sync_file(descriptor)


def read_at(descriptor: int, count: int, start: int) -> bytes:
    """Up to `count` bytes from a place; fewer only at the end of the file."""
    pieces = []
    while count:
        if hasattr(os, "pread"):
            piece = os.pread(descriptor, count, start)
        else:  # one thread at a time: the caller holds the ledger's turn
            os.lseek(descriptor, start, os.SEEK_SET)
            piece = os.read(descriptor, count)
        if not piece:
            break
        pieces.append(piece)
        start += len(piece)
        count -= len(piece)
    return b"".join(pieces)


def write_at(descriptor: int, data: bytes, start: int) -> None:
    """Write all bytes at a place, in one call.

    Raises: OSError, also where the disk took only a part.
    """
    if hasattr(os, "pwrite"):
        written = os.pwrite(descriptor, data, start)
    else:
        os.lseek(descriptor, start, os.SEEK_SET)
        written = os.write(descriptor, data)
    if written != len(data):
        raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes were written")


def lock(descriptor: int, *, shared: bool = False, wait: bool = True) -> bool:
    """Lock an open file until it is unlocked or closed; False where it is taken and we do not wait."""
    if os.name == "nt" or fcntl is None:
        return _lock_byte(descriptor, wait)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def unlock(descriptor: int) -> None:
    """Let go of a lock."""
    if os.name == "nt" or fcntl is None:
        _byte(descriptor, "LK_UNLCK")
    else:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _lock_byte(descriptor: int, wait: bool) -> bool:
    while True:
        try:
            _byte(descriptor, "LK_LOCK" if wait else "LK_NBLCK")  # LK_LOCK gives up after ten seconds
        except OSError:
            if not wait:
                return False
        else:
            return True


def _byte(descriptor: int, how: str) -> None:
    import msvcrt  # noqa: PLC0415  # Windows alone has it

    os.lseek(descriptor, _FAR, os.SEEK_SET)
    msvcrt.locking(descriptor, getattr(msvcrt, how), 1)  # type: ignore[attr-defined,unused-ignore]


_FAR = 1 << 20  # a byte that no one reads or writes: Windows' locks keep others from reading too
