"""Who may record decisions here, by whom that was said, and saying so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import CRUMBS
from muniment.web.prove.wrong import Wrong, beside, status

NAMES = {"name": "name", "why": "why", "a decision is recorded": "name"}
ENDS = {"name": "ended", "why": "ends-why", "a decision is recorded": "ended"}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-deciders.html shows."""

    deciders: Sequence[Json]
    may: bool
    others: Choices  # whose role can end
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def deciders(asked: Asked) -> Answer:
    """Everybody who may."""
    return _shown(asked)


@page(Who.SESSION)
def name(asked: Asked) -> Answer:
    """Say that somebody may."""
    try:
        done = asked.case.prove.name_decider(asked.form["name"], asked.form["why"])
    except (AskedWrong, Refused) as error:
        return _shown(asked, beside(error, NAMES, "name"), status(error))
    return asked.after("/prove/deciders", done["entry"])


@page(Who.SESSION)
def end(asked: Asked) -> Answer:
    """Say that somebody may no longer."""
    try:
        done = asked.case.prove.name_decider(asked.form["ended"], asked.form["ends-why"], ends=True)
    except (AskedWrong, Refused) as error:
        return _shown(asked, beside(error, ENDS, "ended"), status(error))
    return asked.after("/prove/deciders", done["entry"])


def _shown(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    said = asked.case.prove.deciders()
    others = [(each["name"], each["name"]) for each in said["deciders"][1:] if each["name"]]
    typed = {field: asked.form.text(field) for field in ("name", "why", "ended", "ends-why")}
    view = View(said["deciders"], said["may"], others, typed, wrong)
    return Shown("prove-deciders.html", view, "Who may decide", "/prove", [*CRUMBS, Crumb("Who may decide")], code)


ROUTES = [
    Route("/prove/deciders", deciders),
    Route("/prove/deciders", name, methods=["POST"]),
    Route("/prove/deciders/end", end, methods=["POST"]),
]
