"""Tables for other programs: no cell of them is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from muniment.names.display import show

# A spreadsheet takes what begins so for a formula; some do so with the wide forms too, and some skip what stands before.
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Value = str | int | float | bool | None


def cell(value: Value) -> str:
    """A value as the text of a cell; what a spreadsheet would take for a formula begins with an apostrophe.

    Numbers are ours and stay numbers.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return str(value)
    safe = show(value)
    return f"'{safe}" if dangerous(value) else safe


def dangerous(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula."""
    return text.startswith(_BEGINS) or text.lstrip(" \u00a0\ufeff\u200b").startswith(_BEGINS)


def write(out: TextIO, heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a table; returns how many rows it has, without the heading."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count
