"""Acts of decision: what was decided, on what basis, and what was answered later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from muniment.model.prove.proof import Counted, Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Counted):
    """A decision and its basis at that moment.

    `ids` are, one after the other and as many as `parts` says: what the decider had opened, what was put before them, what
    others had opened, what nobody had. `roots` are the Merkle roots of these four lists. Recorded as made elsewhere, the
    decider is no person of this case, and what they had opened is what is said.
    """

    do: ClassVar[str] = "decided"
    prefix: ClassVar[str] = "DEC"
    kind: str
    day: str
    of: Sequence[str]
    stage: str
    shape: str
    elsewhere: bool
    decider: str  # a person's number, "" where it was made elsewhere
    body_kind: str
    advice: Sequence[str]
    parts: tuple[int, int, int, int]
    roots: tuple[str, str, str, str]
    items: int  # in the case at that moment
    unread: int
    textless: int
    next_item: int  # what came in later has this number or a higher one
    body: str = sealed()
    name: str = sealed()
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAnswered(Proof):
    """All that bore on a decision, or on advice, up to entry `until` was answered; `clocks` had run out by then, with their last day."""

    do: ClassVar[str] = "decision-answered"
    answer: str  # stands, varied, withdrawn
    day: str
    until: int
    clocks: dict[str, str] = field(default_factory=dict)
    body: str = sealed()  # whose answer it is, where that is another body
    why: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderNamed(Proof):
    """A person (`on`) may record decisions, or (`ends`) may no longer; whoever began the case always may."""

    do: ClassVar[str] = "decider-named"
    ends: bool = False
    why: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessing(Proof):
    """A joint reassessment of a decision, with another body: begun, or (`outcome`) ended."""

    do: ClassVar[str] = "reassessing"
    day: str
    outcome: str = ""
    body: str = sealed()
    note: str = sealed()
