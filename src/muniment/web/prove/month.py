"""The clocks of one month: on which day each ends, and by which to act, to be safe."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.routing import Route

from muniment.errors import AskedWrong
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.clocks import CRUMB, parted

_FIRST, _LAST = 1833, 2198  # years that have a year on both sides


@dataclass(frozen=True, slots=True)
class Mark:
    """What a clock says of one day."""

    title: str
    to: str
    safe: bool  # the day by which to act, to be safe; else the last day
    state: str


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the calendar."""

    number: int
    inside: bool  # of the month
    today: bool
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class View:
    """What prove-month.html shows."""

    title: str
    weeks: Sequence[Sequence[Day]]
    before: str
    after: str
    ends: int  # marks in the month


@page(Who.SESSION)
def month(asked: Asked) -> Answer:
    """The month that is named, or that of today."""
    said = asked.case.prove.clocks()
    today = date.fromisoformat(said["on"])
    first = _first(asked.query.get("month", ""), today)
    found = [(f"/prove/clocks#{kind}-{n}", each) for kind, rows in _kinds(said) for n, each in enumerate(rows, 1)]
    marks: dict[str, list[Mark]] = {}
    for to, each in found:
        for day, safe in {
            each["ends"]: False,
            each["conservative_ends"]: each["ends"] != each["conservative_ends"],
        }.items():
            marks.setdefault(day, []).append(Mark(each["title"], to, safe, each["state"]))
    weeks = [
        [
            Day(
                day.day,
                day.month == first.month,
                day == today,
                marks.get(day.isoformat(), ()) if day.month == first.month else (),
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    ends = sum(len(day.marks) for week in weeks for day in week)
    before, after = first - timedelta(1), first + timedelta(31)
    view = View(f"{first:%B %Y}", weeks, f"{before:%Y-%m}", f"{after:%Y-%m}", ends)
    crumbs = [CRUMB, Crumb("Clocks", "/prove/clocks"), Crumb(view.title)]
    return Shown("prove-month.html", view, f"Clocks in {view.title}", "/prove", crumbs)


def _kinds(said: dict[str, object]) -> list[tuple[str, list[dict[str, str]]]]:
    running, over = parted(said)
    return [("runs", running), ("over", over)]


def _first(said: str, today: date) -> date:
    """The first day of a month as the address names it.

    Raises: AskedWrong.
    """
    if not said:
        return today.replace(day=1)
    try:
        found = date.fromisoformat(f"{said}-01")
    except ValueError:
        found = date.min
    if not _FIRST <= found.year <= _LAST:
        raise AskedWrong("this is no month", said[:20], "a month is named as 2026-05")
    return found


ROUTES = [Route("/prove/clocks/month", month)]
