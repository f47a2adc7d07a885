"""Acts about unused material and lines of inquiry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Counted, Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntered(Proof):
    """A reasonable line of inquiry, and which way it points; with `on` given, what became of it."""

    do: ClassVar[str] = "line-entered"
    prefix: ClassVar[str] = "LIN"
    day: str
    points: str  # towards, away, either
    state: str  # open, followed, not-followed
    of: Sequence[str] = ()
    text: str = sealed()
    why: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled(Counted):
    """Items of unused material, described for a schedule singly, or as a block by quantity and title."""

    do: ClassVar[str] = "scheduled"
    prefix: ClassVar[str] = "SCH"
    schedule: str
    block: bool
    test: str  # meets, may-meet, does-not, not-examined
    title: str = sealed()
    description: str = sealed()
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSubmitted(Proof):
    """A schedule went out; its rows keep these numbers in every later submission."""

    do: ClassVar[str] = "schedule-submitted"
    prefix: ClassVar[str] = "SUM"
    schedule: str
    day: str
    first: int
    rows: Sequence[str]
    body: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureReviewed(Proof):
    """Unused material was reviewed (again), as after a defence statement, which lies in `items`."""

    do: ClassVar[str] = "disclosure-reviewed"
    prefix: ClassVar[str] = "REV"
    kind: str  # first, defence-statement, continuing
    day: str
    items: Sequence[str] = ()
    text: str = sealed()
