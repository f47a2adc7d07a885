"""A dated act as clocks take it, and whether it says what its kind needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from muniment.errors import AskedWrong
from muniment.prove import given
from muniment.prove.law.acts import Form, Order
from muniment.prove.law.clockbook import ClockBook

FIRST_YEAR, LAST_YEAR = 1832, 2200
_OWN = ("person", "by_agents", "of")  # fields of acts.yaml that have a place of their own here


@dataclass(frozen=True, slots=True)
class DatedAct:
    """Something that happened on a day, or between two; the earliest counts.

    `of` is the act (or allegation) that it belongs to: the offence that an extension is for. `values` are what its kind has
    besides. `assumed`: why it is taken to have been on that day, where nobody has entered it.
    """

    id: str
    kind: str
    first: date
    last: date
    election: str = "local"
    nation: str = "england"
    person: str = ""
    by_agents: bool | None = None
    of: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    assumed: str = ""

    def value(self, name: str) -> str:
        """What it says in a field; "" where nothing."""
        if name == "by_agents":
            return "" if self.by_agents is None else "yes" if self.by_agents else "no"
        if name in _OWN:
            return str(getattr(self, name))
        return self.values.get(name, "")

    def day(self, name: str) -> date | None:
        """The day in a field, which `check` has seen to be one."""
        said = self.value(name)
        return date.fromisoformat(said) if said else None


def person_of(id: str, name: object) -> str:  # noqa: A002 # the field's name
    """Whose act or finding it is; where the name was erased, a name that no other has: two erased people are not one."""
    return f"[erased] {id}" if name is None else str(name)


def alike(one: DatedAct, other: DatedAct) -> bool:
    """Whether two acts are of the same election, and may be of the same person."""
    same = (one.election, one.nation) == (other.election, other.nation)
    return same and (not one.person or not other.person or one.person == other.person)


def can_be_of(step: DatedAct, to: DatedAct) -> bool:
    """Whether a step can belong to an act: of the same election, and of no other person than that act's."""
    return alike(step, to) and step.person in {"", to.person}


def same_name(one: DatedAct, other: DatedAct) -> bool:
    """Whether two acts name one person, as far as capitals and spaces let them differ."""
    return bool(one.person) and one.person.casefold().split() == other.person.casefold().split()


def election_in(book: ClockBook, election: str, nation: str) -> tuple[str, str]:
    """A kind of election, and the nation; of what the tables do not reckon for, nothing is guessed.

    Raises: AskedWrong, which names the field.
    """
    given.choice("election", election, book.table.elections)
    given.choice("nation", nation, book.holidays.nations)
    if not book.table.reckons(election, nation):
        there = [each.id for each in book.table.elections.values() if book.table.reckons(each.id, nation)]
        what = "election: the tables of law do not reckon for such an election in that nation"
        raise AskedWrong(what, f"{election}, {nation}", f"there: {', '.join(there)}; or name another nation")
    return election, nation


def check(book: ClockBook, act: DatedAct) -> None:
    """Refuse an act that is of no kind, or lacks what its kind needs.

    Raises: AskedWrong, whose subject names the act and the field.
    """
    kind = book.acts.kinds.get(act.kind)
    if kind is None:
        raise _wrong(act, "kind", _unknown("kind of act", act.kind, book.acts.kinds))
    if act.election not in book.table.elections:
        raise _wrong(act, "election", _unknown("kind of election", act.election, book.table.elections))
    if act.nation not in book.holidays.nations:
        raise _wrong(act, "nation", _unknown("nation", act.nation, book.holidays.nations))
    if act.last < act.first:
        raise _wrong(act, "last", f"{act.last} is before {act.first}")
    if act.first.year < FIRST_YEAR or act.last.year > LAST_YEAR:
        raise _wrong(act, "first", f"{act.first} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    for name in kind.needs:
        if not act.value(name):
            raise _wrong(act, name, f"such an act ({kind.id}) needs this field: {book.acts.fields[name].title}")
    known = {*kind.needs, *kind.may}
    if act.by_agents is not None and "by_agents" not in known:
        raise _wrong(act, "by_agents", f"such an act ({kind.id}) is nobody's by their agents")
    for name in act.values:
        if name not in known or name in _OWN:
            raise _wrong(act, name, f"such an act ({kind.id}) has no such field")
        _form(book, act, name)


def _form(book: ClockBook, act: DatedAct, name: str) -> None:
    """Refuse a value that is not of the form that its field has."""
    said, field_ = act.values[name], book.acts.fields[name]
    allowed = {Form.ONE_OF: field_.values, Form.YES_NO: ("yes", "no")}.get(field_.form, ())
    if allowed and said not in allowed:
        raise _wrong(act, name, f"this must be one of {', '.join(allowed)}, not {said!r}")
    if field_.form is Form.DAY:
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise _wrong(act, name, f"{said!r} is no day") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise _wrong(act, name, f"{said} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
        if field_.order is Order.AFTER and day < act.first:
            raise _wrong(act, name, f"{said} is before the act itself")
        if field_.order is Order.BEFORE and day > act.last:
            raise _wrong(act, name, f"{said} is after the act itself")


def _unknown(what: str, said: str, known: Iterable[str]) -> str:
    near = get_close_matches(said, known, 1)
    return f"there is no {what} {said!r}" + (f"; {near[0]}?" if near else "")


def _wrong(act: DatedAct, name: str, what: str) -> AskedWrong:
    return AskedWrong(what, f"{act.id}: {name}", "put this field of the act right")
