"""What others were asked for, and advice."""

from collections.abc import Sequence

from muniment.case.base import Json, several
from muniment.case.prove.part import Part
from muniment.prove import advice
from muniment.prove.days import asked_day, today
from muniment.prove.law.book import ours


class Requests(Part):
    """What others were asked for, and advice."""

    # -- advice

    def ask_advice(
        self, body: str, what: str, *, day: str = "", of: Sequence[str] = (), items: Sequence[str] = ()
    ) -> Json:
        """Enter that advice was asked: of whom, what, about what, and which items were put before them; today, if no day is named.

        Raises: AskedWrong and UnknownItem, which name the field; Refused, where an item is held or was withdrawn.
        """
        several(of=of, items=items)
        on = day or today(self._store).isoformat()
        return self._done(*advice.ask(self._store, body, what, on, of, items))

    def give_advice(self, id: str, text: str, *, day: str = "", items: Sequence[str] = ()) -> Json:  # noqa: A002
        """Enter the advice that was given, and the items that it lies in.

        Raises: AskedWrong and UnknownItem, which name the field.
        """
        several(items=items)
        return self._done(id, advice.give(self._store, id, text, day or today(self._store).isoformat(), items))

    def advice(self, on: str = "") -> Json:
        """All advice, asked and given: what was put before the adviser, which decisions relied on it, and what overtakes it.

        Raises: AskedWrong.
        """
        self._looked("advice")
        with self._store.moment():
            return advice.listed(self._store, ours(), asked_day(self._store, on))
