"""Stopping rules over a labelled set, with the ranker that a case is read with: what `muniment review simulate --rule` prints."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from muniment.errors import AskedWrong
from muniment.review.certificate.live import Rank, live
from muniment.review.certificate.rules import LIVE, NAMES, RULES, Labels, Run, World, drawn, replay
from muniment.review.certificate.summary import Summary, summary
from muniment.review.certificate.table import Terms, terms
from muniment.review.rank import features
from muniment.review.rank.model import Learner
from muniment.review.rank.order import Queue
from muniment.review.rank.products import Rows
from muniment.review.simulate.labelled import Labelled
from muniment.review.simulate.replay import STARTS, reading

LATE = 900  # items that are read before the first audit of a live run; of a set that is not much larger, a tenth

Order = tuple[Labels, NDArray[np.int64]]


def simulated(
    labelled: Labelled,
    rule: str,
    runs: int,
    recall: Fraction,
    confidence: Fraction,
    *,
    seed: int = 0,
    starts: int = STARTS,
) -> Summary:
    """Replay a rule so many times over a labelled set, from some starts in turn.

    A rule that changes the order of reading is played live: the ranker is taught in each run.
    *Raises* AskedWrong where there is no such rule, target or confidence.
    """
    allow(rule, recall, confidence)
    said = terms(len(labelled.relevant), recall, confidence)
    x = features.of(labelled.texts)
    if rule not in RULES and rule in LIVE:
        return summary([played(rule, x, labelled.relevant, said, seed, i) for i in range(runs)])
    orders = [order(x, labelled.relevant, seed + start) for start in range(min(starts, runs))]
    return summary([replayed(rule, orders[i % len(orders)], said, seed, i) for i in range(runs)])


def allow(rule: str, recall: Fraction, confidence: Fraction) -> None:
    """Whether a rule can be replayed for this claim.

    *Raises* AskedWrong.
    """
    if rule not in NAMES:
        raise AskedWrong("no such rule", rule, f"choose one of {', '.join(NAMES)}")
    terms(1, recall, confidence)


def order(x: Rows, y: Labels, seed: int) -> Order:
    """One reading of a set: the labels in its order, and where batches ended."""
    places, ends = reading(x, y, seed)
    return y[places], ends


def replayed(rule: str, found: Order, said: Terms, seed: int, run: int) -> Run:
    """One run of a rule over a reading, with secret numbers of its own."""
    labels, ends = found
    return replay(rule, World(labels, ends, drawn(len(labels), seed, run), said))


def played(rule: str, x: Rows, y: Labels, said: Terms, seed: int, run: int) -> Run:
    """One live run of a rule. *Cost*: that of a reading."""
    late = LATE if len(y) > 4 * LATE else len(y) // 10
    return live(rule, y, drawn(len(y), seed, run), said, ranker(x, run), run, late)


def ranker(x: Rows, seed: int) -> Rank:
    """What learns, and gives the next batch: the model and the queue of a case."""
    queue, learner = Queue(np.arange(x.size), seed), Learner(x)
    known = np.zeros(x.size, np.bool_)

    def rank(left: Labels, which: NDArray[np.int64], relevant: Labels) -> NDArray[np.int64]:
        fresh = ~known[which]
        learner.add(which[fresh], relevant[fresh])
        known[which] = True
        return queue.batch(x.times(learner.weights()), left, which, relevant)

    return rank
