"""Rules over a labelled set of texts, with the ranker that a case is read with."""

from fractions import Fraction

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("scipy")

from muniment.errors import AskedWrong  # noqa: E402
from muniment.review.certificate.rules import NAMES  # noqa: E402
from muniment.review.certificate.simulated import simulated  # noqa: E402
from muniment.review.simulate.labelled import Labelled  # noqa: E402

TOPICS = (
    "ballot papers were counted twice",
    "the leaflet names a printer",
    "a grant for the garden",
    "minutes of the parish",
)


def labelled(size: int = 240) -> Labelled:
    chance = np.random.default_rng(3)
    texts = [
        f"{TOPICS[i % 4]} on day {chance.integers(30)} in ward {chance.integers(9)} number {i}" for i in range(size)
    ]
    relevant = np.array([i % 4 == 0 and chance.random() < 0.9 for i in range(size)])
    return Labelled(tuple(map(str, range(size))), tuple(texts), relevant)


def test_ours_over_texts() -> None:
    found = simulated(labelled(), "certificate", 60, Fraction(19, 20), Fraction(19, 20), starts=2)
    assert (found.runs, found.fails(0.95), found.worst_recall > 0.7) == (60, False, True)
    assert found == simulated(labelled(), "certificate", 60, Fraction(19, 20), Fraction(19, 20), starts=2)


@pytest.mark.parametrize("rule", NAMES)
def test_every_rule_has_a_name_that_runs(rule: str) -> None:
    found = simulated(labelled(120), rule, 2, Fraction(4, 5), Fraction(9, 10), starts=1)
    assert (found.runs, 0 < found.mean_work <= 1, 0 <= found.worst_recall <= 1) == (2, True, True)


def test_no_rule_of_that_name() -> None:
    with pytest.raises(AskedWrong, match="no such rule"):
        simulated(labelled(40), "hope", 2, Fraction(19, 20), Fraction(19, 20))
