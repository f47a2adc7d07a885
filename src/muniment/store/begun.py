"""An erasure that was begun is written down beside the ledger until it is finished."""

from pathlib import Path

NAME = "erasing.json"


def waits(case: Path) -> bool:
    """Whether one was begun in this case and is not finished."""
    return (case / NAME).exists()
