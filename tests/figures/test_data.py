"""The picture and the table beside it say the same, from nothing at all to very much."""

from datetime import date, timedelta
from itertools import pairwise

import drawn
import pytest

from muniment.errors import AskedWrong
from muniment.figures import bars, progress, recall
from muniment.figures.bars import Bundle, Part
from muniment.figures.look import NARROW, WIDE
from muniment.figures.progress import Estimate

FIRST = date(2026, 3, 2)
MACHINE, PEOPLE = ("had", "none", "missing"), ("judged", "opened", "unopened", "untouched")
BUNDLES = [
    Bundle("BUN-0001", Part(500, 0, 11, 769), Part(36, 10, 4, 83), Part(12, 0, 3, 58)),
    Bundle("BUN-0002", Part(50, 0, 20, 252), Part(0, 0, 0, 180), Part(20, 20, 0, 33)),
    Bundle("BUN-0003", missing=Part(1, 0, 0, 2)),
]


def test_each_step_of_the_counts_stands_as_high_as_its_row_says() -> None:
    days = [FIRST + timedelta(day) for day in (0, 1, 2, 5, 9)]
    judged, relevant = [10, 25, 40, 80, 95], [4, 6, 21, 30, 33]
    made = progress.draw(days, judged, relevant)
    assert made.columns == ("day", "judged by then", "judged relevant by then")
    assert made.rows == tuple((day.isoformat(), *counts) for day, *counts in zip(days, judged, relevant, strict=True))
    shapes = drawn.shapes(made)
    ground = max(y for _, y in shapes["judged"])
    unit = (ground - drawn.heights(shapes["judged-edge"])[-1]) / 95
    for row, height in zip(made.rows, drawn.heights(shapes["judged-edge"]), strict=True):
        assert ground - height == pytest.approx(unit * float(str(row[1])), abs=0.01)
    found = [y for y in drawn.heights(shapes["relevant"]) if y != ground]
    assert [round((ground - y) / unit) for y in found] == [row[2] for row in made.rows]
    steps = sorted({x for x, _ in shapes["judged-edge"]})
    day_wide = (steps[-1] - steps[0]) / 10
    assert [round((x - steps[0]) / day_wide) for x in steps] == [0, 1, 2, 5, 9, 10]
    assert "judged: 95" in drawn.words(made)


def test_an_estimate_is_drawn_where_it_was_made_and_nowhere_else() -> None:
    days = [FIRST + timedelta(day) for day in range(4)]
    made = progress.draw(days, [1, 2, 3, 4], [0, 0, 1, 1], [Estimate(0), None, Estimate(0.25, 0.75), None])
    assert [row[3:] for row in made.rows] == [(0, 1), (None, None), (0.25, 0.75), (None, None)]
    shapes = drawn.shapes(made)
    assert {name for name in shapes if name.startswith("band-")} == {"band-0", "band-2"}
    whole = [y for _, y in shapes["band-0"]]
    part = [y for _, y in shapes["band-2"]]
    bottom, top = max(whole), min(whole)
    assert (bottom - max(part)) / (bottom - top) == pytest.approx(0.25, abs=1e-4)
    assert (bottom - min(part)) / (bottom - top) == pytest.approx(0.75, abs=1e-4)
    assert "between 25% and 75%" in made.says
    assert "not a recall certificate" in made.says


def test_one_day_of_nothing_and_one_of_very_much_can_be_drawn() -> None:
    for count in (0, 1, 7, 10**15):
        for width in (WIDE, NARROW):
            made = progress.draw([FIRST], [count], [count], [Estimate(0.5)], width=width)
            assert made.rows == (("2026-03-02", count, count, 0.5, 1.0),)
            assert "2 Mar 2026" in drawn.words(made)


def test_years_of_days_have_few_dates_under_them_with_both_ends() -> None:
    days = [FIRST + timedelta(day) for day in range(1500)]
    made = progress.draw(days, list(range(1500)), [0] * 1500, width=NARROW)
    dates = [text for text in drawn.words(made) if text.endswith(("2026", "2027", "2028", "2029", "2030"))]
    assert dates[0] == "2 Mar 2026"
    assert dates[-1] == "9 Apr 2030"
    assert len(dates) <= 3


def test_counts_that_do_not_belong_together_are_refused() -> None:
    later = FIRST + timedelta(1)
    with pytest.raises(AskedWrong, match="each day needs its own counts"):
        progress.draw([FIRST], [1, 2], [1, 1])
    with pytest.raises(AskedWrong, match="each day needs its own counts"):
        progress.draw([FIRST], [1], [1], [])
    with pytest.raises(AskedWrong, match="days come in order"):
        progress.draw([later, FIRST], [1, 2], [1, 1])
    with pytest.raises(AskedWrong, match="more items are relevant than judged"):
        progress.draw([FIRST], [1], [2])
    with pytest.raises(AskedWrong, match="recall lies from 0 to 1"):
        progress.draw([FIRST], [1], [1], [Estimate(0.9, 0.8)])
    with pytest.raises(AskedWrong, match="a curve of recall never falls"):
        recall.draw([0, 1], [0.5, 0.4], "a set")
    with pytest.raises(AskedWrong, match="more was read than there is"):
        recall.draw([0, 10], [0, 1], "a set", documents=9)
    with pytest.raises(AskedWrong, match="a count is below nothing"):
        bars.draw([Bundle("BUN-0001", Part(-1))])


def test_the_curve_goes_through_every_row_of_its_table_and_no_other() -> None:
    work = list(range(5001))
    part = [min(number / 2000, 1) ** 0.5 for number in work]
    made = recall.draw(work, part, "a set", documents=10_000)
    assert len(made.rows) <= 103
    assert made.rows[0] == (0, 0)
    assert made.rows[-1] == (5000, 1)
    curve = drawn.shapes(made)["recall"]
    left, right, ground, top = curve[0][0], curve[-1][0], curve[0][1], curve[-1][1]
    corners = {(round((x - left) / (right - left), 3), round((ground - y) / (ground - top), 3)) for x, y in curve}
    rows = [(round(float(str(at)) / 5000, 3), round(float(str(found)), 3)) for at, found in made.rows]
    assert set(rows) <= corners
    assert corners <= set(rows) | {(later[0], row[1]) for row, later in pairwise(rows)}
    reached = next(at for at, found in made.rows if float(str(found)) >= 0.95)
    assert part[int(str(reached)) - 1] < 0.95 <= part[int(str(reached))]
    assert f"95% found after {reached:,}" in drawn.words(made)
    assert f"after {reached:,} of 10,000 had been read" in made.says


def test_a_curve_that_never_reaches_its_mark_says_how_far_it_came() -> None:
    made = recall.draw([0, 50], [0, 0.62], "a set")
    assert "mark" not in drawn.shapes(made)
    assert "After 50 documents had been read, 62% of the relevant ones were found" in made.says


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_piece_of_a_bar_is_as_long_as_its_count_says(width: int) -> None:
    made = bars.draw(BUNDLES, width=width)
    shapes = drawn.shapes(made)
    for number, bundle in enumerate(BUNDLES, start=1):
        at = 0.0
        for part, kind in zip(bundle.parts, MACHINE, strict=True):
            name = f"bar-{number}-{kind}"
            assert (name in shapes) == (part.items > 0)
            for does in PEOPLE:
                count = getattr(part, does)
                assert (f"{name}-{does}" in shapes) == (count > 0)
                if count:
                    left, right = drawn.span(shapes[f"{name}-{does}"])
                    assert left == pytest.approx(at, abs=0.01), "each lies under its own part, without a gap"
                    assert (right - left) / width == pytest.approx(count / bundle.received, abs=0.012)
                    at = right
            if part.items:
                assert drawn.span(shapes[name])[1] == pytest.approx(at, abs=0.01)
        assert at == pytest.approx(width, abs=0.01)


def test_the_table_of_bars_adds_up_along_and_down() -> None:
    made = bars.draw(BUNDLES)
    assert made.columns == bars.COLUMNS
    assert [row[0] for row in made.rows] == ["BUN-0001", "BUN-0002", "BUN-0003", "all bundles"]
    assert made.rows[0] == ("BUN-0001", 1486, 1280, 133, 73, 566, 920, 558, 10, 58)
    counts = [[int(str(cell)) for cell in row[1:]] for row in made.rows]
    for received, had, none, missing, opened, nobody, judged, unopened, unseen in counts:
        assert received == had + none + missing == opened + nobody
        assert judged <= opened + unopened
        assert unseen <= min(missing, nobody)
    assert [sum(column) for column in zip(*counts[:-1], strict=True)] == counts[-1]


def test_one_item_among_a_billion_is_still_seen() -> None:
    made = bars.draw([Bundle("BUN-0001", Part(untouched=10**9), missing=Part(untouched=1))])
    left, right = drawn.span(drawn.shapes(made)["bar-0-missing-untouched"])
    assert right - left > 2


def test_of_many_bundles_those_nobody_looked_into_are_drawn_and_all_are_counted() -> None:
    many = [
        Bundle(f"BUN-{number:04}", Part(judged=number), missing=Part(untouched=5 * (number in {7, 450})))
        for number in range(1, 501)
    ]
    made = bars.draw(many)
    words = drawn.words(made)
    assert len(made.rows) == 501
    assert {"all bundles", "BUN-0007", "BUN-0450", "470 other bundles"} <= set(words)
    assert sum(text.startswith("BUN-") for text in words) == bars.MOST
    assert "of which 30 are drawn by themselves" in made.says
    assert made.rows[-1][1] == sum(bundle.received for bundle in many)


def test_nothing_is_a_dashed_box_that_says_so() -> None:
    empty = {
        "No item has been judged yet.": progress.draw([], [], []),
        "Nothing has been replayed yet.": recall.draw([], [], "a set"),
        "No bundle has been taken in yet.": bars.draw([]),
    }
    for text, made in empty.items():
        assert made.rows == ()
        assert drawn.words(made) == [text]
        assert made.svg is not None
        assert b"stroke-dasharray" in made.svg
    assert "nothing received" in drawn.words(bars.draw([Bundle("BUN-0001")]))
