"""Categories and outcomes of complaints as the yearly return has them, and how complaints come in and are answered (complaints.yaml)."""

from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import FOLDER, Spot, Status, document, entries, refer

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
class Way:
    """A way by which people are heard or answered."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ComplaintLaw:
    """What the tables say of complaints."""

    categories: dict[str, Category]
    outcomes: dict[str, Outcome]
    reasons: dict[str, Reason]
    channels: dict[str, Way]
    answers: dict[str, Way]


def load(folder: Path = FOLDER) -> ComplaintLaw:
    """Read them.

    Raises: BadLaw.
    """
    raw = document(folder / FILE, ("categories", "outcomes", "reasons", "channels", "answers"))
    outcomes = entries(Outcome, raw["outcomes"], Spot(FILE, field="outcomes"))
    reasons = entries(Reason, raw["reasons"], Spot(FILE, field="reasons"))
    for each in outcomes.values():
        refer(each.reasons, reasons, Spot(FILE, each.id, "reasons"), "reason")
    return ComplaintLaw(
        entries(Category, raw["categories"], Spot(FILE, field="categories")),
        outcomes,
        reasons,
        entries(Way, raw["channels"], Spot(FILE, field="channels")),
        entries(Way, raw["answers"], Spot(FILE, field="answers")),
    )
