"""Who was barred on a day, by which finding or conviction, from when until when; and whom findings by agents do not bar."""

from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.findings import grounds
from muniment.web.prove.wrong import Wrong, beside


@dataclass(frozen=True, slots=True)
class View:
    """What prove-barred.html shows."""

    said: Json
    asked: str
    grounds: dict[str, str]
    wrong: Wrong


@page(Who.SESSION)
def barred(asked: Asked) -> Answer:
    """On the day that the address names, or today."""
    on = asked.query.get("on", "").strip()
    wrong: Wrong = ()
    try:
        said = asked.case.prove.barred(on)
    except AskedWrong as error:
        said, wrong = asked.case.prove.barred(), beside(error, {}, "on")
    crumbs = [Crumb("Prove", "/prove"), Crumb("Barred")]
    return Shown(
        "prove-barred.html", View(said, on, grounds(), wrong), "Barred", "/prove", crumbs, 400 if wrong else 200
    )


ROUTES = [Route("/prove/barred", barred)]
