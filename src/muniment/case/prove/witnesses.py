"""Witnesses, what they were asked, their statements and exhibits."""

from collections.abc import Sequence

from muniment.case.base import Json, several
from muniment.case.prove.part import Part
from muniment.prove import exhibits, people, witnesses
from muniment.prove.law.book import ours


class Witnesses(Part):
    """Witnesses, what they were asked, their statements and exhibits."""

    def add_witness(
        self,
        name: str,
        about: str = "",
        *,
        subject: str = "",
        spouse: str = "",
        speaks: Sequence[str] = (),
        on: str = "",
    ) -> Json:
        """Enter a person who can speak to facts; with `on`, what is known of one anew, as a whole.

        `subject`: the same person, where something is alleged of them; `spouse`: a witness or subject; both by number or name.
        `speaks`: the numbers of allegations and subjects that they can speak about.
        Raises: AskedWrong, also where they are said to be their own spouse; UnknownItem, which names the field.
        """
        several(speaks=speaks)
        return self._done(*witnesses.name(self._store, witnesses.Said(name, about, subject, spouse, speaks), on))

    def contact(
        self,
        id: str,  # noqa: A002
        how: str,
        result: str,
        *,
        day: str = "",
        person: str = "",
        asked: str = "",
        answer: str = "",
    ) -> Json:
        """Enter that somebody tried to speak with a witness, or did: how, with which result, when, who asked what, the answer.

        Raises: AskedWrong; UnknownItem.
        """
        done = witnesses.contact(
            self._store, ours(), id, how, result, day=day, person=person, asked=asked, answer=answer
        )
        return self._done(id, done)

    def statement(
        self, witness: str, form: str, *, day: str = "", signed: bool = False, item: str = "", note: str = ""
    ) -> Json:
        """Enter a version of a witness's statement, and the item that it lies in, where it came in.

        Raises: AskedWrong; UnknownItem; Refused.
        """
        done = witnesses.statement(self._store, ours(), witness, form, day=day, signed=signed, item=item, note=note)
        return self._done(*done)

    def willing(
        self,
        id: str,  # noqa: A002
        forum: str,
        says: str,
        *,
        fear: bool = False,
        measures: Sequence[str] = (),
        why: str = "",
    ) -> Json:
        """Enter whether a witness would speak in one forum (yes, no, if, not-asked), fear, and which measures would help.

        Raises: AskedWrong, also where a condition is not said; UnknownItem.
        """
        several(measures=measures)
        done = witnesses.willing(self._store, ours(), id, forum, says, fear=fear, measures=measures, why=why)
        return self._done(id, done)

    def exhibit(self, witness: str, ref: str, item: str, title: str = "", *, statement: str = "") -> Json:
        """Enter that a witness produces an item under a reference, `ABC/1`; one original may bear several.

        Raises: AskedWrong, also where the reference is that of another item of this witness; UnknownItem; Refused.
        """
        done = exhibits.produce(self._store, witness, ref, item, title, statement)
        return self._done(*done) | {"ref": exhibits.reference(ref)}

    def witnesses(self) -> Json:
        """Every witness: contacts, statements, what they would do in each forum, exhibits; whom nobody has asked is a lead."""
        self._looked("witnesses")
        with self._store.moment():
            rows = people.listed(self._store, ours())
            leads = [each["id"] for each in rows if each["lead"]]
            return {"witnesses": rows, "leads": leads, "as_of": self._store.as_of}

    def witness(self, id: str) -> Json:  # noqa: A002
        """One witness.

        Raises: UnknownItem.
        """
        self._looked("witnesses", id)
        with self._store.moment():
            (row,) = people.listed(self._store, ours(), id)
            return row | {"as_of": self._store.as_of}
