"""Recall against effort: how much of what is relevant was found after how many documents had been read."""

from collections.abc import Sequence
from itertools import pairwise

from muniment.errors import AskedWrong
from muniment.figures import drawing, key, label, scale
from muniment.figures.drawing import Drawing, Said
from muniment.figures.key import Entry
from muniment.figures.look import LIGHT, WIDE, Look
from muniment.figures.page import SMALL, Page

COLUMNS = ("documents read", "share of the relevant ones found")
TARGET = 0.95
_PLOT, _FOOT = 240, 50  # px
_NAME = 280  # px of a title
_DOTS = (0, (1.5, 3))
_DASHES = (0, (6, 4))


def draw(
    work: Sequence[int],
    recall: Sequence[float],
    name: str,
    *,
    documents: int | None = None,
    look: Look = LIGHT,
    width: int = WIDE,
) -> Drawing:
    """Draws the curve of one replay: after `work[n]` documents read, `recall[n]` of the relevant ones had been found.

    Both ascend. It is thinned to the first point at each whole per cent, and the picture is drawn from what the table
    then holds. `documents` is how many there are: with it, reading in no order is drawn beside. *Raises* AskedWrong.
    """
    _fit(work, recall, documents)
    points = _thinned(work, recall)
    title = f"Recall against effort: {label.cut(name, _NAME, SMALL)}"
    said = Said(title, _says(points, documents), COLUMNS, points)
    if not points:
        return drawing.made(said, look, width, 96, lambda sheet: drawing.gap(sheet, "Nothing has been replayed yet."))
    entries = _key(name, points, documents, look)
    top = key.rows(entries, width) * key.ROW + 16

    def plot(sheet: Page) -> None:
        key.draw(sheet, entries, 0)
        over = scale.upto(documents or points[-1][0], max(width // 140, 2))
        left = round(label.width("100%", SMALL)) + 14
        axes = sheet.axes(left, top, width, top + _PLOT, over, scale.shares())
        if documents is not None:
            axes.plot([0, documents], [0, 1], color=look.ink_2, linewidth=1, linestyle=_DASHES, gid="no-order")
        reached = _reached(points)
        if reached is not None:
            axes.plot(
                [0, reached, reached], [TARGET, TARGET, 0], color=look.ink_2, linewidth=1.5, linestyle=_DOTS, gid="mark"
            )
        axes.step(
            [at for at, _ in points],
            [part for _, part in points],
            where="post",
            color=look.ink,
            linewidth=2.5,
            gid="recall",
            clip_on=False,
        )
        middle = left + (width - left) / 2
        sheet.write(middle, top + _PLOT + 36, "documents read", room=width - left, at="center", ink="ink_2")

    return drawing.made(said, look, width, top + _PLOT + _FOOT, plot)


def _key(name: str, points: list[tuple[int, float]], documents: int | None, look: Look) -> list[Entry]:
    def curve(sheet: Page, x: float, y: float) -> None:
        sheet.line(x, y, key.SAMPLE, color=look.ink, linewidth=2.5)

    def mark(sheet: Page, x: float, y: float) -> None:
        sheet.line(x, y, key.SAMPLE, color=look.ink_2, linewidth=1.5, linestyle=_DOTS)

    def plain(sheet: Page, x: float, y: float) -> None:
        sheet.line(x, y, key.SAMPLE, color=look.ink_2, linewidth=1, linestyle=_DASHES)

    entries = [Entry(label.cut(name, _NAME, SMALL), curve)]
    reached = _reached(points)
    if reached is not None:
        entries.append(Entry(f"95% found after {label.count(reached)}", mark))
    if documents is not None:
        entries.append(Entry("read in no order", plain))
    return entries


def _thinned(work: Sequence[int], recall: Sequence[float]) -> list[tuple[int, float]]:
    """The first and last points, the one that reaches 95%, and the first at each whole per cent."""
    kept: list[tuple[int, float]] = []
    per_cent = -1
    for number, (at, part) in enumerate(zip(work, recall, strict=True)):
        now = int(part * 100 + 1e-9)
        if now > per_cent or number == len(work) - 1:
            kept.append((at, part))
        per_cent = max(now, per_cent)
    return kept


def _reached(points: list[tuple[int, float]]) -> int | None:
    return next((at for at, part in points if part >= TARGET - 1e-9), None)


def _fit(work: Sequence[int], recall: Sequence[float], documents: int | None) -> None:
    if len(work) != len(recall):
        raise AskedWrong("each point has its work and its recall", f"{len(work)} and {len(recall)}", "give both")
    for values, what in ((work, "work"), (recall, "recall")):
        if any(later < value for value, later in pairwise(values)):
            raise AskedWrong("a curve of recall never falls", what, "give the points in the order they were reached")
    if work and (work[0] < 0 or not 0 <= recall[0] <= recall[-1] <= 1):
        raise AskedWrong("recall lies from 0 to 1", f"{recall[0]} to {recall[-1]}", "give shares of one")
    if documents is not None and work and work[-1] > documents:
        raise AskedWrong("more was read than there is", f"{work[-1]} of {documents}", "count the same documents")


def _says(points: list[tuple[int, float]], documents: int | None) -> str:
    if not points:
        return "Nothing has been replayed yet, so there is no curve to show."
    reached = _reached(points)
    of = "" if documents is None else f" of {documents:,}"
    if reached is None:
        at, part = points[-1]
        found = f"After {at:,}{of} documents had been read, {label.share(part)} of the relevant ones were found"
    else:
        found = f"95% of the relevant documents were found after {reached:,}{of} had been read"
    return f"{found}; all answers of this set are known, and it cannot show what another review will find."
