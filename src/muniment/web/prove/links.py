"""Fixing a passage to an element, for or against it; saying by which way it could be used; striking it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.names.whole import whole
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.form import Form
from muniment.web.prove import choices
from muniment.web.prove.allegations import CRUMBS
from muniment.web.prove.choices import Choice, Choices
from muniment.web.prove.decisions import silent
from muniment.web.prove.passages import Passage, passage
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

TYPED = ("element", "side", "item", "page", "words", "witness", "assessment")
FIELDS = {
    "element": "element",
    "side": "side",
    "item": "item",
    "page": "page",
    "words": "words",
    "span": "words",
    "witness": "witness",
    "assessment": "assessment",
    "why": "why",
}


@dataclass(frozen=True, slots=True)
class New:
    """What prove-link.html shows."""

    said: Json  # the matrix
    silent: Sequence[str]  # to whom it was never put
    elements: Choices
    routes: Sequence[Choice]
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class One:
    """What prove-linked.html shows."""

    said: Json  # the matrix
    silent: Sequence[str]  # to whom it was never put
    element: str  # its text
    passage: Passage
    routes: Sequence[Choice]
    typed: Mapping[str, str]
    wrong: Wrong


# -- a new one


@page(Who.SESSION)
def new(asked: Asked) -> Answer:
    """The form; the address may name element, side, item and page."""
    return _form(asked, {name: asked.query.get(name, "")[:200] for name in ("element", "side", "item", "page")})


@page(Who.SESSION)
def link(asked: Asked) -> Answer:
    """Fix it."""
    said, allegation = asked.form, asked.path["allegation"]
    routes, reasons = _ways(said)
    number = whole(said["page"]) if said["page"] else None
    if said["page"] and number is None:
        return _form(asked, _typed(said), [("page", "Page is no number; type digits alone")], 400)
    try:
        done = asked.case.prove.link(
            allegation,
            said["element"],
            said["side"],
            said["item"],
            page=number,
            words=said.text("words").strip("\n"),
            routes=routes,
            reasons=reasons,
            assessment=said.text("assessment"),
            witness=said["witness"],
        )
    except (AskedWrong, Refused) as error:
        return _form(asked, _typed(said), beside(error, _fields(error), "item"), status(error))
    return asked.after(f"/prove/allegations/{allegation}", done["entry"])


def _form(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    said = asked.case.prove.matrix(asked.path["allegation"])
    elements = [(each["id"], f"{each['id']}: {each['text']}") for each in said["forums"][0]["elements"]]
    view = New(said, silent(said), [*elements, ("", "the allegation as a whole")], choices.routes(), typed, wrong)
    crumbs = [*CRUMBS, _crumb(said), Crumb("Link a passage")]
    return Shown("prove-link.html", view, "Link a passage", "/prove", crumbs, code)


# -- one that there is


@page(Who.SESSION)
def linked(asked: Asked) -> Answer:
    """One link: its passage, its ways, and the forms that say them anew."""
    return _one(asked)


@page(Who.SESSION)
def assess(asked: Asked) -> Answer:
    """Say its ways, and what is thought of it, anew."""
    routes, reasons = _ways(asked.form)
    try:
        done = asked.case.prove.assess(_found(asked)[2].said["id"], routes, reasons, asked.form.text("assessment"))
    except (AskedWrong, Refused) as error:
        if isinstance(error, UnknownItem):
            raise
        return _one(asked, beside(error, _fields(error), "assessment"), status(error))
    return asked.after(f"/prove/allegations/{asked.path['allegation']}", done["entry"])


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error."""
    return struck(asked, _found(asked)[2].said["id"], f"/prove/allegations/{asked.path['allegation']}", _one)


def _found(asked: Asked) -> tuple[Json, str, Passage]:
    """The matrix, the text of the element, and the passage.

    Raises: UnknownItem, where the allegation has no such link.
    """
    said, wanted = asked.case.prove.matrix(asked.path["allegation"]), asked.path["link"]
    for row, element in enumerate(said["forums"][0]["elements"]):
        for at, link_ in enumerate(element["links"]):
            if link_["id"] == wanted:
                return said, f"{element['id']}: {element['text']}", passage(said, row, at)
    for other in said["other_offence"]:
        if other["id"] == wanted:
            return said, f"{other['element']} of {other['citation']}: {other['text']}", Passage(other, ())
    for whole_ in said["whole"]:
        if whole_["id"] == wanted:
            return said, "the allegation as a whole", Passage(whole_, ())
    next_ = f"its matrix lists what is linked: /prove/allegations/{said['allegation']}"
    raise UnknownItem("the allegation has no such link", wanted[:40], next_)


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    said, element, passage = _found(asked)
    if asked.request.method == "POST":
        typed = _typed(asked.form)
    else:
        typed = {"assessment": passage.said["assessment"] or ""}
        routes = passage.said.get("routes", {}).items()
        typed |= {f"route-{forum}": route for forum, route in routes}
        typed |= {f"route-{each.forum}": each.route for each in passage.ways}
        typed |= {f"reason-{each.forum}": each.reason for each in passage.ways}
    view = One(said, silent(said), element, passage, choices.routes(), typed, wrong)
    crumbs = [*CRUMBS, _crumb(said), Crumb(passage.said["id"])]
    return Shown("prove-linked.html", view, f"Link {passage.said['id']}", "/prove", crumbs, code)


# -- what was typed


def _crumb(said: Json) -> Crumb:
    return Crumb(said["allegation"], f"/prove/allegations/{said['allegation']}")


def _ways(said: Form) -> tuple[dict[str, str], dict[str, str]]:
    """For each forum the route, and why, where something was chosen or typed."""
    forums = [each.forum for each in choices.routes()]
    routes = {each: said[f"route-{each}"] for each in forums if said[f"route-{each}"]}
    reasons = {each: said[f"reason-{each}"] for each in forums if said[f"reason-{each}"]}
    return routes, reasons


def _typed(said: Form) -> dict[str, str]:
    names = [f"{what}-{each.forum}" for each in choices.routes() for what in ("route", "reason")]
    return {name: said.text(name) for name in (*TYPED, "why", *names)}


def _fields(error: AskedWrong | Refused) -> dict[str, str]:
    """Beside which field an error stands; those of each forum first."""
    of_forums = {
        f"{what} for {each.forum}": f"{what}-{each.forum}" for each in choices.routes() for what in ("route", "reason")
    }
    return of_forums | {"a reason is given": f"reason-{error.subject.partition(',')[0]}"} | FIELDS


_AT = "/prove/allegations/{allegation}"
ROUTES = [
    Route(f"{_AT}/link", new),
    Route(f"{_AT}/link", link, methods=["POST"]),
    Route(f"{_AT}/links/{{link}}", linked),
    Route(f"{_AT}/links/{{link}}", assess, methods=["POST"]),
    Route(f"{_AT}/links/{{link}}/strike", strike, methods=["POST"]),
]
