"""A second look at items drawn at random: drawn again it is the same, blind to the first, and honest about what it shows."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import ANN, BEN, ids, whole

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem
from muniment.review import quality


@pytest.fixture
def judged(case: Case) -> Case:
    """A case of which Ann judged every item."""
    everything = list(ids(case).values())
    case.judge(*everything[:3], judgement="relevant")
    case.judge(*everything[3:], judgement="not-relevant")
    return case


def test_a_sample_is_drawn_again_from_its_entry(judged: Case, tmp_path: Path) -> None:
    drawn = judged.sample(4, seed=7)
    assert (drawn["of"], drawn["seed"], drawn["frame"], drawn["size"]) == ("judged", 7, len(ids(judged)), 4)
    relevant = judged.sample(100, "relevant")
    assert (relevant["frame"], relevant["size"]) == (3, 3), "there are no more"
    of_query = judged.sample(2, "all", "estate")
    assert of_query["frame"] == 3
    mine = judged._store.tables.rows("SELECT item FROM sampled WHERE sample=? ORDER BY place", (drawn["entry"],))
    assert [n for (n,) in mine] == quality.pick(sorted(range(1, drawn["frame"] + 1)), 4, 7)
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "late.txt").write_text("Late.\n")
    judged.intake(tmp_path / "late", "Example Chambers", date(2026, 3, 5))
    judged.judge(ids(judged)["menu.txt"], ids(judged)["late.txt"], judgement="unsure")
    for each in (drawn, relevant, of_query):
        assert judged.sample_again(each["entry"])["same"] is True, each["of"]
    assert [each["sample"] for each in judged.samples()] == [drawn["entry"], relevant["entry"], of_query["entry"]]
    whole(judged)


def test_what_cannot_be_had_again_is_said(judged: Case) -> None:
    drawn = [judged.sample(2, "all", "estate", seed)["entry"] for seed in range(8)]
    assert [judged.sample_again(each)["same"] for each in drawn] == [True] * 8
    judged.describe(ids(judged)["canvass.txt"], "He called at nine houses of the estate.")
    said = {judged.sample_again(each)["same"] for each in drawn}
    assert None in said
    assert False not in said, "what is searched is another by now: that is no proof of anything"


def test_the_second_look_is_blind_and_compared(judged: Case, ben: Case) -> None:
    names = list(ids(judged).values())
    entry = judged.sample(4, seed=11)["entry"]
    seen = []
    while (item := ben.sample_next(entry)) is not None:
        seen.append(item)
        first = "relevant" if item in names[:3] else "not-relevant"
        other = {"relevant": "not-relevant", "not-relevant": "relevant"}[first]
        ben.judge(item, judgement=other if len(seen) == 1 else first, way="sample")
    assert len(seen) == 4
    said = judged.sample_result(entry)
    assert (said["looked_at"], said["counted"]) == (4, 4)
    assert {name: said["differ"][name] for name in ("items", "of", "share")} == {"items": 1, "of": 4, "share": 0.25}
    assert [(each["item"], each["first_by"], each["second_by"]) for each in said["items"]] == [(seen[0], [ANN], BEN)]
    assert said["differ"]["at_least"] == pytest.approx(0.0063, abs=1e-4), "as tables of exact bounds have it"
    assert said["differ"]["at_most"] == pytest.approx(0.8059, abs=1e-4)
    assert judged.reviewed(seen[0])["differ"], "both are kept, and the disagreement shows"
    assert any("which of two judgements is right" in each for each in said["cannot_show"])
    assert any("recall certificate" in each for each in said["cannot_show"])


def test_who_leaves_one_out_does_not_choose_what_is_counted(judged: Case) -> None:
    entry = judged.sample(4, seed=3)["entry"]
    drawn = [
        f"ITM-{n:06d}"
        for (n,) in judged._store.tables.rows("SELECT item FROM sampled WHERE sample=? ORDER BY place", (entry,))
    ]
    nothing = judged.sample_result(entry)
    assert (nothing["differ"]["at_least"], nothing["differ"]["at_most"], nothing["differ"]["share"]) == (0.0, 1.0, None)
    judged.judge(drawn[0], drawn[2], judgement="unsure", way="sample")
    judged.judge(drawn[1], judgement="unsure")
    said = judged.sample_result(entry)
    assert (said["looked_at"], said["counted"], said["differ"]["items"]) == (2, 1, 1), (
        "a judgement aside is no second look"
    )
    assert any("out of their order" in each for each in said["cannot_show"])
    assert any("one person judged both times" in each for each in said["cannot_show"])
    assert judged.sample_next(entry) == drawn[1]


def test_what_cannot_be_drawn(case: Case) -> None:
    with pytest.raises(AskedWrong, match="nothing to draw from"):
        case.sample(5)
    with pytest.raises(AskedWrong, match="drawn of those"):
        case.sample(5, "doubtful")
    with pytest.raises(AskedWrong, match="one item or more"):
        case.sample(0, "all")
    for ask in (case.sample_next, case.sample_result, case.sample_again):
        with pytest.raises(UnknownItem):
            ask(0)
    entry = case.sample(2, "all")["entry"]
    with pytest.raises(AskedWrong, match="confidence"):
        case.sample_result(entry, 1.0)
    assert any(
        "nobody had judged before" in each or "nobody has looked" in each
        for each in case.sample_result(entry)["cannot_show"]
    )


def chance(parts: Iterable[int], of: int, share: float) -> float:
    """The chance that so many of `of` are, each with this chance; in exact fractions."""
    yes = Fraction(share)
    return float(sum(comb(of, part) * yes**part * (1 - yes) ** (of - part) for part in parts))


@given(
    st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    st.sampled_from([0.8, 0.95, 0.99]),
)
def test_bounds_are_exact(counts: tuple[int, int], confidence: float) -> None:
    part, of = counts
    low, high = quality.bounds(part, of, confidence)
    assert 0 <= low <= part / of <= high <= 1
    tail = (1 - confidence) / 2
    if part:
        assert chance(range(part, of + 1), of, low) == pytest.approx(tail, abs=1e-9)
    if part < of:
        assert chance(range(part + 1), of, high) == pytest.approx(tail, abs=1e-9)
    assert (low == 0, high == 1) == (part == 0, part == of)


def test_bounds_hold_as_often_as_they_say() -> None:
    """Summed exactly over every outcome, for shares that are hard for bounds that are not exact."""
    of = 50
    inside = [quality.bounds(part, of, 0.95) for part in range(of + 1)]
    for share in (0.005, 0.02, 0.1, 0.5, 0.97):
        assert chance((part for part, (low, high) in enumerate(inside) if low <= share <= high), of, share) >= 0.95


def test_bounds_of_many_are_worked_out() -> None:
    low, high = quality.bounds(150, 3000, 0.95)
    assert 0.042 < low < 0.05 < high < 0.059


def test_every_item_is_as_likely_as_any_other() -> None:
    drawn = Counter(n for seed in range(4000) for n in quality.pick(range(1, 11), 3, seed))
    assert set(drawn) == set(range(1, 11))
    # 1,200 of each are expected, with a standard deviation of 29
    assert all(1050 < count < 1350 for count in drawn.values())
