"""Acts about witnesses: contacts, statements, willingness, exhibits."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


class Says(StrEnum):
    """Whether a witness would speak in one forum."""

    YES = "yes"
    NO = "no"
    IF = "if"  # under a condition, which is said
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessNamed(Proof):
    """A person who can speak to facts; with `on` given, what is known of them anew. `spouse` is a subject or witness."""

    do: ClassVar[str] = "witness-named"
    prefix: ClassVar[str] = "WIT"
    subject: str = ""  # where the same person is one
    spouse: str = ""
    speaks: Sequence[str] = ()  # allegations and subjects that they can speak about
    name: str = sealed()
    about: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted(Proof):
    """Somebody tried to speak with a witness, or did."""

    do: ClassVar[str] = "contacted"
    day: str
    how: str
    result: str
    person: str = sealed()  # who asked
    asked: str = sealed()
    answer: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTaken(Proof):
    """A version of a witness's statement; the item that it lies in, where it came in."""

    do: ClassVar[str] = "statement-taken"
    prefix: ClassVar[str] = "STA"
    witness: str
    day: str
    form: str
    signed: bool
    item: str = ""
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Willing(Proof):
    """Whether a witness would speak in one forum, what they fear, and which special measures would help."""

    do: ClassVar[str] = "willing"
    forum: str
    says: Says
    fear: bool = False
    measures: Sequence[str] = ()
    why: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibited(Proof):
    """A witness produces an item under a reference; one original may bear several."""

    do: ClassVar[str] = "exhibited"
    prefix: ClassVar[str] = "EXH"
    witness: str
    item: str
    statement: str = ""
    ref: str = sealed()
    title: str = sealed()
