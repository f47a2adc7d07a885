"""The act that says by which version of the tables of law a case goes."""

from dataclasses import dataclass, field
from typing import ClassVar

from muniment.model.prove.proof import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAdopted(Proof):
    """The case goes by this version of the tables of law from here on.

    `hash` is over all of them; `offences` and `clocks` have one of each entry, so that it is seen which of them changed.
    """

    do: ClassVar[str] = "law-adopted"
    tables: str
    hash: str
    offences: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)
