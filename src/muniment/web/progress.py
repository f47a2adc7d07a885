"""How the review went, day by day: as a picture, and as the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import UnknownItem
from muniment.figures import progress
from muniment.figures.drawing import Drawing
from muniment.figures.look import DARK, LIGHT, NARROW, WIDE
from muniment.figures.progress import Estimate
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown

_LOOKS, _WIDTHS = {"light": LIGHT, "dark": DARK}, {"wide": WIDE, "narrow": NARROW}
Days = tuple[tuple[date, ...], tuple[int, ...], tuple[int, ...], tuple[Estimate | None, ...]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a page shows it: the pictures have addresses, the table stands beside them."""

    name: str
    drawing: Drawing


def figure(asked: Asked) -> Figure:
    """Progress and estimated recall. *Cost*: some tens of milliseconds where something was judged since it was drawn."""
    return Figure("progress", _drawn(asked, _days(asked), "light", "wide"))


def _days(asked: Asked) -> Days:
    """Each day on which somebody judged, or a recall certificate was issued."""
    zone = ZoneInfo(asked.case.zone)
    counted = {
        date.fromisoformat(each["day"]): (each["judged"], each["relevant"]) for each in asked.case.progress_days()
    }
    issued = {
        datetime.fromisoformat(each["at"]).astimezone(zone).date(): Estimate(each["recall_at_least"])
        for each in reversed(asked.case.certificates())
    }
    days, judged, relevant = sorted({*counted, *issued}), list[int](), list[int]()
    now = (0, 0)
    for each in days:
        now = counted.get(each, now)
        judged.append(now[0])
        relevant.append(now[1])
    return tuple(days), tuple(judged), tuple(relevant), tuple(issued.get(each) for each in days)


def _drawn(asked: Asked, days: Days, look: str, size: str) -> Drawing:
    """The drawing, made once as long as the numbers are the same."""
    made: dict[tuple[str, str], tuple[Any, Drawing]] = asked.desk.kept.setdefault("progress", {})
    known = made.get((look, size))
    if known is None or known[0] != days:
        estimate = days[3] if any(each is not None for each in days[3]) else None
        drawing = progress.draw(*days[:3], estimate, look=_LOOKS[look], width=_WIDTHS[size])
        known = made[look, size] = days, drawing
    return known[1]


@page(Who.SESSION, alone=False)
def picture(asked: Asked) -> Answer:
    """The picture in one of its looks."""
    look, size = asked.path["look"], asked.path["size"]
    if look not in _LOOKS or size not in _WIDTHS:
        raise UnknownItem("there is no such figure", f"{look}, {size}", "the page of progress shows it")
    with asked.turn():
        days = _days(asked)
    drawing = _drawn(asked, days, look, size)
    if drawing.svg is None:
        raise UnknownItem(drawing.instead, "", "read the table beside it")
    return Response(drawing.svg, media_type="image/svg+xml")


@dataclass(frozen=True, slots=True)
class View:
    """What progress.html shows."""

    said: Json
    figure: Figure
    people: Sequence[Json]
    bundles: Sequence[Json]
    differ: Sequence[Json]  # items that people judge differently, the first of them
    more: str


@page(Who.SESSION)
def shown(asked: Asked) -> Answer:
    """How far people came; what they judge differently; and a ranking begun afresh."""
    said, differ = asked.case.progress(), asked.case.disagreements(asked.query.get("after", ""), 20)
    asked.look("looked", {"page": "progress"})
    names = {each["id"]: each["name"] for each in asked.case.item_some([one["item"] for one in differ["items"]])}
    view = View(
        said,
        figure(asked),
        said["by"]["person"],
        said["by"]["bundle"],
        [each | {"name": names.get(each["item"], "")} for each in differ["items"]],
        f"/review/progress?after={differ['next']}#h-differ" if differ["next"] else "",
    )
    return Shown("progress.html", view, "Progress", "/review", [Crumb("Review", "/review"), Crumb("Progress")])


ROUTES = [
    Route("/review/progress", shown),
    Route("/figure/progress-{look}-{size}.svg", picture),
]
