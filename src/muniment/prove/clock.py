"""A time limit that runs, as it stands on a day; and one that a person adds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from muniment.prove.law.clocks import Extension, InHands, Nature
from muniment.prove.law.load import Status

ENTERED = "entered"  # the status, and the rule, of a clock that a person added


class State(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    ENDED = "ended"
    MET = "met"


class Near(StrEnum):
    """How near the end of a clock is, by its warnings."""

    FAR = "far"  # none has come; or nothing has to be done before it ends
    WARNED = "warned"  # one has come
    LAST = "last"  # the later half of them has begun


@dataclass(frozen=True, slots=True)
class Longer:
    """How a clock could be made longer: asked for until, and at the very longest until; None where no clock says when."""

    terms: Extension
    ask_by: date | None
    at_most: date | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit that runs from one act.

    `ends` is the last day on which the step can be taken, `act_by` the same and never later, on every reading left open.
    `left`: days from the day asked about to `ends`. `warnings`: the days on which to warn; `due`: the newest of these that has
    come; `near`: how near the end is by them, while it runs. `otherwise`: rules that say what is left when it has run. `assumed`: why the act is taken to have been on its day, where
    nobody entered it; `short`: the working without that, and without what stands in other fields.
    """

    id: str
    rule: str
    title: str
    nature: Nature
    citation: str
    status: Status | None  # None where a person added it
    trigger: str
    trigger_kind: str
    election: str
    nation: str
    starts: date
    ends: date
    conservative_ends: date
    working: str
    state: State
    left: int
    consequence: str = ""
    hour: str = ""
    forum: str = ""
    who: str = ""
    holder: str = ""
    person: str = ""
    covers: tuple[str, ...] = ()
    in_hands: tuple[InHands, ...] = ()
    doubts: tuple[str, ...] = ()
    longer: Longer | None = None
    extended_by: str = ""
    met_by: str = ""
    met_on: date | None = None
    late: int = 0
    warnings: tuple[date, ...] = ()
    due: date | None = None
    near: Near = Near.FAR
    otherwise: tuple[str, ...] = ()
    note: str = ""
    short: str = ""
    assumed: str = ""

    @property
    def safe(self) -> date:
        """The day to go by: the earliest end, but of an incapacity the latest, so that nobody counts as free too soon."""
        return self.ends if self.nature is Nature.INCAPACITY else self.conservative_ends

    @property
    def verified(self) -> bool:
        """Whether the rule was read; what is not is shown as "not verified"."""
        return self.status is None or self.status.verified


@dataclass(frozen=True, slots=True)
class OwnClock:
    """A clock that a person added, for what perishes: films of a street camera, records of calls, posts."""

    id: str
    title: str
    ends: date
    since: date
    holder: str = ""
    trigger: str = ""
    note: str = ""
