"""Which time limits run from dated acts, until when, and how that was reckoned. Nothing of a single clock stands here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from muniment.prove import working
from muniment.prove.calendar import Days, days_of
from muniment.prove.clock import ENTERED, Clock, Longer, Near, OwnClock, State
from muniment.prove.dated import DatedAct, alike, can_be_of, check, same_name
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.law.clocks import Calendar, ClockRule, Direction, Nature
from muniment.prove.law.load import Status, weakest
from muniment.prove.reckon import Reckoned, counts_days_off, earliest, reckon
from muniment.prove.starts import Known, Start


def run(
    book: ClockBook,
    acts: Sequence[DatedAct],
    on: date,
    own: Sequence[OwnClock] = (),
    met: Mapping[str, date] | None = None,
    *,
    words: bool = True,
) -> tuple[Clock, ...]:
    """Every clock that runs from these acts, as it stands on a day, the first to end first.

    `met` are days on which people say that what a clock asks for was done, by the clock's id. `words`: each with its working
    as people read it, which is a quarter of the cost.

    Raises: AskedWrong, which names the act and the field.
    Cost: clocks times acts; a case has hundreds of acts.
    """
    for act in acts:
        check(book, act)
    course = _Course(book, acts, on, met or {}, words)
    found = [clock for rule in book.clocks.values() for clock in course.of(rule).values()]
    found += [_added(each, on, book.table.warn, course.met) for each in own]
    return tuple(sorted(found, key=lambda each: (each.ends, each.id)))


class _Course:
    """One run: what was reckoned once is not reckoned twice."""

    def __init__(
        self, book: ClockBook, acts: Sequence[DatedAct], on: date, met: Mapping[str, date], words: bool
    ) -> None:
        self.book, self.on, self.met, self.words = book, on, met, words
        self._numbers = {act.id: act for act in acts}
        self._kinds: dict[str, list[DatedAct]] = {}
        for act in acts:
            self._kinds.setdefault(act.kind, []).append(act)
        self._known = Known(book, self._numbers, self._kinds, lambda name: self.of(book.clocks[name]).values())
        self._done: dict[str, dict[str, Clock]] = {}
        self._alone: dict[tuple[str, str], bool] = {}

    def of(self, rule: ClockRule) -> dict[str, Clock]:
        """The clocks of one rule, by the act that each runs from."""
        if rule.id not in self._done:
            self._done[rule.id] = {start.act.id: self._clock(rule, start) for start in self._known.starts(rule)}
        return self._done[rule.id]

    def _belonging(self, kinds: Sequence[str], to: DatedAct) -> list[DatedAct]:
        """Acts of some kinds that belong to one: they say so, or they can belong to no other of its kind."""
        asked = [act for kind in kinds for act in self._kinds.get(kind, ())]
        named = [act for act in asked if act.of == to.id]
        loose = [act for act in asked if not act.of and can_be_of(act, to)]
        named += [act for act in loose if self._of_one(act, to.kind)]
        return sorted(named, key=lambda act: act.last)

    def _of_one(self, step: DatedAct, kind: str) -> bool:
        """Whether a step can belong to one act alone of a kind."""
        if (step.id, kind) not in self._alone:
            self._alone[step.id, kind] = sum(can_be_of(step, each) for each in self._kinds[kind]) == 1
        return self._alone[step.id, kind]

    def _unclear(self, rule: ClockRule, to: DatedAct, steps: Sequence[DatedAct]) -> tuple[str, ...]:
        """Which steps may belong to an act and do not say so, or say so and cannot.

        What follows from a finding of a person may be entered of another election, or with other capitals.
        """
        asked = [act for kind in rule.met_by for act in self._kinds.get(kind, ()) if act not in steps]
        personal = rule.nature in {Nature.INCAPACITY, Nature.OFFICE}
        near = [act for act in asked if alike(act, to) or (personal and same_name(act, to))]
        loose = [act.id for act in near if not act.of and act.last >= to.first]
        said = [f"{each} may be this step, and does not say that it belongs to {to.id}" for each in loose]
        said += self._stray(near)
        if rule.offset.direction is Direction.AFTER:
            said += [
                f"{each.id} belongs to {to.id} and was before it: it is not counted" for each in _before(to, steps)
            ]
        return tuple(said)

    def _stray(self, acts: Sequence[DatedAct]) -> list[str]:
        """What says that it belongs to something for which no one act stands: entered in error, or several acts."""
        return [
            f"{act.id} says that it belongs to {act.of}, and no one act stands for that: it is not counted"
            for act in acts
            if act.of and act.of not in self._numbers
        ]

    def _clock(self, rule: ClockRule, start: Start) -> Clock:
        calendar = self.book.table.calendars[rule.calendar]
        days = self._days(calendar, start.act)
        done = reckon(start.day, rule.offset, calendar, days)
        days_status, days_doubt = self._doubt(rule, start, done, days, calendar)
        mattered = bool(done.skipped or done.passed)
        applies = weakest((rule.calendar_status, calendar.status))
        conservative = earliest(
            start.early,
            rule.offset,
            calendar,
            days,
            counting=not (rule.status.verified and rule.offset.status.verified),
            excluding=not all(each.verified for each in (rule.status, applies, days_status)),
        )
        kind = self.book.acts.kinds[start.act.kind]
        clock = Clock(
            id=f"{start.act.id}/{rule.id}",
            rule=rule.id,
            title=rule.title,
            nature=rule.nature,
            citation=rule.source,
            status=weakest((rule.status, days_status, applies if mattered else Status.V)),
            trigger=start.act.id,
            trigger_kind=kind.id,
            election=start.act.election,
            nation=start.act.nation,
            starts=start.early if rule.nature is Nature.INCAPACITY else start.day,
            ends=done.ends,
            conservative_ends=min(conservative, done.ends),
            working="",
            state=State.RUNNING,
            left=0,
            consequence=rule.consequence,
            hour=rule.hour,
            forum=rule.forum,
            who=rule.person,
            holder=rule.holder,
            person=start.act.person,
            covers=rule.covers,
            in_hands=rule.in_hands,
            doubts=(
                *start.doubts,
                *working.doubts(rule, start.act, days_doubt, applies if mattered else Status.V),
                *self._later_reading(rule, start, done),
            ),
            note=rule.note,
            assumed=start.act.assumed,
        )
        clock = self._extended(clock, rule, start.act)
        clock = self._stand(clock, rule, start.act)
        if not self.words:
            return clock
        base = self.book.clocks[start.base.rule] if start.base else None
        of = (self.book, rule, start.act, base, clock, done)
        return replace(clock, working=working.sentence(*of), short=working.short(*of))

    def _days(self, calendar: Calendar, act: DatedAct) -> Days:
        dissolved = act.day("dissolved")
        return days_of(self.book.holidays, self.book.table, calendar, act.nation, act.election, dissolved)

    def _doubt(
        self, rule: ClockRule, start: Start, done: Reckoned, days: Days, calendar: Calendar
    ) -> tuple[Status, str]:
        """What is in doubt of the days that this reckoning looked at: all of them, or only the last."""
        if counts_days_off(rule.offset, calendar):
            first, last = sorted((start.day, done.ends))
            return days.doubt(first, last)
        return days.doubt(min([done.ends, *(day for day, _ in done.passed)]), done.ends)

    def _later_reading(self, rule: ClockRule, start: Start, done: Reckoned) -> tuple[str, ...]:
        """What another calendar would make of it, where it may apply and ends later."""
        if not rule.otherwise:
            return ()
        calendar = self.book.table.calendars[rule.otherwise.calendar]
        other = reckon(start.day, rule.offset, calendar, self._days(calendar, start.act))
        if other.ends <= done.ends:
            return ()
        return (f"{rule.otherwise.why}: then the last day would be {working.day(other.ends)}; this is not relied on",)

    def _extended(self, clock: Clock, rule: ClockRule, act: DatedAct) -> Clock:
        """The same clock with what could make it longer, and what has."""
        if not rule.extension:
            return clock
        terms = rule.extension
        ask = self._end_of(terms.ask, act)
        cap = self._end_of(terms.until, act)
        longer = Longer(terms, ask.conservative_ends if ask else None, cap.ends if cap else None)
        orders = [each for kind in terms.granted for each in self._kinds.get(kind, ()) if alike(each, act)]
        clock = replace(clock, longer=longer, doubts=(*clock.doubts, *self._stray(orders)))
        for order in self._belonging(terms.granted, act):
            until = order.day("until")
            if order.first > self.on or until is None or until <= clock.ends:
                continue
            doubts = clock.doubts
            if cap and until > cap.ends:
                doubts += (
                    f"{order.id} says until {working.day(until)}, and the law allows until {working.day(cap.ends)}",
                )
                until = cap.ends
            act_by = min(until, cap.conservative_ends) if cap else until
            clock = replace(clock, ends=until, conservative_ends=act_by, extended_by=order.id, doubts=doubts)
        return clock

    def _end_of(self, name: str, act: DatedAct) -> Clock | None:
        return self.of(self.book.clocks[name]).get(act.id) if name else None

    def _stand(self, clock: Clock, rule: ClockRule, act: DatedAct) -> Clock:
        """The same clock as it stands on the day asked about."""
        steps = [each for each in self._belonging(rule.met_by, act) if each.of == act.id or not rule.met_named]
        done = [(each.last, each.id) for each in steps]
        if rule.offset.direction is Direction.AFTER:
            done = [each for each in done if each[0] >= clock.starts]
        if rule.extension:  # kept by order, and no end was given
            endless = self._belonging(rule.extension.granted, act)
            done += [(each.first, each.id) for each in endless if not each.value("until")]
        if clock.id in self.met:
            done.append((self.met[clock.id], ""))
        done = [each for each in done if each[0] <= self.on]
        when, by = min(done, default=(None, ""))
        late = max((when - clock.ends).days, 0) if when else 0
        ended = late > 0 if when else self.on > clock.ends
        before = rule.warn or self.book.table.warn
        warnings, due = _warnings(clock, before, self.on)
        state = State.ENDED if ended else State.MET if when else State.RUNNING
        return replace(
            clock,
            doubts=clock.doubts + self._unclear(rule, act, steps),
            state=state,
            left=(clock.ends - self.on).days,
            met_by=by,
            met_on=when,
            late=late,
            warnings=warnings,
            due=None if when else due,
            near=_near(clock, before, due, self.on) if state is State.RUNNING else Near.FAR,
            otherwise=rule.when_ended if ended else (),
        )


def _before(to: DatedAct, steps: Sequence[DatedAct]) -> list[DatedAct]:
    """The steps that say they belong to an act, and were before it."""
    return [each for each in steps if each.of == to.id and each.last < to.first]


def _warnings(clock: Clock, before: Sequence[int], on: date) -> tuple[tuple[date, ...], date | None]:
    """The days on which to warn of a clock, reckoned from the day to go by, and the newest that has come."""
    last = clock.safe
    days = sorted({last - timedelta(each) for each in before})
    days = [each for each in days if each > clock.starts or clock.ends < clock.starts]
    return tuple(days), max((each for each in days if each <= on), default=None) if on <= clock.ends else None


def _near(clock: Clock, before: Sequence[int], due: date | None, on: date) -> Near:
    """How near the end is. A clock that began late, with fewer warnings, is as near as any other."""
    if clock.nature in {Nature.INCAPACITY, Nature.OFFICE}:
        return Near.FAR
    last = sorted(before, reverse=True)[len(before) // 2]
    if (clock.conservative_ends - on).days <= last:
        return Near.LAST
    return Near.WARNED if due else Near.FAR


def _added(own: OwnClock, on: date, warn: Sequence[int], met: Mapping[str, date]) -> Clock:
    """A clock that a person added, in the form of the others."""
    when = met.get(own.id)
    done = when if when is not None and when <= on else None
    late = max((done - own.ends).days, 0) if done else 0
    state = State.MET if done and not late else State.ENDED if on > own.ends else State.RUNNING
    clock = Clock(
        id=own.id,
        rule=ENTERED,
        title=own.title,
        nature=Nature.KEPT,
        citation="",
        status=None,
        trigger=own.trigger,
        trigger_kind="",
        election="",
        nation="",
        starts=own.since,
        ends=own.ends,
        conservative_ends=own.ends,
        working=f"entered by a person; ends {working.day(own.ends)}",
        state=state,
        left=0,
        holder=own.holder,
        met_on=done,
        late=late,
        note=own.note,
    )
    warnings, due = ((), None) if done else _warnings(clock, warn, on)
    near = _near(clock, warn, due, on) if state is State.RUNNING else Near.FAR
    return replace(clock, left=(own.ends - on).days, warnings=warnings, due=due, near=near)
