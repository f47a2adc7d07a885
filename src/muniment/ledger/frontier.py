"""The frontier kept aside, so that opening need not hash everything again; it can be deleted at will."""

import json
import os
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
    if path is None:
        return Position(), 0
    try:
        size, end, at, peaks = json.loads(path.read_bytes())
        tree = Tree(int(size), [bytes.fromhex(peak) for peak in peaks])
        end, at = int(end), int(at)
    except (OSError, ValueError, TypeError):
        return Position(), 0
    start = max(end - _LONGEST_HEAD, 0)
    last = read_at(files.log, end - start, start).splitlines(keepends=True)[-1:]
    if last and is_head(last[0], origin, tree):
        return Position(tree, end, at), end
    return Position(), end


def save(path: Path, here: Position) -> None:
    """Keep a position. No sync: a crash leaves the old one, a new one, or one that no head bears out."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    peaks = [peak.hex() for peak in here.tree.peaks]
    new.write_text(json.dumps([here.tree.size, here.end, here.at, peaks]))
    new.replace(path)
