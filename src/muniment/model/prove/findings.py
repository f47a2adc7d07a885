"""The act that enters what a court found."""

from dataclasses import dataclass
from typing import ClassVar

from muniment.model.prove.proof import Proof, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Proof):
    """What a court found of somebody: a ground, and by whose acts. `day` is that of its report, "" where nobody knows it."""

    do: ClassVar[str] = "found"
    prefix: ClassVar[str] = "FND"
    ground: str  # an offence or a ground of the tables
    as_found: str  # corrupt, illegal, neither: as the court called it
    attribution: str  # personal, by-agents, both, none-needed, not-found, unknown
    day: str
    election: str
    nation: str
    status: str  # how far it was verified
    person: str = sealed()
    capacity: str = sealed()
    paras: str = sealed()
    note: str = sealed()
