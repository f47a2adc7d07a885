"""Acts about claims: what a source says, and which claims cannot all be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntered(Proof):
    """What somebody says, where a source has it: no fact of the case. `about` is a word for the matter.

    `first` and `last` are the days of which it speaks. `grade` is the source's, in the words of `scheme`.
    """

    do: ClassVar[str] = "claim-entered"
    prefix: ClassVar[str] = "CLM"
    item: str
    reading: int | None
    page: int | None
    span: tuple[int, int] | None
    about: str
    first: str = ""
    last: str = ""
    scheme: str = ""
    grade: str = ""
    who: str = sealed()
    words: str = sealed()
    says: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsDiffer(Proof):
    """Some claims cannot all be so, in the judgement of whoever enters it."""

    do: ClassVar[str] = "claims-differ"
    prefix: ClassVar[str] = "DIF"
    claims: Sequence[str]
    why: str = sealed()
