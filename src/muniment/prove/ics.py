"""Clocks as a calendar file (RFC 5545): one event for each, on the day to go by, with its warnings.

Nobody is named in it unless that is asked for: calendars are shared, and lie on telephones. Written here and not by a
library: what is needed is one kind of event, and the living library brings four others along.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from unicodedata import category
from uuid import NAMESPACE_URL, uuid5

from muniment.prove import working
from muniment.prove.clock import Clock, State

_WIDE = 75  # octets of a line, without its end (section 3.1)


def write(clocks: Iterable[Clock], stamp: datetime, case: str, *, names: bool = False) -> str:
    """The file. `case` keeps events of two cases apart and is not shown; `names`: say of whom each clock is.

    The same clock keeps its event, so that a newer file moves it and adds no second one.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Muniment//Clocks//EN", "CALSCALE:GREGORIAN"]
    for clock in clocks:
        lines += _event(clock, stamp, case, names=names)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(clock: Clock, stamp: datetime, case: str, *, names: bool) -> Iterator[str]:
    day = clock.safe
    done = {State.MET: "Done: ", State.ENDED: "Ended: "}.get(clock.state, "")
    of_whom = f" ({clock.person})" if names and clock.person else ""
    title = (
        clock.title if names or clock.status else f"{clock.id}: what perishes"
    )  # what people write may name somebody
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, f'muniment:{case}:{clock.id}')}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}"  # the day after: an event ends before its end
    yield f"SUMMARY:{_text(done + title + of_whom)}"
    yield f"DESCRIPTION:{_text(_said(clock))}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    if clock.state is State.RUNNING:
        for when in clock.warnings:
            days = (day - when).days
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D")
            left = f"{days} {'day' if days == 1 else 'days'} left" if days else "today"
            yield f"DESCRIPTION:{_text(f'{title}: {left}')}"
            yield "END:VALARM"
    yield "END:VEVENT"


def _said(clock: Clock) -> str:
    """What stands in an event: of the law and the days, and never of a person."""
    status = "" if clock.verified else " (not verified)"
    lines = [f"Last day: {working.day(clock.ends)}{f', {clock.hour}' if clock.hour else ''}", clock.working]
    lines += [f"{clock.citation}{status}"] if clock.citation else []
    lines += [f"Then: {clock.consequence}"] if clock.consequence else []
    lines += [f"{each.whose}: {each.what}" for each in clock.in_hands]
    return "\n".join(lines)


def _text(said: str) -> str:
    """A value of the type TEXT (section 3.3.11): its signs escaped, and no control characters."""
    escaped = said.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in escaped if category(sign) != "Cc" or sign == "\t")


def _fold(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, none of which ends inside a character."""
    room, piece, used = _WIDE, "", 0
    for sign in line:
        size = len(sign.encode())
        if used + size > room:
            yield piece
            piece, used = " ", 1
        piece, used = piece + sign, used + size
    yield piece
