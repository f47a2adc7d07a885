"""Acts about days: dated acts, the clocks that people set or meet, steps taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Proof):
    """Something happened on a day, or between two: clocks run from it. `values` is what a kind of act needs besides."""

    do: ClassVar[str] = "dated"
    prefix: ClassVar[str] = "ACT"
    kind: str
    first: str
    last: str
    election: str
    nation: str
    by_agents: bool | None = None  # of a finding; None where it is none
    of: str = ""  # the allegation or earlier act that it belongs to
    values: dict[str, str] = field(default_factory=dict)
    person: str = sealed()
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSet(Proof):
    """A clock that a person adds, for what perishes; `ends` is the last day."""

    do: ClassVar[str] = "clock-set"
    prefix: ClassVar[str] = "CLK"
    ends: str
    of: str = ""
    what: str = sealed()
    holder: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMet(Proof):
    """What a clock asks for was done on a day. `clock` is as `prove clocks` names it."""

    do: ClassVar[str] = "clock-met"
    clock: str
    day: str
    how: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(Proof):
    """A step of the investigation, for the log that shows whether there was undue delay; or why there was none."""

    do: ClassVar[str] = "step-taken"
    day: str
    of: Sequence[str] = ()
    text: str = sealed()
