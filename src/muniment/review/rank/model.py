"""A linear support vector machine that learns from what was judged, and says which words moved an item up.

Squared hinge; relevant items weigh RATIO times as much as the others, all together. Newton steps by conjugate gradients
over the columns that the judged items have; no chance is in it: the same items and labels, in the same order, give the
same scores.
*Source*: C and the ratio are ASReview's (`elas_u4`, tuned on 24 systematic reviews); the solver is the Newton method of
Keerthi and DeCoste (JMLR 2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from muniment.review.rank.products import Floats, Rows
from muniment.review.rank.terms import placed

FORM = 1
C, RATIO = 0.11, 9.8
_WARM = (2, 4)  # Newton steps, and the most steps inside one, where the last model is near
_COLD = (5, 6)
_ENOUGH = 1e-6  # of the gradient's square: then more steps change no order that matters
_SHORTEST = 1e-3  # step along a direction

Ints: TypeAlias = NDArray[np.int64]
Labels: TypeAlias = NDArray[np.bool_]
Term = tuple[str, float]


def scores(rows: Rows, items: Ints, labels: Labels) -> Floats:
    """A score for every row from a model that learnt from these items alone, in this order; see `weights`.

    *Cost*: at 100,000 items under 2 CPU-s, however many of them were judged up to 10,000.
    """
    return rows.times(weights(rows, items, labels))


def weights(rows: Rows, items: Ints, labels: Labels) -> Floats:
    """The model of these items and labels.

    Where all are relevant, what is like them comes first; where none is, every item weighs the same.
    """
    learner = Learner(rows)
    learner.add(items, labels)
    return learner.weights(warm=False)


class Learner:
    """Learns as judgements come in; a replay of a review asks for its model after each batch."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._place = np.full(rows.width, -1, np.int32)  # of a column among those that the judged items have
        self._columns = np.zeros(0, np.int64)
        self._pieces: list[Rows] = []
        self._labels: Labels = np.zeros(0, np.bool_)
        self._model: Floats = np.zeros(1, np.float32)  # the last one is the intercept

    def add(self, items: Ints, labels: Labels) -> None:
        """Learn of some more items, by their rows."""
        some = self._rows.some(np.asarray(items, np.int64))
        met = np.zeros(self._rows.width, np.bool_)
        met[some.columns] = True
        fresh = np.flatnonzero(met & (self._place < 0))
        self._place[fresh] = len(self._columns) + np.arange(len(fresh), dtype=np.int32)
        self._columns = np.concatenate([self._columns, fresh])
        self._pieces.append(Rows(some.starts, self._place[some.columns], some.values, 0))
        self._labels = np.concatenate([self._labels, labels])

    def weights(self, *, warm: bool = True) -> Floats:
        """The weight of every column; `warm` goes on from the model before, in fewer steps."""
        full = np.zeros(self._rows.width, np.float32)
        if self._labels.any():
            x = self._matrix()
            if self._labels.all():
                full[self._columns] = x.T @ np.full(len(self._labels), 1 / len(self._labels), np.float32)
            else:
                model = np.zeros(len(self._columns) + 1, np.float32)
                if warm:
                    model[: len(self._model) - 1], model[-1] = self._model[:-1], self._model[-1]
                self._model = _fit(x, self._labels, model, _WARM if warm else _COLD)
                full[self._columns] = self._model[:-1]
        return full

    def _matrix(self) -> Any:
        if len(self._pieces) > 1:
            lengths = np.concatenate([np.diff(piece.starts) for piece in self._pieces])
            starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
            columns = np.concatenate([piece.columns for piece in self._pieces])
            self._pieces = [Rows(starts, columns, np.concatenate([piece.values for piece in self._pieces]), 0)]
        whole = self._pieces[0]
        return next(Rows(whole.starts, whole.columns, whole.values, len(self._columns)).parts())


@dataclass(slots=True)
class _Sum:
    """What is made least: half the model's square, and what each item adds that lies on the wrong side, or too near."""

    x: Any
    sign: Floats
    cost: Floats

    def at(self, model: Floats, margin: Floats) -> float:
        gap = np.maximum(0, 1 - self.sign * margin)
        return 0.5 * float(model @ model) + float((self.cost * gap * gap).sum())

    def times(self, model: Floats) -> Floats:
        found: Floats = self.x @ model[:-1] + model[-1]
        return found

    def back(self, pull: Floats) -> Floats:
        return np.append(self.x.T @ pull, pull.sum()).astype(np.float32, copy=False)


def _fit(x: Any, labels: Labels, model: Floats, steps: tuple[int, int]) -> Floats:
    size, relevant = len(labels), int(labels.sum())
    cost = np.where(labels, RATIO / relevant, 1 / (size - relevant)) * (C * size / (1 + RATIO))
    sums = _Sum(x, np.where(labels, 1, -1).astype(np.float32), cost.astype(np.float32))
    margin = sums.times(model)
    enough = _ENOUGH * 4 * float(np.square(sums.cost).sum())
    for _ in range(steps[0]):
        gap = np.maximum(0, 1 - sums.sign * margin)
        slope = model - sums.back(2 * sums.cost * sums.sign * gap)
        if float(slope @ slope) <= enough:
            break
        way, gain = _way(sums, np.where(gap > 0, 2 * sums.cost, 0).astype(np.float32), slope, steps[1])
        before, length = sums.at(model, margin), np.float32(1)
        fall = float(slope @ way)
        while (
            length > _SHORTEST and sums.at(model + length * way, margin + length * gain) > before + 0.01 * length * fall
        ):
            length /= np.float32(2)
        model, margin = model + length * way, margin + length * gain
    return model


def _way(sums: _Sum, curve: Floats, slope: Floats, most: int) -> tuple[Floats, Floats]:
    """The step to the least of the curve at a model, nearly, and what it adds to every margin."""
    bends = np.flatnonzero(curve)  # the others add nothing, so they are left out of every product
    near = _Sum(sums.x[bends], sums.sign[bends], curve[bends]) if 4 * len(bends) < 3 * len(curve) else sums
    mine = near.cost if near is not sums else curve
    way, left = np.zeros_like(slope), -slope
    turn = left
    square = float(left @ left)
    enough = 0.01 * square
    for _ in range(most):
        bent = turn + near.back(mine * near.times(turn))
        length = np.float32(square / float(turn @ bent))
        way = way + length * turn
        left = left - length * bent
        before, square = square, float(left @ left)
        if square <= enough:
            break
        turn = left + np.float32(square / before) * turn
    return way, sums.times(way)


def explain(text: str, row: Rows, model: Floats, most: int = 8) -> list[Term]:
    """The words and pairs of one item that moved it up, heaviest first, with their weights; its text is taken apart anew.

    What a run of characters weighs is given to the words that it stands in. *Cannot*: tell words apart whose hashes are
    the same, which are few.
    """
    names, columns, owners = placed(text)
    if not len(columns):
        return []
    mine = row.terms[row.columns]  # ascending
    here = np.searchsorted(mine, columns)
    known = here < len(mine)
    known[known] = mine[here[known]] == columns[known]
    here, owners = here[known], owners[known]
    weight = (row.values * model[row.columns])[here] / np.bincount(here, minlength=len(row.columns))[here]
    added: dict[str, float] = {}
    for owner, one in zip(owners.tolist(), weight.tolist(), strict=True):
        added[names[owner]] = added.get(names[owner], 0.0) + one
    found = sorted(((term, one) for term, one in added.items() if one > 0), key=lambda each: (-each[1], each[0]))
    return found[:most]


def moved(text: str, rows: Rows, number: int, model: Floats, most: int = 8) -> Sequence[Term]:
    """The same for one of many rows."""
    return explain(text, rows.some(np.array([number])), model, most)
