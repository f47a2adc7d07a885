"""Which civil days are excluded: weekends, Easter and Christmas computed for ever, the rest from the table of holidays.

Cannot: say anything of bank holidays outside the years of the table; it says that it does not know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from muniment.prove.law.clocks import Calendar, Clocks
from muniment.prove.law.holidays import Holidays, Off
from muniment.prove.law.load import Status

DAY = timedelta(days=1)


@cache
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source: the Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
    """
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@dataclass(frozen=True, slots=True)
class _Named:
    """A kind of day that can be computed."""

    title: str
    has: Callable[[date], bool]


_NAMED = {
    "saturday": _Named("Saturday", lambda day: day.weekday() == 5),
    "sunday": _Named("Sunday", lambda day: day.weekday() == 6),
    "christmas-eve": _Named("Christmas Eve", lambda day: (day.month, day.day) == (12, 24)),
    "christmas-day": _Named("Christmas Day", lambda day: (day.month, day.day) == (12, 25)),
    "maundy-thursday": _Named("Maundy Thursday", lambda day: day == easter(day.year) - 3 * DAY),
    "good-friday": _Named("Good Friday", lambda day: day == easter(day.year) - 2 * DAY),
}

EXCLUDABLE = (*_NAMED, *Off)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that one calendar excludes in one nation at one election.

    `excluded` are kinds of day; `any_part`: bank holidays of every part of the United Kingdom; `dissolved`: what was fixed
    after that day is not excluded.
    """

    holidays: Holidays
    nation: str
    excluded: tuple[str, ...]
    any_part: bool = False
    dissolved: date | None = None

    def why(self, day: date) -> str:
        """Why a day is excluded, in words; "" where it is not."""
        for name in self.excluded:
            if name in _NAMED and _NAMED[name].has(day):
                return _NAMED[name].title
        for part in self._parts():
            off = self.holidays.days[part].get(day)
            if off and off.off.value in self.excluded and not self._too_late(off.fixed):
                return off.title
        return ""

    def bank_holiday(self, day: date) -> str:
        """What the bank holiday of the nation is called that a day is; "" where it is none."""
        off = self.holidays.days[self.holidays.part_of(self.nation)].get(day)
        return off.title if off and off.off is Off.BANK else ""

    def doubt(self, first: date, last: date) -> tuple[Status, str]:
        """How far the days between two are verified, and what is in doubt."""
        if not set(Off) & set(self.excluded):
            return Status.V, ""
        table = self.holidays
        if last.year > table.last:
            return Status.I, f"holidays after {table.last} are not known"
        if first.year < table.first:
            return Status.I, f"holidays before {table.first} are not known"
        spans = [each for each in table.spans.values() if each.first <= last.year and each.last >= first.year]
        weak = [each for each in spans if not each.status.verified]
        if not weak:
            return Status.V, ""
        years = f"{weak[0].first} to {weak[-1].last}"
        return weak[-1].status, f"holidays of {years} are {weak[-1].status.words}"

    def _parts(self) -> tuple[str, ...]:
        return tuple(self.holidays.parts) if self.any_part else (self.holidays.part_of(self.nation),)

    def _too_late(self, fixed: date | None) -> bool:
        return bool(self.dissolved and fixed and fixed >= self.dissolved)


def days_of(
    holidays: Holidays, table: Clocks, calendar: Calendar, nation: str, election: str, dissolved: date | None = None
) -> Days:
    """The days that a calendar excludes in a nation at a kind of election; `dissolved`: the day on which Parliament was."""
    exempt = {
        name
        for each in calendar.exceptions
        if nation in each.nations and election in table.kinds(each.elections)
        for name in each.not_excluded
    }
    excluded = tuple(name for name in calendar.excluded if name not in exempt)
    general = table.elections[election].general
    return Days(
        holidays, nation, excluded, calendar.any_part and general, dissolved if general and calendar.late else None
    )
