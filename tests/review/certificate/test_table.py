"""The constants: those that were published, and what makes them a bound."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.errors import AskedWrong
from muniment.review.certificate.table import SCALE, STEPS, Table, Terms, least_missing, level, shared, terms

PUBLISHED = {  # relevant items: m, k, the level that is needed
    20: (2, 0, 0.80),
    45: (3, 0, 0.66),
    80: (5, 0, 0.54),
    100: (6, 1, 0.54),
    150: (8, 1, 0.45),
    200: (11, 1, 0.35),
    300: (16, 1, 0.26),
    450: (23, 1, 0.19),
    700: (36, 1, 0.13),
    1000: (51, 1, 0.11),
    2000: (101, 2, 0.06),
}
ALPHAS = (Fraction(1, 20), Fraction(1, 25), Fraction(1, 100))


@pytest.mark.parametrize("relevant", PUBLISHED)
def test_the_published_constants(relevant: int) -> None:
    table, m = Table(terms(50_000)), least_missing(relevant, Fraction(19, 20))
    assert (m, table.allowed(m), round(table.need(m) / SCALE, 2)) == PUBLISHED[relevant]


def exact(m: int, k: int, share: int) -> Fraction:
    n = m + k
    return Fraction(sum(comb(n, i) * share**i * (SCALE - share) ** (n - i) for i in range(k + 1)), SCALE**n)


@pytest.mark.parametrize("alpha", ALPHAS, ids=str)
@pytest.mark.parametrize("m", [1, 2, 5, 6, 7, 55, 56, 57, 200])
def test_a_level_is_the_lowest_that_keeps_the_chance_and_never_lower(m: int, alpha: Fraction) -> None:
    k = max(k for first, k in STEPS if first <= m)
    found = level(m, k, alpha)
    assert exact(m, k, found) <= alpha < exact(m, k, found - 1)


def test_a_million_items_cost_nothing_before_they_are_asked_for() -> None:
    table = Table(terms(1_000_000))
    assert table.most == 50_001
    assert 0 < table.need(50_001) < table.need(56) < table.need(6)


@pytest.mark.parametrize("alpha", ALPHAS, ids=str)
def test_every_number_missing_from_m_on_is_ruled_out_by_those_that_are_tested(alpha: Fraction) -> None:
    table = Table(Terms(4_000, alpha=alpha))
    levels = {m: table.level(m) for m in range(1, table.most + 1)}
    for m in levels:
        assert table.need(m) == max(levels[each] for each in levels if each >= m)


def test_later_steps_are_needed_where_the_level_rises() -> None:
    table = Table(terms(50_000))
    assert table.tested(5) == [5, 6, 56]
    assert table.level(5) < table.level(6) == table.need(5)
    assert Table(terms(100)).tested(5) == [5, 6]  # of a hundred items no more than six can be missing


@given(st.integers(0, 400), st.integers(5, 99), st.integers(0, 60))
@settings(deadline=None)
def test_the_least_number_missing_is_that_of_the_first_total_for_which_the_target_is_missed(
    found: int, percent: int, doubtful: int
) -> None:
    target = Fraction(percent, 100)
    total = next(r for r in range(found, found * 21 + 2) if found < target * r)
    assert Table(Terms(10**6, target)).least(found, doubtful) == total - found - doubtful
    assert least_missing(total, target) == total - found


def test_several_targets_share_the_doubt() -> None:
    one, two = shared(1_000, [Fraction(9, 10), Fraction(19, 20)])
    assert one.alpha + two.alpha == terms(1_000).alpha
    assert 1 - one.confidence == (1 - terms(1_000).confidence) / 2


def test_no_confidence_is_claimed_that_alpha_does_not_leave() -> None:
    with pytest.raises(AskedWrong):
        Terms(10, alpha=Fraction(1, 10), confidence=Fraction(19, 20))
