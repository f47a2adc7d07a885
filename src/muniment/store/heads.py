"""The newest head of a ledger, as its file says it now."""

import json
import os
from pathlib import Path

from muniment.ledger.note import Note

_NEAR = 1 << 20  # bytes before the end that are looked at


def newest(log: Path) -> Note | None:
    """The last head near the end of the file; None where none stands there, as while much is being written."""
    with log.open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - _NEAR, 0))
        for line in reversed(file.read().splitlines()):
            if line[:1] == b'"':
                try:
                    return Note.of(json.loads(line))
                except (ValueError, TypeError):
                    continue  # it is being written just now
    return None
