"""How an allegation is put to its subject, by which kinds of body, and why it was not yet (replies.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import Spot, Status, document, entries, refer

FILE = "replies.yaml"
NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to put it; for these kinds of body, or any."""

    id: str
    title: str
    text: str
    source: str
    status: Status
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotYet:
    """Why it was not put yet."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReplyLaw:
    """What the tables say of the right of reply."""

    ways: dict[str, Way]
    not_yet: dict[str, NotYet]

    def open_to(self, body: str) -> list[str]:
        """The ways that a kind of body may use; all of them, where nobody said which it is."""
        return [each.id for each in self.ways.values() if not body or not each.bodies or body in each.bodies]


def load(folder: Path, bodies: Collection[str]) -> ReplyLaw:
    """Read them, with the kinds of body that there are.

    Raises: BadLaw.
    """
    raw = document(folder / FILE, ("ways", "not_yet"))
    ways = entries(Way, raw["ways"], Spot(FILE, field="ways"))
    for each in ways.values():
        refer(each.bodies, bodies, Spot(FILE, each.id, "bodies"), "kind of body")
        if each.id == NOT_YET:
            raise Spot(FILE, each.id, "id").wrong("this word says that it was not put")
    return ReplyLaw(ways, entries(NotYet, raw["not_yet"], Spot(FILE, field="not_yet")))
