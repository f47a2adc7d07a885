"""Terms to weighted rows: rare terms weigh more, a term's tenth occurrence less than its first, a long row little more than a short one.

Weights follow from how many of the items have a term, so they are worked out anew whenever items came in, from the
terms as they are kept; the same items give the same rows, in whatever order they came.
*Source*: that rows of one length set long texts back is Singhal, Buckley and Mitra's (SIGIR 1996); here a row's length is
brought down to a power of itself, not to a pivot.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from muniment.review.rank.products import Floats, Rows
from muniment.review.rank.terms import COLUMNS, WORDS, Columns, Counts, Ints, Taken, take

FORM = 2
WORDS_SHARE = 0.8  # of the rows, for words and pairs; the rest is for runs of characters
RUNS_RARITY = 1.5  # the power of a run's rarity: a common one is common in words of every kind
EVENNESS = 0.8  # 1: every row is as long as the next; 0: as long as its weights make it
_LEAST = 2  # items that have a term; one that stands in a single item tells nothing of another
_SLAB = 4 << 20  # terms at a time
_TIMES = (1 + np.log(np.maximum(np.arange(256), 1))).astype(np.float32)

Chosen: TypeAlias = tuple[Taken, Ints]  # some texts' terms, and which of the texts count


@dataclass(frozen=True, slots=True)
class _Slab:
    """Some rows: how many terms each has, and the terms."""

    lengths: Ints
    columns: Columns
    counts: Counts


def of(texts: Sequence[str]) -> Rows:
    """The rows of some texts."""
    taken = take(texts)
    return weigh([(taken, np.arange(len(taken.starts) - 1))])


def weigh(parts: Sequence[Chosen]) -> Rows:
    """The rows of what was taken, part after part. *Cost*: 8 bytes a term and four passes over them."""
    found = np.zeros(COLUMNS, np.int64)
    for slab in _slabs(parts):
        found += np.bincount(slab.columns, minlength=COLUMNS)
    weights = _rarity(found, sum(len(chosen) for _, chosen in parts))
    kept = weights > 0
    often = np.argsort(-found, kind="stable")
    # frequent ones first, so that a product has most weights in the cache
    terms: Columns = often[kept[often]].astype(np.int32)
    place = np.full(COLUMNS, -1, np.int32)
    place[terms] = np.arange(len(terms), dtype=np.int32)
    size = int(found[terms].sum())
    columns, values = np.empty(size, np.int32), np.empty(size, np.float32)
    lengths: list[Ints] = [np.zeros(0, np.int64)]  # of the two blocks of each row, words and runs
    squares: list[NDArray[np.float64]] = [np.zeros(0)]
    at = 0
    for slab in _slabs(parts):
        good = kept[slab.columns]
        few = slab.columns[good]
        block = 2 * np.repeat(np.arange(len(slab.lengths)), slab.lengths)[good] + (few >= WORDS)
        many = _TIMES[slab.counts[good]] * weights[few]
        columns[at : at + len(few)], values[at : at + len(few)] = place[few], many
        lengths.append(np.bincount(block, minlength=2 * len(slab.lengths)).astype(np.int64))
        sums = np.bincount(block, np.square(many, dtype=np.float64), minlength=2 * len(slab.lengths))
        squares.append(sums.astype(np.float64, copy=False))
        at += len(few)
    blocks = np.concatenate(lengths)
    _even(values, blocks, _levels(np.concatenate(squares).reshape(-1, 2)).ravel())
    return Rows(np.append(0, np.cumsum(blocks[::2] + blocks[1::2])), columns, values, len(terms), terms)


def _rarity(found: Ints, size: int) -> Floats:
    """The weight of each column, from how many of so many items have it."""
    weights = np.log((1 + size) / (1 + found)) + 1
    weights[WORDS:] **= RUNS_RARITY
    weights[found < min(_LEAST, size)] = 0
    return weights.astype(np.float32)


def _levels(squares: NDArray[np.float64]) -> Floats:
    """By what the words and the runs of each row are multiplied, from the sums of their squares."""
    levels = np.ones_like(squares)
    for number, share in enumerate((WORDS_SHARE, 1 - WORDS_SHARE)):
        there = squares[:, number] > 0
        mine = squares[there, number]
        longer = mine ** (1 - EVENNESS)
        # an exact sum, so that the order in which items came does not show in the last digit
        mean = math.fsum(longer.tolist()) / max(len(mine), 1)
        levels[there, number] = np.sqrt(share * longer / mine / mean) if len(mine) else 1
    return levels.astype(np.float32)


def _even(values: Floats, lengths: Ints, levels: Floats) -> None:
    """Multiply the values of each block by its level, where they lie."""
    ends = np.cumsum(lengths)
    first = 0
    while first < len(lengths):
        before = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, before + _SLAB, side="right")), first + 1)
        values[before : int(ends[last - 1])] *= np.repeat(levels[first:last], lengths[first:last])
        first = last


def _slabs(parts: Sequence[Chosen]) -> Iterator[_Slab]:
    for taken, chosen in parts:
        lengths = np.asarray(taken.starts[1:] - taken.starts[:-1])[chosen]
        ends = np.cumsum(lengths)
        first = 0
        while first < len(chosen):
            before = int(ends[first - 1]) if first else 0
            last = max(int(np.searchsorted(ends, before + _SLAB, side="right")), first + 1)
            yield _slab(taken, chosen[first:last], lengths[first:last])
            first = last


def _slab(taken: Taken, rows: Ints, lengths: Ints) -> _Slab:
    starts = np.asarray(taken.starts)[rows]
    if int(rows[-1] - rows[0]) == len(rows) - 1:  # they lie side by side
        place: slice | Ints = slice(int(starts[0]), int(starts[-1] + lengths[-1]))
    else:
        place = np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(int(lengths.sum()))
    return _Slab(lengths, np.asarray(taken.columns[place]), np.asarray(taken.counts[place]))
