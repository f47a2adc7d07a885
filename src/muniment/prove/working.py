"""How a last day was reckoned, in words that a person can check with a calendar."""

from collections.abc import Sequence
from datetime import date

from muniment.prove.calendar import DAY
from muniment.prove.clock import Clock
from muniment.prove.dated import DatedAct
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.law.clocks import ClockRule, Direction, First, Nature, Offset, Unit
from muniment.prove.law.load import Status
from muniment.prove.reckon import Reckoned, counts_days_off

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {Unit.DAYS: "day", Unit.WORKING: "working day", Unit.MONTHS: "month", Unit.YEARS: "year"}


def day(when: date, *, weekday: bool = False) -> str:
    """A day as people write it: 22 May 2014."""
    said = f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    return f"{_WEEKDAYS[when.weekday()]} {said}" if weekday else said


def sentence(
    book: ClockBook, rule: ClockRule, act: DatedAct, base: ClockRule | None, clock: Clock, done: Reckoned
) -> str:
    """The whole working of one clock."""
    said = _from(book, rule, act, base, clock)
    if act.assumed:
        said.append(f"taken to be that day: {act.assumed}")
    said += _off(book, rule, done)
    said.append(f"ends {day(done.ends)}" + (f", {rule.hour}" if rule.hour else ""))
    if clock.extended_by:
        said.append(f"made longer by {clock.extended_by}: ends {day(clock.ends)}")
    if clock.met_on:
        said.append(_met(clock))
    if clock.conservative_ends != clock.ends:
        early = "to be safe, act by" if clock.nature in {Nature.STEP, Nature.LIMIT} else "it may end as early as"
        said.append(f"{early} {day(clock.conservative_ends)}")
    said += clock.doubts
    election = book.table.elections[act.election].title
    said.append(f"reckoned for: {election}, {act.nation.replace('-', ' ').title()}")
    return "; ".join(said)


def short(book: ClockBook, rule: ClockRule, act: DatedAct, base: ClockRule | None, clock: Clock, done: Reckoned) -> str:
    """The working without what a list of the clocks of one poll says once, or in a column of its own."""
    return "; ".join([*_from(book, rule, act, base, clock), *_off(book, rule, done), *clock.doubts])


def _from(book: ClockBook, rule: ClockRule, act: DatedAct, base: ClockRule | None, clock: Clock) -> list[str]:
    """The period, and what it is counted from."""
    kind = book.acts.kinds[act.kind]
    of_what = f"the end of: {base.title}" if base else kind.title
    late = clock.nature is Nature.INCAPACITY
    said = [f"{_period(rule.offset)} {day(act.last if late else clock.starts)} ({of_what})"]
    if not base and act.first != act.last and not late:
        said.append(f"it was between {day(act.first)} and {day(act.last)}, and the earliest counts")
    return said


def _off(book: ClockBook, rule: ClockRule, done: Reckoned) -> list[str]:
    calendar = book.table.calendars[rule.calendar]
    return _days_off(rule, done, counted=not counts_days_off(rule.offset, calendar) and calendar.rolls)


def doubts(rule: ClockRule, act: DatedAct, days_doubt: str, applies: Status) -> tuple[str, ...]:
    """What in a reckoning is not verified."""
    said = []
    if not rule.status.verified:
        said.append(f"the time limit is {rule.status.words}")
    if not rule.offset.status.verified:
        said.append(f"how it is counted is {rule.offset.status.words}")
    if not applies.verified:
        said.append(f"whether these days are excluded here is {applies.words}")
    if days_doubt:
        said.append(days_doubt)
    said += [
        f"it runs only where {each.field.replace('_', ' ')} is {' or '.join(each.values)}, and nobody said"
        for each in rule.conditions
        if not act.value(each.field)
    ]
    if rule.nature is Nature.INCAPACITY and act.first != act.last:
        said.append(
            f"it was between {day(act.first)} and {day(act.last)}: perhaps from the first, certainly from the last, and "
            "reckoned until the latest end"
        )
    return tuple(said)


def _period(offset: Offset) -> str:
    """Such as: 21 days after; 1 year beginning with; 7 days, of those that count, before."""
    unit = _UNITS[offset.unit] + ("s" if offset.n != 1 else "")
    if offset.n == 0:
        return "at once, on"
    if offset.from_day:
        return f"{offset.n} {unit} after the {ordinal(offset.from_day)} day after"
    if offset.direction is Direction.BEFORE:
        return f"{offset.n} {unit} before"
    return f"{offset.n} {unit} {'beginning with' if offset.first is First.COUNTED else 'after'}"


def _days_off(rule: ClockRule, done: Reckoned, *, counted: bool) -> list[str]:
    """Which excluded days made the last day what it is."""
    if done.skipped:
        return [f"not counted, as excluded: {_listed(done.skipped)}"]
    if done.passed:
        first = done.passed[0][0]
        return [f"the last day would be {day(first)}, but excluded days are passed over: {_listed(done.passed)}"]
    if counted and rule.offset.direction is Direction.AFTER:
        return [f"excluded days in it count, and the last day, a {_WEEKDAYS[done.ends.weekday()]}, is not excluded"]
    return []


def _listed(days: Sequence[tuple[date, str]]) -> str:
    """Excluded days in their order, each with why, where the weekday does not say it."""
    ordered = sorted(days)
    named = []
    for when, why in ordered:
        weekday = _WEEKDAYS[when.weekday()]
        named.append(day(when, weekday=True) + ("" if why == weekday else f" ({why})"))
    return ", ".join(named)


def _met(clock: Clock) -> str:
    assert clock.met_on is not None
    by = f" by {clock.met_by}" if clock.met_by else ""
    if clock.late:
        return f"done on {day(clock.met_on)}{by}, {clock.late} {'days' if clock.late > 1 else 'day'} late"
    number = (clock.met_on - clock.starts) // DAY
    return f"met on {day(clock.met_on)}{by}" + (f", day {number}" if number > 0 else "")


def ordinal(n: int) -> str:
    """Such as: 1st, 10th."""
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
