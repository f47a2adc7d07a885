"""Subjects and allegations."""

from collections.abc import Sequence
from dataclasses import replace

from muniment.case.base import Json, several
from muniment.case.prove.part import Part
from muniment.errors import UnknownItem
from muniment.model.prove import Alleged, SubjectNamed
from muniment.prove import allegations, overview
from muniment.prove.allegations import Said
from muniment.prove.entered import newest
from muniment.prove.law.book import ours


class Allegations(Part):
    """Subjects and allegations."""

    def name_subject(self, name: str, kind: str = "person", of: str = "", note: str = "", *, on: str = "") -> Json:
        """Enter somebody of whom something is alleged: a person, an agent (of whom), a party, a body.

        `on`: what is known of one anew, as a whole. Raises: AskedWrong; UnknownItem.
        """
        return self._done(*allegations.name_subject(self._store, name, kind, of, note, on))

    def subjects(self) -> Json:
        """Everybody of whom something is alleged."""
        self._looked("subjects")
        with self._store.moment():
            found = newest(self._store, SubjectNamed)
            rows = [
                {"id": id, "name": each["name"], "kind": each["kind"], "of": each["of"], "note": each["note"]}
                for id, each in found.items()  # noqa: A001
            ]
            return {"subjects": rows, "as_of": self._store.as_of}

    def allege(
        self,
        text: str,
        offence: str,
        when: str,
        *,
        election: str = "local",
        nation: str = "england",
        poll: str = "",
        attribution: str = "unknown",
        subjects: Sequence[str] = (),
        complaints: Sequence[str] = (),
        on: str = "",
    ) -> Json:
        """Allege something: `offence` as a citation or an id of the tables, `when` a day or a range; subjects by number or name.

        A subject whose name nobody has entered is entered. `on`: a new wording of an allegation that there is.
        Raises: AskedWrong, where no such offence was the law then; UnknownItem.
        """
        several(subjects=subjects, complaints=complaints)
        known = {each: self._known(each) for each in subjects}
        there = [id for id in known.values() if id]  # noqa: A001
        said = Said(text, offence, when, election, nation, poll, attribution, there, complaints)
        allegations.made(self._store, ours(), said, on)  # what is wrong enters nobody
        ids = [id or allegations.name_subject(self._store, name)[0] for name, id in known.items()]  # noqa: A001
        said = replace(said, subjects=ids)
        id, entry = allegations.allege(self._store, ours(), said, on)  # noqa: A001
        given = [name for name, value in (("election", election), ("nation", nation)) if value in {"local", "england"}]
        return self._done(id, entry) | {"offence": self._offence(id), "taken": given}

    def _known(self, wanted: str) -> str:
        """The number of a subject, "" of a name that nobody has entered."""
        try:
            return allegations.subject(self._store, wanted).id
        except UnknownItem:
            if wanted.startswith("SUB-"):
                raise
            return ""

    def _offence(self, id: str) -> str:  # noqa: A002
        return str(newest(self._store, Alleged)[id]["offence"])

    def allegations(self) -> Json:
        """Every allegation: what is missing for which forum, how much there is on each side, and who was not asked."""
        self._looked("allegations")
        with self._store.moment():
            return overview.overview(self._store, ours())
