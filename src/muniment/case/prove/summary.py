"""Every part in figures."""

from muniment.case.base import Json
from muniment.case.prove.part import Part
from muniment.prove import summary
from muniment.prove.days import asked_day
from muniment.prove.law.book import ours


class Summary(Part):
    """Every part in figures."""

    def summary(self, on: str = "") -> Json:
        """What there is of each part, and what waits for somebody; clocks and what they overtake as they stand on a day.

        Raises: AskedWrong.
        """
        self._looked("summary")
        with self._store.moment():
            return summary.of(self._store, ours(), asked_day(self._store, on))
