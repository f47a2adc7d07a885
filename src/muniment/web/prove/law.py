"""The law as the tables have it: offences by section and day, and a page for each with its source and how far it was verified."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, UnknownItem
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside

FIELDS = {"on": "on", "election": "election", "nation": "nation"}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-law.html shows."""

    said: Json | None  # None where what was asked cannot be
    adopted: Json
    typed: Mapping[str, str]
    elections: Choices
    nations: Choices
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Paper:
    """What prove-offence.html shows."""

    offence: Json
    version: str
    hash: str
    elections: Mapping[str, str]


@page(Who.SESSION)
def law(asked: Asked) -> Answer:
    """Offences of a section, or all, as they were the law on a day."""
    asked.look("looked", {"page": "prove/law"})
    typed = {name: asked.query.get(name, "").strip() for name in ("section", "on", "election", "nation")}
    wrong: Wrong = ()
    said = None
    try:
        said = asked.case.prove.law(**typed)
    except AskedWrong as error:
        wrong = beside(error, FIELDS, "section")
    view = View(said, asked.case.prove.adopted(), typed, choices.elections(), choices.nations(), wrong)
    crumbs = [Crumb("Prove", "/prove"), Crumb("Law")]
    return Shown("prove-law.html", view, "Law", "/prove", crumbs, 400 if wrong else 200)


@page(Who.SESSION)
def offence(asked: Asked) -> Answer:
    """One offence: its elements, who is liable, what follows, when it was the law; with its source and status."""
    wanted = asked.path["offence"]
    said = asked.case.prove.law()
    found = next((each for each in said["offences"] if each["id"] == wanted), None)
    if found is None:
        raise UnknownItem("the tables have no such offence", wanted[:60], "their page lists them: /prove/law")
    asked.look("looked", {"page": "prove/law", "of": found["id"]})
    view = Paper(found, said["version"], said["hash"], dict(choices.elections()))
    crumbs = [Crumb("Prove", "/prove"), Crumb("Law", "/prove/law"), Crumb(found["citation"])]
    return Shown("prove-offence.html", view, found["title"], "/prove", crumbs)


@page(Who.SESSION)
def adopt(asked: Asked) -> Answer:
    """Have the case go by the tables at hand."""
    return asked.after("/prove/law", asked.case.prove.adopt_law()["entry"])


ROUTES = [
    Route("/prove/law", law),
    Route("/prove/law/adopt", adopt, methods=["POST"]),
    Route("/prove/law/{offence}", offence),
]
