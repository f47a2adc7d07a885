"""Acts of the right of reply: what was put to whom, and the reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOf(Proof):
    """The case is that of this kind of body (police, petitioner, ...); the newest stands."""

    do: ClassVar[str] = "case-of"
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Put(Proof):
    """An allegation was put to its subject; or was not yet (`how` is not-yet), with a `reason` from a closed list.

    `body` is the kind of body that put it, "" where nobody said.
    """

    do: ClassVar[str] = "put"
    prefix: ClassVar[str] = "PUT"
    allegation: str
    subject: str
    day: str
    how: str
    reason: str = ""
    body: str = ""
    items: Sequence[str] = ()
    what: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Proof):
    """What the subject answered to what was put."""

    do: ClassVar[str] = "replied"
    day: str
    items: Sequence[str] = ()
    answer: str = sealed()
