"""What courts found, and who may not stand, sit or vote."""

from muniment.case.base import Json
from muniment.case.prove.part import Part
from muniment.prove import barred, days, findings, reported
from muniment.prove.findings import Said
from muniment.prove.law.book import ours


class Barred(Part):
    """What courts found, and who may not stand, sit or vote."""

    def find(
        self,
        person: str,
        ground: str,
        attribution: str,
        as_found: str,
        on: str = "",
        *,
        capacity: str = "",
        paras: str = "",
        note: str = "",
        election: str = "local",
        nation: str = "england",
        status: str = "V",
    ) -> Json:
        """Enter what a court found of somebody; what was not seen is `unknown`.

        Raises: AskedWrong, which names the field.
        """
        said = Said(person, ground, attribution, as_found, on, capacity, paras, note, election, nation, status)
        return self._done(*findings.find(self._store, ours(), said))

    def court_certificate(self) -> Json:
        """For each person what the court certified, as far as it was entered: personally, by agents, not known; and each finding.

        Each finding with what came after it: appeals and relief.
        """
        self._looked("court-certificate")
        with self._store.moment():
            after = reported.after_each(self._store, ours())
            return {"people": findings.certificate(self._store, after), "as_of": self._store.as_of}

    def barred(self, on: str = "") -> Json:
        """Who was barred on a day (today where none is named), from when until when, and by which section.

        `reports` are all reports and convictions, whenever they were, each with what came after it: appeals and relief.

        Raises: AskedWrong.
        """
        self._looked("barred")
        with self._store.moment():
            return barred.barred(self._store, ours(), days.asked_day(self._store, on))
