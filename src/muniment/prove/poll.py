"""What runs from a poll, without any case: the acts that follow a poll are taken to be on the earliest day they can be."""

from datetime import date, timedelta

from muniment.prove.clock import Clock
from muniment.prove.clocks import run
from muniment.prove.dated import DatedAct
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

    Raises: AskedWrong, on a kind of election or a nation that there is not.
    """
    acts = []
    for kind in book.acts.kinds.values():
        if kind.from_poll:
            day = poll + timedelta(kind.from_poll.days)
            values = {"dissolved": dissolved.isoformat()} if dissolved and "dissolved" in kind.may else {}
            said = kind.from_poll.said
            acts.append(DatedAct(kind.id, kind.id, day, day, election, nation, values=values, assumed=said))
    return run(book, acts, on or poll)
