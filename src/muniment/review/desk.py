"""Who reads what next: the queue as it lies in the ledger, followed as people judge, and the audit of an open draw beside it."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from muniment.errors import AskedWrong, Refused, ToolMissing
from muniment.model.act import Act, ranges
from muniment.model.reading import Json
from muniment.model.review import AuditBegan, Ranked, RankingBegan, Way
from muniment.names.filename import plain
from muniment.review import certify, facts, ranking, readable
from muniment.review.certificate.course import Course, Opened
from muniment.search import find
from muniment.store.ids import id_of, number_of
from muniment.store.store import Store
from muniment.store.tables import COUNTED

if TYPE_CHECKING:
    from muniment.review.rank.batch import Stand

_FRAME = f"SELECT n FROM item WHERE {COUNTED} ORDER BY n"  # noqa: S608 # our own words
_GONE = "SELECT n FROM item WHERE bundle IN (SELECT id FROM bundle WHERE aside<>'') OR state='unread.erased'"
_LAST = "SELECT entry, seed, chance FROM ranking ORDER BY entry DESC LIMIT 1"
_OUTSIDE = f"SELECT count(*) FROM item WHERE n>? AND {COUNTED} AND n NOT IN (SELECT item FROM standing)"  # noqa: S608
SEEDS = 53  # bits of a seed
_FIRST = 20  # of what a query finds: then the ranking learns from them


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be read next; `item` is None where nothing is left."""

    item: str | None
    way: Way
    left: int = 0  # of the batch
    size: int = 0


class Desk:
    """Follows one case. Whoever asks twice pays for what happened in between."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ranking = ranking.Ranking(store)
        self._course: Course | None = None
        self._of: tuple[Json, ...] = ()
        self._as_of = self._changed = -1
        self._gone: set[str] = set()
        self._hidden: frozenset[str] = frozenset()
        self._works_ahead = False  # whether what comes next is worked out while people read
        self._expected = False  # whether it is, since the last thing that happened
        self._quiet: int | None = None  # what had changed last when that was looked at

    # -- where things stand

    def course(self) -> Course:
        """All that was ranked and judged, up to now."""
        store, draw = self._store, certify.waiting(self._store)
        newest = store.tables.meta("next_item")
        of = (newest,) if draw is None else (draw.draw.entry, draw.seeded)
        if self._course is None or of != self._of:
            self._expected = False
            if draw is None:
                self._course = Course(id_of(n) for (n,) in store.tables.rows(_FRAME)).follow(facts.events(store))
            else:
                self._course = certify.course(store, draw)
        elif events := [*facts.events(store, self._as_of)]:
            if not all(isinstance(each, Opened) for each in events):  # that somebody looks changes no order
                self._expected = False
            self._course.follow(events)
        self._of, self._as_of = of, store.as_of
        self._look()
        return self._course

    def _look(self) -> None:
        """Which items nobody can judge, and which cannot be read; asked again where an item changed since."""
        changed = self._store.tables.one("SELECT max(changed) FROM item")
        if changed != self._changed:
            self._gone = {id_of(n) for (n,) in self._store.tables.rows(_GONE)}
            self._hidden = readable.not_readable(self._store)
            self._changed, self._expected = changed, False

    def way(self, item: str) -> Way:
        """How an item that somebody judges now came before them, by where it lies.

        Before a draw handed its first item out nothing is an audit: that an item happens to be the first of it tells nobody.
        """
        course = self.course()
        if item == course.next_queued():
            return Way.QUEUE
        return Way.AUDIT if course.audit_began is not None and item in self._audits(course, 1) else Way.ASIDE

    def allow_audit(self, items: Sequence[str]) -> None:
        """Whether an item may be judged as one that the open draw handed out: each alone, and in the order of the draw.

        One that somebody judged so already was handed out too: two people may have had it before them at once.
        Raises: Refused.
        """
        course = self.course()
        if len(items) != 1:
            what = "audited items are judged alone, one by one"
            raise Refused(what, f"{len(items)} items", "muniment review next --audit names the one")
        (item,) = items
        began = course.audit_began is not None
        if not (began and (item in self._audits(course, 1) or (course.blind(item) and item in course.numbers))):
            what = "no open draw has handed this item out"
            raise Refused(what, item, "muniment review next --audit hands out the next; without --way its way is seen")

    def unread(self, items: Iterable[str]) -> list[str]:
        """Of some items those that no machine could read whole and that nobody both opened and judged."""
        course = self.course()
        return [item for item in items if item in self._hidden and not course.seen(item)]

    # -- what comes next

    def next(self) -> Next:
        """The next item of the queue; at the end of a batch the ranking learns, and gives another."""
        course = self.course()
        item = course.next_queued()
        if item is None and course.frame:  # in an empty case there is nothing to order, and looking writes nothing
            self._rank()
            course = self.course()
            item = course.next_queued()
        batch = course.batches[-1].items if course.batches else ()
        left = sum(course.judgement(each) is None and each not in course.gone for each in batch)
        if left == 1:
            self._expect()
        return Next(item, Way.QUEUE, left, len(batch))

    def audit(self) -> Next:
        """The next item of the open draw; it is to be judged alone, and blind.

        An audit rests on the ranking that it is beside, which cannot begin after it: where none did, it begins now.
        Raises: Refused, where no draw is open, or it is not seeded; ToolMissing.
        """
        self._seeded()
        if self.course().audit_began is None:  # before anybody sees what it hands out
            self._begin_first()

            def act() -> Sequence[Act]:
                draw = self._seeded()
                return [AuditBegan(draw)] if self.course().audit_began is None else []

            self._store.record_now(act)
        found = self._audits(self.course(), 1)
        return Next(found[0] if found else None, Way.AUDIT)

    def _seeded(self) -> int:
        draw = certify.waiting(self._store)
        if draw is None or draw.seeded is None:
            what = "no draw is open" if draw is None else "the draw is not seeded yet"
            raise Refused(what, "", "muniment review certificate says what to do")
        return draw.draw.entry

    def ahead(self, limit: int) -> list[str]:
        """The items of the batch that nobody has judged, in their order."""
        course = self.course()
        batch = course.batches[-1].items if course.batches else ()
        waiting = (each for each in batch if course.judgement(each) is None and each not in self._gone)
        return list(islice(waiting, limit))

    def outside(self) -> int:
        """How many items that nobody judged came in since the open draw began: they wait until it is certified or given up."""
        if certify.waiting(self._store) is None:
            return 0
        newest = number_of(next(reversed(self.course().frame)))
        return int(self._store.tables.one(_OUTSIDE, (newest,)))

    def _audits(self, course: Course, most: int) -> list[str]:
        waiting = (each for each in course.audits(not_readable=self._hidden) if each not in self._gone)
        return [*islice(waiting, most)]

    # -- what is worked out while people read

    def work_ahead(self) -> None:
        """From now on, have the next batch worked out while somebody reads the last item of this one; the rows, at once."""
        self._works_ahead = True
        self._ranking.expect(())

    def look_ahead(self) -> None:
        """Have what came in weighed, unless something came in since this was asked before: then more is coming."""
        self.course()
        quiet, self._quiet = self._changed == self._quiet, self._changed
        if quiet:
            self._expect()

    def end(self) -> None:
        """Work nothing out any more."""
        self._works_ahead = False
        self._ranking.end()

    def _expect(self) -> None:
        """Once for each thing that happens. Without the extra there is nothing to be worked out."""
        with suppress(ToolMissing):
            if self._works_ahead and not self._expected:
                self._expected = True
                self._ranking.expect(self._stands())

    def _stands(self) -> "list[Stand]":
        """What the next batch may hang on: what is known now, where the batch is read, or what is said of its last item."""
        course, found = self.course(), self._store.tables.rows(_LAST)
        if not found:
            return []
        _, seed, chance = found[0]
        stand, last = self._ranking.stand(course, self._gone, seed, chance), course.next_queued()
        if last is None:
            return [stand] if len(stand.left) else []
        alone = self.ahead(2) == [last] and not course.is_reached(last)
        return ranking.after(stand, course, last) if alone else []

    # -- what the ranking gives

    def begin(self, query: str = "") -> int:
        """Begin a ranking: the best of what a query finds are read first, else what is like the relevant items, else a random start.

        Raises: BadQuery; Refused, where an audit has begun: its draw rests on the ranking that there is.
        """
        return self._store.record_now(self._beginning(query))

    def _begin_first(self) -> None:
        """Begin a ranking where there is none; whoever is second takes the one that the first began."""
        if not self._store.tables.rows(_LAST):
            beginning = self._beginning("")
            self._store.record_now(lambda: [] if self._store.tables.rows(_LAST) else beginning())

    def _beginning(self, query: str) -> Callable[[], Sequence[Act]]:
        query = plain(query).strip()
        best = find.find(self._store, query, _FIRST).hits if query else []
        found = [number_of(hit.item) for hit in best]
        if query and not found:
            raise AskedWrong(
                "this query finds nothing to begin with", query, "try it with muniment search, or begin without one"
            )
        seed = secrets.randbits(SEEDS)

        def act() -> Sequence[Act]:
            course = self.course()
            if course.audit_began is not None:
                what = "an audit has begun, and rests on the ranking that there is"
                raise Refused(what, str(course.draw), "go on with it, or give the draw up")
            first = self._ranking.opening(course, self._gone, seed, found)
            return [RankingBegan(self._ranking.ranker, seed, ranking.CHANCE, query, ranges(first), len(first))]

        return act

    def _rank(self) -> None:
        """The next batch, where there is one; whoever is second takes what the first was given."""
        self._begin_first()
        while (course := self.course()).next_queued() is None:
            entry, seed, chance = self._store.tables.rows(_LAST)[0]
            of = entry, len(course.reached()), len(course.taught())
            batch = self._ranking.batch(
                course, self._gone, seed, chance
            )  # before the lock: it takes longer than what follows
            if not batch:
                return
            if self._store.record_now(self._unless_changed(of, batch)) >= 0:
                self._ranking.keep(later=self._works_ahead)  # and on: all of it may be sealed, then it is read already

    def _unless_changed(self, of: tuple[int, int, int], batch: Sequence[int]) -> Callable[[], Sequence[Act]]:
        """The batch, unless somebody was quicker: then nothing."""

        def act() -> Sequence[Act]:
            course = self.course()
            now = self._store.tables.rows(_LAST)[0][0], len(course.reached()), len(course.taught())
            return [Ranked(*of, ranges(batch), len(batch))] if course.batch_read and now == of else []

        return act

    def why(self, item: str, most: int) -> list[tuple[str, float]]:
        """The words that moved an item up, the heaviest first; none where no model gave it."""
        batches = self.course().batches
        return [] if not batches or batches[-1].began else self._ranking.why(item, most)
