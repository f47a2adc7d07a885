"""Files kept by the SHA-256 of their bytes: originals, readings and lists.

Order of a batch: write under a temporary name in `derived/tmp`, sync, rename, sync the folders, read back and hash again.
Only then may the ledger name them. A crash before the rename leaves a temporary file that is swept; after it, a whole
file under its own hash that no entry names yet, which does no harm and is met again when the work goes on.
"""

import hashlib
import os
import secrets
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from muniment.errors import Broken
from muniment.ledger import disk
from muniment.store.sync import sync_files, sync_folders

STEP = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | disk.BINARY


class Blobs:
    """A folder of files by hash, two letters to a sub-folder."""

    def __init__(self, folder: Path, temporary: Path, suffix: str = "") -> None:
        self.folder = folder
        self.temporary = temporary
        self.suffix = suffix
        self._at = os.path.join(folder, "")  # noqa: PTH118 # names of many files are put together as text

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, or would lie."""
        return Path(self.place(sha256))

    def place(self, sha256: str) -> str:
        """The same as text, for whoever asks for many."""
        return f"{self._at}{sha256[:2]}/{sha256}{self.suffix}"

    def shelf(self, sha256: str) -> str:
        """The folder in which they lie, or would lie."""
        return f"{self._at}{sha256[:2]}"

    def has(self, sha256: str) -> bool:
        """Whether they are there."""
        return os.path.isfile(self.place(sha256))  # noqa: PTH113

    def put(self, data: bytes) -> str:
        """Keep some bytes; durable when it returns."""
        batch = Batch(self)
        sha256 = batch.add_bytes(data)
        batch.commit()
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash, checked.

        Raises: Broken, where they are gone or differ.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise Broken("a file of the case cannot be read", sha256, "run muniment verify") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Broken("a file of the case has other bytes than its name says", sha256, "run muniment verify")
        return data

    def names(self) -> Iterator[Path]:
        """Every file there is, whatever its name."""
        for folder, _, files in sorted(os.walk(self.folder)):
            for name in sorted(files):
                yield Path(folder) / name


class Batch:
    """Files that become durable together."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._waiting: list[tuple[str, str]] = []
        # A name that nobody else gives, and a number for each file.
        self._names, self._count = os.path.join(blobs.temporary, secrets.token_hex(12)), 0  # noqa: PTH118
        self.size = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, stream: BinaryIO, stop: int | None = None) -> tuple[str, int]:
        """Copy a stream under a temporary name; returns its hash and size. Reads one byte past `stop` at most."""
        if not self._waiting:  # there are many files, so nothing is done for each that one does for all
            self._blobs.temporary.mkdir(parents=True, exist_ok=True)
        path, self._count = f"{self._names}-{self._count}", self._count + 1
        found, size = hashlib.sha256(), 0
        descriptor = os.open(path, _NEW, 0o600)
        try:
            self._waiting.append((path, ""))
            while piece := stream.read(STEP if stop is None else min(STEP, stop + 1 - size)):
                found.update(piece)
                disk.write_at(descriptor, piece, size)
                size += len(piece)
                if stop is not None and size > stop:
                    break
        finally:
            os.close(descriptor)
        sha256 = found.hexdigest()
        self._waiting[-1] = path, sha256
        self.size += size
        return sha256, size

    def add_bytes(self, data: bytes) -> str:
        """Keep bytes that are in memory; returns their hash."""
        import io  # noqa: PLC0415

        return self.add(io.BytesIO(data))[0]

    def drop(self) -> None:
        """Forget the file added last."""
        path, _ = self._waiting.pop()
        _remove(path)

    def commit(self) -> None:
        """Make every file durable under its own hash.

        Raises: Broken, where the disk gives back other bytes than were written; OSError.
        """
        blobs = self._blobs
        fresh = {sha256: path for path, sha256 in self._waiting if not blobs.has(sha256)}
        # One that is there already may be what a crash left: its name may not be on the disk yet.
        met = {sha256: blobs.place(sha256) for _, sha256 in self._waiting if sha256 not in fresh}
        sync_files([*fresh.values(), *met.values()], blobs.temporary)
        folders = {str(blobs.folder), *map(blobs.shelf, met)} if met else set()
        for sha256, path in fresh.items():
            shelf = blobs.shelf(sha256)
            if shelf not in folders:
                if not os.path.isdir(shelf):  # noqa: PTH112
                    os.makedirs(shelf, exist_ok=True)  # noqa: PTH103
                    folders.add(str(blobs.folder))
                folders.add(shelf)
            os.chmod(path, 0o444)  # noqa: PTH101
            os.rename(path, blobs.place(sha256))  # noqa: PTH104 # a crash here: some have their name, no entry names one yet
        sync_folders(sorted(folders), blobs.folder)
        for sha256 in (*fresh, *met):
            read_back(blobs.place(sha256), sha256)
        self._sweep(but=set(fresh.values()))

    def discard(self) -> None:
        """Forget everything that is not durable yet."""
        self._sweep()

    def _sweep(self, but: Container[str] = ()) -> None:
        """Remove what lies under temporary names; `but` have names of their own by now."""
        for path, _ in self._waiting:
            if path not in but:
                _remove(path)
        self._waiting, self.size = [], 0


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108


def read_back(path: str, sha256: str) -> None:
    """Read a file from the disk, not from memory where that can be asked for, and hold it against its hash.

    Raises: Broken.
    """
    found = hashlib.sha256()
    descriptor = os.open(path, os.O_RDONLY | disk.BINARY)
    try:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        step = min(os.fstat(descriptor).st_size + 1, STEP)  # room for a million bytes costs more than a small file's
        while piece := os.read(descriptor, step):
            found.update(piece)
    finally:
        os.close(descriptor)
    if found.hexdigest() != sha256:
        what = "the disk gave back other bytes than were written"
        raise Broken(what, Path(path).name, "muniment verify says what is damaged; copy the case to another disk")
