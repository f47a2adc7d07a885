"""Replays a labelled set: reads it in the order that a case would be read in, and says how soon the relevant were found.

Nobody stops here; rules that stop are replayed over the order that `reading` gives.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muniment.errors import AskedWrong
from muniment.review.rank import features
from muniment.review.rank.model import Learner
from muniment.review.rank.order import CHANCE, Queue
from muniment.review.rank.products import Rows
from muniment.review.simulate.labelled import load

STARTS = 3
RECALL = 0.95
_POINTS = 200  # of a curve

Ints = NDArray[np.int64]
Labels = NDArray[np.bool_]
Point = tuple[float, float]  # share opened, share of the relevant found


@dataclass(frozen=True, slots=True)
class Replay:
    """The mean of some readings of one set, and the curve of each."""

    documents: int
    relevant: int
    work_at_95: float
    loss: float
    cpu_s: float  # of taking the texts apart, and of one reading
    curves: tuple[tuple[Point, ...], ...]

    def said(self) -> dict[str, float | int]:
        """The figures, as `--json` gives them."""
        return {
            "documents": self.documents,
            "relevant": self.relevant,
            "work_at_95": self.work_at_95,
            "loss": self.loss,
            "cpu_s": self.cpu_s,
        }


def simulate(texts: Path, relevant: Path, seed: int = 0, starts: int = STARTS, chance: int = CHANCE) -> Replay:
    """Replay a labelled set from files.

    Raises: AskedWrong, NoSource.
    """
    if starts < 1:
        raise AskedWrong("a replay needs a start", str(starts), "give --starts 1 or more")
    labelled = load(texts, relevant)
    return replayed(labelled.texts, labelled.relevant, seed, starts, chance)


def replayed(texts: tuple[str, ...], y: Labels, seed: int = 0, starts: int = STARTS, chance: int = CHANCE) -> Replay:
    """Replay a labelled set, each time from one relevant and one irrelevant document drawn anew."""
    begun = time.process_time()
    x = features.of(texts)
    taken = time.process_time() - begun
    runs = []
    for turn in range(starts):
        runs.append(y[reading(x, y, seed + turn, chance)[0]])
    cpu = taken + (time.process_time() - begun - taken) / starts
    work, lost = float(np.mean([work_at(run) for run in runs])), float(np.mean([loss(run) for run in runs]))
    return Replay(len(y), int(y.sum()), work, lost, cpu, tuple(curve(run) for run in runs))


def start(y: Labels, seed: int) -> Ints:
    """One relevant and one irrelevant document, drawn by the seed."""
    chance = np.random.default_rng([seed, 1])
    return np.array([chance.choice(np.flatnonzero(y)), chance.choice(np.flatnonzero(~y))], np.int64)


def reading(x: Rows, y: Labels, seed: int, chance: int = CHANCE) -> tuple[Ints, Ints]:
    """One reading to the last relevant document: the order of all documents, and after how many of them a batch ends.

    What comes after the last relevant document is in the order of the last model. *Cost*: a model for each batch.
    """
    queue = Queue(np.arange(x.size), seed, chance=chance)
    learner, wanted = Learner(x), int(y.sum())
    order = fresh = start(y, seed)
    left = np.ones(x.size, np.bool_)
    left[order] = False
    scores, ends = np.zeros(x.size, np.float32), [len(order)]
    while int(y[order].sum()) < wanted:
        learner.add(fresh, y[fresh])
        scores = x.times(learner.weights())
        fresh = queue.batch(scores, left, order, y[order])
        left[fresh] = False
        order = np.concatenate([order, fresh])
        ends.append(len(order))
    rest = np.flatnonzero(left)
    rest = rest[np.lexsort((queue.ties[rest], -scores[rest]))]
    if len(rest):
        ends.append(x.size)
    return np.concatenate([order, rest]), np.array(ends, np.int64)


def loss(found: Labels) -> float:
    """The area between the curve of recall and the best one, of that between the best and the worst: 0 best, 1 worst.

    *Source*: ASReview's `loss`. `found` says of each document, in the order of reading, whether it was relevant.
    """
    size, relevant = len(found), int(found.sum())
    if not 0 < relevant < size:
        raise AskedWrong(
            "a loss needs documents of both kinds", f"{relevant} of {size} are relevant", "give both kinds"
        )
    area = int(np.cumsum(found).sum())
    best = relevant * (size - (relevant - 1) / 2)
    return (best - area) / (relevant * (size - relevant))


def work_at(found: Labels, recall: float = RECALL) -> float:
    """The share of the documents that was read when this share of the relevant ones was found."""
    needed = max(int(np.ceil(recall * int(found.sum()) - 1e-9)), 1)
    return float(np.searchsorted(np.cumsum(found), needed) + 1) / len(found)


def curve(found: Labels, points: int = _POINTS) -> tuple[Point, ...]:
    """Recall against effort, from nothing to everything, in as many points as a drawing needs."""
    size, sums = len(found), np.concatenate([np.zeros(1, np.int64), np.cumsum(found)])
    places = np.unique(np.linspace(0, size, min(points, size) + 1).round().astype(np.int64))
    return tuple((int(at) / size, int(sums[at]) / int(sums[-1])) for at in places)
