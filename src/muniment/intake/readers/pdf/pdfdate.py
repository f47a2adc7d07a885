"""Dates as PDF writes them, D:20140522101500+01'00', or XMP, 2014-05-22T10:15+01:00: as RFC 3339 in their own offset."""

import re
from datetime import datetime

_FORM = re.compile(
    r"(?:D:)?\s*(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?",
    re.ASCII,
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?)?", re.ASCII
)


def iso(written: str) -> str:
    """The date, to the part that is given; "" where it is none."""
    found = _ISO.match(written.strip()) or _FORM.match(written.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = found.groups()
    try:
        datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return ""
    date = "-".join(piece for piece in (year, month, day) if piece)
    if not hour:
        return date
    offset = "Z" if zulu or (sign and hours == "00" and minutes in {None, "00"}) else ""
    if sign and not offset and int(hours) < 24 and int(minutes or 0) < 60:
        offset = f"{sign}{hours}:{minutes or '00'}"
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}{offset}"


def implausible(date: str) -> bool:
    """Whether a date lies before PDF, or in the far future."""
    return bool(date) and not 1990 <= int(date[:4]) <= 2100
