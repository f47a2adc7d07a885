"""Acts of allegation: who is spoken of, and what is alleged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectNamed(Proof):
    """Somebody of whom something is alleged: a person, an agent (`of` whom), a party, a body."""

    do: ClassVar[str] = "subject-named"
    prefix: ClassVar[str] = "SUB"
    kind: str
    of: str = ""
    name: str = sealed()
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged(Proof):
    """An allegation against a section as it stood on the day; with `on` given, a new wording of one that there is."""

    do: ClassVar[str] = "alleged"
    prefix: ClassVar[str] = "ALG"
    offence: str
    first: str  # the day of the act, or the earliest that it can have been
    last: str
    election: str
    nation: str
    poll: str = ""
    attribution: str = ""
    subjects: Sequence[str] = ()
    complaints: Sequence[str] = ()
    text: str = sealed()
    written: str = sealed()  # the citation as somebody wrote it
