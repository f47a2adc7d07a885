"""The clocks of any poll, without what was entered in the case: on one page that can be printed."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.case.prove.days import of_poll
from muniment.errors import AskedWrong
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices
from muniment.web.prove.choices import Choices
from muniment.web.prove.clocks import CRUMB
from muniment.web.prove.wrong import Wrong, beside

FIELDS = {"poll": "poll", "election": "election", "nation": "nation", "dissolved": "dissolved"}
NONE: Wrong = ()


@dataclass(frozen=True, slots=True)
class View:
    """What prove-poll.html shows."""

    said: Json | None
    typed: Mapping[str, str]
    titles: Mapping[str, str]
    elections: Choices
    nations: Choices
    wrong: Wrong


@page(Who.SESSION)
def poll(asked: Asked) -> Answer:
    """A form, and what it answers."""
    asked.look("looked", {"page": "prove/clocks/poll"})
    typed = {"election": "local", "nation": "england"} | {
        name: asked.query[name].strip() for name in FIELDS if name in asked.query
    }
    said, wrong = None, NONE
    if "poll" in typed:
        try:
            said = of_poll(typed["poll"], typed["election"], typed["nation"], dissolved=typed.get("dissolved", ""))
        except AskedWrong as error:
            wrong = beside(error, FIELDS, "poll")
    elections = choices.elections()
    view = View(said, typed, dict(elections), elections, choices.nations(), wrong)
    crumbs = [CRUMB, Crumb("Clocks", "/prove/clocks"), Crumb("Of a poll")]
    return Shown("prove-poll.html", view, "Clocks of a poll", "/prove", crumbs, 400 if wrong else 200)


ROUTES = [Route("/prove/clocks/poll", poll)]
