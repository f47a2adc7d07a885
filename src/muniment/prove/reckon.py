"""From a day and an offset to the last day: corresponding dates, short and long periods, excluded days.

Source: RPA 1983 s.119 (days not counted in short periods, last days carried over); Dodds v Walker [1981] UKHL J0618-1 (the
corresponding date; the last day of the month where there is none).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from muniment.prove.calendar import DAY, Days
from muniment.prove.law.clocks import Calendar, Direction, First, Offset, Unit


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A last day, and the excluded days that made it so: not counted, or passed over by the last day."""

    ends: date
    skipped: tuple[tuple[date, str], ...] = ()
    passed: tuple[tuple[date, str], ...] = ()


def reckon(start: date, offset: Offset, calendar: Calendar, days: Days) -> Reckoned:
    """The last day of a period, by its own rule."""
    start += offset.from_day * DAY
    if counts_days_off(offset, calendar):
        before = offset.direction is Direction.BEFORE
        return _count(start - DAY if offset.first is First.COUNTED else start, offset.n, days, -1 if before else 1)
    ends = _plain(start, offset)
    if calendar.rolls and offset.direction is Direction.AFTER:
        return _carried(ends, days, 1)
    return Reckoned(ends)


def counts_days_off(offset: Offset, calendar: Calendar) -> bool:
    """Whether excluded days are not counted in it at all."""
    return offset.unit is Unit.WORKING or (offset.unit is Unit.DAYS and 0 < offset.n <= calendar.short)


def earliest(start: date, offset: Offset, calendar: Calendar, days: Days, *, counting: bool, excluding: bool) -> date:
    """A last day that is in time on every reading that is left open; never later than that of `reckon`.

    `counting`: how days are counted is not verified, so that one is given away. `excluding`: which days are excluded, or
    whether any is, is not verified, so that none of them makes the period longer.
    """
    given = DAY if counting and offset.n else DAY * 0
    if offset.direction is Direction.BEFORE:
        own = reckon(start, offset, calendar, days).ends
        return _carried(own - DAY, days, -1).ends if counting or excluding else own
    if counts_days_off(offset, calendar) and not excluding:
        return reckon(start - given, offset, calendar, days).ends
    ends = _plain(start + offset.from_day * DAY, offset) - given
    return _carried(ends, days, 1).ends if calendar.rolls and not excluding else ends


def _plain(start: date, offset: Offset) -> date:
    """The last day where no day is excluded."""
    counted = offset.first is First.COUNTED
    if offset.unit in {Unit.DAYS, Unit.WORKING}:
        way = -1 if offset.direction is Direction.BEFORE else 1
        return start + way * offset.n * DAY - (DAY if counted and offset.n else DAY * 0)
    months = offset.n * (12 if offset.unit is Unit.YEARS else 1)
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(years, month + 1)[1]
    if start.day > last:  # no corresponding date: the period ends with the month
        return date(years, month + 1, last)
    return date(years, month + 1, start.day) - (DAY if counted else DAY * 0)


def _count(start: date, n: int, days: Days, way: int) -> Reckoned:
    """The n-th day after (or before) one, of those that are not excluded."""
    day, skipped = start, list[tuple[date, str]]()
    while n:
        day += way * DAY
        why = days.why(day)
        if why:
            skipped.append((day, why))
        else:
            n -= 1
    return Reckoned(day, skipped=tuple(skipped))


def _carried(day: date, days: Days, way: int) -> Reckoned:
    """The day itself, or the first one after (or before) it that is not excluded."""
    passed = list[tuple[date, str]]()
    while why := days.why(day):
        passed.append((day, why))
        day += way * DAY
    return Reckoned(day, passed=tuple(passed))
