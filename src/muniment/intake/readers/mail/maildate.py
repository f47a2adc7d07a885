"""Dates as mails write them, as RFC 3339 in their own offset. Source: RFC 5322, and what programs made of it."""

import re
from datetime import datetime
from functools import lru_cache

_MONTHS = {
    name: at
    for at, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_OFFSETS = {
    "Z": "z gmt ut utc wet",
    "+01:00": "bst west cet met mez",
    "+02:00": "cest mest mesz eet sast",
    "+03:00": "eest msk",
    "+08:00": "hkt sgt awst",
    "+09:00": "jst kst",
    "+10:00": "aest",
    "+11:00": "aedt",
    "+12:00": "nzst",
    "+13:00": "nzdt",
    "-02:30": "ndt",
    "-03:00": "adt",
    "-03:30": "nst",
    "-04:00": "edt ast",
    "-05:00": "est cdt",
    "-06:00": "cst mdt",
    "-07:00": "mst pdt",
    "-08:00": "pst",
}  # a name that several countries use for different times is left out
_ZONES = {name: offset for offset, names in _OFFSETS.items() for name in names.split()}
_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2})(?:[.,]\d+)?)?(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?"
_OFFSET = (
    r"(?:\s*(?P<name>[A-Za-z]{1,5})\b)?(?:\s*(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d))?"
)
_DAY_NAME = r"\s*(?:[A-Za-z]{2,}\.?\s*,?\s*)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})[\s.-]+(?P<month>[A-Za-z]{{3,}})[\s.,-]+(?P<year>\d{{2,4}})\b(?:[\s,]+(?:at\s+)?{_CLOCK}{_OFFSET})?",
        rf"{_DAY_NAME}(?P<month>[A-Za-z]{{3,}})\.?\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_OFFSET}\s+(?P<year>\d{{4}})\b(?:\s*(?P<sign2>[+-])(?P<hours2>\d\d)(?P<minutes2>\d\d))?",
        rf"{_DAY_NAME}(?P<month>[A-Za-z]{{3,}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})\b(?:[\s,]+(?:at\s+)?{_CLOCK}{_OFFSET})?",
        rf"\s*(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[T\s]\s*{_CLOCK}{_OFFSET})?",
    )
)
_COMMENT = re.compile(r"\([^()]*\)")
_LONGEST = 200


def iso(written: str) -> str:
    """The date, to the part that is given; "" where it is none."""
    return _iso(written[:_LONGEST])


@lru_cache(maxsize=64)
def _iso(written: str) -> str:
    text = _COMMENT.sub(" ", written)
    for form in _FORMS:
        if found := form.match(text):
            return _shown(found)
    return ""


def implausible(date: str) -> bool:
    """Whether a date lies before mail as we know it, or in the far future."""
    return bool(date) and not 1982 <= int(date[:4]) <= 2100


def days_between(first: str, second: str) -> int:
    """Days from one date to another, as they stand on the page; 0 where one is missing."""
    if not first or not second:
        return 0
    return (datetime.fromisoformat(second[:10]) - datetime.fromisoformat(first[:10])).days


def _shown(found: re.Match[str]) -> str:
    said = found.groupdict()
    month = said["month"]
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    hour, minute, second = (int(said[name] or 0) for name in ("hour", "minute", "second"))
    if said["half"] and hour <= 12:
        hour = hour % 12 + (12 if said["half"] in "pP" else 0)
    try:
        day = datetime(_year(said["year"]), number, int(said["day"]), hour, minute, min(second, 59))
    except ValueError:
        return ""
    if said["hour"] is None:
        return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    date = f"{day.year:04d}-{day.month:02d}-{day.day:02d}T{hour:02d}:{minute:02d}"
    return f"{date}:{min(second, 60):02d}{_offset(said)}"


def _year(written: str) -> int:
    year = int(written)
    if len(written) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(written) == 3 else year


def _offset(said: dict[str, str | None]) -> str:
    """As RFC 3339 writes it; "" where none is named, or none that can be."""
    sign = said["sign"] or said.get("sign2")
    if not sign:
        return _ZONES.get((said["name"] or "").lower(), "")
    hours = int(said["hours"] or said.get("hours2") or 0)
    minutes = int(said["minutes"] or said.get("minutes2") or 0)
    if hours > 23 or minutes > 59:
        return ""
    if not hours and not minutes and sign == "+":
        return "Z"
    return f"{sign}{hours:02d}:{minutes:02d}"
