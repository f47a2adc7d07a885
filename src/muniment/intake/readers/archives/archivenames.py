"""Names and times inside archives. Names are data, never a path: shown as text, kept as bytes where not UTF-8."""

import codecs
from datetime import UTC, datetime

codecs.lookup("cp437")  # the jail opens no module later

Name = tuple[str, bytes | None]


def shown(raw: bytes, otherwise: str = "latin-1") -> Name:
    """A name as text, and its bytes where they are not UTF-8."""
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return raw.decode(otherwise, "backslashreplace"), raw


def moment(seconds: float) -> str:
    """A time as archives of Unix keep it, in RFC 3339; "" outside the calendar."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""


def dos(packed: int) -> str:
    """A time as DOS kept it, in the unknown offset of whoever packed it; "" where it is none."""
    day, clock = packed >> 16, packed & 0xFFFF
    try:
        when = datetime(
            1980 + (day >> 9), day >> 5 & 15, day & 31, clock >> 11, clock >> 5 & 63, min((clock & 31) * 2, 59)
        )
    except ValueError:
        return ""
    return when.isoformat()
