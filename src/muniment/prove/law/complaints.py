"""Categories and outcomes of complaints as the yearly return has them, and how complaints come in and are answered (complaints.yaml)."""

from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import FOLDER, Named, Status, refer_each, table

FILE = "complaints.yaml"


@dataclass(frozen=True, slots=True)
class Category:
    """What a complaint is about."""

    id: str
    title: str
    covers: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it; `ends`: nothing more is done. One of the reasons must be said, where there are some."""

    id: str
    title: str
    ends: bool
    source: str
    status: Status
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an outcome was that."""

    id: str
    title: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class ComplaintLaw:
    """What the tables say of complaints."""

    categories: dict[str, Category]
    outcomes: dict[str, Outcome]
    reasons: dict[str, Reason]
    channels: dict[str, Named]
    answers: dict[str, Named]


def load(folder: Path = FOLDER) -> ComplaintLaw:
    """Read them.

    Raises: BadLaw.
    """
    found = table(ComplaintLaw, folder / FILE)
    refer_each(found.outcomes, "reasons", found.reasons, FILE, "reason")
    return found
