"""What runs from a poll, without any case: the acts that follow a poll are taken to be on the earliest day they can be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from muniment.prove.clock import Clock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct, alike, election_in
from muniment.prove.law.acts import ActKind, FromPoll
from muniment.prove.law.clockbook import ClockBook


def from_poll(
    book: ClockBook,
    poll: date,
    election: str = "local",
    nation: str = "england",
    on: date | None = None,
    dissolved: date | None = None,
) -> tuple[Clock, ...]:
    """Every clock that runs from one poll, the first to end first; as it stands on the day of the poll, or on `on`.

    `dissolved`: the day on which Parliament was, before a general election.

    Raises: AskedWrong, on a kind of election or a nation that there is not, or that the tables do not reckon for.
    """
    election_in(book, election, nation)
    acts = []
    for kind in book.acts.kinds.values():
        if kind.from_poll:
            values = {"dissolved": dissolved.isoformat()} if dissolved and "dissolved" in kind.may else {}
            acts.append(_after(kind, kind.from_poll, kind.id, poll, election, nation, values))
    return run(book, acts, on or poll)


def standing_in(book: ClockBook, acts: Sequence[DatedAct], polls: Iterable[DatedAct]) -> list[DatedAct]:
    """What is taken to have followed some polls at once, until such an act is entered: so that its clock is not missed."""
    found = []
    for kind in book.acts.kinds.values():
        if not kind.from_poll or not kind.from_poll.stands_in:
            continue
        for poll, following in _each(polls):
            known = [each for each in acts if each.kind == kind.id and alike(each, poll) and each.last >= poll.first]
            if all(following and each.first >= following for each in known):
                number = f"{poll.id}:{kind.id}"
                found.append(_after(kind, kind.from_poll, number, poll.first, poll.election, poll.nation))
    return found


def _each(polls: Iterable[DatedAct]) -> Iterator[tuple[DatedAct, date | None]]:
    """Each poll once, with the day of the next one of the same election; None where there is none."""
    days: dict[tuple[str, str, date], DatedAct] = {}
    for each in sorted(polls, key=lambda each: each.id):
        days.setdefault((each.election, each.nation, each.first), each)
    for (election, nation, day), poll in days.items():
        later = [other for kind, where, other in days if (kind, where) == (election, nation) and other > day]
        yield poll, min(later, default=None)


def _after(
    kind: ActKind,
    how: FromPoll,
    id: str,  # noqa: A002 # the field's name
    poll: date,
    election: str,
    nation: str,
    values: Mapping[str, str] | None = None,
) -> DatedAct:
    day = poll + timedelta(how.days)
    return DatedAct(id, kind.id, day, day, election, nation, values=values or {}, assumed=how.said)
