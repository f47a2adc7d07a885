"""Dated acts and clocks, in few words."""

from collections.abc import Mapping, Sequence
from datetime import date

from muniment.prove.clock import Clock, OwnClock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
from muniment.prove.law.clockbook import ClockBook, ours


def act(
    kind: str,
    when: str,
    last: str = "",
    number: str = "",
    person: str = "",
    of: str = "",
    by_agents: bool | None = None,
    election: str = "local",
    nation: str = "england",
    **values: str,
) -> DatedAct:
    """One act on a day, or between two."""
    first = date.fromisoformat(when)
    final = date.fromisoformat(last) if last else first
    return DatedAct(number or kind, kind, first, final, election, nation, person, by_agents, of, values)


def clocks(
    acts: Sequence[DatedAct],
    on: str = "2014-06-01",
    own: Sequence[OwnClock] = (),
    met: Mapping[str, date] | None = None,
    book: ClockBook | None = None,
) -> dict[str, Clock]:
    """Every clock of these acts by its id."""
    return {each.id: each for each in run(book or ours(), acts, date.fromisoformat(on), own, met)}
