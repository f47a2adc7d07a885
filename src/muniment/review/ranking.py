"""What the ranker gives of a case: its batches, from what may teach it, and the words that moved an item up.

It needs the extra `rank`; everything else of a review goes on without.
"""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from muniment.errors import ToolMissing
from muniment.review.certificate.course import Course
from muniment.store.ids import number_of
from muniment.store.store import Store

if TYPE_CHECKING:
    from muniment.review.rank.base import Base
    from muniment.review.rank.moved import Moved

CHANCE = 20  # one place of the queue in so many is given by lot
WHY = "why"  # the folder of what moved the newest batch


class Ranking:
    """Ranks one case. What is worked out is kept while no item changes; whoever asks first waits for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._base: Base | None = None
        self._changed = -1
        self._moved: Moved | None = None

    @property
    def ranker(self) -> str:
        """By what batches are made; another version may give others."""
        rank = _rank()
        return f"words and characters: terms {rank.terms.FORM}, rows {rank.features.FORM}, model {rank.model.FORM}, queue {rank.order.FORM}"

    def opening(self, course: Course, gone: set[str], seed: int, found: Sequence[int]) -> list[int]:
        """What is read before there is a model: what a query found; nothing, where something relevant is known; a random start."""
        rank, base = _rank(), self._brought()
        left = [number_of(item) for item in course.candidates() if item not in gone]
        numbers = _among(left, base.numbers)
        if not found and any(course.taught().values()):
            return []
        return list(rank.order.opening(numbers, seed, found=found, count=max(len(found), rank.order.START)))

    def batch(self, course: Course, gone: set[str], seed: int, chance: int) -> list[int]:
        """The next batch, of all that the ranking has not reached, sealed items among them."""
        import numpy as np  # noqa: PLC0415 # an extra

        rank, base = _rank(), self._brought()
        places = {int(n): place for place, n in enumerate(base.numbers)}
        reached = [places[n] for n in map(number_of, course.reached()) if n in places]
        left = np.ones(len(base.numbers), np.bool_)
        left[reached] = False
        left &= np.isin(base.numbers, [number_of(item) for item in course.candidates() if item not in gone])
        taught = [(places[number_of(item)], now) for item, now in course.taught().items() if number_of(item) in places]
        items, labels = np.array([at for at, _ in taught], np.int64), np.array([now for _, now in taught], np.bool_)
        weights = rank.model.weights(base.rows, items, labels)
        scores = base.rows.times(weights)
        relevant = {at for at, now in taught if now}
        queue = rank.order.Queue(base.numbers, seed, self._families(base), chance)
        found = np.array([at in relevant for at in reached], np.bool_)
        batch = queue.batch(scores, left, np.array(reached, np.int64), found)
        self._moved = rank.moved.of(base.numbers[batch], base.rows.some(batch), weights) if weights.any() else None
        return [int(n) for n in base.numbers[batch]]

    def keep(self) -> None:
        """Keep what moved the last batch for whoever asks why, once the batch is in the ledger."""
        _rank().moved.keep(self._store.derived / WHY, self._moved)

    def why(self, item: str, most: int) -> list[tuple[str, float]]:
        """The words that moved an item up in the newest batch, heaviest first; none where no model gave it.

        *Cost*: nothing is weighed for it. It only explains: without the extra `rank` there are no words.
        """
        try:
            rank = _rank()
        except ToolMissing:
            return []
        if self._moved is None or not self._moved.has(number_of(item)):  # another process may have ranked since
            self._moved = rank.moved.kept(self._store.derived / WHY)
        if self._moved is None or not self._moved.has(number_of(item)):
            return []
        text = rank.base.text_of(self._store.reading(self._store.item(item)))
        return [(str(term), float(weight)) for term, weight in self._moved.why(number_of(item), text, most)]

    # -- what is kept

    def _brought(self) -> "Base":
        changed = self._store.tables.one("SELECT max(changed) FROM item")
        if self._base is None or changed != self._changed:
            self._base, self._changed = _rank().base.brought(self._store), changed
        return self._base

    def _families(self, base: "Base") -> Any:
        import numpy as np  # noqa: PLC0415

        tops: Mapping[int, int] = dict(self._store.tables.rows("SELECT n, top FROM item"))
        return np.array([tops[int(n)] for n in base.numbers], np.int64)


def remove(store: Store) -> None:
    """Throw away what was worked out of texts; after an erasure, so that nothing is left of what was erased."""
    for name in ("rank", WHY):
        shutil.rmtree(store.derived / name, ignore_errors=True)


def _among(numbers: Sequence[int], those: Any) -> Any:
    import numpy as np  # noqa: PLC0415

    return those[np.isin(those, np.array(numbers, np.int64))]


def load() -> None:
    """Load what ranking needs, where it is installed: for a server, so that the first who asks for an item need not wait."""
    with suppress(ToolMissing):
        _rank().products.scipy()


def _rank() -> Any:
    """The ranker's modules.

    Raises: ToolMissing.
    """
    from muniment.review import rank  # noqa: PLC0415

    rank.ready()
    from muniment.review.rank import base, features, model, moved, order, products, terms  # noqa: F401, PLC0415

    return rank
