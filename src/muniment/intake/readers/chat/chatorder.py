"""Whether the day or the month stands first in the dates of a chat, and what says so. Where nothing does, nothing is guessed."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from muniment.intake.readers.chat.chatlines import Written

_YEARS = range(1990, 2100)
DAY, MONTH, YEAR, NAMED, UNKNOWN = "day-first", "month-first", "year-first", "month-named", "ambiguous"


@dataclass(frozen=True, slots=True)
class Decided:
    """The order of the figures, and the evidence for it."""

    order: str
    evidence: str

    def day(self, written: Written) -> date | None:
        """The day that a date means; None where nobody can say."""
        return None if self.order in {UNKNOWN, NAMED} else _day(written.figures, self.order)


class Order:
    """Is told every date of a chat in turn."""

    def __init__(self) -> None:
        self._count = self._years = self._named = self._dotted = self._differ = 0
        self._above = [0, 0]  # dates whose first or second figure is above 12
        self._back = {DAY: 0, MONTH: 0}  # steps back in time
        self._last: dict[str, date] = {}

    def tell(self, written: Written) -> None:
        """Note one date."""
        figures = written.figures
        self._count += 1
        if len(figures) != 3:
            self._named += 1
            return
        if figures[0] > 31:
            self._years += 1
            return
        self._dotted += written.sign == "."
        self._differ += figures[0] != figures[1]
        for place in (0, 1):
            self._above[place] += figures[place] > 12
        for order, last in ((order, self._last.get(order)) for order in (DAY, MONTH)):
            day = _day(figures, order)
            if day and last and day < last:
                self._back[order] += 1
            if day:
                self._last[order] = day

    def decide(self) -> Decided:
        """What the dates say together."""
        first, second = self._above
        if self._years and self._years == self._count:
            return Decided(YEAR, "the year stands first")
        if self._named and self._named == self._count:
            return Decided(NAMED, "the month is named")
        if self._years or self._named or (first and second):
            return Decided(UNKNOWN, "dates of more than one form")
        if first or second:
            return Decided(DAY if first else MONTH, f"{_place(first)} figure is above 12 in {first or second} dates")
        if not self._differ:
            return Decided(DAY, "day and month are the same figure in every date")
        forward = [order for order in (DAY, MONTH) if not self._back[order]]
        if len(forward) == 1:
            other = self._back[MONTH if forward[0] == DAY else DAY]
            return Decided(forward[0], f"only so do the messages stand in order of time; else {other} steps go back")
        if self._dotted == self._count:
            return Decided(DAY, "dots stand between the figures")
        return Decided(UNKNOWN, "no date has a figure above 12, and the messages stand in order of time either way")


def _place(first: int) -> str:
    return "the first" if first else "the second"


@lru_cache(8192)
def _day(figures: tuple[int, ...], order: str) -> date | None:
    if len(figures) != 3:
        return None
    year, month, day = {
        YEAR: figures,
        DAY: (figures[2], figures[1], figures[0]),
        MONTH: (figures[2], figures[0], figures[1]),
    }[order]
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
