"""Dates and times of spreadsheets: a count of days, shown under the tokens of a number format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

_DAY = 86_400
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = 2_958_466  # the first day after 9999


class Piece(Protocol):
    """A token of a format."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def text(self) -> str:
        """As it is written."""


def moment(value: float, *, from_1904: bool = False) -> datetime | None:
    """The moment that a count of days means, to the millisecond; None where it lies outside the calendar.

    Days from 1900 count a 29 February 1900 that never was; 0 is shown as the last day of 1899.
    """
    if not 0 <= value < _LAST:
        return None
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    try:
        return base + timedelta(milliseconds=round(value * _DAY * 1000))
    except OverflowError:
        return None


def iso(tokens: Sequence[Piece], value: float, *, from_1904: bool = False) -> str | None:
    """A count of days as date and time to the second; as a time alone where there is no day in it nor in the format."""
    when = moment(round(value * _DAY) / _DAY, from_1904=from_1904)
    if when is None:
        return None
    if value < 1 and not any(token.kind == "date" and token.text[0].lower() in "ydeg" for token in tokens):
        return f"{when:%H:%M:%S}"
    return f"{when:%Y-%m-%d}" if not round(value * _DAY) % _DAY else f"{when:%Y-%m-%d %H:%M:%S}"


def show(tokens: Sequence[Piece], value: float, *, from_1904: bool = False) -> str | None:
    """A value under a format with dates or times."""
    split = any("." in token.text for token in tokens if token.kind == "date")
    if any(token.kind == "elapsed" for token in tokens):
        return _elapsed(tokens, value)
    if not 0 <= value < _LAST:
        return None
    seconds = value if split else round(value * _DAY) / _DAY
    when = moment(seconds, from_1904=from_1904)
    if when is None:
        return None
    noon = any(token.kind == "ampm" for token in tokens)
    shown = []
    for at, token in enumerate(tokens):
        if token.kind == "date":
            shown.append(_date(token.text.lower(), when, noon=noon, minutes=_is_minutes(tokens, at)))
        elif token.kind == "ampm":
            half = "PM" if when.hour >= 12 else "AM"
            shown.append(half if len(token.text) > 3 else half[0])
        elif token.kind == "digits":
            shown.append(f"{when.microsecond // 1000:03d}"[: len(token.text)])
        elif token.text != "@":
            shown.append(token.text)
    return "".join(shown).strip()


def _is_minutes(tokens: Sequence[Piece], at: int) -> bool:
    """Whether an m means minutes: after hours, or before seconds."""
    if not tokens[at].text.lower().startswith("m"):
        return False
    times = [(place, token.text[0].lower()) for place, token in enumerate(tokens) if token.kind in {"date", "elapsed"}]
    here = [place for place, _ in times].index(at)
    before = times[here - 1][1] if here else ""
    after = times[here + 1][1] if here + 1 < len(times) else ""
    return before == "h" or after == "s"


def _date(text: str, when: datetime, *, noon: bool, minutes: bool) -> str:
    sign, width = text[0], len(text)
    if sign in {"y", "e"}:
        return f"{when.year:04d}" if width > 2 or sign == "e" else f"{when.year % 100:02d}"
    if sign == "m" and not minutes:
        month = _MONTHS[when.month - 1]
        return (str(when.month), f"{when.month:02d}", month[:3], month, month[:1])[min(width, 5) - 1]
    if sign == "d":
        day = _DAYS[when.weekday()]
        return (str(when.day), f"{when.day:02d}", day[:3], day)[min(width, 4) - 1]
    if sign == "s":
        whole, _, rest = text.partition(".")
        shown = f"{when.second:02d}" if len(whole) > 1 else str(when.second)
        return f"{shown}.{when.microsecond // 1000:03d}"[: len(shown) + 1 + len(rest)] if rest else shown
    if sign == "g":
        return ""
    number = when.minute if sign == "m" else ((when.hour % 12 or 12) if noon else when.hour)
    return f"{number:02d}" if width > 1 else str(number)


def _elapsed(tokens: Sequence[Piece], value: float) -> str | None:
    if abs(value) > _LAST:
        return None
    total = round(abs(value) * _DAY)
    count = {"h": total // 3600, "m": total // 60, "s": total}
    left = {"h": total // 3600 % 24, "m": total // 60 % 60, "s": total % 60}
    shown = ["-" if value < 0 and total else ""]
    for token in tokens:
        sign, width = token.text[:1].lower(), len(token.text.partition(".")[0])
        if token.kind == "elapsed":
            shown.append(f"{count[sign]:0{width}d}")
        elif token.kind == "date":
            if sign not in left:
                return None
            shown.append(
                f"{left[sign]:0{width}d}" + ("." + "0" * len(token.text.partition(".")[2]) if "." in token.text else "")
            )
        else:
            shown.append(token.text)
    return "".join(shown).strip()
