"""One batch from numbers alone: the same numbers give the same batch, whoever works it out, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import count

import numpy as np

from muniment.intake.progress import Tell, silent
from muniment.review.rank import base as bases
from muniment.review.rank import model, moved, order
from muniment.review.rank.base import Base
from muniment.review.rank.model import Ints, Labels
from muniment.review.rank.moved import Moved
from muniment.search.source import Source
from muniment.store.ids import number_of

_CHANGED = "SELECT max(changed) FROM item"
_made = count(1)


@dataclass(frozen=True, slots=True)
class Brought:
    """The rows of a case and the families of its items, and a number that no other rows of this process have."""

    base: Base
    families: Ints
    made: int
    changed: int  # the entry that had changed an item last, when they were looked at last


def bring(source: Source, tell: Tell = silent) -> Brought:
    """Bring the rows up to date. *Cost*: a pass over all terms; reading only what changed."""
    now = _changed(source)  # first: what comes in meanwhile is brought once more, and nothing is missed
    base = bases.brought(source, tell)
    rows = np.array(source.tables.rows("SELECT n, top FROM item ORDER BY n"), np.int64).reshape(-1, 2)
    return Brought(base, rows[np.searchsorted(rows[:, 0], base.numbers), 1], next(_made), now)


def still(brought: Brought, source: Source) -> Brought | None:
    """The same rows where they are still those of the case; None where a text came in, or went.

    A note, or what a person described, changes an item and not its row. *Cost*: a look at what changed.
    """
    now = _changed(source)
    if now == brought.changed:
        return brought
    same = now > brought.changed and all(map(brought.base.still, source.items(brought.changed)))
    return replace(brought, changed=now) if same else None


def _changed(source: Source) -> int:
    found = source.tables.rows(_CHANGED)[0][0]
    return -1 if found is None else int(found)


def numbered(items: Iterable[str]) -> Ints:
    """The numbers of some items, in their order."""
    return np.array([number_of(item) for item in items], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """What a batch hangs on beside the rows; items are named by their numbers."""

    reached: Ints  # in the order in which the ranking reached them
    left: Ints  # what it may give
    taught: Ints  # what it may learn from, in that order, and whether each is relevant
    labels: Labels
    seed: int
    chance: int

    def key(self, brought: Brought) -> bytes:
        """What tells this stand over these rows from every other."""
        found = blake2b(repr((brought.made, self.seed, self.chance)).encode(), digest_size=32)
        for part in (self.reached, self.left, self.taught, self.labels):
            found.update(len(part).to_bytes(8, "big") + part.tobytes())
        return found.digest()

    def after(self, reached: Sequence[int], taught: Sequence[tuple[int, bool]]) -> "Stand":
        """The stand when these have been reached too, and may teach what is given."""
        more = np.array(reached, np.int64)
        return replace(
            self,
            reached=np.concatenate([self.reached, more]),
            left=self.left[~np.isin(self.left, more)],
            taught=np.concatenate([self.taught, np.array([n for n, _ in taught], np.int64)]),
            labels=np.concatenate([self.labels, np.array([now for _, now in taught], np.bool_)]),
        )


def stand(frame: Ints, reached: Ints, passed: Ints, taught: Mapping[str, bool], seed: int, chance: int) -> Stand:
    """Where a course stands: it may give all of its frame but for what it has reached, and what is passed over."""
    left = frame[~np.isin(frame, np.concatenate([reached, passed]))]
    return Stand(reached, left, numbered(taught), np.array([*taught.values()], np.bool_), seed, chance)


def opening(brought: Brought, stand: Stand, found: Sequence[int]) -> list[int]:
    """What is read before there is a model: what a query found; nothing, where something relevant is known; a random start."""
    if not found and stand.labels.any():
        return []
    numbers = brought.base.numbers
    left = numbers[np.isin(numbers, stand.left)]
    return order.opening(left, stand.seed, found=found, count=max(len(found), order.START))


@dataclass(frozen=True, slots=True)
class Given:
    """A batch in its order, and what moved its items; None where nothing did."""

    items: list[int]
    moved: Moved | None


def given(brought: Brought, stand: Stand) -> Given:
    """The next batch. What is not among the rows is neither given nor learnt from."""
    numbers, rows = brought.base.numbers, brought.base.rows
    known = np.isin(stand.taught, numbers)
    items, labels = np.searchsorted(numbers, stand.taught[known]), stand.labels[known]
    reached = np.searchsorted(numbers, stand.reached[np.isin(stand.reached, numbers)])
    left = np.isin(numbers, stand.left)
    left[reached] = False
    weights = model.weights(rows, items, labels)
    scores = rows.times(weights)
    queue = order.Queue(numbers, stand.seed, brought.families, stand.chance)
    batch = queue.batch(scores, left, reached, np.isin(reached, items[labels]))
    why = moved.of(numbers[batch], rows.some(batch), weights) if weights.any() else None
    return Given(numbers[batch].tolist(), why)
