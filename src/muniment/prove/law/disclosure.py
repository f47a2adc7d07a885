"""Lines of inquiry, schedules of unused material, reviews, and the forms that are drafted (disclosure.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import Named, Spot, Status, refer, refer_each, table

FILE = "disclosure.yaml"


@dataclass(frozen=True, slots=True)
class State:
    """What became of a line of inquiry; `why`: it needs its reason."""

    id: str
    title: str
    why: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule; `reasons`: each row needs one, `nil`: where there is nothing, that is said."""

    id: str
    title: str
    text: str
    reasons: bool
    nil: bool
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Test:
    """How material stands to the disclosure test; `singly`: never in a block, `examined`: somebody has looked."""

    id: str
    title: str
    singly: bool
    examined: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A kind of review; `papers`: the item that it is about is named."""

    id: str
    title: str
    papers: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is drafted, and where it is from: for the cover note."""

    id: str
    title: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Content:
    """Something that a petition must hold; `acts` are the kinds of dated act that say it."""

    id: str
    title: str
    source: str
    status: Status
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so by law or guidance, in our words."""

    id: str
    text: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class DisclosureLaw:
    """What the tables say of unused material, and of forms."""

    points: dict[str, Named]  # which way a line of inquiry points
    states: dict[str, State]
    schedules: dict[str, Schedule]
    tests: dict[str, Test]
    reviews: dict[str, Review]
    forms: dict[str, Form]
    petition: dict[str, Content]
    facts: dict[str, Fact]
    truth: dict[str, Fact]


def load(folder: Path, acts: Collection[str]) -> DisclosureLaw:
    """Read them, with the kinds of dated act that there are.

    Raises: BadLaw.
    """
    found = table(DisclosureLaw, folder / FILE)
    # Each schedule is drafted under its own id.
    refer(found.schedules, found.forms, Spot(FILE, field="schedules"), "form")
    refer_each(found.petition, "acts", acts, FILE, "kind of act")
    return found
