"""Files kept by the SHA-256 of their bytes: originals, readings and lists.

Order of a batch: write under a temporary name in `derived/tmp`, sync, rename, sync the folders, read back and hash again.
Only then may the ledger name them. A crash before the rename leaves a temporary file that is swept; after it, a whole
file under its own hash that no entry names yet, which does no harm and is met again when the work goes on.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from muniment.errors import Broken
from muniment.ledger import disk
from muniment.store.sync import sync_files, sync_folders

STEP = 1 << 20


class Blobs:
    """A folder of files by hash, two letters to a sub-folder."""

    def __init__(self, folder: Path, temporary: Path, suffix: str = "") -> None:
        self.folder = folder
        self.temporary = temporary
        self.suffix = suffix

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, or would lie."""
        return self.folder.joinpath(sha256[:2], f"{sha256}{self.suffix}")

    def has(self, sha256: str) -> bool:
        """Whether they are there."""
        return self.path(sha256).is_file()

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
        self._waiting: list[tuple[Path, str]] = []
        self.size = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, stream: BinaryIO, stop: int | None = None) -> tuple[str, int]:
        """Copy a stream under a temporary name; returns its hash and size. Reads one byte past `stop` at most."""
        if not self._waiting:  # there are many files, so nothing is done for each that one does for all
            self._blobs.temporary.mkdir(parents=True, exist_ok=True)
        path = self._blobs.temporary / secrets.token_hex(12)
        found, size = hashlib.sha256(), 0
        with path.open("xb", buffering=0) as file:
            self._waiting.append((path, ""))
            while piece := stream.read(STEP if stop is None else min(STEP, stop + 1 - size)):
                found.update(piece)
                size += len(piece)
                view = memoryview(piece)
                while view:
                    view = view[file.write(view) :]
                if stop is not None and size > stop:
                    break
        self._waiting[-1] = path, found.hexdigest()
        self.size += size
        return found.hexdigest(), size

    def add_bytes(self, data: bytes) -> str:
        """Keep bytes that are in memory; returns their hash."""
        import io  # noqa: PLC0415

        return self.add(io.BytesIO(data))[0]

    def drop(self) -> None:
        """Forget the file added last."""
        path, _ = self._waiting.pop()
        path.unlink(missing_ok=True)

    def commit(self) -> None:
        """Make every file durable under its own hash.

        Raises: Broken, where the disk gives back other bytes than were written; OSError.
        """
        fresh = {sha256: path for path, sha256 in self._waiting if not self._blobs.has(sha256)}
        # One that is there already may be what a crash left: its name may not be on the disk yet.
        met = {sha256: self._blobs.path(sha256) for _, sha256 in self._waiting if sha256 not in fresh}
        sync_files([*fresh.values(), *met.values()], self._blobs.temporary)
        folders = {folder for path in met.values() for folder in (path.parent, path.parent.parent)}
        for sha256, path in fresh.items():
            place = self._blobs.path(sha256)
            if not place.parent.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                folders.add(place.parent.parent)
            path.chmod(0o444)
            path.rename(place)  # a crash here: some are under their hash, none is named by an entry yet
            folders.add(place.parent)
        sync_folders(sorted(folders), self._blobs.folder)
        for sha256 in (*fresh, *met):
            read_back(self._blobs.path(sha256), sha256)
        for path, _ in self._waiting:
            path.unlink(missing_ok=True)
        self._waiting, self.size = [], 0

    def discard(self) -> None:
        """Forget everything that is not durable yet."""
        for path, _ in self._waiting:
            path.unlink(missing_ok=True)
        self._waiting, self.size = [], 0


def read_back(path: Path, sha256: str) -> None:
    """Read a file from the disk, not from memory where that can be asked for, and hold it against its hash.

    Raises: Broken.
    """
    found = hashlib.sha256()
    descriptor = os.open(path, os.O_RDONLY | disk.BINARY)
    try:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := os.read(descriptor, STEP):
            found.update(piece)
    finally:
        os.close(descriptor)
    if found.hexdigest() != sha256:
        what = "the disk gave back other bytes than were written"
        raise Broken(what, path.name, "muniment verify says what is damaged; copy the case to another disk")
