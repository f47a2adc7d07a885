"""What came after a decision, in counts alone: whether it bears on the decision is another question (`overtaking`)."""

from muniment.model.reading import Json
from muniment.review.readable import not_readable, not_readable_at
from muniment.store.ids import number_of
from muniment.store.tables import COUNTED, SEEN
from muniment.store.view import View

# What can make readable what was not: a reading of a file or of one of its members, a bundle that is no longer held.
_CHANGED = (
    "SELECT coalesce(max(entry), 0) FROM act WHERE entry<=? AND do IN ('read', 'recognised', 'unlocked', 'released')"
)
_AGAIN = (
    f"SELECT 1 FROM item WHERE n<?2 AND {SEEN} AND (read>?1 OR bundle IN (SELECT bundle FROM turned WHERE entry>?1) "  # noqa: S608 # our own words
    "OR EXISTS (SELECT 1 FROM reading WHERE item=n AND entry>?1)) LIMIT 1"
)
_ARRIVED = f"SELECT count(*) FROM item WHERE n>=? AND {COUNTED}"  # noqa: S608
_ITEMS = f"SELECT n FROM item WHERE {SEEN}"  # noqa: S608
_UNOPENED = f"SELECT count(*) FROM item WHERE {COUNTED} AND NOT EXISTS (SELECT 1 FROM opened WHERE item=n)"  # noqa: S608


class Since:
    """Counts since decisions, of one moment of the case: what is the same for several is worked out once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._unopened: int | None = None
        self._readable: dict[int, list[int]] = {}

    def counts(self, entry: int, next_item: int) -> dict[str, Json]:
        """Of what came after this entry: items that arrived, items newly readable; and how many nobody has opened by now.

        *Cost*: a pass over the items; in Python, and with their readings, only where what was there then was read again.
        """
        if self._unopened is None:
            self._unopened = int(self._view.tables.one(_UNOPENED))
        return {
            "arrived": int(self._view.tables.one(_ARRIVED, (next_item,))),
            "newly_readable": self._newly_readable(entry, next_item),
            "unopened": self._unopened,
        }

    def _newly_readable(self, entry: int, next_item: int) -> int:
        if self._view.tables.one(_AGAIN, (entry, next_item)) is None:
            return 0
        then = int(self._view.tables.one(_CHANGED, (entry,)))
        if then not in self._readable:
            # Of the unknown that can be read now: then their container said of them why not, and they had no reading.
            past = not_readable_at(self._view, entry)
            found = {number_of(item) for item in (past.hidden | past.unknown) - not_readable(self._view)}
            self._readable[then] = sorted(found & {*self._view.tables.numbers(_ITEMS)})
        return sum(n < next_item for n in self._readable[then])
