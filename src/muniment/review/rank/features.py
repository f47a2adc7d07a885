"""Terms to weighted rows: rare terms weigh more, a term's tenth occurrence less than its first, every row is as long as the next.

Weights follow from how many of the items have a term, so they are worked out anew whenever items came in, from the
terms as they are kept; the same items give the same rows, in whatever order they came.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from muniment.review.rank.products import Floats, Rows
from muniment.review.rank.terms import COLUMNS, WORDS, Columns, Counts, Ints, Taken, take

FORM = 1
WORDS_SHARE = 0.8  # of a row, for words and pairs; the rest is for runs of characters
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
    """The rows of what was taken, part after part. *Cost*: 8 bytes a term and three passes over them."""
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
    lengths: list[Ints] = [np.zeros(1, np.int64)]
    at = 0
    for slab in _slabs(parts):
        row = np.repeat(np.arange(len(slab.lengths)), slab.lengths)
        good = kept[slab.columns]
        row, few = row[good], slab.columns[good]
        many = _TIMES[slab.counts[good]] * weights[few]
        columns[at : at + len(few)] = place[few]
        values[at : at + len(few)] = many * _levels(row, few, many, len(slab.lengths))
        lengths.append(np.bincount(row, minlength=len(slab.lengths)).astype(np.int64))
        at += len(few)
    return Rows(np.cumsum(np.concatenate(lengths)), columns, values, len(terms), terms)


def _rarity(found: Ints, size: int) -> Floats:
    """The weight of each column, from how many of so many items have it."""
    weights = np.log((1 + size) / (1 + found)) + 1
    weights[found < min(_LEAST, size)] = 0
    return weights.astype(np.float32)


def _levels(row: Ints, columns: Columns, values: Floats, rows: int) -> Floats:
    """By what each value is multiplied, so that the words of a row weigh as much as those of any other; its runs likewise."""
    block = 2 * row + (columns >= WORDS)
    squares = np.bincount(block, np.square(values, dtype=np.float64), minlength=2 * rows)
    share = np.tile(np.sqrt([WORDS_SHARE, 1 - WORDS_SHARE]), rows)
    level: NDArray[np.float64] = share / np.sqrt(np.maximum(squares, 1e-12))
    return level.astype(np.float32)[block]


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
