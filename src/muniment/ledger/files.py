"""The files of one ledger: its lines, its sealed values, its lock, and what is said of them when they are opened."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from muniment.errors import Broken, Trouble
from muniment.ledger import disk

_OPEN = os.O_RDWR | os.O_CREAT | disk.BINARY


@dataclass(frozen=True, slots=True)
class Names:
    """What the files of a ledger are called."""

    log: str
    sealed: str
    lock: str
    torn: str  # a torn commit is kept in a file of this name and a number

    @classmethod
    def of(cls, name: str) -> "Names":
        """The names for the ledger of a case, or for another beside it."""
        sealed = "sealed.jsonl" if name == "ledger" else f"{name}-sealed.jsonl"
        return cls(f"{name}.jsonl", sealed, f"{name}.lock", f"{name}.torn-")


class Files:
    """Open descriptors. `writable` is False where the folder lies on a medium that takes no writes, or to `look` alone.

    What only looks makes no file, and takes it as it is that one is missing.
    """

    def __init__(self, folder: Path, name: str, *, look: bool = False) -> None:
        self.folder = folder
        self.names = Names.of(name)
        self.path = folder / self.names.log
        self._at = os.path.join(folder, "")  # noqa: PTH118 # a text: it is asked for each append
        self.writable = not look and os.access(folder, os.W_OK) and os.access(self.path, os.W_OK)
        self.log = self.sealed = self.lock = -1
        try:
            self.log = os.open(self.path, (os.O_RDWR if self.writable else os.O_RDONLY) | disk.BINARY)
            if not look and self.size() and not (folder / self.names.sealed).exists():
                raise Broken(f"{self.names.sealed} is gone", str(folder), "restore it from a backup")
            self.sealed = self._beside(self.names.sealed)
            self.lock = self._beside(self.names.lock)
        except OSError as error:
            self.close()
            raise Trouble(
                f"the ledger cannot be opened ({error.strerror})", str(self.path), "look at the folder's permissions"
            ) from None
        except Broken:
            self.close()
            raise

    def _beside(self, name: str) -> int:
        path = self.folder / name
        if self.writable:
            return os.open(path, _OPEN, 0o600)
        return os.open(path, os.O_RDONLY | disk.BINARY) if path.exists() else -1

    def size(self) -> int:
        """Bytes of the ledger as it lies."""
        return os.fstat(self.log).st_size

    def sealed_size(self) -> int:
        """Bytes of the sealed values as they lie."""
        return os.fstat(self.sealed).st_size if self.sealed >= 0 else 0

    @contextmanager
    def locked(self, *, shared: bool = False) -> Iterator[None]:
        """Hold the lock against other processes.

        Raises: Broken, where a file was replaced under us; Trouble, where the lock was.
        """
        held = self.lock >= 0 and disk.lock(self.lock, shared=shared)
        try:
            self._ours()
            yield
        finally:
            if held:
                disk.unlock(self.lock)

    def _ours(self) -> None:
        """Whether the names still stand for what is open: two that hold two locks would write over each other."""
        for name, descriptor in (
            (self.names.log, self.log),
            (self.names.sealed, self.sealed),
            (self.names.lock, self.lock),
        ):
            if descriptor < 0 or os.name == "nt":
                continue
            try:
                if os.path.samestat(os.stat(f"{self._at}{name}"), os.fstat(descriptor)):  # noqa: PTH116 # for each append
                    continue
                what, next_step = "was replaced while it was open", "find out by whom; then muniment verify"
            except FileNotFoundError:
                what, next_step = "is gone", "restore it from a backup"
            if descriptor == self.lock:
                raise Trouble(f"{name} {what}", str(self.folder), "close all that has the case open, and open it again")
            raise Broken(f"{name} {what}", str(self.folder), next_step)

    @property
    def busy(self) -> bool:
        """Whether a commit was on its way to the disk when its writer died; asked under the lock."""
        return self.lock >= 0 and disk.read_at(self.lock, 1, 0) == b"1"

    def mark(self, busy: bool) -> None:
        """Say that a commit is, or is no longer, on its way to the disk. No sync: a power cut needs no mark."""
        disk.write_at(self.lock, b"1" if busy else b"0", 0)

    def cut(self, log: int, sealed: int) -> None:
        """Cut both files back, durably: what is left behind an end could look like a commit later."""
        for descriptor, end in ((self.log, log), (self.sealed, sealed)):
            os.truncate(descriptor, end)
            os.fsync(descriptor)

    def close(self) -> None:
        """Close what is open."""
        for descriptor in (self.log, self.sealed, self.lock):
            if descriptor >= 0:
                os.close(descriptor)
        self.log = self.sealed = self.lock = -1
