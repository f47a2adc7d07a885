"""One person's file: each allegation with both sides beside each other, what was put and answered, decided, and never opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import numbers
from muniment.web.prove.subjects import AT, CRUMBS, number


@dataclass(frozen=True, slots=True)
class Element:
    """An element of an allegation's offence, and the passages on each side of it."""

    id: str  # "" for the allegation as a whole
    text: str
    sides: Mapping[str, Sequence[Json]]  # "for" and "against"


@dataclass(frozen=True, slots=True)
class Alleged:
    """An allegation in the file."""

    said: Json
    elements: Sequence[Element]


@dataclass(frozen=True, slots=True)
class View:
    """What prove-subject.html shows."""

    said: Json
    of: str  # whose agent, by name
    allegations: Sequence[Alleged]
    silent: int  # allegations that were never put to them
    ways: Sequence[tuple[str, Sequence[Json]]]  # lines of inquiry, by the way that they point
    bodies: Mapping[str, str]


@page(Who.SESSION)
def subject(asked: Asked) -> Answer:
    """The file, as it stands today."""
    id = number(asked)  # noqa: A001
    return numbers.or_struck(asked, id, lambda: _shown(asked, id))


def _shown(asked: Asked, id: str) -> Shown:  # noqa: A002
    said, law = asked.case.prove.subject(id), ours().disclosure
    names = {each["id"]: each["name"] or "[erased]" for each in asked.case.prove.subjects()["subjects"]}
    view = View(
        said=said,
        of=names.get(said["of"], ""),
        allegations=[_alleged(each) for each in said["allegations"]],
        silent=sum(not each["put"] for each in said["allegations"]),
        ways=[
            (each.title, [line for line in said["lines"] if line["points"] == each.id]) for each in law.points.values()
        ],
        bodies={each.id: each.title for each in ours().decisions.bodies.values()},
    )
    return Shown("prove-subject.html", view, f"Subject {said['subject']}", "/prove", [*CRUMBS, Crumb(id)])


def _alleged(said: Json) -> Alleged:
    """The allegation by element; those of which nothing was linked are there too, and so is what bears on it as a whole."""
    offence = ours().offences.offences.get(said["offence"])
    known = [(each.id, each.text) for each in offence.elements] if offence else []
    whole = [("", "The allegation as a whole")] if any(not each["element"] for each in _links(said)) else []
    other = dict.fromkeys((each["element"], each["other_offence"]) for each in _links(said) if each["other_offence"])
    return Alleged(
        said,
        [
            *(_element(said, *each) for each in (*known, *whole)),
            *(_element(said, id, f"of {citation}, alleged before", citation) for id, citation in other),  # noqa: A001
        ],
    )


def _links(said: Json) -> list[Json]:
    return [*said["for"], *said["against"]]


def _element(said: Json, id: str, text: str, other: str = "") -> Element:  # noqa: A002
    def here(side: str) -> list[Json]:
        return [each for each in said[side] if (each["element"], each["other_offence"]) == (id, other)]

    return Element(id, text, {side: here(side) for side in ("for", "against")})


ROUTES = [Route(f"{AT}/{{subject}}", subject)]
