"""How the review went, day by day: as a picture, and as the table that says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import Route

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import UnknownItem
from muniment.figures import progress
from muniment.figures.drawing import Drawing
from muniment.figures.look import DARK, LIGHT, NARROW, WIDE
from muniment.figures.progress import Estimate
from muniment.review.quality import CONFIDENCE, bounds
from muniment.web import sheet
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, ordered, send

_LOOKS, _WIDTHS = {"light": LIGHT, "dark": DARK}, {"wide": WIDE, "narrow": NARROW}
_NUMBERS = ("opened", "judged", "relevant")
_KEYS: dict[str, Keys] = {  # of each table, what it can be sorted by
    "person": {"by": itemgetter("by")} | {name: itemgetter(name) for name in (*_NUMBERS, "not_relevant", "unsure")},
    "bundle": {"bundle": itemgetter("bundle")}
    | {name: itemgetter(name) for name in ("items", *_NUMBERS, "opened_by_nobody")},
}
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
    """Each day on which somebody judged, its counts, and what recall was by the newest random sample of that day or before."""
    zone, counted = ZoneInfo(asked.case.zone), asked.case.progress_days()
    sampled = sorted(_sampled(asked.case, zone), key=lambda each: each[0])
    days, judged, relevant, estimates = [], list[int](), list[int](), list[Estimate | None]()
    for each in counted:
        day, found = date.fromisoformat(each["day"]), int(each["relevant"])
        newest = next((one for one in reversed(sampled) if one[0] <= day), None)
        days.append(day)
        judged.append(each["judged"])
        relevant.append(found)
        estimates.append(None if newest is None else _estimate(found, *newest[1:]))
    if estimates and estimates[-1] is not None and sampled:
        estimates[-1] = _now(asked.case.progress(), *sampled[-1][1:])
    return tuple(days), tuple(judged), tuple(relevant), tuple(estimates)


def _sampled(case: Case, zone: ZoneInfo) -> Iterator[tuple[date, float, float]]:
    """Each random sample over all items: its day, and between which numbers of relevant items it leaves the case."""
    for each in case.samples():
        if each["of"] == "all":
            found = case.sample_result(each["sample"])["relevant"]
            yield _day(each["at"], zone), found["at_least"] * each["frame"], found["at_most"] * each["frame"]
    now = case.certificate(issue=False) if case.progress()["items"] else None
    open_ = [now] if now is not None and now["draw"] and now["draw"]["seeded"] else []
    for said in [*case.certificates(), *open_]:
        at = case.entry(said["entry"] or said["draw"]["seeded"])["at"]
        low, high = bounds(said["sample_relevant"], said["sampled"], CONFIDENCE)
        size = said["frame"] - said["not_readable"]
        yield datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(zone).date(), low * size, high * size


def _day(at: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(at).astimezone(zone).date()


def _estimate(found: int, low: float, high: float) -> Estimate | None:
    """Recall where so many were found and the case holds between `low` and `high`; None where the sample says nothing."""
    if not high:
        return None
    return Estimate(found / max(found, high) if found else 0.0, min(found / low, 1.0) if low else 1.0)


def _now(said: Json, low: float, high: float) -> Estimate | None:
    """Recall as it stands: no more can be relevant than what was found, what nobody judged, and what is unsure."""
    found = int(said["relevant"])
    return _estimate(found, max(low, found), min(high, found + said["judged_by_nobody"] + said["unsure"]))


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
    people_order: Order
    bundles: Sequence[Json]
    bundles_order: Order
    differ: Sequence[Json]  # items that people judge differently, the first of them
    more: str


@page(Who.SESSION)
def shown(asked: Asked) -> Answer:
    """How far people came; what they judge differently; and a ranking begun afresh."""
    said, differ = asked.case.progress(), asked.case.disagreements(asked.query.get("after", ""), 20)
    asked.look("looked", {"page": "progress"})
    names = {each["id"]: each["name"] for each in asked.case.item_some([one["item"] for one in differ["items"]])}
    people, people_order = _sorted(asked, "person", said)
    bundles, bundles_order = _sorted(asked, "bundle", said)
    view = View(
        said,
        figure(asked),
        people,
        people_order,
        bundles,
        bundles_order,
        [each | {"name": names.get(each["item"], "")} for each in differ["items"]],
        f"/review/progress?after={differ['next']}#h-differ" if differ["next"] else "",
    )
    return Shown("progress.html", view, "Progress", "/review", [Crumb("Review", "/review"), Crumb("Progress")])


def _sorted(asked: Asked, what: str, said: Json) -> tuple[list[Json], Order]:
    return ordered(asked, said["by"][what], _KEYS[what], "/review/progress", what)


def _people_file(asked: Asked, kind: str) -> Answer:
    """What each person did, for a spreadsheet."""
    names = ("by", "opened", "judged", "relevant", "not_relevant", "unsure")
    return _of(asked, kind, "person", ("person", *names[1:4], "not relevant", "unsure"), names)


def _bundles_file(asked: Asked, kind: str) -> Answer:
    """What was done in each bundle, for a spreadsheet."""
    names = ("bundle", "items", "opened", "judged", "relevant", "opened_by_nobody")
    return _of(asked, kind, "bundle", (*names[:5], "opened by nobody"), names)


def _of(asked: Asked, kind: str, what: str, heading: Sequence[str], names: Sequence[str]) -> Answer:
    with asked.turn():
        rows = [[each[name] for name in names] for each in _sorted(asked, what, asked.case.progress())[0]]
        return send(asked, f"progress-by-{what}", kind, heading, rows)


ROUTES = [
    Route("/review/progress", shown),
    *sheet.routes("/review/progress-by-person", _people_file),
    *sheet.routes("/review/progress-by-bundle", _bundles_file),
    Route("/figure/progress-{look}-{size}.svg", picture),
]
