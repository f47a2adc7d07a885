"""Complaints, those who made them, and the yearly return; and the right of reply."""

from collections.abc import Sequence

from muniment.case.base import Json, counts, several
from muniment.case.prove.part import Part
from muniment.prove import complaints, days, replies, yearly
from muniment.prove.law.book import ours


class Complaints(Part):
    """Complaints, those who made them, and the yearly return; and the right of reply."""

    def complain(
        self,
        text: str,
        category: str,
        channel: str,
        received: str = "",
        *,
        election: str = "",
        items: Sequence[str] = (),
        who: str = "",
        contact: str = "",
        area: str = "",
        force: str = "",
        authority: str = "",
    ) -> Json:
        """Enter a complaint: what, of which category, by which channel, received when (today, if no day is named), from whom.

        `force` and `authority` are the police force and the council that the yearly return names.
        Raises: AskedWrong and UnknownItem, which name the field; Refused, where an item is held or was withdrawn.
        """
        several(items=items)
        said = complaints.Said(text, category, channel, received, election, items, who, contact, area, force, authority)
        return self._done(*complaints.receive(self._store, ours(), said))

    def answer_complaint(self, id: str, text: str, how: str, *, day: str = "", person: str = "") -> Json:  # noqa: A002
        """Enter that whoever complained was answered: what was said, how, when, by whom.

        Raises: AskedWrong; UnknownItem.
        """
        return self._done(id, complaints.answer(self._store, ours(), id, how, text, day, person))

    def end_complaint(self, id: str, outcome: str, reason: str = "", why: str = "", *, day: str = "") -> Json:  # noqa: A002
        """Say what became of a complaint, in the outcomes of the yearly return; what was said last stands.

        Raises: AskedWrong, also where the outcome needs a reason; UnknownItem.
        """
        return self._done(id, complaints.end(self._store, ours(), id, outcome, reason, why, day))

    def complaints(self, on: str = "") -> Json:
        """Every complaint: how it was answered, what became of it, which allegations came of it; and which nobody has answered.

        Raises: AskedWrong.
        """
        self._looked("complaints")
        with self._store.moment():
            day = days.asked_day(self._store, on)
            rows = complaints.complaints(self._store, ours(), day)
            unanswered = [each["id"] for each in rows if each["unanswered_since"]]
            return {
                "complaints": rows,
                "unanswered": unanswered,
                "on": day.isoformat(),
                "as_of": self._store.as_of,
            }

    def complaint(self, id: str, on: str = "") -> Json:  # noqa: A002
        """One complaint.

        Raises: UnknownItem; AskedWrong.
        """
        self._looked("complaints", id)
        with self._store.moment():
            day = days.asked_day(self._store, on)
            return complaints.one_of(self._store, ours(), id, day) | {"on": day.isoformat(), "as_of": self._store.as_of}

    def yearly_return(self, year: int) -> Json:
        """The complaints of a year as the Electoral Commission's data have them, a row for each offence; nobody is named.

        Raises: AskedWrong.
        """
        counts(year=year)
        self._looked("yearly-return", str(year))
        with self._store.moment():
            rows = yearly.rows(self._store, ours(), year, days.today(self._store))
            return {
                "year": year,
                "rows": rows,
                "counts": yearly.counts(rows),
                "not_verified": yearly.unverified(ours()),
                "as_of": self._store.as_of,
            }

    # -- the right of reply

    def say_body(self, body: str) -> Json:
        """Say which kind of body the case is that of: police, petitioner, ... In a police case only lawful ways to put are offered.

        Raises: AskedWrong.
        """
        return self._case._done(replies.say_body(self._store, ours(), body)) | self.ways_to_put()

    def ways_to_put(self, body: str = "") -> Json:
        """How a kind of body (the case's own, where none is named) can put an allegation, and the reasons why it was not yet.

        Raises: AskedWrong.
        """
        self._looked("replies")
        with self._store.moment():
            law, open_ = ours().replies, replies.offered(self._store, ours(), body)
            ways = [
                {name: getattr(each, name) for name in ("id", "title", "text", "source", "status")}
                | {"verified": each.status.verified}
                for each in law.ways.values()
                if each.id in open_
            ]
            not_yet = [{"id": each.id, "title": each.title, "text": each.text} for each in law.not_yet.values()]
            of = body or replies.body(self._store)
            return {"body": of, "ways": ways, "not_yet": not_yet, "as_of": self._store.as_of}

    def put(
        self,
        allegation: str,
        subject: str,
        how: str,
        what: str = "",
        *,
        day: str = "",
        reason: str = "",
        body: str = "",
        items: Sequence[str] = (),
    ) -> Json:
        """Enter that an allegation was put to its subject (number or name), how and what; or why it was not yet (how: not-yet).

        `body`: the kind of body that put it, where that is another than the case's.
        Raises: AskedWrong, also where that way is not lawful for that kind of body; UnknownItem; Refused.
        """
        several(items=items)
        said = replies.Said(allegation, subject, how, day, reason, body, what, items)
        return self._done(*replies.put(self._store, ours(), said))

    def reply(self, id: str, answer: str, *, day: str = "", items: Sequence[str] = ()) -> Json:  # noqa: A002
        """Enter what the subject answered to what was put, and the items that it came in as.

        Raises: AskedWrong; UnknownItem; Refused.
        """
        several(items=items)
        return self._done(id, replies.reply(self._store, id, answer, day, items))

    def replies(self, allegation: str = "") -> Json:
        """For each allegation and subject what was put and answered; to whom it was never put is said.

        Raises: UnknownItem.
        """
        self._looked("replies", allegation)
        with self._store.moment():
            rows = replies.replies(self._store, ours(), allegation)
            return {"replies": rows, "body": replies.body(self._store), "as_of": self._store.as_of}
