"""What came after a decision, in counts alone: whether it bears on the decision is another question (`overtaking`)."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
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
_RECEIVED = "SELECT DISTINCT received FROM bundle"
_OF_DAY = f"SELECT n FROM item WHERE {COUNTED} AND bundle IN (SELECT id FROM bundle WHERE received=?) ORDER BY n"  # noqa: S608
_UNOPENED = f"SELECT count(*) FROM item WHERE {COUNTED} AND NOT EXISTS (SELECT 1 FROM opened WHERE item=n)"  # noqa: S608


class Since:
    """Counts since decisions, of one moment of the case: what is the same for several is worked out once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._unopened: int | None = None
        self._arrived: dict[int, int] = {}
        self._changed: list[tuple[int, int]] | None = None
        self._silent: frozenset[str] | None = None
        self._received: Received | None = None

    def counts(self, said: Entered) -> dict[str, Json]:
        """Of what came after a decision: items that arrived, items newly readable; and how many nobody has opened by now.

        *Cost*: a pass over the items for all decisions, and another where one was recorded late; with readings, only for what
        was there then and was read again.
        """
        if self._unopened is None:
            self._unopened = int(self._view.tables.one(_UNOPENED))
        next_item = int(said["next_item"])
        return {
            "arrived": self._arrivals(next_item) + self._received_late(said),
            "newly_readable": self._newly_readable(said.entry, next_item),
            "unopened": self._unopened,
        }

    def _received_late(self, said: Entered) -> int:
        if not _late(self._view, said):
            return 0
        if self._received is None:
            self._received = Received(self._view)
        return self._received.count(said, _had(self._view, said))

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


class Received:
    """Which items were received on which day."""

    def __init__(self, view: View) -> None:
        days = [str(day) for (day,) in view.tables.rows(_RECEIVED)]
        self._days: Mapping[str, array[int]] = {day: view.tables.numbers(_OF_DAY, (day,)) for day in days}

    def after(self, said: Entered) -> list[int]:
        """Those received after the day of a decision that came in before it was recorded."""
        parts = [each[: bisect_left(each, said["next_item"])] for day, each in self._days.items() if day > said["day"]]
        return sorted(n for part in parts for n in part)

    def count(self, said: Entered, without: frozenset[int]) -> int:
        """How many these are, without some. *Cost*: a look into each day, and into each for every one that is left out."""
        later, end = [each for day, each in self._days.items() if day > said["day"]], int(said["next_item"])
        among = sum(n < end and any(_holds(each, n) for each in later) for n in without)
        return sum(bisect_left(each, end) for each in later) - among


def between(view: View, said: Entered) -> list[int]:
    """The items that were received after the day of a decision and came in before it was recorded.

    Without those that are said to have been before whoever made it, for they had them by then. *Cost*: a pass over the items
    where it was recorded on a later day than its own, and none where it was not.
    """
    if not _late(view, said):
        return []
    had = _had(view, said)
    return [n for n in Received(view).after(said) if n not in had]


def _late(view: View, said: Entered) -> bool:
    return later.recorded_later(view, said.entry, date.fromisoformat(said["day"]))


def _had(view: View, said: Entered) -> frozenset[int]:
    return frozenset(n for part in basis.PARTS[:2] for n in basis.numbers(view, said, part))


def _holds(numbers: "array[int]", n: int) -> bool:
    place = bisect_left(numbers, n)
    return place < len(numbers) and numbers[place] == n
