"""The model finds what is like what was judged relevant, the same each time, and says by which words."""

import random

import numpy as np
import pytest

from muniment.review.rank import features
from muniment.review.rank.model import Learner, moved, scores, weights
from muniment.review.rank.terms import WORDS, take

WANTED, OTHER = ["ballot", "postal", "envelope", "signature"], ["gravel", "drainage", "tarmac", "kerb"]
COMMON = [f"word{number}" for number in range(60)]


def corpus(size: int = 200, seed: int = 3) -> tuple[list[str], np.ndarray]:
    chance = random.Random(seed)
    labels = np.array([number % 5 == 0 for number in range(size)])
    texts = [" ".join(chance.choices(COMMON, k=20) + chance.choices(WANTED if each else OTHER, k=3)) for each in labels]
    return texts, labels


def test_the_relevant_come_first_after_a_few_judgements() -> None:
    texts, labels = corpus()
    rows = features.of(texts)
    taught = np.concatenate([np.flatnonzero(labels)[:8], np.flatnonzero(~labels)[:20]])
    found = scores(rows, taught, labels[taught])
    assert labels[np.argsort(-found)[: labels.sum()]].all()


def test_the_same_items_and_labels_give_the_same_scores_bit_for_bit() -> None:
    texts, labels = corpus()
    taught = np.arange(0, 60)
    one = scores(features.of(texts), taught, labels[taught])
    other = scores(features.of(list(texts)), taught, labels[taught])
    assert one.tobytes() == other.tobytes()


def test_rows_are_the_same_however_items_came_in() -> None:
    texts, _ = corpus()
    whole = features.of(texts)
    parts = [(take(texts[:70]), np.arange(70)), (take(["gone", *texts[70:]]), np.arange(1, 131))]
    again = features.weigh(parts)
    assert again.starts.tolist() == whole.starts.tolist()
    assert again.columns.tobytes() == whole.columns.tobytes()
    assert again.values.tobytes() == whole.values.tobytes()


def test_rows_are_the_same_in_whatever_order_items_came() -> None:
    texts, _ = corpus()
    texts = [text * (1 + number % 7) + f" only{number}" * (number % 3) for number, text in enumerate(texts)]
    whole, back = features.of(texts), features.of(texts[::-1]).some(np.arange(200)[::-1])
    assert back.starts.tolist() == whole.starts.tolist()
    assert back.columns.tobytes() == whole.columns.tobytes()
    assert back.values.tobytes() == whole.values.tobytes()


def test_a_long_row_is_little_longer_than_a_short_one_and_one_without_text_is_empty() -> None:
    texts, _ = corpus()
    rows = features.of([*texts, " ".join(texts[:50]), "", texts[0], "ballot"])
    lengths = np.array([np.square(rows.values[rows.starts[n] : rows.starts[n + 1]]).sum() for n in range(204)])
    assert lengths[lengths > 0].mean() == pytest.approx(1, abs=1e-4)
    assert lengths[200] == lengths.max() < 3
    assert lengths[201] == 0
    assert lengths[202] == lengths[0]
    assert 0.2 < lengths[203] < lengths[0]


def test_words_have_their_share_of_the_rows_and_runs_the_rest() -> None:
    rows = features.of(corpus()[0])
    words = np.square(rows.values, dtype=np.float64) * (rows.terms[rows.columns] < WORDS)
    assert words.sum() / 200 == pytest.approx(features.WORDS_SHARE, abs=1e-4)


def test_nothing_has_no_rows_and_texts_without_words_have_empty_ones() -> None:
    assert features.of([]).size == 0
    assert features.of(["", "..."]).starts.tolist() == [0, 0, 0]


def test_a_learner_that_goes_on_ranks_as_one_that_starts_anew() -> None:
    texts, labels = corpus(400)
    rows = features.of(texts)
    learner = Learner(rows)
    for first in range(0, 100, 10):
        some = np.arange(first, first + 10)
        learner.add(some, labels[some])
        warm = learner.weights()
    cold = weights(rows, np.arange(100), labels[:100])
    assert np.corrcoef(rows.times(warm), rows.times(cold))[0, 1] > 0.999


def test_the_model_is_the_least_of_its_sum() -> None:
    """No step away from it, in any of many directions, makes what is made least smaller."""
    texts, labels = corpus(80)
    rows, y = features.of(texts), np.where(labels, 1.0, -1.0)
    cost = np.where(labels, 9.8 / labels.sum(), 1 / (~labels).sum()) * 0.11 * len(y) / 10.8
    dense = np.zeros((80, rows.width + 1))
    for n in range(80):
        some = slice(int(rows.starts[n]), int(rows.starts[n + 1]))
        dense[n, rows.columns[some]] = rows.values[some]
    used = np.flatnonzero(dense.any(axis=0))
    dense = np.concatenate([dense[:, used], np.ones((80, 1))], axis=1)
    model = weights(rows, np.arange(80), labels)[used]
    inside = rows.times(weights(rows, np.arange(80), labels))

    def at(full: np.ndarray) -> float:
        return float(full @ full / 2 + (cost * np.maximum(0, 1 - y * (dense @ full)) ** 2).sum())

    best = min((at(np.append(model, bias)), bias) for bias in np.linspace(-1.5, 1.5, 601))
    assert inside.shape == (80,)
    chance = np.random.default_rng(5)
    for _ in range(50):
        way = chance.standard_normal(len(used) + 1)
        assert at(np.append(model, best[1]) + 0.02 * way / np.linalg.norm(way)) > best[0] - 1e-4


@pytest.mark.parametrize("labels", [[True, True], [False, False]], ids=["only relevant", "none relevant"])
def test_labels_of_one_kind(labels: list[bool]) -> None:
    rows = features.of(["postal ballot paper", "ballot paper box", "drain cover", "cover of a drain", "postal paper"])
    found = scores(rows, np.array([0, 1]), np.array(labels))
    if labels[0]:
        assert found[4] > found[2]
    else:
        assert not found.any()


def test_the_words_that_moved_an_item_up_are_named_with_their_weights() -> None:
    texts, labels = corpus()
    rows = features.of(texts)
    model = weights(rows, np.arange(100), labels[:100])
    item = int(np.flatnonzero(labels)[30])
    terms = moved(texts[item], rows, item, model, most=50)
    assert terms[0][0] in WANTED
    assert [weight for _, weight in terms] == sorted((weight for _, weight in terms), reverse=True)
    assert sum(weight for _, weight in terms) >= float(rows.times(model)[item]) - 1e-4
    assert moved("", rows, item, model) == []
