"""Forums and their standards (forums.yaml), and the ways by which a thing can be used in them (routes.yaml): two facts, never one."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from muniment.prove.law.load import FOLDER, Spot, Status, document, entries, refer_each

FILE, ROUTES = "forums.yaml", "routes.yaml"


class Use(StrEnum):
    """Whether a thing can be used by a route."""

    YES = "yes"
    IF = "if"  # something has still to be done or granted
    NO = "no"


@dataclass(frozen=True, slots=True)
class Forum:
    """Where a thing can be decided; by whom, on which standard, with what as the outcome."""

    id: str
    title: str
    short: str
    who_starts: str
    who_decides: str
    standard: str
    standard_source: str
    standard_status: Status
    powers: str
    compelled: str
    compelled_status: Status
    output: str
    appeal: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Route:
    """A way by which something can be used in some forums (all, where none is named), or why it cannot."""

    id: str
    title: str
    text: str
    use: Use
    source: str
    status: Status
    forums: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # one of these must be said
    says: bool = False  # why must be said in words

    def open_in(self, forum: str) -> bool:
        """Whether it is a route of this forum."""
        return not self.forums or forum in self.forums


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper of a court is; `bars`: it cannot be used against whoever's answers it holds, or their spouse."""

    id: str
    title: str
    text: str
    bars: bool
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Forums:
    """The forums, the routes, and the kinds of court paper."""

    forums: dict[str, Forum]
    routes: dict[str, Route]
    papers: dict[str, Paper]


def load(folder: Path = FOLDER) -> Forums:
    """Read them.

    Raises: BadLaw.
    """
    forums = entries(Forum, document(folder / FILE, ("forums",))["forums"], Spot(FILE, field="forums"))
    raw = document(folder / ROUTES, ("routes", "papers"))
    routes = entries(Route, raw["routes"], Spot(ROUTES, field="routes"))
    refer_each(routes, "forums", forums, ROUTES, "forum")
    return Forums(forums, routes, entries(Paper, raw["papers"], Spot(ROUTES, field="papers")))
