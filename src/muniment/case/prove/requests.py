"""What others were asked for, and advice."""

from collections.abc import Sequence

from muniment.case.base import Json, several
from muniment.case.prove.part import Part
from muniment.prove import advice, requests
from muniment.prove.days import asked_day
from muniment.prove.law.book import ours


class Requests(Part):
    """What others were asked for, and advice."""

    def ask(
        self,
        body: str,
        what: str,
        due: str,
        basis: str,
        *,
        day: str = "",
        data: str = "",
        of: Sequence[str] = (),
    ) -> Json:
        """Enter that somebody was asked for a thing, on a basis, until a day; `data`: something of the tables that officers hold.

        `may` in the answer is who may have such data by law. Raises: AskedWrong and UnknownItem, which name the field.
        """
        several(of=of)
        done = requests.ask(self._store, ours(), requests.Said(body, what, due, basis, day, data, of))
        return self._done(*done) | {"may": requests.supply(ours(), data)[0]["ways"] if data else []}

    def answer(self, id: str, said: str, *, day: str = "", bundle: str = "", why: str = "") -> Json:  # noqa: A002
        """Enter how a request was answered: supplied, part, refused (why), not-held; and the bundle that came.

        Raises: AskedWrong and UnknownItem, which name the field.
        """
        return self._done(id, requests.answer(self._store, ours(), id, said, day=day, bundle=bundle, why=why))

    def requests(self, on: str = "") -> Json:
        """Every request as it stands on a day (today where none is named), what is overdue first.

        Raises: AskedWrong.
        """
        self._looked("requests")
        with self._store.moment():
            day = asked_day(self._store, on)
            rows = requests.requests(self._store, ours(), day)
            overdue = [each["id"] for each in rows if each["overdue"]]
            return {"requests": rows, "overdue": overdue, "on": day.isoformat(), "as_of": self._store.as_of}

    # -- advice

    def ask_advice(
        self, body: str, what: str, *, day: str = "", of: Sequence[str] = (), items: Sequence[str] = ()
    ) -> Json:
        """Enter that advice was asked: of whom, what, about what, and which items were put before them; today, if no day is named.

        Raises: AskedWrong and UnknownItem, which name the field; Refused, where an item is held or was withdrawn.
        """
        several(of=of, items=items)
        return self._done(*advice.ask(self._store, body, what, day, of, items))

    def give_advice(self, id: str, text: str, *, day: str = "", items: Sequence[str] = ()) -> Json:  # noqa: A002
        """Enter the advice that was given, and the items that it lies in.

        Raises: AskedWrong and UnknownItem, which name the field.
        """
        several(items=items)
        return self._done(id, advice.give(self._store, id, text, day, items))

    def advice(self, on: str = "") -> Json:
        """All advice, asked and given: what was put before the adviser, which decisions relied on it, and what overtakes it.

        Raises: AskedWrong.
        """
        self._looked("advice")
        with self._store.moment():
            return advice.listed(self._store, ours(), asked_day(self._store, on))


def supply(data: str = "", who: str = "") -> Json:
    """Who may have what officers hold, by supply, inspection or order, for what. It needs no case.

    Raises: AskedWrong.
    """
    return {"data": requests.supply(ours(), data, who), "version": ours().version, "hash": ours().hash}
