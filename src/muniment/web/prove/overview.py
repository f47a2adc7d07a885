"""Prove: what there is of each part, and what to do first."""

from dataclasses import dataclass

from starlette.routing import Route

from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Shown


@dataclass(frozen=True, slots=True)
class View:
    """What prove.html shows."""

    allegations: int
    put: int  # allegations that were put to everybody whom they name
    gaps: int  # allegations with an element that nothing supports, for every forum
    acts: int
    running: int
    due: int  # clocks that run and whose warning has come
    first: str  # the last day of the clock that ends first, "" where none runs
    title: str  # and what it is
    adopted: str  # the version of the tables that the case goes by, "" where none was adopted


@page(Who.SESSION)
def overview(asked: Asked) -> Answer:
    """Every part in a line."""
    prove = asked.case.prove
    alleged = prove.allegations()["allegations"]
    running = [each for each in prove.clocks()["clocks"] if each["state"] == "running"]
    view = View(
        allegations=len(alleged),
        put=sum(all(one["put"] for one in each["subjects"]) for each in alleged if each["subjects"]),
        gaps=sum(all(each["gaps"].values()) for each in alleged),
        acts=len(prove.acts()["acts"]),
        running=len(running),
        due=sum(each["due"] is not None for each in running),
        first=running[0]["conservative_ends"] if running else "",
        title=running[0]["title"] if running and running[0]["status"] != "entered" else "",
        adopted=prove.adopted()["version"] or "",
    )
    return Shown("prove.html", view, "Prove", "/prove")


ROUTES = [Route("/prove", overview)]
