"""The frontier kept aside, so that opening need not hash everything again; it can be deleted at will."""

import json
import os
from contextlib import suppress
from pathlib import Path

from muniment.ledger.disk import read_at
from muniment.ledger.files import Files
from muniment.ledger.note import is_head
from muniment.ledger.position import Position
from muniment.ledger.tree import Tree

_LONGEST_HEAD = 65_536


def load(path: Path | None, files: Files, origin: str) -> tuple[Position, int]:
    """The position that was kept, where the ledger has the head for it; and the byte up to which the ledger was whole.

    A ledger that is shorter than that has lost something; a frontier that cannot be read is no frontier.
    """
    kept = None if path is None else _kept(path)
    if kept is None:
        return Position(), 0
    start = max(kept.end - _LONGEST_HEAD, 0)
    last = read_at(files.log, kept.end - start, start).splitlines(keepends=True)[-1:]
    if last and is_head(last[0], origin, kept.tree):
        return kept, kept.end
    return Position(), kept.end


def _kept(path: Path) -> Position | None:
    """What the file says; None where it does not say it as `save` does: a wrong peak would give wrong roots later."""
    try:
        size, end, at, peaks = json.loads(path.read_bytes())
        tree = Tree(size, [bytes.fromhex(peak) for peak in peaks])
        numbers = all(type(each) is int and 0 <= each < 1 << 63 for each in (size, end, at))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    whole = numbers and len(tree.peaks) == size.bit_count() and all(len(peak) == 32 for peak in tree.peaks)
    return Position(tree, end, at) if whole else None


def save(path: Path, here: Position) -> None:
    """Keep a position, where it can be kept: without it opening takes longer, and nothing else changes.

    No sync: a crash leaves the old one, a new one, or one that no head bears out.
    """
    new = path.with_name(f"{path.name}.{os.getpid()}")
    peaks = [peak.hex() for peak in here.tree.peaks]
    try:
        new.write_text(json.dumps([here.tree.size, here.end, here.at, peaks]))
        new.replace(path)
    except OSError:  # a full disk, or `derived/` was deleted: the commit is durable all the same
        with suppress(OSError):
            new.unlink(missing_ok=True)
