"""What holds for every day and every clock of the table, and for made-up ones."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.prove.calendar import Days
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
from muniment.prove.law.clockbook import ours
from muniment.prove.law.clocks import Calendar, ClockRule, Direction, First, Offset, Unit
from muniment.prove.law.load import Status
from muniment.prove.reckon import earliest, reckon

BOOK = ours()
DAY = timedelta(1)
DAYS = st.dates(date(2009, 1, 1), date(2032, 12, 31))
NATIONS = st.sampled_from(BOOK.holidays.nations)
CALENDARS = st.sampled_from(list(BOOK.table.calendars.values()))
CLOCKS = st.sampled_from([each for each in BOOK.clocks.values() if each.trigger])


@st.composite
def offsets(draw: st.DrawFn) -> Offset:
    unit = draw(st.sampled_from(Unit))
    back = unit in {Unit.DAYS, Unit.WORKING} and draw(st.booleans())
    first = First.NOT_COUNTED if back else draw(st.sampled_from(First))
    n = draw(st.integers(1, 40 if unit in {Unit.DAYS, Unit.WORKING} else 30))
    way = Direction.BEFORE if back else Direction.AFTER
    return Offset(n, unit, first, Status.V, "made up", way, 0 if back else draw(st.integers(0, 12)))


def days(calendar: str, nation: str) -> Days:
    return Days(BOOK.holidays, nation, BOOK.table.calendars[calendar].excluded)


@settings(deadline=None, derandomize=True)
@given(offsets(), CALENDARS, NATIONS, DAYS, st.integers(0, 60))
def test_a_later_trigger_never_gives_an_earlier_end(
    offset: Offset, calendar: Calendar, nation: str, when: date, later: int
) -> None:
    off = days(calendar.id, nation)
    ends = [reckon(day, offset, calendar, off).ends for day in (when, when + later * DAY)]
    assert ends[0] <= ends[1]


@settings(deadline=None, derandomize=True)
@given(offsets(), CALENDARS, NATIONS, DAYS, st.booleans(), st.booleans())
def test_the_conservative_day_is_never_later(
    offset: Offset, calendar: Calendar, nation: str, when: date, counting: bool, excluding: bool
) -> None:
    off = days(calendar.id, nation)
    own = reckon(when, offset, calendar, off).ends
    assert earliest(when, offset, calendar, off, counting=counting, excluding=excluding) <= own


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 7), NATIONS, DAYS)
def test_a_short_period_has_as_many_days_that_count_as_it_says(n: int, nation: str, when: date) -> None:
    offset = Offset(n, Unit.DAYS, First.NOT_COUNTED, Status.V, "made up")
    off = days("S119", nation)
    done = reckon(when, offset, BOOK.table.calendars["S119"], off)
    between = [when + each * DAY for each in range(1, (done.ends - when).days + 1)]
    assert sum(not off.why(day) for day in between) == n
    assert [day for day, _ in done.skipped] == [day for day in between if off.why(day)]
    assert not off.why(done.ends)


@settings(deadline=None, derandomize=True)
@given(st.integers(8, 40), NATIONS, DAYS)
def test_a_long_period_ends_on_a_day_that_is_not_excluded_and_passes_over_no_other(
    n: int, nation: str, when: date
) -> None:
    offset = Offset(n, Unit.DAYS, First.NOT_COUNTED, Status.V, "made up")
    off = days("S119", nation)
    ends = reckon(when, offset, BOOK.table.calendars["S119"], off).ends
    assert not off.why(ends)
    assert all(off.why(when + each * DAY) for each in range(n, (ends - when).days))


@settings(deadline=None, max_examples=150, derandomize=True)
@given(CLOCKS, DAYS, st.integers(0, 40), st.integers(0, 400), NATIONS)
def test_each_clock_of_the_table_holds_to_both(rule: ClockRule, when: date, later: int, span: int, nation: str) -> None:
    def ends(first: date) -> dict[str, tuple[date, date]]:
        kind = BOOK.acts.kinds[rule.trigger[0]]
        election = min(BOOK.table.kinds(rule.elections))
        person = "A. Made" if "person" in kind.needs else ""
        acts = [DatedAct("the-act", kind.id, first, first + span * DAY, election, nation, person)]
        found = run(BOOK, acts, first)
        return {each.rule: (each.ends, each.conservative_ends) for each in found}

    early, late = ends(when), ends(when + later * DAY)
    for name in early.keys() & late.keys():
        assert early[name][0] <= late[name][0], name
        assert early[name][1] <= early[name][0], name
