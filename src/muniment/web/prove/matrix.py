"""An allegation and its matrix: element by forum, both sides in the same cell, and the work that is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.allegations import CRUMBS
from muniment.web.prove.choices import Choices
from muniment.web.prove.passages import Element, Part, part, rows
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

PAPER = {"kind": "kind", "witness": "witness", "item": "paper-item"}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-matrix.html shows."""

    said: Json
    title: str  # of the offence
    attribution: str
    election: str
    elements: Sequence[Element]
    part: Part
    whole: Sequence[Json]  # links to the allegation as a whole
    gaps: int
    work: Sequence[tuple[str, Choices]]  # a sentence, and what it is about: where that is, and its id or name
    unnamed: Choices  # items of which nobody said whether they are a court's paper
    papers: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def matrix(asked: Asked) -> Answer:
    """The matrix of one allegation."""
    return _shown(asked)


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that the allegation was entered in error; it stays, marked so."""
    return struck(asked, asked.path["allegation"], "/prove/allegations", _shown)


@page(Who.SESSION)
def paper(asked: Asked) -> Answer:
    """Say what kind of court paper an item is, or that it is none."""
    said = asked.form
    try:
        done = asked.case.prove.paper(said["paper-item"], said["kind"], said["witness"])
    except (AskedWrong, Refused) as error:
        return _shown(asked, beside(error, PAPER, "paper-item"), status(error))
    return asked.after(f"/prove/allegations/{asked.path['allegation']}", done["entry"])


def _shown(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    said = asked.case.prove.matrix(asked.path["allegation"])
    book, typed = ours(), {name: asked.form[name] for name in ("why", *PAPER.values())}
    here = part(asked, said)
    elements = rows(said, here)
    view = View(
        said=said,
        title=book.offences.offences[said["offence"]].title,
        attribution=book.offences.ladder[said["attribution"]].title,
        election=book.clocks.table.elections[said["election"]].title,
        elements=elements,
        part=here,
        whole=said["whole"],
        gaps=sum(any(cell["gap"] for _, cell in each.cells) for each in elements),
        work=[_work(each, said) for each in said["work"]],
        unnamed=[(item, item) for each in said["work"] if each["what"] in {"paper", "whose"} for item in each["items"]],
        papers=choices.papers(),
        typed=typed,
        wrong=wrong,
    )
    title = f"Allegation {said['allegation']}"
    return Shown("prove-matrix.html", view, title, "/prove", [*CRUMBS, Crumb(said["allegation"])], code)


def _work(each: Json, said: Json) -> tuple[str, Choices]:
    """A thing that nobody has done yet, in words, and what it is about."""
    at = f"/prove/allegations/{said['allegation']}"
    forum = {one["id"]: one["title"] for one in said["forums"]}.get(each.get("forum", ""), "")
    if each["what"] == "gap":
        return f"{forum}: nothing that could be used there supports", [(f"#e-{one}", one) for one in each["elements"]]
    if each["what"] == "route":
        links = [(f"{at}/links/{one}", one) for one in each["links"]]
        return f"{forum}: nobody chose by which way it could be used:", links
    if each["what"] == "other-offence":
        links = [(f"{at}/links/{one}", one) for one in each["links"]]
        return "Linked when another offence was alleged; link them to an element of this one, or strike them:", links
    if each["what"] == "whose":
        items = [(f"/item/{one}", one) for one in each["items"]]
        return "The witness whose answers these hold was entered in error; say anew whose they are:", items
    if each["what"] == "same":
        who = [(f"/prove/witnesses/{one}", one) for one in each["witnesses"]]
        return (
            "Answers of theirs are linked, and they have the name of a subject; say whether they are that person:",
            who,
        )
    if each["what"] == "paper":
        return "Nobody said whether these are papers of a court:", [(f"/item/{one}", one) for one in each["items"]]
    names = {one["id"]: one["name"] or one["id"] for one in said["subjects"]}
    return "Never put to", [(f"/prove/replies/{said['allegation']}", names[one]) for one in each["subjects"]]


_AT = "/prove/allegations/{allegation}"
ROUTES = [
    Route(_AT, matrix),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
    Route(f"{_AT}/paper", paper, methods=["POST"]),
]
