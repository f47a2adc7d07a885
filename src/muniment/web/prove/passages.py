"""The passages of a matrix as a page shows them: each once, with its way in each forum, in parts where they are many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muniment.case.base import Json
from muniment.prove.law.book import ours
from muniment.web.asked import Asked

FEW, AT_ONCE = 200, 25  # passages that are all on one page; of more, how many of each side
SIDES = ("for", "against")


@dataclass(frozen=True, slots=True)
class Way:
    """By which way a passage could be used in one forum, or why not."""

    forum: str
    title: str
    route: str  # its id, "" where nobody chose one
    words: str
    use: str
    reason: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A link, once, with its way in each forum."""

    said: Json
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Side:
    """The passages on one side of an element: those on this page, and how many there are."""

    shown: Sequence[Passage]
    count: int


@dataclass(frozen=True, slots=True)
class Element:
    """A row of the matrix."""

    id: str
    kind: str
    text: str
    cells: Sequence[tuple[str, Json]]  # the forum's title, and its cell
    sides: Mapping[str, Side]  # "for" and "against"


@dataclass(frozen=True, slots=True)
class Part:
    """Which passages of each side of each element are on a page: the same for every side, so that all have the same room."""

    first: int
    end: int
    longest: int  # how many there are on the side that has the most

    @property
    def whole(self) -> bool:
        """Whether every passage is on this page."""
        return self.first == 0 and self.end >= self.longest


def part(asked: Asked, said: Json) -> Part:
    """The passages that the address asks for: all of them, where they are few or `all` stands there, as for paper."""
    cells = said["forums"][0]["elements"]
    longest = max((max(cell[side] for side in SIDES) for cell in cells), default=0)
    first = asked.number("from") or 0
    if asked.query.get("all") or first >= longest or sum(cell[side] for cell in cells for side in SIDES) <= FEW:
        return Part(0, longest, longest)
    return Part(first, first + AT_ONCE, longest)


def rows(said: Json, shown: Part) -> list[Element]:
    """The matrix by element: a cell for each forum, and each passage of this part once."""
    found = []
    for row, first in enumerate(said["forums"][0]["elements"]):
        cells = [(forum["title"], forum["elements"][row]) for forum in said["forums"]]
        sides = {}
        for side in SIDES:
            here = [at for at, link in enumerate(first["links"]) if link["side"] == side]
            sides[side] = Side([passage(said, row, at) for at in here[shown.first : shown.end]], len(here))
        found.append(Element(first["id"], first["kind"], first["text"], cells, sides))
    return found


def passage(said: Json, row: int, at: int) -> Passage:
    """One passage of a row of the matrix, with its way in each forum."""
    link = said["forums"][0]["elements"][row]["links"][at]
    return Passage(link, [_way(forum, forum["elements"][row]["links"][at]) for forum in said["forums"]])


def _way(forum: Json, link: Json) -> Way:
    route = ours().forums.routes.get(link["route"] or "")
    words = route.title if route else "no way chosen yet"
    verified = route is None or route.status.verified
    return Way(
        forum["id"], forum["title"], link["route"] or "", words, link["use"] or "", link["reason"] or "", verified
    )
