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

    So does such a piece of it behind a semicolon. Numbers are ours and stay numbers.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return str(value)
    # Where a comma is the decimal sign, a spreadsheet divides a line at semicolons, whatever stands in quotes.
    return ";".join(f"'{show(part)}" if dangerous(part) else show(part) for part in value.split(";"))


def dangerous(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula; what cannot be seen at its beginning is passed over."""
    seen = next((sign for sign in text if sign.isprintable() and not sign.isspace()), "")
    return text.startswith(_BEGINS) or seen in _BEGINS


def write(out: TextIO, heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a table; returns how many rows it has, without the heading."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count
