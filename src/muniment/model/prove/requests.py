"""Acts of asking: requests and advice, and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Counted, Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Proof):
    """Somebody was asked for a thing, on a basis, until a day; `data` is what officers hold, as the tables name it."""

    do: ClassVar[str] = "asked"
    prefix: ClassVar[str] = "REQ"
    day: str
    due: str
    basis: str
    data: str = ""
    of: Sequence[str] = ()
    body: str = sealed()
    what: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAnswered(Proof):
    """What was asked for was supplied (by which bundle), in part, refused, or is not held."""

    do: ClassVar[str] = "asked-answered"
    day: str
    answer: str
    bundle: str = ""
    why: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAsked(Counted):
    """Advice was asked of somebody, with these items put before them."""

    do: ClassVar[str] = "advice-asked"
    prefix: ClassVar[str] = "ADV"
    day: str
    of: Sequence[str] = ()
    body: str = sealed()
    what: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGiven(Proof):
    """The advice that was given."""

    do: ClassVar[str] = "advice-given"
    day: str
    items: Sequence[str] = ()
    text: str = sealed()
