"""Clocks: what ends when, with its working; as a list, as a month, as a calendar file; those that people add, and what was met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.web import sheet
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, as_it_comes, named, ordered
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.wrong import Wrong, beside, status

AT_ONCE = 100  # clocks that were met or have ended, on a page; those that run are all on the first
CRUMB = Crumb("Prove", "/prove")
SET = {"what": "what", "ends": "ends", "holder": "holder", "of": "of"}
MET = {"clock": "clock", "on": "met-on", "how": "how"}
_ENDED = "#h-over"
_CLOCK = {"clock": lambda each: named(each["title"])}
_RUNS: Keys = {"ends": as_it_comes, **_CLOCK}
_OVER: Keys = {"ends": lambda each: date.fromisoformat(each["ends"]).toordinal(), **_CLOCK}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-clocks.html shows."""

    running: Sequence[Json]
    runs: Order
    over: Sequence[Json]  # met, or ended: those on this page
    overs: Order
    first_ends: str  # by when the first of those that run is to be acted on
    ended: int  # how many there are
    first: int  # how many stand on pages before
    start: str  # the address of the first page, "" where this is it
    more: str  # the address of the next page, "" where this is the last
    whole: str  # that of all of them on one page, as for paper
    gaps: Sequence[str]  # which limits the tables do not hold
    met: Sequence[Json]  # each time that somebody said that one was
    struck: Sequence[Json]  # of those that people added
    alleged: Mapping[str, About]
    open: Sequence[Json]  # those of which nobody said yet that they were met
    on: str
    asked: str  # the day as it was typed
    unverified: int
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def clocks(asked: Asked) -> Answer:
    """Every clock as it stands on a day, what runs first."""
    on = asked.query.get("on", "").strip()
    try:
        return _shown(asked, on)
    except AskedWrong as error:
        return _shown(asked, "", on, wrong=beside(error, {}, "on"), code=400)


@page(Who.SESSION)
def add(asked: Asked) -> Answer:
    """Add a clock for what perishes."""
    said = asked.form
    try:
        done = asked.case.prove.set_clock(said["what"], said["ends"], said["holder"], said["of"])
    except (AskedWrong, Refused) as error:
        return _again(asked, SET, beside(error, SET, "what"), status(error))
    return asked.after("/prove/clocks", done["entry"])


@page(Who.SESSION)
def met(asked: Asked) -> Answer:
    """Say that what a clock asks for was done on a day."""
    said = asked.form
    try:
        done = asked.case.prove.meet(said["clock"], said["met-on"], said["how"])
    except (AskedWrong, Refused) as error:
        return _again(asked, MET, beside(error, MET, "clock"), status(error))
    return asked.after("/prove/clocks", done["entry"])


def _again(asked: Asked, fields: Mapping[str, str], wrong: Wrong, code: int) -> Shown:
    return _shown(asked, "", typed={to: asked.form[to] for to in fields.values()}, wrong=wrong, code=code)


def _shown(
    asked: Asked,
    on: str,
    asked_for: str = "",
    typed: Mapping[str, str] | None = None,
    wrong: Wrong = (),
    code: int = 200,
) -> Shown:
    struck, about = in_error(asked, "CLK"), alleged(asked)
    said = asked.case.prove.clocks(on)
    running, over = parted(said)
    unverified = sum(not each["verified"] for each in running)
    open_ = [*running, *(each for each in over if not each["met_on"])]
    first_ends = running[0]["safe"] if running else ""
    running, runs = ordered(asked, running, _RUNS, _page(on), "runs")
    over, overs = ordered(asked, over, _OVER, _page(on), "over")
    kept = "" if overs.by == next(iter(_OVER)) else overs.by
    first = asked.number("from") or 0
    end = len(over) if asked.query.get("all") else first + AT_ONCE
    view = View(
        running=running,
        runs=runs,
        over=over[first:end],
        overs=overs,
        first_ends=first_ends,
        ended=len(over),
        first=first,
        more=_page(on, kept, str(end)) + _ENDED if end < len(over) else "",
        start=_page(on, kept) + _ENDED if first else "",
        whole=_page(on, kept, all_="1") + _ENDED,
        gaps=said["gaps"],
        met=said["met"],
        struck=struck,
        alleged=about,
        open=open_,
        on=said["on"],
        asked=on or asked_for,
        unverified=unverified,
        typed=typed or {},
        wrong=wrong,
    )
    return Shown("prove-clocks.html", view, "Clocks", "/prove", [CRUMB, Crumb("Clocks")], code)


def over_at(n: int) -> str:
    """The address of the n-th clock that was met or has ended."""
    first = (n - 1) // AT_ONCE * AT_ONCE
    return f"/prove/clocks?from={first}#over-{n}" if first else f"/prove/clocks#over-{n}"


def _page(on: str, over: str = "", first: str = "", all_: str = "") -> str:
    """The address of a page of clocks, as they stand on a day; `over`: the order of those that were met or have ended."""
    said = {name: value for name, value in (("on", on), ("over", over), ("from", first), ("all", all_)) if value}
    return f"/prove/clocks?{urlencode(said)}" if said else "/prove/clocks"


def parted(said: Json) -> tuple[list[Json], list[Json]]:
    """The clocks that run, the first to end first; and those that were met or have ended, the newest first."""
    running = [each for each in said["clocks"] if each["state"] == "running"]
    over = [each for each in said["clocks"] if each["state"] != "running"]
    return running, over[::-1]


@page(Who.SESSION)
def calendar_file(asked: Asked) -> Answer:
    """The clocks as a calendar file, in which nobody is named."""
    asked.look("exported", {"kind": "ics", "what": "clocks"})
    said = asked.case.prove.calendar().encode()
    headers = sheet.attached("clocks.ics", len(said))
    return Response(said, media_type="text/calendar; charset=utf-8", headers=headers)


ROUTES = [
    Route("/prove/clocks", clocks),
    Route("/prove/clocks", add, methods=["POST"]),
    Route("/prove/clocks/met", met, methods=["POST"]),
    Route("/prove/clocks.ics", calendar_file),
]
