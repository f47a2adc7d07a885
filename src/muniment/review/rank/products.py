"""Sparse rows and the two products that a linear model needs; the one place that asks for scipy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
_Ints: TypeAlias = NDArray[np.int64]
_SLAB = 1 << 28  # values at a time: their places fit 32 bits, so nothing is copied to wider ones


def scipy() -> Any:
    """Its sparse arrays. It has no types of its own, so they are asked for by name."""
    return import_module("scipy.sparse")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a wide matrix: row n has columns[starts[n]:starts[n + 1]], in the order of their terms, and their values.

    `terms` says for each column which term it stands for, where they stand for terms.
    """

    starts: _Ints
    columns: NDArray[np.int32]
    values: Floats
    width: int
    terms: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1

    def some(self, numbers: _Ints) -> "Rows":
        """These rows, in this order."""
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        place = np.repeat(self.starts[numbers] - starts[:-1], lengths) + np.arange(int(starts[-1]))
        return Rows(starts, self.columns[place], self.values[place], self.width, self.terms)

    def times(self, weights: Floats) -> Floats:
        """Each row's sum of its values by these weights."""
        pieces = [part @ weights for part in self.parts()]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def parts(self) -> Iterator[Any]:
        """The rows as sparse arrays, a slab at a time; nothing is copied."""
        sparse, first = scipy(), 0
        while first < self.size:
            low = int(self.starts[first])
            last = max(int(np.searchsorted(self.starts, low + _SLAB, side="right")) - 1, first + 1)
            high = int(self.starts[last])
            starts = (self.starts[first : last + 1] - low).astype(np.int32)
            body = self.values[low:high], self.columns[low:high], starts
            yield sparse.csr_array(body, shape=(last - first, self.width), copy=False)
            first = last
