"""What the ranker gives of a case: its batches, from what may teach it, and the words that moved an item up.

It needs the extra `rank`; everything else of a review goes on without.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from muniment.errors import ToolMissing
from muniment.intake.progress import Tell, silent
from muniment.model.review import Judgement
from muniment.review.ahead import Ahead, Ended
from muniment.review.certificate.course import Course
from muniment.store.ids import number_of
from muniment.store.store import Store
from muniment.store.sync import locked
from muniment.store.view import Places, View

if TYPE_CHECKING:
    from muniment.review.rank.batch import Brought, Given, Stand
    from muniment.review.rank.moved import Moved

CHANCE = 20  # one place of the queue in so many is given by lot
WHY = "why"  # the folder of what moved the newest batch


class Ranking:
    """Ranks one case. What is worked out is kept while no item changes; whoever asks first waits for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: Brought | None = None
        self._bringing = threading.Lock()  # whoever needs the rows waits for whoever brings them
        self._keeping = threading.Lock()  # whoever is last writes the newest
        self._moved: Moved | None = None
        self._frame: tuple[Course, Any] | None = None
        self._ahead: Ahead[Given] = Ahead()

    @property
    def ranker(self) -> str:
        """By what batches are made; another version may give others."""
        rank = _rank()
        return f"words and characters: terms {rank.terms.FORM}, rows {rank.features.FORM}, model {rank.model.FORM}, queue {rank.order.FORM}"

    def opening(self, course: Course, gone: set[str], seed: int, found: Sequence[int]) -> list[int]:
        """What is read before there is a model: what a query found; nothing, where something relevant is known; a random start."""
        stand = self.stand(course, gone, seed, CHANCE)
        return list(_rank().batch.opening(self._brought(self._store), stand, found))

    def stand(self, course: Course, gone: set[str], seed: int, chance: int) -> "Stand":
        """What the next batch hangs on now.

        Raises: ToolMissing; so do the others.
        """
        batch = _rank().batch
        if self._frame is None or self._frame[0] is not course:
            self._frame = course, batch.numbered(course.frame)
        reached, passed = batch.numbered(course.reached()), batch.numbered({*course.gone, *gone})
        stand: Stand = batch.stand(self._frame[1], reached, passed, course.taught(), seed, chance)
        return stand

    def batch(self, course: Course, gone: set[str], seed: int, chance: int) -> list[int]:
        """The next batch, of all that the ranking has not reached, sealed items among them."""
        stand, brought = self.stand(course, gone, seed, chance), self._brought(self._store)
        given = self._ahead.ready(stand.key(brought)) or _rank().batch.given(brought, stand)
        self._moved = given.moved
        return list(given.items)

    def keep(self, *, later: bool = False) -> None:
        """Keep what moved the last batch for whoever asks why, once the batch is in the ledger; `later`: in a thread."""
        if later:
            self._ahead.expect(self._keep)
        else:
            self._keep()

    def _keep(self) -> dict[bytes, "Callable[[], Given]"]:
        with self._keeping:
            _rank().moved.keep(self._store.derived / WHY, self._moved)
        return {}

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

    # -- what is worked out while people read

    def expect(self, stands: Sequence["Stand"]) -> None:
        """Have the rows brought up to date, and the batches of these stands worked out, in a thread."""
        self._ahead.expect(partial(self._works, stands))

    def end(self) -> None:
        """Work nothing out any more."""
        self._ahead.end()

    def _works(self, stands: Sequence["Stand"]) -> dict[bytes, "Callable[[], Given]"]:
        """What is to be worked out, by its key; the rows are brought for it."""
        if not self._store.writable:  # its tables are in memory, and of one thread
            raise Ended
        rank = _rank()
        rank.products.scipy()  # which takes a while to load
        with self._aside() as view:
            brought = self._brought(view, self._ahead.go_on)
        return {stand.key(brought): partial(rank.batch.given, brought, stand) for stand in stands}

    # -- what is kept

    def _still(self, view: View) -> "Brought | None":
        """The rows, where they are there and still those of the case."""
        before = self._kept
        found: Brought | None = None if before is None else _rank().batch.still(before, view)
        if found is not None and self._kept is before:
            self._kept = found
        return found

    def _brought(self, view: View, tell: Tell = silent) -> "Brought":
        if (found := self._still(view)) is not None:
            return found
        with self._bringing:
            if (found := self._still(view)) is None:
                self._kept = found = _rank().batch.bring(view, tell)
            return found

    @contextmanager
    def _aside(self) -> Iterator[View]:
        """The tables and readings as another thread reads them, on its own."""
        places = Places(self._store.path, self._store.derived)
        tables = places.tables(self._store.derived / "tables.db")
        try:
            yield View(places, tables)
        finally:
            tables.close()


def after(stand: "Stand", course: Course, last: str) -> list["Stand"]:
    """What the next batch hangs on when the last item of a batch is judged, for each thing that may be said of it.

    Where something else happens meanwhile it is none of these. What is sealed behind the item is reached with it.
    """
    batch = course.batches[-1].items
    rest = [each for each in batch[batch.index(last) + 1 :] if not course.is_reached(each)]
    said = [(number_of(each), now) for each in rest if (now := course.judgement(each)) is not None]
    reached = [number_of(last), *(number for number, _ in said)]
    likely = Judgement.RELEVANT if stand.labels[-1:].any() else Judgement.NOT_RELEVANT  # what was said last
    found = []
    for now in dict.fromkeys((likely, *Judgement)):
        decided = [each for each in ((number_of(last), now), *said) if each[1] is not Judgement.UNSURE]
        found.append(stand.after(reached, [(number, each is Judgement.RELEVANT) for number, each in decided]))
    return found


def remove(store: Store) -> None:
    """Throw away what was worked out of texts; after an erasure, so that nothing is left of what was erased."""
    with locked(store.derived / "rank.lock"):  # whoever takes texts apart comes to its end before
        for name in ("rank", WHY):
            shutil.rmtree(store.derived / name, ignore_errors=True)


def _rank() -> Any:
    """The ranker's modules.

    Raises: ToolMissing.
    """
    from muniment.review import rank  # noqa: PLC0415

    rank.ready()
    from muniment.review.rank import base, batch, features, model, moved, order, products, terms  # noqa: F401, PLC0415

    return rank
