"""Whole numbers as people, addresses and cursors write them: of entries, items, pages."""

import re

MOST = 10**15 - 1  # less than the ledger's largest number
_WHOLE = re.compile("[0-9]{1,15}")


def whole(said: str) -> int | None:
    """The number, None where it is none, or larger than any in a case."""
    return int(said) if _WHOLE.fullmatch(said) else None
