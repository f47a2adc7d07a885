"""One list of what a decision was based on: every item of it, a page at a time, and who has opened each by now."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import UnknownItem
from muniment.prove.basis import TITLES, titles
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.decisions import found, trail

PAGE = 100


@dataclass(frozen=True, slots=True)
class View:
    """What prove-basis.html shows."""

    decision: Json
    said: Json
    title: str
    first: str  # the address of the first page, "" on it
    next: str


@page(Who.SESSION)
def basis(asked: Asked) -> Answer:
    """The items of one of its four lists."""
    part = asked.path["part"]
    if part not in TITLES:
        raise UnknownItem("a basis has no such list", part[:40], "the page of the decision links its four lists")
    decision, after = found(asked), asked.query.get("after", "")
    said = asked.case.prove.basis(decision["id"], part, after, PAGE)
    at = f"/prove/decisions/{decision['id']}/basis/{part}"
    next_ = f"{at}?{urlencode({'after': said['next']})}" if said["next"] else ""
    called = titles(elsewhere=decision["elsewhere"])[part]
    view = View(decision, said, called, at if after else "", next_)
    crumbs = [*trail(decision), Crumb(called.capitalize())]
    return Shown("prove-basis.html", view, f"{decision['id']}: {called}", "/prove", crumbs)


ROUTES = [Route("/prove/decisions/{decision}/basis/{part}", basis)]
