"""Making files durable: many with one sync, never one sync for each."""

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.ledger import disk

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 4  # below this many files a sync of each is cheaper than one of the whole file system


def sync_files(paths: Iterable[Path | str], folder: Path) -> None:
    """Make the bytes of many files on the file system of `folder` durable.

    Raises: OSError; then what the disk holds is not known and none of them may be relied on.
    """
    paths = list(paths)
    if len(paths) > FEW and _syncfs(folder):
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            disk.sync_file(descriptor)
        finally:
            os.close(descriptor)


def sync_folders(paths: Iterable[Path | str], folder: Path) -> None:
    """Make the names in many folders on the file system of `folder` durable."""
    paths = list(paths)
    if len(paths) > FEW and _syncfs(folder):
        return
    for path in paths:
        disk.sync_folder(path)


def _syncfs(folder: Path) -> bool:
    """One sync of the whole file system; False where the system has no such call (or, before Linux 5.8, no errors)."""
    if not sys.platform.startswith("linux") or _release() < (5, 8):
        return False
    call = getattr(_libc(), "syncfs", None)
    if call is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if call(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
    finally:
        os.close(descriptor)
    return True


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _release() -> tuple[int, int]:
    numbers = os.uname().release.split("-")[0].split(".")
    return int(numbers[0]), int(numbers[1])


@contextmanager
def locked(path: Path, *, shared: bool = False, wait: bool = True) -> "Iterator[bool]":
    """Hold a lock file; yields False at once where it is taken and we do not wait.

    The lock goes with the process that holds it: a crash leaves nothing to clean up.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if not disk.lock(descriptor, shared=shared, wait=wait):
            yield False
            return
        yield True
    finally:
        os.close(descriptor)
