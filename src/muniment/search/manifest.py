"""What the index says of itself: a small file beside it, written durably after each commit.

    derived/index/manifest.json
    derived/index/GENERATION/...    the index; an index made anew is another generation, so that readers keep theirs

`at_work` stands in it while a process writes: then the files may be newer than what it says, and that is no damage.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from functools import cache
from importlib.metadata import version
from pathlib import Path

from muniment.ledger.disk import sync_file, sync_folder
from muniment.search.normalise import NORMAL
from muniment.store import place

FORM = 4  # of the index document
_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last commit: by what it was made, up to which entry, from how many items, in which files."""

    maker: str
    generation: int
    as_of: int
    documents: int = 0
    at_work: bool = False
    files: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)  # name: size, time, SHA-256


def folder(derived: Path) -> Path:
    """Where the index lies."""
    return derived / "index"


def lock(derived: Path) -> Path:
    """The lock of whoever brings the index up to date."""
    return derived / "index.lock"


def maker() -> str:
    """What makes an index: another analyser, version or installation makes another."""
    return f"form {FORM}, analyser {NORMAL}, tantivy {_engine()}, installation {place.installation()}"


@cache
def _engine() -> str:
    return version("tantivy")


def read(derived: Path) -> Manifest | None:
    """The manifest; None where there is none that can be read."""
    try:
        said = json.loads((folder(derived) / _NAME).read_bytes())
        files = {str(name): (int(size), int(time), str(sha256)) for name, (size, time, sha256) in said["files"].items()}
        return Manifest(
            str(said["maker"]),
            int(said["generation"]),
            int(said["as_of"]),
            int(said["documents"]),
            bool(said["at_work"]),
            files,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(derived: Path, manifest: Manifest) -> None:
    """Replace the manifest, durably."""
    target = folder(derived) / _NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(json.dumps(asdict(manifest), sort_keys=True).encode())
        file.flush()
        sync_file(file.fileno())
    temporary.replace(target)
    sync_folder(target.parent)


def measured(manifest: Manifest, derived: Path) -> Manifest:
    """The manifest with the files as they are now. A file of the same size and time is not hashed again."""
    found: dict[str, tuple[int, int, str]] = {}
    for path in _files(derived, manifest.generation):
        about = path.stat()
        known = manifest.files.get(path.name)
        if known and known[:2] == (about.st_size, about.st_mtime_ns):
            found[path.name] = known
        else:
            found[path.name] = about.st_size, about.st_mtime_ns, sha256(path)
    return replace(manifest, files=found)


class Files(Enum):
    """How the files of an index lie there: as they were; with other times but the same bytes, as in a copy; or otherwise."""

    WHOLE = "whole"
    MOVED = "moved"
    DAMAGED = "damaged"


def files(manifest: Manifest, derived: Path) -> Files:
    """Whether every file is there as it was: in its size, and where it has another time, with its bytes."""
    there = {path.name: path.stat() for path in _files(derived, manifest.generation)}
    moved = False
    for name, (size, time, known) in manifest.files.items():
        about = there.get(name)
        if about is None or about.st_size != size:
            return Files.DAMAGED
        if about.st_mtime_ns != time:
            if sha256(folder(derived) / str(manifest.generation) / name) != known:
                return Files.DAMAGED
            moved = True
    return Files.MOVED if moved else Files.WHOLE


def sha256(path: os.PathLike[str]) -> str:
    """The hash of a file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(derived: Path, generation: int) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder(derived) / str(generation)) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".") and entry.is_file()]
    except FileNotFoundError:
        return []
    return sorted(found, key=lambda entry: entry.name)
