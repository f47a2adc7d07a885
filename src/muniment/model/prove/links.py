"""Acts of the matrix: what supports an element or undermines it, and what is struck out."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from muniment.model.prove.proof import SEALED, Proof, sealed


class Side(StrEnum):
    """Which way a passage points. Both have the same place everywhere."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Proof):
    """A passage, or a physical thing (no page), that supports an element of an allegation or undermines it.

    `reading` is the entry of the reading that was seen. `routes` say for each forum by which way it could be used there, or
    why not; `reasons` say why, where a route needs it.
    """

    do: ClassVar[str] = "linked"
    prefix: ClassVar[str] = "LNK"
    allegation: str
    element: str
    side: Side
    item: str
    reading: int | None
    page: int | None
    span: tuple[int, int] | None
    routes: dict[str, str]
    witness: str = ""  # whose answers in an election court these are, or whose statement this is
    words: str = sealed()
    assessment: str = sealed()
    reasons: dict[str, str] = field(default_factory=dict, metadata=SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAssessed(Proof):
    """A person's assessment of what was linked, and its routes, said anew."""

    do: ClassVar[str] = "link-assessed"
    routes: dict[str, str]
    assessment: str = sealed()
    reasons: dict[str, str] = field(default_factory=dict, metadata=SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck(Proof):
    """What was entered under this number was entered in error; it stays, marked so, and counts no longer."""

    do: ClassVar[str] = "proof-struck"
    why: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSaid(Proof):
    """What kind of court paper an item is, none among them; and whose answers it holds (`on` is the item)."""

    do: ClassVar[str] = "paper-said"
    kind: str
    witness: str = ""
