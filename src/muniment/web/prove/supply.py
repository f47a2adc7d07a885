"""Who may have what officers hold: by supply, by inspection, or by an order; for what, and how far that was verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.case.prove.requests import supply
from muniment.errors import AskedWrong
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.requests import CRUMBS
from muniment.web.prove.wrong import Wrong, beside


@dataclass(frozen=True, slots=True)
class View:
    """What prove-supply.html shows."""

    found: Sequence[Json]
    version: str
    data: Choices
    who: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def may(asked: Asked) -> Answer:
    """Of one thing, or to one kind of recipient, or all."""
    asked.look("looked", {"page": "prove/supply"})
    typed = {name: asked.query.get(name, "").strip()[:60] for name in ("data", "who")}
    wrong: Wrong = ()
    try:
        said = supply(**typed)
    except AskedWrong as error:
        said, wrong = supply(), beside(error, {"data": "data", "who": "who"}, "data")
    law = ours().supply
    view = View(
        found=said["data"],
        version=said["version"],
        data=[("", "all"), *((each.id, each.title) for each in law.data.values())],
        who=[("", "anybody"), *((each.id, each.title) for each in law.who.values())],
        typed=typed,
        wrong=wrong,
    )
    crumbs = [*CRUMBS, Crumb("Who may have what")]
    return Shown("prove-supply.html", view, "Who may have what", "/prove", crumbs, 400 if wrong else 200)


ROUTES = [Route("/prove/supply", may)]
