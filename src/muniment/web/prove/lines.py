"""Lines of inquiry: those that point towards somebody and those that point away stand side by side, in the same room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.numbers import or_struck
from muniment.web.prove.several import numbers
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Lines of inquiry", "/prove/lines")]
TYPED = ("text", "points", "state", "why", "of", "day")
FIELDS = {name: name for name in TYPED} | {"there is no": "of"}


@dataclass(frozen=True, slots=True)
class Way:
    """The lines that point one way."""

    id: str
    title: str
    lines: Sequence[Json]
    counts: Mapping[str, int]  # by state


@dataclass(frozen=True, slots=True)
class View:
    """What prove-lines.html shows."""

    ways: Sequence[Way]
    of: str
    open: int
    total: int
    struck: Sequence[Json]
    alleged: Mapping[str, About]
    points: Choices
    states: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class One:
    """What prove-line.html shows."""

    said: Json
    states: Choices
    alleged: Mapping[str, About]
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def lines(asked: Asked) -> Answer:
    """Every line of inquiry, or those about one number, and the form for one."""
    return _shown(asked, {"of": asked.query.get("of", "").strip()[:40]})


@page(Who.SESSION)
def enter(asked: Asked) -> Answer:
    """Enter one."""
    said = asked.form
    try:
        done = asked.case.prove.line(
            said.text("text"),
            said["points"],
            state=said["state"] or "open",
            why=said.text("why"),
            of=numbers(said["of"]),
            day=said["day"],
        )
    except (AskedWrong, Refused) as error:
        return _shown(asked, {name: said.text(name) for name in TYPED}, beside(error, FIELDS, "text"), status(error))
    return asked.after("/prove/lines", done["entry"])


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    law, about, of = ours().disclosure, alleged(asked), asked.query.get("of", "").strip()[:40]
    said = asked.case.prove.lines(of)
    rows = said["lines"]
    ways = [
        Way(id, each.title, [row for row in rows if row["points"] == id], said["counts"][id])
        for id, each in law.points.items()  # noqa: A001
    ]
    view = View(
        ways=ways,
        of=of,
        open=sum(each.counts["open"] for each in ways),
        total=len(rows),
        struck=in_error(asked, "LIN"),
        alleged=about,
        points=[(each.id, each.title) for each in law.points.values()],
        states=_states(),
        typed=typed,
        wrong=wrong,
    )
    crumbs = [CRUMBS[0], Crumb("Lines of inquiry")]
    return Shown("prove-lines.html", view, "Lines of inquiry", "/prove", crumbs, code)


def _states() -> Choices:
    states = ours().disclosure.states.values()
    return [(each.id, each.title + (": say why" if each.why else "")) for each in states]


# -- one of them


@page(Who.SESSION)
def line(asked: Asked) -> Answer:
    """One line: what became of it, step by step, and the form that says so anew."""
    return or_struck(asked, asked.path["line"], lambda: _one(asked))


@page(Who.SESSION)
def became(asked: Asked) -> Answer:
    """Say what became of it."""
    said, id = asked.form, asked.path["line"]  # noqa: A001
    try:
        done = asked.case.prove.line(state=said["state"], why=said.text("why"), day=said["day"], on=id)
    except (AskedWrong, Refused) as error:
        return _one(asked, beside(error, FIELDS, "state"), status(error))
    return asked.after(f"/prove/lines/{id}", done["entry"])


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error; it stays in the ledger, marked so."""
    return struck(asked, _found(asked)["id"], "/prove/lines", _one, "strike-why")


def _found(asked: Asked) -> Json:
    """The line that the address names.

    Raises: UnknownItem.
    """
    wanted = asked.path["line"]
    for each in asked.case.prove.lines()["lines"]:
        if each["id"] == wanted:
            return dict(each)
    raise UnknownItem("there is no such line of inquiry", wanted[:40], "their page lists them: /prove/lines")


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    about = alleged(asked)
    said = _found(asked)
    typed = {name: asked.form.text(name) for name in ("state", "why", "day", "strike-why")}
    view = One(said, _states(), about, typed, wrong)
    return Shown("prove-line.html", view, f"Line {said['id']}", "/prove", [*CRUMBS, Crumb(said["id"])], code)


_AT = "/prove/lines/{line}"
ROUTES = [
    Route("/prove/lines", lines),
    Route("/prove/lines", enter, methods=["POST"]),
    Route(_AT, line),
    Route(_AT, became, methods=["POST"]),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
]
