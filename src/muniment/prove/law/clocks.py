"""Time limits as data: from which act each runs, how it is reckoned, for whom, and what follows when it has run (clocks.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from muniment.prove.law.load import FOLDER, Named, Spot, Status, document, entries, refer

FILE = "clocks.yaml"


class Unit(StrEnum):
    """In what a period is counted."""

    DAYS = "days"
    WORKING = "working-days"  # days that its calendar does not exclude
    MONTHS = "months"
    YEARS = "years"


class Direction(StrEnum):
    """Which way it is counted from its trigger."""

    AFTER = "after"
    BEFORE = "before"


class First(StrEnum):
    """Whether the day of the trigger is the first day of the period."""

    COUNTED = "counted"
    NOT_COUNTED = "not-counted"


class Choose(StrEnum):
    """Which of several triggers it runs from: each by itself, or the latest of one election and person."""

    EACH = "each"
    LATEST = "latest"


class Nature(StrEnum):
    """What ends with it."""

    STEP = "step"  # something must be done by then
    LIMIT = "limit"  # a right, or a power of a court, is lost
    KEPT = "kept"  # until then documents must be kept
    DESTROYED = "destroyed"  # on that day documents must be destroyed
    OPEN = "open"  # until then something may be seen
    INCAPACITY = "incapacity"
    OFFICE = "office"  # a seat or office is vacated


@dataclass(frozen=True, slots=True)
class Election:
    """A kind of election, and the groups of kinds that it is in; `general`: a parliamentary general election.

    `nations` are those in which these tables reckon for it; all, where none is named.
    """

    id: str
    title: str
    groups: tuple[str, ...]
    general: bool = False
    nations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exempt:
    """Days that a calendar does not exclude for some elections of some nations."""

    nations: tuple[str, ...]
    elections: tuple[str, ...]
    not_excluded: tuple[str, ...]
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are excluded, and what that does.

    `short`: in a period of so many days or fewer, excluded days are not counted at all. `rolls`: where the last day of a
    longer one is excluded, it runs on to the next day that is not. `late`: at a general election, a day that was fixed after
    the dissolution is not excluded. `any_part`: at a general election, a bank holiday of any part of the United Kingdom counts.
    """

    id: str
    title: str
    text: str
    status: Status
    source: str
    excluded: tuple[str, ...] = ()
    short: int = 0
    rolls: bool = False
    late: bool = False
    any_part: bool = False
    exceptions: tuple[Exempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Offset:
    """How far from the trigger. `from_day`: it is counted from that day after the trigger. `status`: of how it is counted."""

    n: int
    unit: Unit
    first: First
    status: Status
    source: str
    direction: Direction = Direction.AFTER
    from_day: int = 0


@dataclass(frozen=True, slots=True)
class InHands:
    """What must be in whose hands by the last day."""

    what: str
    whose: str


@dataclass(frozen=True, slots=True)
class Extension:
    """How a clock is made longer. `granted`: acts of these kinds say until when. `ask` and `until` are clocks."""

    by: str
    granted: tuple[str, ...]
    on_application_of: str = ""
    ask: str = ""
    until: str = ""
    test: tuple[str, ...] = ()
    appeal: str = ""


@dataclass(frozen=True, slots=True)
class Only:
    """It runs only where a field of the act says one of these; where the act says nothing, it may run, and that is said."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A calendar that may apply too, so that the last day would be later: said, and not relied on."""

    calendar: str
    why: str


@dataclass(frozen=True, slots=True)
class Since:
    """It runs only from a day that is later than so many days after the end of a clock of the same election."""

    clock: str
    days: int


@dataclass(frozen=True, slots=True)
class Already:
    """What is in doubt where an act of one of these kinds, of the same person, came first."""

    kinds: tuple[str, ...]
    why: str


class _Conditioned:
    """What follows from an act only where it says something; `only` and `besides` are what."""

    __slots__ = ()
    only: Only | None
    besides: Only | None

    @property
    def conditions(self) -> tuple[Only, ...]:
        """All that the act must say."""
        return tuple(each for each in (self.only, self.besides) if each)


@dataclass(frozen=True, slots=True)
class ClockRule(_Conditioned):
    """One time limit.

    It runs from acts of the kinds `trigger`, or from the end of the clocks `after`. `requires`: only where an act of one of
    these kinds is entered too. `since`, `already`: as they say. `elections` are kinds or groups; none named: all. `met_by`: acts that are the step it asks for;
    `met_named`: only where they say that they belong to its trigger.
    `calendar_status`: of whether that calendar applies here. `person` must do it; `holder` has the documents that it `covers`.
    `besides`: a second condition like `only`. `bars`: what it keeps a person from, whatever the practice was; its section may
    bar more. Where an incapacity has none, its consequence says all that it bars.
    """

    id: str
    title: str
    nature: Nature
    offset: Offset
    calendar: str
    nations: tuple[str, ...]
    status: Status
    source: str
    consequence: str
    trigger: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    choose: Choose = Choose.EACH
    requires: tuple[str, ...] = ()
    only: Only | None = None
    since: Since | None = None
    already: Already | None = None
    calendar_status: Status = Status.V
    elections: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    hour: str = ""
    forum: str = ""
    person: str = ""
    holder: str = ""
    covers: tuple[str, ...] = ()
    in_hands: tuple[InHands, ...] = ()
    met_by: tuple[str, ...] = ()
    met_named: bool = False
    extension: Extension | None = None
    otherwise: Otherwise | None = None
    when_ended: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    warn: tuple[int, ...] = ()
    note: str = ""
    besides: Only | None = field(
        default=None, repr=False
    )  # of new clocks alone: the others are what they were (`Book.hashes`)


@dataclass(frozen=True, slots=True)
class Unreckoned(_Conditioned):
    """What follows from acts of some kinds, there, at such an election and of such an act, and has no end that these tables know."""

    id: str
    trigger: tuple[str, ...]
    nations: tuple[str, ...]
    text: str
    source: str
    status: Status
    only: Only | None = None
    besides: Only | None = None
    elections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """What of some nations' limits the tables do not hold."""

    id: str
    nations: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """The table: every clock, and the lists that clocks refer to."""

    forums: dict[str, Named]
    elections: dict[str, Election]
    calendars: dict[str, Calendar]
    clocks: dict[str, ClockRule]
    gaps: dict[str, Gap]
    unreckoned: dict[str, Unreckoned]
    warn: tuple[int, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every kind of election, and every group of them."""
        return frozenset(self.elections) | {group for each in self.elections.values() for group in each.groups}

    @property
    def starting(self) -> frozenset[str]:
        """The kinds of act from which some clock runs."""
        return frozenset(kind for each in self.clocks.values() for kind in each.trigger)

    def reckons(self, election: str, nation: str) -> bool:
        """Whether these tables reckon for a kind of election in a nation."""
        return nation in (self.elections[election].nations or (nation,))

    def lacking(self, nations: Collection[str]) -> list[str]:
        """What of the limits of some nations stands nowhere here, in words."""
        return [each.text for each in self.gaps.values() if set(nations) & set(each.nations)]

    def kinds(self, named: Collection[str]) -> frozenset[str]:
        """The kinds of election that some kinds and groups stand for; all where none is named."""
        wanted = set(named)
        return frozenset(
            each.id for each in self.elections.values() if not wanted or each.id in wanted or wanted & set(each.groups)
        )


def load(folder: Path = FOLDER) -> Clocks:
    """Read the table. What it says of acts, nations and rules is checked by `clockbook`.

    Raises: BadLaw.
    """
    raw = document(folder / FILE, ("warn", "forums", "elections", "calendars", "gaps", "unreckoned", "clocks"))
    warn = raw["warn"]
    if not isinstance(warn, list) or not all(type(each) is int and each >= 0 for each in warn):
        raise Spot(FILE, field="warn").wrong("this must be a list of days")
    forums = entries(Named, raw["forums"], Spot(FILE, field="forums"))
    elections = entries(Election, raw["elections"], Spot(FILE, field="elections"))
    calendars = entries(Calendar, raw["calendars"], Spot(FILE, field="calendars"))
    clocks = entries(ClockRule, raw["clocks"], Spot(FILE, field="clocks"))
    gaps = entries(Gap, raw["gaps"], Spot(FILE, field="gaps"))
    open_ = entries(Unreckoned, raw["unreckoned"], Spot(FILE, field="unreckoned"))
    return Clocks(forums, elections, calendars, clocks, gaps, open_, tuple(sorted(warn, reverse=True)))


def check(table: Clocks, excludable: Collection[str], nations: Collection[str]) -> None:
    """Refuse what refers to nothing, and what cannot be reckoned."""
    for election in table.elections.values():
        refer(election.nations, nations, Spot(FILE, election.id, "nations"), "nation")
    for calendar in table.calendars.values():
        spot = Spot(FILE, calendar.id)
        refer(calendar.excluded, excludable, spot.at("excluded"), "kind of day")
        for each in calendar.exceptions:
            refer(each.not_excluded, calendar.excluded, spot.at("exceptions"), "day excluded here")
            refer(each.nations, nations, spot.at("exceptions"), "nation")
            refer(each.elections, table.names, spot.at("exceptions"), "kind of election")
    for gap in table.gaps.values():
        refer(gap.nations, nations, Spot(FILE, gap.id, "nations"), "nation")
    for open_ in table.unreckoned.values():
        refer(open_.nations, nations, Spot(FILE, open_.id, "nations"), "nation")
        refer(open_.elections, table.names, Spot(FILE, open_.id, "elections"), "kind of election")
    for clock in table.clocks.values():
        spot = Spot(FILE, clock.id)
        refer([clock.calendar], table.calendars, spot.at("calendar"), "calendar")
        refer([clock.otherwise.calendar] if clock.otherwise else [], table.calendars, spot.at("otherwise"), "calendar")
        refer([clock.forum] if clock.forum else [], table.forums, spot.at("forum"), "forum")
        refer(clock.nations, nations, spot.at("nations"), "nation")
        refer(clock.elections, table.names, spot.at("elections"), "kind of election")
        refer(clock.after, table.clocks, spot.at("after"), "clock")
        refer([clock.since.clock] if clock.since else [], table.clocks, spot.at("since"), "clock")
        _offset(clock, table.calendars[clock.calendar], spot)
        if clock.extension:
            named = [each for each in (clock.extension.ask, clock.extension.until) if each]
            refer(named, table.clocks, spot.at("extension"), "clock")
    _no_rounds(table)


def _offset(clock: ClockRule, calendar: Calendar, spot: Spot) -> None:
    offset = clock.offset
    if bool(clock.trigger) is bool(clock.after):
        raise spot.at("trigger").wrong("a clock runs from acts (trigger) or from clocks (after), and never from both")
    if offset.n < 0 or offset.from_day < 0:
        raise spot.at("offset").wrong("a period is no negative number")
    calendar_units = offset.unit in {Unit.MONTHS, Unit.YEARS}
    if offset.direction is Direction.BEFORE and (calendar_units or offset.from_day or offset.first is First.COUNTED):
        raise spot.at("offset").wrong("what is counted back is counted in days, and without the day of the trigger")
    if offset.unit is Unit.WORKING and not calendar.excluded:
        raise spot.at("calendar").wrong("working days need a calendar that excludes days")
    if clock.valid_from and clock.valid_until and clock.valid_until < clock.valid_from:
        raise spot.at("valid_until").wrong("this is before valid_from")


def _no_rounds(table: Clocks) -> None:
    """No clock may hang on its own end."""
    needs = {clock.id: list(clock.after) for clock in table.clocks.values()}
    for clock in table.clocks.values():
        needs[clock.id] += [clock.since.clock] if clock.since else []
        if clock.extension:
            needs[clock.id] += [each for each in (clock.extension.ask, clock.extension.until) if each]
    for clock in table.clocks.values():
        seen, ahead = set[str](), list(needs[clock.id])
        while ahead:
            name = ahead.pop()
            if name == clock.id:
                raise Spot(FILE, clock.id, "after").wrong("a clock cannot hang on its own end")
            if name not in seen:
                seen.add(name)
                ahead += needs[name]
