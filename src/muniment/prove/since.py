"""What came after a decision, in counts alone: whether it bears on the decision is another question (`overtaking`)."""

from bisect import bisect_right
from datetime import date
from itertools import accumulate
from operator import itemgetter

from muniment.model.reading import Json
from muniment.prove import basis, later
from muniment.prove.entered import Entered
from muniment.review.readable import not_readable, not_readable_at
from muniment.store.tables import COUNTED, SEEN
from muniment.store.view import View

# What can make readable what was not: a reading of a file or of one of its members, a bundle that is no longer held.
_CHANGED = (
    "WITH changed(at, item) AS (SELECT entry, item FROM reading WHERE entry>?1 "
    "UNION ALL SELECT read, n FROM item WHERE read>?1 "
    "UNION ALL SELECT turned.entry, n FROM turned JOIN item USING (bundle) WHERE turned.entry>?1) "
)
_FIRST = f"{_CHANGED} SELECT at, min(n) FROM changed JOIN item ON n=item WHERE {SEEN} GROUP BY at ORDER BY at DESC"  # noqa: S608 # our own words
_AGAIN = f"{_CHANGED} SELECT DISTINCT n FROM changed JOIN item ON n=item WHERE n<?2 AND {SEEN}"  # noqa: S608
_DECIDED = "SELECT min(entry) FROM proof WHERE do='decided'"
_ARRIVED = f"SELECT count(*) FROM item WHERE n>=? AND {COUNTED}"  # noqa: S608
_BETWEEN = f"SELECT n FROM item WHERE n<? AND {COUNTED} AND bundle IN (SELECT id FROM bundle WHERE received>?)"  # noqa: S608
_UNOPENED = f"SELECT count(*) FROM item WHERE {COUNTED} AND NOT EXISTS (SELECT 1 FROM opened WHERE item=n)"  # noqa: S608


class Since:
    """Counts since decisions, of one moment of the case: what is the same for several is worked out once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._unopened: int | None = None
        self._arrived: dict[int, int] = {}
        self._changed: list[tuple[int, int]] | None = None
        self._silent: frozenset[str] | None = None

    def counts(self, said: Entered) -> dict[str, Json]:
        """Of what came after a decision: items that arrived, items newly readable; and how many nobody has opened by now.

        *Cost*: a pass over the items for all decisions; with readings, only for what was there then and was read again.
        """
        if self._unopened is None:
            self._unopened = int(self._view.tables.one(_UNOPENED))
        next_item = int(said["next_item"])
        return {
            "arrived": self._arrivals(next_item) + len(between(self._view, said)),
            "newly_readable": self._newly_readable(said.entry, next_item),
            "unopened": self._unopened,
        }

    def _arrivals(self, next_item: int) -> int:
        if next_item not in self._arrived:
            self._arrived[next_item] = int(self._view.tables.one(_ARRIVED, (next_item,)))
        return self._arrived[next_item]

    def _newly_readable(self, entry: int, next_item: int) -> int:
        if not self._read_again(entry, next_item):
            return 0
        if self._silent is None:
            self._silent = not_readable(self._view)
        among = self._view.tables.numbers(_AGAIN, (entry, next_item))
        # Of the unknown that can be read now: then their container said of them why not, and they had no reading.
        past = not_readable_at(self._view, entry, among)
        return len((past.hidden | past.unknown) - self._silent)

    def _read_again(self, entry: int, next_item: int) -> bool:
        """Whether anything that was there then was read again, or shown again, since."""
        if self._changed is None:
            rows = self._view.tables.rows(_FIRST, (self._view.tables.one(_DECIDED) or 0,))
            first = accumulate((n for _, n in rows), min)  # of all that changed at an entry or behind it
            self._changed = [*zip((at for at, _ in rows), first, strict=True)][::-1]
        place = bisect_right(self._changed, entry, key=itemgetter(0))
        return place < len(self._changed) and self._changed[place][1] < next_item


def between(view: View, said: Entered) -> list[int]:
    """The items that were received after the day of a decision and came in before it was recorded.

    Without those that are said to have been before whoever made it, for they had them by then. *Cost*: a pass over the items
    where it was recorded on a later day than its own, and none where it was not.
    """
    day = date.fromisoformat(said["day"])
    if not later.recorded_later(view, said.entry, day):
        return []
    had = {n for part in basis.PARTS[:2] for n in basis.numbers(view, said, part)}
    return [n for n in view.tables.numbers(_BETWEEN, (said["next_item"], said["day"])) if n not in had]
