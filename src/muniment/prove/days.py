"""Dated acts, the clocks that people add, what was met, and the steps of the investigation: as entered, and as clocks take them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import Alleged, ClockMet, ClockSet, Dated, Finding, StepTaken
from muniment.prove import given
from muniment.prove.clock import Clock, OwnClock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct, check, election_in, person_of
from muniment.prove.entered import Entered, entered, newest, one, record
from muniment.prove.law.book import Book
from muniment.prove.law.clocks import Direction, Nature
from muniment.prove.law.offences import Offence
from muniment.prove.poll import standing_in
from muniment.store.store import Store
from muniment.store.view import View

_SECOND = 1_000_000  # the ledger counts in microseconds
_FOUND = {Nature.INCAPACITY, Nature.OFFICE}  # what runs from what courts found
_BEHIND = timedelta(days=7)  # a machine's clock may be: what seems to lie ahead by no more may have happened


def enter(
    store: Store,
    book: Book,
    kind: str,
    when: str,
    *,
    election: str = "local",
    nation: str = "england",
    person: str = "",
    by_agents: bool | None = None,
    of: str = "",
    values: Mapping[str, str] | None = None,
    note: str = "",
) -> tuple[str, int]:
    """Enter something that happened on a day, or between two.

    A finding or conviction of a named person is personal unless it is said that it is by agents.
    Raises: AskedWrong, which names the field: no such kind, a day that cannot be or has not come, a field that the kind needs.
    """
    first, last = given.days("on", when)
    fields = book.clocks.acts.kinds[given.choice("kind", kind, book.clocks.acts.kinds)]
    if not fields.ahead and date.fromisoformat(first) > today(store) + _BEHIND:
        next_ = f"enter it once it has happened; what is to be done by a day is a clock ({fields.title})"
        raise AskedWrong("on has not come yet", first, next_)
    if by_agents is None and person and "by_agents" in {*fields.needs, *fields.may}:
        by_agents = False
    if of.startswith("FND-") and "of" not in fields.needs:  # what comes after a finding: an appeal, relief
        given.number(store, "of", Finding, of)
    elif of:
        _belongs(store, of)
        _may_belong(store, book, kind, of)
    _not_before(store, book, kind, of, last)
    act = Dated(
        kind=kind,
        first=first,
        last=last,
        election=election,
        nation=nation,
        by_agents=by_agents,
        of=of,
        values=dict(values or {}),
        person=given.text("person", person, needed=False),
        note=given.text("note", note, needed=False),
    )
    check(book.clocks, _act("the new act", act.fields() | dict(act.sealed())))
    election_in(book.clocks, election, nation)
    return record(store, act)


def _belongs(view: View, of: str) -> None:
    known = Alleged if of.startswith("ALG-") else Dated
    given.number(view, "of", known, of)


def _may_belong(view: View, book: Book, kind: str, of: str) -> None:
    """Refuse what must belong to an act, and is said to belong to one of another kind: its clock would never hear of it."""
    if "of" not in book.clocks.acts.kinds[kind].needs:
        return
    of_kind = str(one(view, Dated, of)["kind"]) if of.startswith("ACT-") else "offence"
    rules = book.clocks.clocks.values()
    to = {start for rule in rules if rule.extension and kind in rule.extension.granted for start in rule.trigger}
    if to and of_kind not in to:
        raise AskedWrong(f"of: {kind} belongs to: {', '.join(sorted(to))}", f"{of} is: {of_kind}", "name such an act")


def _not_before(view: View, book: Book, kind: str, of: str, last: str) -> None:
    """Refuse what ends something, and was before it began."""
    if not of:
        return
    finding = of.startswith("FND-")
    to = one(view, Finding if finding else Alleged if of.startswith("ALG-") else Dated, of)
    began, of_kind = str(to["day" if finding else "first"]), str(to.said.get("kind", "offence"))
    rules = [each for each in book.clocks.clocks.values() if each.offset.direction is Direction.AFTER]
    ended = [each for each in rules if kind in each.met_by or (each.extension and kind in each.extension.granted)]
    such = [each for each in ended if (each.nature in _FOUND if finding else of_kind in each.trigger)]
    if such and last < began:
        raise AskedWrong(f"on is before {of} itself", last, f"a day from {began}; or name another that it belongs to")


def acts(view: View) -> list[DatedAct]:
    """Every dated act that was not entered in error, and for each allegation the offence that it says was committed.

    What belongs to an allegation belongs to the one act that stands for it: its own, or the offence that was entered of it.
    """
    found = [_act(id, each.said) for id, each in newest(view, Dated).items()]  # noqa: A001
    named: dict[str, list[str]] = {}
    for each in found:
        if each.kind == "offence":
            named.setdefault(each.of, []).append(each.id)
    stands = {of: ids[0] for of, ids in named.items() if of.startswith("ALG-") and len(ids) == 1}
    found = [each if each.kind == "offence" else replace(each, of=stands.get(each.of, each.of)) for each in found]
    alleged = newest(view, Alleged)
    return found + [_offence(id, each) for id, each in alleged.items() if id not in named]  # noqa: A001


def _act(id: str, said: Mapping[str, object]) -> DatedAct:  # noqa: A002 # the field's name
    values, by_agents = said["values"], said["by_agents"]
    assert isinstance(values, Mapping)
    return DatedAct(
        id,
        str(said["kind"]),
        date.fromisoformat(str(said["first"])),
        date.fromisoformat(str(said["last"])),
        str(said["election"]),
        str(said["nation"]),
        person_of(id, said["person"]),
        None if by_agents is None else bool(by_agents),
        str(said["of"]),
        {str(name): str(value) for name, value in values.items()},
    )


def _offence(id: str, said: Entered) -> DatedAct:  # noqa: A002 # the field's name
    first, last = date.fromisoformat(said["first"]), date.fromisoformat(said["last"])
    why = "the day that the allegation names"
    return DatedAct(id, "offence", first, last, said["election"], said["nation"], assumed=why)


# -- clocks


def clocks(view: View, book: Book, on: date, *, words: bool = True) -> tuple[Clock, ...]:
    """Every clock of the case, as it stands on a day; without those of offences that have no time limit.

    `words`: each with its working as people read it.
    Raises: AskedWrong, where an act is not what its kind needs.
    """
    starting = book.clocks.table.starting  # what starts none, and is of a finding, bears on that alone: `prove.barred`
    ours = [each for each in acts(view) if each.kind in starting or not each.of.startswith("FND-")]
    ours += standing_in(book.clocks, ours, [*(each for each in ours if each.kind == "poll"), *_polls(view)])
    found = run(book.clocks, ours, on, own_clocks(view), met(view), words=words)
    free = _without_limit(view, book)
    return tuple(each for each in found if not (each.id.partition("/")[0] in free and each.trigger_kind == "offence"))


def _polls(view: View) -> list[DatedAct]:
    """The polls that allegations name."""
    alleged = [(id, each) for id, each in newest(view, Alleged).items() if each["poll"]]  # noqa: A001
    days = [(id, date.fromisoformat(each["poll"]), each) for id, each in alleged]  # noqa: A001
    return [DatedAct(id, "poll", day, day, each["election"], each["nation"]) for id, day, each in days]  # noqa: A001


def _without_limit(view: View, book: Book) -> set[str]:
    """The allegations of offences to which s.176 does not apply."""
    offences = book.offences.offences
    alleged = newest(view, Alleged)
    return {id for id, each in alleged.items() if each["offence"] in offences and not offences[each["offence"]].limited}  # noqa: A001


def unreckoned(view: View, book: Book) -> list[str]:
    """Of each allegation to whose offence s.176 does not apply: that no clock runs from it, and what would have to be entered."""
    begun = {(str(each["of"]), str(each["kind"])) for each in newest(view, Dated).values()}
    alleged = newest(view, Alleged)
    free = ((id, book.offences.offences[alleged[id]["offence"]]) for id in sorted(_without_limit(view, book)))  # noqa: A001
    return [_own_limit(id, each) for id, each in free if not {(id, kind) for kind in each.limit_from} & begun]  # noqa: A001


def _own_limit(id: str, offence: Offence) -> str:  # noqa: A002 # the allegation's number
    own = "if it has a limit of its own, that stands in no table here"
    if offence.limit_from:
        first, *later = offence.limit_from
        own = f"its own limit runs from acts: enter {first} of {id}"
        own += "".join(f", and {each} once that is so" for each in later)
    return f"No clock runs from {id} ({offence.citation}): s.176 does not apply to it; {own}."


def set_clock(store: Store, what: str, ends: str, holder: str = "", of: str = "") -> tuple[str, int]:
    """Add a clock for what perishes: what it is, the last day, and who holds it.

    Raises: AskedWrong; UnknownItem.
    """
    if of:
        _belongs(store, of)
    last = given.day("ends", ends)
    holder = given.text("holder", holder, needed=False)
    return record(store, ClockSet(ends=last, of=of, what=given.text("what", what), holder=holder))


def own_clocks(view: View) -> list[OwnClock]:
    """The clocks that people added."""
    zone = ZoneInfo(view.zone)
    return [
        OwnClock(
            id,
            str(each["what"] or "[erased]"),
            date.fromisoformat(each["ends"]),
            datetime.fromtimestamp(each.at // _SECOND, zone).date(),
            str(each["holder"] or ""),
            each["of"],
        )
        for id, each in newest(view, ClockSet).items()  # noqa: A001
    ]


def meet(store: Store, book: Book, clock: str, day: str, how: str = "") -> int:
    """Say that what a clock asks for was done on a day.

    Raises: UnknownItem, where no clock of that name runs; AskedWrong.
    """
    on = come(store, "on", day)
    if clock not in {each.id for each in clocks(store, book, date.fromisoformat(on))}:
        raise UnknownItem("clock: none of that name runs", clock, "muniment prove clocks names them")
    return store.record(ClockMet(clock=clock, day=on, how=given.text("how", how, needed=False)))


def met(view: View) -> dict[str, date]:
    """The days on which people say that a clock was met; what was said last stands."""
    return {each["clock"]: date.fromisoformat(each["day"]) for each in said_met(view)}


def said_met(view: View) -> list[Entered]:
    """Each time that somebody said so, the oldest first; none that was entered in error."""
    return entered(view, ClockMet)


# -- steps


def take_step(store: Store, day: str, text: str, of: Sequence[str] = ()) -> int:
    """Log a step of the investigation, for the question whether there was undue delay.

    Raises: AskedWrong; UnknownItem.
    """
    on, about = come(store, "on", day), given.numbers(store, "of", Alleged, of)
    return store.record(StepTaken(day=on, of=about, text=given.text("text", text)))


def steps(view: View, allegation: str = "") -> list[Entered]:
    """The log of steps in the order of their days; of one allegation those that name it, and those that name none."""
    found = [each for each in entered(view, StepTaken) if not allegation or not each["of"] or allegation in each["of"]]
    return sorted(found, key=lambda each: (each["day"], each.entry))


def come(view: View, field: str, said: str) -> str:
    """A day that has come.

    Raises: AskedWrong, which names the field.
    """
    day, now = given.day(field, said), today(view).isoformat()
    if day > now:
        raise AskedWrong(f"{field} has not come yet", day, f"a day up to {now}")
    return day


def today(view: View) -> date:
    """The civil day of the case."""
    return datetime.now(UTC).astimezone(ZoneInfo(view.zone)).date()


def asked_day(view: View, on: str) -> date:
    """The day that is asked about: today, where none is named.

    Raises: AskedWrong.
    """
    return date.fromisoformat(given.day("on", on)) if on else today(view)


def value_pairs(said: Sequence[str]) -> dict[str, str]:
    """Fields as people type them, NAME=VALUE.

    Raises: AskedWrong.
    """
    found = {}
    for each in said:
        name, equals, value = each.partition("=")
        if not equals or name in found:
            raise AskedWrong("field: that is none", each, "NAME=VALUE, each name once")
        found[name] = value
    return found
