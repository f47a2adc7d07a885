"""How an allegation is put to its subject, by which kinds of body, and why it was not yet (replies.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from muniment.prove.law.load import Spot, Status, refer_each, table

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
    found = table(ReplyLaw, folder / FILE)
    refer_each(found.ways, "bodies", bodies, FILE, "kind of body")
    if NOT_YET in found.ways:
        raise Spot(FILE, NOT_YET, "id").wrong("this word says that it was not put")
    return found
