"""Claims: what sources say of a matter, and which cannot all be so, side by side. People mark that; no claim is a finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.names.whole import whole
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Claims", "/prove/claims")]
TYPED = ("about", "who", "item", "page", "words", "says", "when", "scheme", "grade")
FIELDS = {name: name for name in TYPED} | {"span": "words"}
DIFFER = {"claims": "claims", "why": "why", "there is no": "claims"}


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter, and what is said of it."""

    id: str
    claims: Sequence[Json]
    contradictions: Sequence[Json]


@dataclass(frozen=True, slots=True)
class View:
    """What prove-claims.html shows."""

    about: str  # the one matter that is shown, "" where all are
    topics: Sequence[str]
    shown: Sequence[Topic]
    total: int
    told: int  # contradictions that somebody marked
    struck: Sequence[Json]
    schemes: Choices
    grades: Sequence[str]  # what the letters of a grade mean
    ticked: Sequence[str]
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def claims(asked: Asked) -> Answer:
    """Every claim by matter, or those about one; the address may name the item that one lies in."""
    about = asked.query.get("about", "").strip()
    typed = {name: asked.query.get(name, "")[:200] for name in ("item", "page")}
    try:
        return _shown(asked, about, {"about": about} | typed)
    except AskedWrong as error:
        return _shown(asked, "", {"about": about} | typed, beside(error, FIELDS, "about"), 400)


@page(Who.SESSION)
def enter(asked: Asked) -> Answer:
    """Enter what somebody says."""
    said = asked.form
    number = whole(said["page"]) if said["page"] else None
    typed = {name: said.text(name) for name in TYPED}
    if said["page"] and number is None:
        return _shown(asked, "", typed, [("page", "Page is no number; type digits alone")], 400)
    try:
        done = asked.case.prove.claim(
            said["about"],
            said["who"],
            said["item"],
            said.text("says"),
            page=number,
            words=said.text("words").strip("\n"),
            when=said["when"],
            grade=said["grade"],
            scheme=said["scheme"] if said["grade"] else "",
        )
    except (AskedWrong, Refused) as error:
        return _shown(asked, "", typed, beside(error, FIELDS, "item"), status(error))
    return asked.after("/prove/claims", done["entry"])


@page(Who.SESSION)
def differ(asked: Asked) -> Answer:
    """Say that some of them cannot all be so, and why."""
    said, about = asked.form, asked.path["about"]
    try:
        done = asked.case.prove.differ(said.many("claims"), said.text("why"))
    except (AskedWrong, Refused) as error:
        return _shown(asked, about, {"why": said.text("why")}, beside(error, DIFFER, "claims"), status(error))
    return asked.after("/prove/claims", done["entry"], about=about)


def _shown(asked: Asked, about: str, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    said = asked.case.prove.claims(about)
    named = dict.fromkeys(each["about"] for each in said["claims"])
    shown = [
        Topic(
            topic,
            [each for each in said["claims"] if each["about"] == topic],
            [each for each in said["contradictions"] if each["about"] == topic],
        )
        for topic in sorted(named)
    ]
    known = ours().witnesses.grades
    view = View(
        about=shown[0].id if about and shown else about,
        topics=said["topics"],
        shown=shown,
        total=len(said["claims"]),
        told=len(said["contradictions"]),
        struck=in_error(asked, "CLM", "DIF"),
        schemes=[(each, each) for each in known],
        grades=[_means(each) for each in known],
        ticked=asked.form.many("claims"),
        typed=typed,
        wrong=wrong,
    )
    crumbs = [*CRUMBS, Crumb(view.about)] if view.about else [CRUMBS[0], Crumb("Claims")]
    return Shown("prove-claims.html", view, f"Claims: {about}" if about else "Claims", "/prove", crumbs, code)


def _means(scheme: str) -> str:
    grading = ours().witnesses.grades[scheme]
    said = "; ".join(", ".join(f"{sign} {words}" for sign, words in part.items()) for part in grading.parts)
    return f"{scheme}: {said}" + ("" if grading.status.verified else " (not verified)")


ROUTES = [
    Route("/prove/claims", claims),
    Route("/prove/claims", enter, methods=["POST"]),
    Route("/prove/claims/{about}/differ", differ, methods=["POST"]),
]
