"""The log of steps, in the order of their days, with the time between them: what shows that there was no undue delay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.several import numbers
from muniment.web.prove.wrong import Wrong, beside, status

TYPED = ("text", "on", "of")
FIELDS = {name: name for name in TYPED} | {"there is no": "of"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and the days since the one before it; None for the first."""

    said: Json
    since: int | None


@dataclass(frozen=True, slots=True)
class View:
    """What prove-steps.html shows."""

    steps: Sequence[Step]
    of: str
    longest: int  # days between two steps
    idle: int | None  # days since the last, None where there is none
    on: str
    clocks: Sequence[Json]  # those that can be extended, with the test
    alleged: Mapping[str, About]
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def steps(asked: Asked) -> Answer:
    """The log, or that of one allegation, and the form for a step."""
    of = asked.query.get("of", "").strip()[:40]
    return _shown(asked, of, {"of": of})


@page(Who.SESSION)
def take(asked: Asked) -> Answer:
    """Log a step."""
    said = asked.form
    try:
        done = asked.case.prove.step(said.text("text"), said["on"], numbers(said["of"]))
    except (AskedWrong, Refused) as error:
        return _shown(
            asked, "", {name: said.text(name) for name in TYPED}, beside(error, FIELDS, "text"), status(error)
        )
    return asked.after("/prove/steps", done["entry"])


def _shown(asked: Asked, of: str, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    about, running = alleged(asked), asked.case.prove.clocks()
    found = asked.case.prove.steps(of)["steps"]
    days = [date.fromisoformat(each["day"]) for each in found]
    since = [None, *((later - earlier).days for earlier, later in pairwise(days))]
    today = date.fromisoformat(running["on"])
    view = View(
        steps=[Step(each, gap) for each, gap in zip(found, since, strict=False)],
        of=of,
        longest=max((each for each in since if each is not None), default=0),
        idle=(today - days[-1]).days if days else None,
        on=running["on"],
        clocks=[each for each in running["clocks"] if _could_be_longer(each)],
        alleged=about,
        typed=typed,
        wrong=wrong,
    )
    crumbs = [Crumb("Prove", "/prove"), Crumb("Clocks", "/prove/clocks"), Crumb("Log of steps")]
    return Shown("prove-steps.html", view, "Log of steps", "/prove", crumbs, code)


def _could_be_longer(clock: Json) -> bool:
    return clock["state"] == "running" and bool(clock["extension"] and clock["extension"]["test"])


ROUTES = [Route("/prove/steps", steps), Route("/prove/steps", take, methods=["POST"])]
