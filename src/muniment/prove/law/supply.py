"""What officers hold and who may have it; on which basis people are asked, and how they answer (supply.yaml)."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from muniment.prove.law.load import FOLDER, Named, Spot, Status, refer, table

FILE = "supply.yaml"


class How(StrEnum):
    """By which way somebody may have it."""

    SUPPLY = "supply"
    INSPECTION = "inspection"
    ORDER = "order"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Way:
    """Who may have it, how, for what, and on which basis."""

    who: str
    how: How
    purpose: str
    basis: str
    status: Status


@dataclass(frozen=True, slots=True)
class Data:
    """Something that officers hold."""

    id: str
    title: str
    note: str
    source: str
    status: Status
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a request is answered; `ends`: nothing more is expected; `why` must be said; `brings`: things came, in a bundle."""

    id: str
    title: str
    ends: bool
    why: bool
    brings: bool


@dataclass(frozen=True, slots=True)
class SupplyLaw:
    """What the tables say of what others hold."""

    who: dict[str, Named]
    data: dict[str, Data]
    bases: dict[str, Named]
    answers: dict[str, Answer]


def load(folder: Path = FOLDER) -> SupplyLaw:
    """Read them.

    Raises: BadLaw.
    """
    found = table(SupplyLaw, folder / FILE)
    for each in found.data.values():
        refer([way.who for way in each.ways], found.who, Spot(FILE, each.id, "ways"), "recipient")
    return found
