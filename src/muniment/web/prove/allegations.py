"""Allegations: what is alleged, what is missing for which forum, how much there is on each side; and entering one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Allegations", "/prove/allegations")]
TYPED = ("text", "offence", "when", "election", "nation", "poll", "attribution", "subjects", "complaints")
FIELDS = {
    "text": "text",
    "offence": "offence",
    "when": "when",
    "election": "election",
    "nation": "nation",
    "poll": "poll",
    "attribution": "attribution",
    "subject": "subjects",
    "name": "subjects",
    "several have that name": "subjects",
    "complaint": "complaints",
}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-allegations.html shows."""

    allegations: Sequence[Json]
    forums: Sequence[tuple[str, str]]
    silent: int  # allegations that were not put to everybody whom they name


@dataclass(frozen=True, slots=True)
class New:
    """What prove-allege.html shows."""

    offences: Choices
    elections: Choices
    nations: Choices
    ladder: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def allegations(asked: Asked) -> Answer:
    """Every allegation in a line."""
    found = asked.case.prove.allegations()["allegations"]
    forums = [(each.id, each.title) for each in ours().forums.forums.values()]
    silent = sum(not each["subjects"] or not all(one["put"] for one in each["subjects"]) for each in found)
    view = View(found, forums, silent)
    return Shown("prove-allegations.html", view, "Allegations", "/prove", [CRUMBS[0], Crumb("Allegations")])


@page(Who.SESSION)
def new(asked: Asked) -> Answer:
    """The form for one."""
    asked.look("looked", {"page": "prove/allegations/new"})
    typed = {
        "offence": asked.query.get("offence", ""),
        "election": "local",
        "nation": "england",
        "attribution": "unknown",
    }
    return _form(typed)


@page(Who.SESSION)
def allege(asked: Asked) -> Answer:
    """Enter it."""
    said = asked.form
    try:
        done = asked.case.prove.allege(
            said["text"],
            said["offence"],
            said["when"],
            election=said["election"],
            nation=said["nation"],
            poll=said["poll"],
            attribution=said["attribution"],
            subjects=[line.strip() for line in said.text("subjects").splitlines() if line.strip()],
            complaints=said["complaints"].split(),
        )
    except (AskedWrong, Refused) as error:
        return _form({name: said.text(name) for name in TYPED}, beside(error, FIELDS, "text"), status(error))
    return asked.after(f"/prove/allegations/{done['id']}", done["entry"])


def _form(typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    lists = choices.offences(), choices.elections(), choices.nations(), choices.ladder()
    crumbs = [*CRUMBS, Crumb("Enter one")]
    return Shown("prove-allege.html", New(*lists, typed, wrong), "Enter an allegation", "/prove", crumbs, code)


ROUTES = [
    Route("/prove/allegations", allegations),
    Route("/prove/allegations", allege, methods=["POST"]),
    Route("/prove/allegations/new", new),
]
