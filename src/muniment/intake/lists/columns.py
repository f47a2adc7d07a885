"""What the columns of a list without a header hold, by what stands in them. Only what is plain is said."""

import re
from collections.abc import Sequence
from itertools import pairwise

from muniment.intake.lists import headings, values
from muniment.intake.lists.rows import Row

_LEADING = re.compile(
    r"(?:(?:vol|volume|box|no|item|file)\.? ?)?(\d{1,6}[a-z]?)(?:[.):]|\s|\Z)\s*[-–:.]?\s*", re.IGNORECASE
)
_MOST = 500  # rows that are looked at
_NUMBERED = re.compile(r"(?:\w{0,8}\.? ?)?\d{1,6}[a-z]?[.)]?\Z", re.IGNORECASE)


def guessed(rows: Sequence[Row]) -> tuple[str, ...]:
    """The part of each column; () where there are no columns."""
    width = max((len(row.cells) for row in rows), default=0)
    if width < 2:
        return ()
    found = [""] * width
    columns = [[row.cells[at] for row in rows[:_MOST] if at < len(row.cells) and row.cells[at]] for at in range(width)]
    for at, cells in enumerate(columns):
        if _mostly(cells, [bool(values.hash_of(cell)) for cell in cells]):
            found[at] = headings.HASH
        elif _mostly(cells, [bool(values.days(cell)) and len(cell) <= 40 for cell in cells]):
            found[at] = headings.DATE
        elif _mostly(cells, [values.pages_within(cell) is not None and len(cell) <= 20 for cell in cells]):
            found[at] = headings.PAGES
        elif headings.NUMBER not in found and len(set(cells)) * 10 >= len(cells) * 8 and _counts(cells):
            found[at] = headings.NUMBER
        elif _mostly(cells, [values.is_file(cell) for cell in cells]):
            found[at] = headings.PATH if any("/" in cell or "\\" in cell for cell in cells) else headings.NAME
    free = [at for at in range(width) if not found[at]]
    if free and headings.NAME not in found:
        longest = max(free, key=lambda at: sum(map(len, columns[at])))
        found[longest] = headings.TITLE
    seen: set[str] = set()
    return tuple("" if part in seen or seen.add(part) else part for part in found)  # type: ignore[func-returns-value]


def _mostly(cells: Sequence[str], fits: Sequence[bool]) -> bool:
    return len(cells) > 0 and sum(fits) * 10 >= len(cells) * 8


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells are numbers that mostly rise."""
    if not _mostly(cells, [_NUMBERED.match(cell) is not None for cell in cells]):
        return False
    numbers = [found for cell in cells if (found := values.number(cell)) is not None]
    rising = sum(one <= other for one, other in pairwise(numbers))
    return rising * 10 >= (len(numbers) - 1) * 8


def leading(text: str) -> str:
    """The number with which a line begins."""
    found = _LEADING.match(text)
    return found[1] if found else ""


def after_number(text: str) -> str:
    """A line without that number."""
    found = _LEADING.match(text)
    return text[found.end() :] if found else text
