"""Lines of inquiry, unused material and its schedules; one person's file."""

from collections.abc import Sequence

from muniment.case.base import Json, several
from muniment.case.prove.part import Part
from muniment.model.prove import Scheduled, ScheduleSubmitted
from muniment.prove import lines, subject, unused
from muniment.prove.days import asked_day
from muniment.prove.entered import one
from muniment.prove.law.book import ours


class Unused(Part):
    """Lines of inquiry, unused material and its schedules; one person's file."""

    def line(
        self,
        text: str = "",
        points: str = "",
        *,
        state: str = "open",
        why: str = "",
        of: Sequence[str] = (),
        day: str = "",
        on: str = "",
    ) -> Json:
        """Enter a reasonable line of inquiry and which way it points (towards, away, either); with `on`, what became of it.

        `of`: allegations and subjects, by number. Raises: AskedWrong, also where one is not followed without a reason; UnknownItem.
        """
        several(of=of)
        return self._done(*lines.enter(self._store, ours(), lines.Said(text, points, state, why, of, day), on))

    def lines(self, of: str = "") -> Json:
        """Every line of inquiry, or those about an allegation or subject; and how many of each stand in which state."""
        self._looked("lines", of)
        with self._store.moment():
            rows = lines.listed(self._store, ours(), [of] if of else ())
            return {"lines": rows, "counts": lines.counts(ours(), rows), "as_of": self._store.as_of}

    def describe_unused(
        self,
        schedule: str,
        test: str,
        items: Sequence[str] = (),
        description: str = "",
        *,
        title: str = "",
        reason: str = "",
        block: bool = False,
        on: str = "",
    ) -> Json:
        """Describe unused material for a schedule: one item, or a block under a title; with `on`, a row anew, as a whole.

        `items`: numbers, spans of them (ITM-000004..ITM-000009) and whole bundles (BUN-0002). `count` says how many they were.
        Raises: AskedWrong, which names the field: what may meet the disclosure test is never in a block; UnknownItem; Refused.
        """
        several(items=items)
        given = unused.Said(schedule, test, items, description, title, reason, block)
        id, entry = unused.describe(self._store, ours(), given, on)  # noqa: A001
        return self._done(id, entry) | {"count": len(unused.items_of(self._store, one(self._store, Scheduled, id)))}

    def schedule(self, schedule: str) -> Json:
        """A schedule of unused material: its rows with their numbers, its submissions, and the work that is left.

        Raises: AskedWrong.
        """
        self._looked("schedule", schedule)
        with self._store.moment():
            found = unused.listed(self._store, ours(), schedule)
            return found | {"work": unused.work(self._store, ours()), "as_of": self._store.as_of}

    def submit(self, schedule: str, body: str, day: str = "") -> Json:
        """Record that a schedule went out: every row that had not yet gets its number, for ever; `work` is what was left to do.

        Raises: AskedWrong, where there is nothing new.
        """
        id, entry = unused.submit(self._store, ours(), schedule, body, day)  # noqa: A001
        said = one(self._store, ScheduleSubmitted, id)
        numbers = {row: number for number, row in enumerate(said["rows"], said["first"])}
        told = {"schedule": schedule, "numbers": numbers, "nil": not numbers}
        return self._done(id, entry) | told | {"work": unused.work(self._store, ours())}

    def review_unused(self, kind: str, text: str, day: str = "", items: Sequence[str] = ()) -> Json:
        """Enter that unused material was reviewed: first, after a defence statement (which lies in `items`), or again.

        Raises: AskedWrong; UnknownItem; Refused.
        """
        several(items=items)
        return self._done(*unused.review(self._store, ours(), kind, text, day, items))

    def unused_reviews(self) -> Json:
        """Every review of unused material, the oldest day first."""
        self._looked("unused-reviews")
        with self._store.moment():
            return {"reviews": unused.reviews(self._store, ours()), "as_of": self._store.as_of}

    def subject(self, wanted: str, on: str = "") -> Json:
        """The file of one subject, by number or name: both sides of each allegation, what was put, decided, and never opened.

        `on`: the day for which clocks are looked at. Raises: UnknownItem; AskedWrong.
        """
        self._looked("subject", "", [("subject", wanted)])
        with self._store.moment():
            return subject.file(self._store, ours(), wanted, asked_day(self._store, on))
