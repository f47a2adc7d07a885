"""A joint reassessment of a decision with another body: what it has to look at, begun and ended, and as a paper to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.basis import titles
from muniment.prove.reassessing import OUTCOMES
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import About, alleged, trail
from muniment.web.prove.forms import sent
from muniment.web.prove.wrong import Wrong, beside, status

BEGIN = {"body": "body", "day": "day", "a reassessment": "body", "a decision is recorded": "body"}
END = {
    "outcome": "outcome",
    "note": "end-note",
    "day": "end-day",
    "no reassessment": "outcome",
    "a decision is recorded": "outcome",
}
SAYS = {
    "stands": "it stands",
    "varied": "it was varied: there is another now",
    "withdrawn": "it is withdrawn",
    "no-agreement": "the two did not agree",
}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-reassessment.html shows."""

    said: Json  # the decision
    found: Json  # what there is to look at
    lists: Sequence[tuple[str, str, int]]  # of its basis: id, title, how many
    alleged: Mapping[str, About]
    going_on: Json | None
    outcomes: Choices
    may: bool
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def reassessment(asked: Asked) -> Answer:
    """The prepared page, and the forms that say that one began or ended."""
    return _shown(asked)


@page(Who.SESSION)
def begin(asked: Asked) -> Answer:
    """Say that one began."""
    said, id = asked.form, asked.path["decision"]  # noqa: A001
    try:
        done = asked.case.prove.begin_reassessment(id, said["body"], said["day"], said.text("note"))
    except (AskedWrong, Refused) as error:
        return _shown(asked, beside(error, BEGIN, "body"), status(error))
    return asked.after(f"/prove/decisions/{id}/reassessment", done["entry"])


@page(Who.SESSION)
def end(asked: Asked) -> Answer:
    """Say what it came to, and why."""
    said, id = asked.form, asked.path["decision"]  # noqa: A001
    try:
        done = asked.case.prove.end_reassessment(id, said["outcome"], said.text("end-note"), said["end-day"])
    except (AskedWrong, Refused) as error:
        return _shown(asked, beside(error, END, "outcome"), status(error))
    return asked.after(f"/prove/decisions/{id}/reassessment", done["entry"])


def _shown(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    found = asked.case.prove.reassessment(asked.path["decision"])
    said = found["decision"]
    last = said["reassessments"][-1] if said["reassessments"] else None
    view = View(
        said=said,
        found=found,
        lists=[(part, title, said["basis"][part]) for part, title in titles(elsewhere=said["elsewhere"]).items()],
        alleged=alleged(asked),
        going_on=last if last and last["ended"] is None else None,
        outcomes=[(each, SAYS[each]) for each in OUTCOMES],
        may=said["elsewhere"] or asked.case.prove.deciders()["may"],
        typed={name: asked.form.text(name) for name in ("body", "day", "note", "outcome", "end-note", "end-day")},
        wrong=wrong,
    )
    title = f"Joint reassessment of {said['id']}"
    return Shown("prove-reassessment.html", view, title, "/prove", [*trail(said), Crumb("Joint reassessment")], code)


def _file(kind: str) -> Route:
    @page(Who.SESSION)
    def answer(asked: Asked) -> Response:
        asked.look("exported", {"kind": kind, "what": "reassessment", "of": asked.path["decision"]})
        return sent(*asked.case.prove.reassessment_file(asked.path["decision"], kind))

    return Route(f"{_AT}.{kind}", answer)


_AT = "/prove/decisions/{decision}/reassessment"
ROUTES = [
    Route(_AT, reassessment),
    Route(f"{_AT}/begin", begin, methods=["POST"]),
    Route(f"{_AT}/end", end, methods=["POST"]),
    _file("docx"),
    _file("pdf"),
]
