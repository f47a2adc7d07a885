"""Acts of complaint: received, answered, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceived(Proof):
    """Somebody complained. `items` are what the complaint came in as, where it did."""

    do: ClassVar[str] = "complaint-received"
    prefix: ClassVar[str] = "CMP"
    received: str
    category: str
    channel: str
    election: str = ""
    items: Sequence[str] = ()
    who: str = sealed()
    contact: str = sealed()
    area: str = sealed()
    text: str = sealed()
    force: str = sealed()  # the police force and the council that the yearly return names
    authority: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAnswered(Proof):
    """The person who complained was answered."""

    do: ClassVar[str] = "complaint-answered"
    day: str
    how: str
    person: str = sealed()  # who answered
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintEnded(Proof):
    """What became of a complaint, in the outcomes of the yearly return, with a `reason` of it; the newest stands."""

    do: ClassVar[str] = "complaint-ended"
    day: str
    outcome: str
    reason: str = ""
    why: str = sealed()
