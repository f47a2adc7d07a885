"""What is said before anyone starts: near to what was measured, honest of small sets, and never a claim."""

from fractions import Fraction

import pytest

from muniment.review.certificate.expect import enough, expect, guess
from muniment.review.certificate.table import SCALE, Table, terms
from muniment.review.certificate.verdict import Standing

# Expected work as it was published for other rankers over the same sets.
PUBLISHED = {
    20: 0.87,
    45: 0.81,
    80: 0.76,
    100: 0.71,
    150: 0.67,
    200: 0.62,
    300: 0.57,
    450: 0.54,
    700: 0.50,
    1000: 0.51,
    2000: 0.45,
}


@pytest.mark.parametrize("relevant", PUBLISHED)
def test_it_is_near_to_what_was_published(relevant: int) -> None:
    found = expect(Table(terms(40_000)), relevant)
    assert found.opens / 40_000 == pytest.approx(PUBLISHED[relevant], abs=0.06)
    assert 0 < found.audit < found.low < found.opens < found.high <= 40_000


def test_it_hangs_on_the_relevant_and_not_on_all_items() -> None:
    small, large = (expect(Table(terms(size)), 300) for size in (4_000, 400_000))
    assert small.opens / 4_000 == pytest.approx(large.opens / 400_000, abs=0.001)


def test_more_is_what_is_still_to_open() -> None:
    table = Table(terms(5_000))
    whole = expect(table, 300)
    assert expect(table, 300, 1_000).more == whole.opens - 1_000
    assert expect(table, 300, 5_000).more == 0


@pytest.mark.parametrize(
    ("relevant", "size", "percent", "words"),
    [
        (0, 500, 95, "read everything"),
        (12, 500, 95, "read everything"),
        (30, 500, 95, "or certify 90 %"),
        (209, 48_315, 95, "the audit alone opens about 35 %"),
        (45, 500, 95, "read everything is nearly as quick"),
    ],
)
def test_advice(relevant: int, size: int, percent: int, words: str) -> None:
    assert words in " ".join(expect(Table(terms(size, Fraction(percent, 100))), relevant).advice)


def test_no_advice_where_none_is_needed() -> None:
    assert expect(Table(terms(5_000)), 400).advice == ()


def test_ninety_percent_costs_less() -> None:
    assert expect(Table(terms(5_000, Fraction(9, 10))), 100).opens < expect(Table(terms(5_000)), 100).opens


def test_a_guess_of_the_relevant_from_the_audit() -> None:
    assert guess(Standing(40, 0, 0, 0, (), 900)) is None
    assert guess(Standing(40, 0, 0, SCALE // 4, (1, 2, SCALE // 2), 900)) == 46  # two in a quarter: six in the rest
    assert guess(Standing(40, 0, 0, SCALE, (1, 2), 0)) == 40


def test_how_many_must_be_found_before_doubtful_items_no_longer_forbid_it() -> None:
    table = Table(terms(5_000))
    for doubtful in range(12):
        wanted = enough(table, doubtful)
        assert table.least(wanted, doubtful) >= 1
        assert wanted == 0 or table.least(wanted - 1, doubtful) < 1
