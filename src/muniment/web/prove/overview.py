"""Prove: what there is of each part, and what to do first."""

from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Shown


@dataclass(frozen=True, slots=True)
class View:
    """What prove.html shows."""

    now: Json  # the summary: what there is of each part, and what waits for somebody


@page(Who.SESSION)
def overview(asked: Asked) -> Answer:
    """Every part in a line."""
    return Shown("prove.html", View(asked.case.prove.summary()), "Prove", "/prove")


ROUTES = [Route("/prove", overview)]
