"""How a review went, day by day: how many items were judged, how many of them relevant, and what recall was estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from muniment.errors import AskedWrong
from muniment.figures import drawing, key, label, scale
from muniment.figures.drawing import Cell, Drawing, Said
from muniment.figures.key import Entry
from muniment.figures.look import LIGHT, WIDE, Look
from muniment.figures.page import SMALL, Page

TITLE = "Progress of the review"
COLUMNS = ("day", "judged by then", "judged relevant by then")
ESTIMATED = ("estimated recall, at least", "estimated recall, at most")
_PLOT, _LOWER, _BETWEEN, _FOOT = 190, 96, 62, 30  # px


@dataclass(frozen=True, slots=True)
class Estimate:
    """What share of the relevant items had been judged, from a random sample: between these two, at its confidence."""

    at_least: float
    at_most: float = 1.0


def draw(
    days: Sequence[date],
    judged: Sequence[int],
    relevant: Sequence[int],
    estimate: Sequence[Estimate | None] | None = None,
    *,
    look: Look = LIGHT,
    width: int = WIDE,
) -> Drawing:
    """Draws counts as they stood at the end of each day, rising in steps, and under them the estimated recall.

    Days ascend; a day left out had no change. An estimate of None: none was made that day.
    *Raises* AskedWrong, where the numbers do not belong to one another.
    """
    _fit(days, judged, relevant, estimate)
    said = Said(TITLE, _says(days, judged, relevant, estimate), *_table(days, judged, relevant, estimate))
    if not days:
        return drawing.made(said, look, width, 96, lambda sheet: drawing.gap(sheet, "No item has been judged yet."))
    upper = _upper(judged, relevant, look)
    top = key.rows(upper, width) * key.ROW + 16
    lower = _lower(look) if estimate is not None else []
    high = top + _PLOT + _FOOT
    if estimate is not None:
        high += _BETWEEN - _FOOT + key.rows(lower, width) * key.ROW + _LOWER + _FOOT

    def plot(sheet: Page) -> None:
        key.draw(sheet, upper, 0)
        counts = scale.counts(max(judged))
        left = _margin([*counts.marks, *(scale.shares().marks if estimate is not None else ())])
        over = scale.days(days[0], days[-1], max((width - left) // 170, 1))
        edges = [day.toordinal() for day in days] + [days[-1].toordinal() + 1]
        axes = sheet.axes(left, top, width, top + _PLOT, over, counts)
        for name, values, fill in (("judged", judged, look.ink_3), ("relevant", relevant, look.ink)):
            axes.stairs(values, edges, fill=True, facecolor=fill, edgecolor="none", gid=name)
        axes.stairs(judged, edges, baseline=None, color=look.ink, linewidth=1.5, gid="judged-edge", clip_on=False)
        if estimate is None:
            return
        start = top + _PLOT + _BETWEEN
        key.draw(sheet, lower, start - 14)
        start += key.rows(lower, width) * key.ROW
        _band(sheet, estimate, edges, (left, start, width, start + _LOWER), over)

    return drawing.made(said, look, width, high, plot)


def _band(
    sheet: Page,
    estimate: Sequence[Estimate | None],
    edges: Sequence[int],
    area: tuple[float, float, float, float],
    over: scale.Scale,
) -> None:
    """The estimates, each over its own day or days; a hatched band, its lower edge drawn strongly."""
    look = sheet.look
    axes = sheet.axes(*area, over, scale.shares())
    blank = float("nan")
    low = [blank if one is None else one.at_least for one in estimate]
    high = [blank if one is None else one.at_most for one in estimate]
    for number, one in enumerate(estimate):
        if one is not None:
            across = [edges[number], edges[number + 1]]
            axes.fill_between(across, [one.at_least] * 2, [one.at_most] * 2, gid=f"band-{number}", **_hatched(look))
    axes.stairs(high, edges, baseline=None, color=look.ink_2, linewidth=1, gid="at-most", clip_on=False)
    axes.stairs(low, edges, baseline=None, color=look.ink, linewidth=2.5, gid="at-least", clip_on=False)


def _hatched(look: Look) -> dict[str, Any]:
    return {"facecolor": look.board, "hatch": "////", "hatchcolor": look.ink_3, "edgecolor": "none", "linewidth": 0}


def _margin(marks: Sequence[tuple[float, str]]) -> int:
    return round(max(label.width(text, SMALL) for _, text in marks)) + 14


def _upper(judged: Sequence[int], relevant: Sequence[int], look: Look) -> list[Entry]:
    def all_of_them(sheet: Page, x: float, y: float) -> None:
        sheet.box(x, y - 6, key.SAMPLE, 12, facecolor=look.ink_3, edgecolor="none")
        sheet.line(x, y - 6, key.SAMPLE, color=look.ink, linewidth=1.5)

    def found(sheet: Page, x: float, y: float) -> None:
        sheet.box(x, y - 6, key.SAMPLE, 12, facecolor=look.ink, edgecolor="none")

    return [
        Entry(f"judged: {label.count(judged[-1])}", all_of_them),
        Entry(f"of them judged relevant: {label.count(relevant[-1])}", found),
    ]


def _lower(look: Look) -> list[Entry]:
    def least(sheet: Page, x: float, y: float) -> None:
        sheet.line(x, y, key.SAMPLE, color=look.ink, linewidth=2.5)

    def most(sheet: Page, x: float, y: float) -> None:
        sheet.box(x, y - 6, key.SAMPLE, 12, **_hatched(look))
        sheet.line(x, y - 6, key.SAMPLE, color=look.ink_2, linewidth=1)

    return [Entry("estimated recall, at least", least), Entry("at most", most)]


def _fit(
    days: Sequence[date],
    judged: Sequence[int],
    relevant: Sequence[int],
    estimate: Sequence[Estimate | None] | None,
) -> None:
    if not len(days) == len(judged) == len(relevant) or (estimate is not None and len(estimate) != len(days)):
        raise AskedWrong("each day needs its own counts", f"{len(days)} days", "give as many counts as days")
    if any(later <= day for day, later in pairwise(days)):
        raise AskedWrong("days come in order, each once", "", "sort the days")
    for day, all_of_them, found in zip(days, judged, relevant, strict=True):
        if not 0 <= found <= all_of_them:
            raise AskedWrong("more items are relevant than judged", day.isoformat(), "count both over the same items")
    for one in estimate or ():
        if one is not None and not 0 <= one.at_least <= one.at_most <= 1:
            raise AskedWrong("recall lies from 0 to 1", f"{one.at_least} to {one.at_most}", "give shares of one")


def _says(
    days: Sequence[date],
    judged: Sequence[int],
    relevant: Sequence[int],
    estimate: Sequence[Estimate | None] | None,
) -> str:
    if not days:
        return "No item has been judged yet, so there is no progress to show."
    when = label.day(days[-1].year, days[-1].month, days[-1].day)
    shown = f"By {when} people had judged {judged[-1]:,} and found {relevant[-1]:,} of them relevant"
    last = next((one for one in reversed(estimate or ()) if one is not None), None)
    if last is None:
        return f"{shown}; this cannot show how much relevant material is still to be found."
    between = f"between {label.share(last.at_least)} and {label.share(last.at_most)}"
    return f"{shown}; recall was last estimated {between}, which is not a recall certificate and cannot show what is still unjudged."


def _table(
    days: Sequence[date],
    judged: Sequence[int],
    relevant: Sequence[int],
    estimate: Sequence[Estimate | None] | None,
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    rows: list[tuple[Cell, ...]] = [
        (day.isoformat(), *counted) for day, *counted in zip(days, judged, relevant, strict=True)
    ]
    if estimate is None:
        return COLUMNS, rows
    shares = [(None, None) if one is None else (one.at_least, one.at_most) for one in estimate]
    return COLUMNS + ESTIMATED, [row + share for row, share in zip(rows, shares, strict=True)]
