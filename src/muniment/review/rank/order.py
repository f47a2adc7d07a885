"""The queue, from plain numbers: how many come next, which, and in which order.

What is reached, and in which order, hangs on the scores alone, so on judgements of what was reached before, and on a
seed. Nothing here knows what an audit found, who reads, or what time it is. Batches end by count.

One place in `chance` is given by lot among all that is left, families that nobody looked into first, so that what the
model never liked is met too; but only where reading finds next to nothing, as a lot would: fewer than one in fifty of the
last hundred. Before that each lot costs reading, and finds less than the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FORM = 2
CHANCE = 20  # one place in so many is given by lot
START = 20  # items of a random start
MOST = 1_000  # items of a batch
TOGETHER = 25  # of one family in a batch; an archive is no family, and cannot crowd out all others
_LAST, _LITTLE = 100, 50  # of so many reached items fewer than one in so many were relevant: reading finds little
_OF_ITEM, _OF_PLACE, _OF_DRAW, _OF_START = 1, 2, 3, 4  # what a seed is used for

Ints = NDArray[np.int64]
Labels = NDArray[np.bool_]
Scores = NDArray[np.float32] | NDArray[np.float64]


def batch_size(reached: int) -> int:
    """How many items come before the model learns again: more, the more were reached."""
    return min(1 + reached // 12, MOST)


def lots(seed: int, numbers: Ints, use: int = _OF_ITEM) -> NDArray[np.uint64]:
    """A number by lot for each item (or place), from its own number and the seed: what else there is changes none of them."""
    odd, mix = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x94D049BB133111EB)
    value = np.asarray(numbers).astype(np.uint64) * odd
    for salt in (seed & 0xFFFFFFFFFFFFFFFF, use):
        value = (value ^ np.uint64(salt)) * mix
        value = (value ^ (value >> np.uint64(31))) * odd
        value ^= value >> np.uint64(29)
    return value


def opening(
    numbers: Ints, seed: int, first: Sequence[int] = (), found: Sequence[int] = (), count: int = START
) -> list[int]:
    """What is read before there is a model: items named as a start, then what a query found, in the order given.

    Where there is neither, a random sample. Items that are not among `numbers` are passed over.
    """
    there = set(np.asarray(numbers).tolist())
    named = list(dict.fromkeys(each for each in (*first, *found) if each in there))
    if named:
        return named[: max(count, len(set(first) & there))]
    order = np.lexsort((numbers, lots(seed, numbers, _OF_START)))
    return [int(each) for each in np.asarray(numbers)[order[:count]]]


@dataclass(frozen=True, slots=True)
class Queue:
    """All that may be read: the number of each item, and of its family where there are families; and how lots are drawn."""

    numbers: Ints
    seed: int
    families: Ints | None = None
    chance: int = CHANCE  # 0 for none
    ties: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ties", lots(self.seed, self.numbers))

    def batch(self, scores: Scores, left: Labels, reached: Ints, found: Labels) -> Ints:
        """The next batch, as places among the items: best first, a family together, some by lot.

        `left` marks what is not reached; `reached` are the places of what is, in order, and `found` whether each was
        relevant. Families count once. *Cost*: a pass over the scores.
        """
        wanted = min(batch_size(len(reached)), int(left.sum()))
        drawn = self._drawn(wanted, left, reached, found)
        rest = left.copy()
        rest[list(drawn.values())] = False
        if self.families is None:
            ranked = self._best(scores, np.flatnonzero(rest), wanted - len(drawn))
        else:
            ranked = self._together(self.families, scores, np.flatnonzero(rest), wanted - len(drawn))
        order = ranked.tolist()
        for place in sorted(drawn):
            order.insert(place, drawn[place])
        return np.array(order, np.int64)

    def _drawn(self, wanted: int, left: Labels, reached: Ints, found: Labels) -> dict[int, int]:
        """Which places of the batch are given by lot, and to which items."""
        last = found[-_LAST:]
        if not self.chance or _LITTLE * int(last.sum()) >= len(last):
            return {}
        places = np.arange(len(reached), len(reached) + wanted)
        chosen = np.flatnonzero(lots(self.seed, places, _OF_PLACE) % np.uint64(self.chance) == 0)
        if not len(chosen):
            return {}
        there = np.flatnonzero(left)
        lot = lots(self.seed, self.numbers[there], _OF_DRAW)
        known = np.zeros(len(there), np.bool_)
        if self.families is not None:
            known = np.isin(self.families[there], self.families[reached])
        order = there[np.lexsort((lot, known))[: len(chosen)]]
        return dict(zip(chosen.tolist(), order.tolist(), strict=False))

    def _best(self, scores: Scores, there: Ints, wanted: int) -> Ints:
        """The best of these places, best first; equal ones by lot."""
        if wanted <= 0 or not len(there):
            return np.zeros(0, np.int64)
        mine = scores[there]
        if wanted < len(there):
            least = np.partition(mine, len(there) - wanted)[len(there) - wanted]
            there = there[mine >= least]
        return there[np.lexsort((self.ties[there], -scores[there]))[:wanted]]

    def _together(self, families: Ints, scores: Scores, there: Ints, wanted: int) -> Ints:
        """The families of the best, best first; the members of each in the order of their numbers."""
        if wanted <= 0 or not len(there):
            return np.zeros(0, np.int64)
        best = there[np.lexsort((self.ties[there], -scores[there]))]
        _, first, family = np.unique(families[best], return_index=True, return_inverse=True)
        turn = np.empty(len(first), np.int64)
        turn[np.argsort(first)] = np.arange(len(first))  # a family's turn is that of its best member
        mine = turn[family]
        order = np.argsort(mine, kind="stable")  # by family, in each best first
        begin = np.flatnonzero(np.concatenate([np.ones(1, np.bool_), np.diff(mine[order]) > 0]))
        nth = np.arange(len(order)) - np.repeat(begin, np.diff(np.append(begin, len(order))))
        some = order[(mine[order] < wanted) & (nth < TOGETHER)]
        return best[some[np.lexsort((self.numbers[best[some]], mine[some]))]]
