"""What came after a decision, in counts alone: whether it bears on the decision is another question (`overtaking`)."""

from collections.abc import Mapping

from muniment.model.reading import Json
from muniment.review.readable import not_readable, not_readable_at
from muniment.store.ids import number_of
from muniment.store.tables import COUNTED
from muniment.store.view import View

# What can make readable what was not: a reading of a file or of one of its members, a bundle that is no longer held.
_CHANGED = (
    "SELECT coalesce(max(entry), 0) FROM act WHERE entry<=? AND do IN ('read', 'recognised', 'unlocked', 'released')"
)
_ARRIVED = f"SELECT count(*) FROM item WHERE n>=? AND {COUNTED}"  # noqa: S608 # our own words
_ITEMS = f"SELECT n FROM item WHERE {COUNTED}"  # noqa: S608
_UNOPENED = f"SELECT count(*) FROM item WHERE {COUNTED} AND NOT EXISTS (SELECT 1 FROM opened WHERE item=n)"  # noqa: S608


class Since:
    """Counts since decisions, of one moment of the case: what is the same for several is worked out once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._unopened: int | None = None
        self._newest = _changed(view, view.as_of)
        self._hidden: Mapping[int, set[int]] = {}

    def counts(self, entry: int, next_item: int) -> dict[str, Json]:
        """Of what came after this entry: items that arrived, items newly readable; and how many nobody has opened by now.

        *Cost*: a pass over the items, where anything was read since.
        """
        if self._unopened is None:
            self._unopened = int(self._view.tables.one(_UNOPENED))
        return {
            "arrived": int(self._view.tables.one(_ARRIVED, (next_item,))),
            "newly_readable": self._readable(entry, next_item),
            "unopened": self._unopened,
        }

    def _readable(self, entry: int, next_item: int) -> int:
        then = _changed(self._view, entry)
        if then == self._newest:
            return 0
        if then not in self._hidden:
            counted = {int(n) for (n,) in self._view.tables.rows(_ITEMS)}
            # Of the unknown that can be read now: then their container said of them why not, and they had no reading.
            past = not_readable_at(self._view, entry)
            hidden = {number_of(item) for item in past.hidden | past.unknown}
            gone = hidden - {number_of(item) for item in not_readable(self._view)}
            self._hidden = {**self._hidden, then: gone & counted}
        return sum(n < next_item for n in self._hidden[then])


def _changed(view: View, entry: int) -> int:
    return int(view.tables.one(_CHANGED, (entry,)))
