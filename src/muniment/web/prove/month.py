"""The clocks of one month: on which day each ends, and by which to act, to be safe; and which days the law leaves out."""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.routing import Route

from muniment.case.base import Json
from muniment.case.prove.days import days_off
from muniment.errors import AskedWrong
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.choices import Choices
from muniment.web.prove.clocks import CRUMB, over_at, parted

_FIRST, _LAST = 1833, 2198  # years that have a year on both sides
_OF = ("calendar", "election", "nation")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a clock says of one day."""

    title: str
    to: str
    safe: bool  # the day by which to act, to be safe; else the last day
    state: str
    near: str  # how near it is, by its warnings; "far" where it does not run


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the calendar."""

    number: int
    inside: bool  # of the month
    today: bool
    marks: Sequence[Mark]
    why: str  # why the calendar leaves it out, "" where it counts
    holiday: str  # the bank holiday of the nation that it is, where that is not why


@dataclass(frozen=True, slots=True)
class View:
    """What prove-month.html shows."""

    title: str
    month: str
    weeks: Sequence[Sequence[Day]]
    before: str  # addresses
    after: str
    ends: int  # marks in the month
    off: Json
    of: Mapping[str, str]  # calendar, election and nation, as asked for
    calendars: Choices
    elections: Choices
    nations: Choices


@page(Who.SESSION)
def month(asked: Asked) -> Answer:
    """The month that is named, or that of today."""
    said = asked.case.prove.clocks()
    today = date.fromisoformat(said["on"])
    first = _first(asked.query.get("month", ""), today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    of = _usual(said["clocks"]) | {name: asked.query[name] for name in _OF if asked.query.get(name)}
    off = days_off(first.isoformat(), last.isoformat(), **of)
    weeks = _weeks(first, today, _marks(said), {each["day"]: each for each in off["days"]})
    before, after = first - timedelta(1), last + timedelta(1)
    view = View(
        title=f"{first:%B %Y}",
        month=f"{first:%Y-%m}",
        weeks=weeks,
        before=_to(before, of),
        after=_to(after, of),
        ends=sum(len(day.marks) for week in weeks for day in week),
        off=off,
        of=of | {"calendar": off["calendar"]},
        calendars=[*off["calendars"].items()],
        elections=choices.elections(),
        nations=choices.nations(),
    )
    crumbs = [CRUMB, Crumb("Clocks", "/prove/clocks"), Crumb(view.title)]
    return Shown("prove-month.html", view, f"Clocks in {view.title}", "/prove", crumbs)


def _usual(clocks: Sequence[Json]) -> dict[str, str]:
    """The nation and the kind of election of most clocks here; those of a local election in England, where there is none."""
    found = Counter((each["election"], each["nation"]) for each in clocks if each["election"])
    election, nation = found.most_common(1)[0][0] if found else ("local", "england")
    return {"election": election, "nation": nation}


def _to(day: date, of: dict[str, str]) -> str:
    return f"/prove/clocks/month?{urlencode({'month': f'{day:%Y-%m}'} | of)}"


def _marks(said: Json) -> Mapping[str, Sequence[Mark]]:
    """What the clocks say, by day."""
    running, over = parted(said)
    found = [(f"/prove/clocks#runs-{n}", each) for n, each in enumerate(running, 1)]
    found += [(over_at(n), each) for n, each in enumerate(over, 1)]
    marks: dict[str, list[Mark]] = {}
    for to, each in found:
        safe = each["safe"] != each["ends"]
        for day, early in {each["ends"]: False, each["safe"]: safe}.items():
            marks.setdefault(day, []).append(Mark(each["title"], to, early, each["state"], each["near"]))
    return marks


def _weeks(first: date, today: date, marks: Mapping[str, Sequence[Mark]], off: Mapping[str, Json]) -> list[list[Day]]:
    def cell(day: date) -> Day:
        said, inside = off.get(day.isoformat(), {"why": "", "bank_holiday": ""}), day.month == first.month
        holiday = said["bank_holiday"] if said["bank_holiday"] != said["why"] else ""
        there = marks.get(day.isoformat(), ()) if inside else ()
        return Day(day.day, inside, day == today, there, said["why"], holiday)

    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[cell(day) for day in week] for week in weeks]


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
