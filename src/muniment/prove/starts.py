"""From what a time limit runs: the acts, and the ends of other time limits, that start it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from muniment.prove import working
from muniment.prove.clock import Clock
from muniment.prove.dated import DatedAct, alike
from muniment.prove.law.clockbook import ClockBook
from muniment.prove.law.clocks import Choose, ClockRule, Clocks, Nature, Unreckoned


@dataclass(frozen=True, slots=True)
class Start:
    """From what one clock runs: the act, the day, and the earliest that this day can be; `base`: the clock whose end it is."""

    act: DatedAct
    day: date
    early: date
    base: Clock | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: acts by their ids and by their kinds, and the clocks of a rule, by its id."""

    book: ClockBook
    numbers: Mapping[str, DatedAct]
    kinds: Mapping[str, Sequence[DatedAct]]
    clocks: Callable[[str], Collection[Clock]]

    def starts(self, rule: ClockRule) -> Iterator[Start]:
        """Each start of the clocks of one rule."""
        found = [each for each in self._every(rule) if self._applies(rule, each)]
        if rule.choose is Choose.LATEST:
            found = _latest(found)
        for each in found:
            later = self._later(rule, each)
            if later is not None:
                yield replace(later, doubts=(*later.doubts, *self._already(rule, each.act)))

    def _every(self, rule: ClockRule) -> Iterator[Start]:
        for kind in rule.trigger:
            for act in self.kinds.get(kind, ()):
                late = rule.nature is Nature.INCAPACITY  # nobody who is perhaps still barred may count as free
                yield Start(act, act.last if late else act.first, act.first)
        for name in rule.after:
            for clock in self.clocks(name):
                yield Start(self.numbers[clock.trigger], clock.ends, clock.conservative_ends, clock)

    def _applies(self, rule: ClockRule, start: Start) -> bool:
        """Whether the rule is the law for this act: there, at such an election, then, and of such an act."""
        act = start.act
        if not holds(self.book.table, rule, act):
            return False
        then = (rule.valid_from or date.min) <= start.day <= (rule.valid_until or date.max)
        required = any(alike(each, act) for kind in rule.requires for each in self.kinds.get(kind, ()))
        return then and (required or not rule.requires)

    def _later(self, rule: ClockRule, start: Start) -> Start | None:
        """The same start; None where its day is no later than the rule asks; with a doubt where nobody can say."""
        if rule.since is None:
            return start
        base = self.book.clocks[rule.since.clock]
        ends = [each.ends for each in self.clocks(base.id) if alike(self.numbers[each.trigger], start.act)]
        days = f"{working.ordinal(rule.since.days)} day after the end of: {base.title}"
        if not ends:
            return replace(
                start, doubts=(f"it runs only from a day after the {days}, and no act here says when that is",)
            )
        limit = min(ends) + timedelta(rule.since.days)
        return start if start.act.last > limit else None

    def _already(self, rule: ClockRule, act: DatedAct) -> tuple[str, ...]:
        """What is in doubt because an act of the same person came first."""
        if rule.already is None or not act.person:
            return ()
        named = {kind: self.book.acts.kinds[kind].title for kind in rule.already.kinds}
        earlier = [each for kind in named for each in self.kinds.get(kind, ()) if each.person == act.person]
        return tuple(
            f"{each.id} ({named[each.kind]}) came first: {rule.already.why}"
            for each in earlier
            if each.first < act.first
        )


def holds(table: Clocks, rule: ClockRule | Unreckoned, act: DatedAct) -> bool:
    """Whether a rule is there for the nation and election of an act, and for such an act as far as it says what it was."""
    there = act.nation in rule.nations and act.election in table.kinds(rule.elections)
    such = all(act.value(each.field) in {"", *each.values} for each in rule.conditions)
    return there and such and table.reckons(act.election, act.nation)


def unsaid(rule: ClockRule, act: DatedAct) -> tuple[str, ...]:
    """The fields on which a rule hangs, and of which the act says nothing."""
    return tuple(each.field for each in rule.conditions if not act.value(each.field))


def _latest(found: Sequence[Start]) -> list[Start]:
    """The latest start of each election and person. Where one kind of act is there twice and nobody said whose it is: each."""
    groups: dict[tuple[str, str, str], list[Start]] = {}
    for each in found:
        groups.setdefault((each.act.election, each.act.nation, each.act.person), []).append(each)
    chosen = []
    for (_, _, person), group in groups.items():
        if person or len({each.act.kind for each in group}) == len(group):
            chosen.append(max(group, key=lambda start: start.day))
        else:  # of two people: to leave one out would hide the limit that ends first
            said = "several acts of one kind are entered, and nobody said whose they are: each is reckoned by itself"
            chosen += [replace(each, doubts=(said,)) for each in group]
    return chosen
