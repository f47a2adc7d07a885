"""A small case with something of everything that a verifier looks at."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from unittest import mock

from asking import small_folder

from muniment.case import Case
from muniment.demo import sealed
from muniment.ledger.key import Signer
from muniment.model.act import Erased
from muniment.store import place

_WHEN = datetime(2014, 6, 12, 10, tzinfo=UTC)
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """A case, what of it lies outside it, and its key."""

    path: Path
    old_fingerprint: str
    fingerprint: str
    checkpoint: str
    signer: Signer


def make(at: Path) -> Made:
    """Taken in, opened by a password, settled by a list, erased in part, adopted under a new key, and signed."""
    source = small_folder(at / "source")
    locked = sealed.locked_zip([("inside.txt", b"Kept under the counter of the shop.", "kingfisher")], _WHEN)
    (source / "locked.zip").write_bytes(locked)
    with (
        mock.patch("muniment.store.store.INLINE", 1),  # so that a short list is a file, too
        Case.new("Ein Fall für “alle”", at / "case", by="Somebody") as case,
    ):
        old, key = case.fingerprint, place.key_path(place.identify(case.path, 1))
        case.intake(source, "Example Constabulary", date(2026, 3, 3))
        case.retry(["unread.encrypted"], passwords=["kingfisher"])
        rows = {row["path"]: row["id"] for row in case.items()}
        case.settle(rows["odd.bin"], rows["ward/note.txt"], says="set-aside", why="bytes")
        entry = case.describe(rows["odd.bin"], "Every byte that there is.", "description", "en")["entry"]
        case._store.record(Erased([(entry, 0)], "an order of the court"))
    key.rename(key.with_suffix(".old"))
    (at / "case" / "ledger.torn-0").write_bytes(b'{"at":1')
    with Case.open(at / "case") as case:
        case.adopt()
        case.settle(rows["ward/copy.txt"], says="read-elsewhere", why="the same")
        checkpoint = case.checkpoint()
        return Made(case.path, old, case.fingerprint, checkpoint, Signer.load(key))


def truth(folder: Path) -> Files:
    """Every file of a case but those that can be made again, by its path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = ((path.relative_to(folder).as_posix(), path) for path in found)
    return {name: path.read_bytes() for name, path in names if not name.startswith("derived/") and name[-5:] != ".lock"}


def lay(folder: Path, before: Files, after: Files) -> None:
    """Change a folder that holds some files into one that holds others."""
    for name in itertools.chain(before, after):
        path = folder / name
        if before.get(name) == after.get(name):
            continue
        path.unlink(missing_ok=True)
        if name in after:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(after[name])
