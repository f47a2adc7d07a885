"""Stopping rules over made-up worlds: ours keeps its confidence in the hardest of them, and the planted faults do not."""

from fractions import Fraction
from itertools import product

import pytest

np = pytest.importorskip("numpy")

from muniment.errors import AskedWrong  # noqa: E402
from muniment.review.certificate.live import live  # noqa: E402
from muniment.review.certificate.rules import RULES, Labels, Numbers, Run, World, drawn, replay, telling  # noqa: E402
from muniment.review.certificate.summary import Summary, summary, upper  # noqa: E402
from muniment.review.certificate.table import TARGET, Terms  # noqa: E402
from muniment.review.rank.order import batch_size  # noqa: E402

PROVE = Fraction(1, 20)


def desert(relevant: int, size: int = 1_500) -> Labels:
    """94 % of the relevant items are read first, the rest last, with a desert between them."""
    labels: Labels = np.zeros(size, bool)
    first = round(0.94 * relevant)
    labels[0 : 2 * first : 2] = True
    labels[size - (relevant - first) :] = True
    return labels


def by_chance(relevant: int, size: int) -> Labels:
    labels: Labels = np.zeros(size, bool)
    labels[np.random.default_rng(5).choice(size, relevant, replace=False)] = True
    return labels


def many(rule: str, labels: Labels, runs: int, target: Fraction = TARGET, seed: int = 0) -> Summary:
    terms = Terms(len(labels), target, PROVE, Fraction(19, 20))
    ends = np.array([*range(50, len(labels), 50), len(labels)])
    return summary([replay(rule, World(labels, ends, drawn(len(labels), seed, i), terms)) for i in range(runs)])


@pytest.mark.parametrize("relevant", [20, 45, 85, 100])
@pytest.mark.parametrize("order", ["desert", "reversed", "by chance"])
def test_ours_keeps_its_confidence_in_made_up_worlds(relevant: int, order: str) -> None:
    labels = by_chance(relevant, 1_500) if order == "by chance" else desert(relevant)
    if order == "reversed":
        labels = labels[::-1].copy()
    assert not many("certificate", labels, 1_000).fails(0.95)


def test_it_does_not_read_everything() -> None:
    labels = np.zeros(20_000, bool)
    labels[: 2 * 400 : 2] = True  # a ranking without a fault
    found = many("certificate", labels, 50)
    assert (found.fails(0.95), found.mean_work < 0.35) == (False, True)


@pytest.mark.parametrize(
    ("rule", "labels"),
    [
        ("fifty-in-a-row", desert(100)),
        ("one-percent-in-a-row", desert(100)),
        ("five-percent-in-a-row", desert(100)),
        ("knee", desert(300, 6_000)),
        ("2399", desert(300, 6_000)),
        ("sealed-leaves-candidates", desert(300)),
    ],
    ids=str,
)
def test_the_dishonest_rules_are_caught(rule: str, labels: Labels) -> None:
    assert many(rule, labels, 100).fails(0.95)


def test_forgetting_the_later_steps_of_k_is_caught() -> None:
    labels, relevant = by_chance(130, 200), 130
    assert many("later-steps-untested", labels, 2_500, telling(relevant)).fails(0.95)
    assert not many("certificate", labels, 2_500, telling(relevant)).fails(0.95)


def test_every_rule_ends_and_a_run_that_opens_everything_is_true() -> None:
    for rule, relevant in product(RULES, (0, 1, 7)):
        labels = np.zeros(60, bool)
        labels[:relevant] = True
        terms = Terms(60, TARGET, PROVE, Fraction(19, 20))
        run = replay(rule, World(labels, np.array([2, 30, 60]), drawn(60, 1, 1), terms))
        assert 0 < run.work <= 1
        assert run.true or run.work < 1


def test_a_rule_that_is_not_there_is_said() -> None:
    world = World(desert(20), np.array([1_500]), drawn(1_500, 1, 1), Terms(1_500))
    with pytest.raises(AskedWrong, match="no such rule"):
        replay("hope", world)
    with pytest.raises(AskedWrong, match="run it live"):
        replay("sealed-trains-at-once", world)


def test_the_upper_bound_is_that_of_clopper_and_pearson() -> None:
    stats = pytest.importorskip("scipy.stats")
    for true, runs in ((94, 100), (0, 50), (950, 1_000), (49, 50)):
        assert upper(true, runs) == pytest.approx(stats.beta.ppf(0.99, true + 1, runs - true), abs=1e-9)
    assert upper(50, 50) == 1


# Live: items lie on a line, the relevant ones in clusters, and a ranker looks for what is near to what it was taught


def clusters() -> Labels:
    """Three large clusters that are found at once, and nine small ones that nothing leads to."""
    labels: Labels = np.zeros(600, bool)
    for begin in (0, 200, 400):
        labels[begin : begin + 22] = True
    for begin in range(50, 600, 62):
        labels[begin : begin + 2] = True
    return labels


def nearest(left: Labels, which: Numbers, relevant: Labels) -> Numbers:
    """The items that are nearest to something relevant, from the left where they are equally near."""
    there, good = np.flatnonzero(left), which[relevant]
    gaps: Numbers = np.abs(there[:, None] - good[None, :]).min(1)
    batch: Numbers = there[np.argsort(gaps, kind="stable")][: batch_size(len(which))]
    return batch


def played(rule: str, runs: int) -> list[Run]:
    labels = clusters()
    terms = Terms(len(labels), TARGET, PROVE, Fraction(19, 20))
    return [live(rule, labels, drawn(len(labels), 2, i), terms, nearest, i, 80) for i in range(runs)]


def test_a_live_review_keeps_its_confidence_and_is_played_again_alike() -> None:
    found = played("certificate", 25)
    assert not summary(found).fails(0.95)
    assert found[:3] == played("certificate", 3)


@pytest.mark.parametrize("rule", ["sealed-trains-at-once", "sealed-leaves-candidates"])
def test_leaks_are_caught_live(rule: str) -> None:
    assert summary(played(rule, 20)).fails(0.95)


def test_only_some_rules_are_played_live() -> None:
    with pytest.raises(AskedWrong, match="played live"):
        live("knee", clusters(), drawn(600, 1, 1), Terms(600), nearest, 1)
