"""Words in a drawing: what evidence is called stays text there, and stays within its room."""

import unicodedata

_SHOWN = "\ufffd"  # for what moves a cursor, turns the writing round, or may not stand in XML
_MOST = 160  # characters looked at: what has no width has no place in a drawing either
_MARKS = 2  # marks above or below one letter
_THIN, _BROAD = frozenset("fijltrI.,:;'|!()[]/- "), frozenset("mwMW@%&")
_MILLION, _BILLION = 10**6, 10**9
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def shown(text: str) -> str:
    """One line: white space is one space; controls, changes of direction and what XML forbids stand as a mark."""
    return "".join(_SHOWN if _unfit(char) else char for char in " ".join(text.split()))


def _unfit(char: str) -> bool:
    kind = unicodedata.category(char)
    # Joiners and soft hyphens (Cf, but neutral to direction) belong to the spelling of several languages.
    if kind == "Cf":
        return unicodedata.bidirectional(char) != "BN"
    return kind in {"Cc", "Cs", "Zl", "Zp"} or char in "\ufffe\uffff"


def cut(text: str, room: float, size: float) -> str:
    """As `shown`, with an ellipsis where it is longer than the room in px at this size of type."""
    line = _plain(shown(text[:_MOST]))
    if len(text) <= _MOST and width(line, size) <= room:
        return line
    while line and width(line + "…", size) > room:
        line = line[:-1]
    while line and unicodedata.category(line[-1]) in {"Mn", "Me", "Cf", "Zs"}:
        line = line[:-1]
    return line + "…"


def _plain(line: str) -> str:
    """The line with no more marks on one letter than any language writes."""
    kept: list[str] = []
    marks = 0
    for char in line:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept)


def width(text: str, size: float) -> float:
    """About how many px a line takes; rather too many than too few, because every system has other letters."""
    return sum(map(_advance, text)) * size


def _advance(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    if char in _THIN:
        return 0.34
    if char in _BROAD or unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1
    return 0.75 if char.isupper() or ord(char) > 0x2FF else 0.57


def count(number: int) -> str:
    """A whole number as people write it on an axis; from ten million on, in words."""
    for unit, name in ((_BILLION, "billion"), (_MILLION, "million")):
        if number >= 10 * unit:
            return f"{f'{number / unit:,.1f}'.removesuffix('.0')} {name}"
    return f"{number:,}"


def day(year: int, month: int, number: int) -> str:
    """A day as it stands under an axis."""
    return f"{number} {_MONTHS[month - 1]} {year}"


def share(part: float) -> str:
    """A share of one in per cent; never 100% or 0% where it is not quite."""
    text = f"{part * 100:.1f}".rstrip("0").rstrip(".")
    if part < 1 and text == "100":
        return "over 99.9%"
    return "under 0.1%" if part > 0 and text == "0" else f"{text}%"
