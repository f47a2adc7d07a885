"""Bank holidays of the parts of the United Kingdom, day by day, and days of public thanksgiving or mourning (holidays.yaml).

What can be computed for ever (Easter, Christmas) is not here: `prove/calendar` has it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from muniment.prove.law.load import FOLDER, Spot, Status, document, entries, refer

FILE = "holidays.yaml"


class Off(StrEnum):
    """Why a day of the table is excluded."""

    BANK = "bank-holiday"
    APPOINTED = "thanksgiving-or-mourning"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the United Kingdom that has bank holidays of its own, and the nations in it."""

    id: str
    title: str
    nations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Years of the table that were verified in one way."""

    id: str
    first: int
    last: int
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Special:
    """A day that was fixed for one year by itself. `fixed` is the day on which it was; unknown where it is left out."""

    id: str
    day: date
    off: Off
    title: str
    parts: tuple[str, ...]
    status: Status
    source: str
    fixed: date | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off in one part of the United Kingdom."""

    day: date
    off: Off
    title: str
    status: Status
    fixed: date | None = None


@dataclass(frozen=True, slots=True)
class Holidays:
    """Every day off of each part, and the years for which the table speaks."""

    parts: dict[str, Part]
    spans: dict[str, Span]
    days: dict[str, dict[date, Holiday]]
    first: int
    last: int

    def part_of(self, nation: str) -> str:
        """The part of the United Kingdom that a nation is in."""
        return next(part.id for part in self.parts.values() if nation in part.nations)

    @property
    def nations(self) -> tuple[str, ...]:
        """Every nation that there is."""
        return tuple(nation for part in self.parts.values() for nation in part.nations)


def load(folder: Path = FOLDER) -> Holidays:
    """Read the days.

    Raises: BadLaw, also where the years have a hole, or a day stands twice.
    """
    raw = document(folder / FILE, ("parts", "spans", "special", "days"))
    parts = entries(Part, raw["parts"], Spot(FILE, field="parts"))
    spans = entries(Span, raw["spans"], Spot(FILE, field="spans"))
    years = sorted((year, span.status) for span in spans.values() for year in range(span.first, span.last + 1))
    first, last = years[0][0], years[-1][0]
    if [year for year, _ in years] != list(range(first, last + 1)):
        raise Spot(FILE, field="spans").wrong("the spans must cover each year once")
    refer(raw["days"], parts, Spot(FILE, field="days"), "part")
    refer(parts, raw["days"], Spot(FILE, field="days"), "list of the days of")
    status = dict(years)
    days = {part: _days(raw["days"][part], status, Spot(FILE, part)) for part in parts}
    for special in entries(Special, raw["special"], Spot(FILE, field="special")).values():
        refer(special.parts, parts, Spot(FILE, special.id, "parts"), "part")
        for part in special.parts:
            if special.day in days[part]:
                raise Spot(FILE, special.id, "day").wrong("this day is off already")
            off = Holiday(special.day, special.off, special.title, special.status, special.fixed)
            days[part][special.day] = off
    return Holidays(parts, spans, days, first, last)


def _days(raw: Any, status: dict[int, Status], spot: Spot) -> dict[date, Holiday]:
    """One part's days: a mapping of years to mappings of MM-DD to what the day is called."""
    if not isinstance(raw, dict) or sorted(raw) != sorted(status):
        raise spot.wrong("there must be a list for each year of the spans")
    found: dict[date, Holiday] = {}
    for year, named in raw.items():
        here = spot.at(str(year))
        if not isinstance(named, dict):
            raise here.wrong("this must be a mapping")
        for month_day, title in named.items():
            try:
                day = date.fromisoformat(f"{year}-{month_day}")
            except ValueError:
                raise here.at(str(month_day)).wrong("there is no such day") from None
            if not isinstance(title, str):
                raise here.at(str(month_day)).wrong("this must be text")
            found[day] = Holiday(day, Off.BANK, title, status[year])
    return found
