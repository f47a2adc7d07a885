"""Days as they are written in an item and in a query: a day, a month or a year, without a zone."""

import re
from calendar import monthrange
from datetime import date

from muniment.model.reading import Json

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.DOTALL)

Days = tuple[int, int]  # first and last day, as YYYYMMDD


def days(text: str) -> Days | None:
    """The first and last day of a day, month or year; None where there is no such date."""
    match = _DATE.fullmatch(text)
    return _between(match) if match else None


def days_of(fact: Json) -> Days | None:
    """The days that an item's date can mean, in its own offset; None where it has none that is one."""
    match = _WRITTEN.fullmatch(fact.strip()) if isinstance(fact, str) else None
    return _between(match) if match else None


def _between(match: re.Match[str]) -> Days | None:
    year, month, day = (int(part) if part and part.isascii() else None for part in match.groups())
    if year is None:
        return None
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = first if day else date(year, last_month, monthrange(year, last_month)[1])
    except ValueError:
        return None
    return _number(first), _number(last)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
