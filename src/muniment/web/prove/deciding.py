"""Recording a decision: the page says how many items nobody has opened before anybody decides, and sends that number along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.basis import titles
from muniment.prove.law.book import ours
from muniment.prove.law.decisions import DecisionKind
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.form import Form
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import CRUMBS, POLICY, About, alleged
from muniment.web.prove.several import numbers
from muniment.web.prove.wrong import Wrong, beside, status

TYPED = (
    "kind",
    "body_kind",
    "body",
    "of",
    "stage",
    "shape",
    "reason",
    "items",
    "advice",
    "day",
    "name",
    "opened",
    "elsewhere",
    "log",
)
FIELDS = {name: name for name in ("body_kind", *TYPED[:12])} | {  # body_kind before body, which its name begins with
    "unopened": "unopened",
    "a decision is recorded": "kind",
}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-decide.html shows."""

    elsewhere: bool  # it was made elsewhere, and is recorded here
    log: bool  # it is one of the policy log
    kinds: Sequence[DecisionKind]
    bodies: Choices
    stages: Choices
    shapes: Choices
    needing: Mapping[str, str]  # of the fields that some kinds need: which
    now: Json | None  # what the basis would be; None where what is named cannot be
    lists: Sequence[tuple[str, int]]  # its lists: title, and how many
    alleged: Mapping[str, About]
    may: bool
    deciders: Sequence[str]
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def new(asked: Asked) -> Answer:
    """The form; the address may name the kind and what it is about."""
    told = {name: asked.query.get(name, "")[:200] for name in ("kind", "of", "elsewhere", "log")}
    return _form(asked, told)


@page(Who.SESSION)
def count(asked: Asked) -> Answer:
    """Count again, with what is named now; nothing is recorded."""
    return _form(asked, _typed(asked.form))


@page(Who.SESSION)
def decide(asked: Asked) -> Answer:
    """Record it."""
    said = asked.form
    elsewhere = said["elsewhere"] == "yes"
    try:
        done = asked.case.prove.decide(
            said["kind"],
            said["body_kind"],
            said["body"],
            of=numbers(said["of"]),
            stage=said["stage"],
            shape=said["shape"],
            reason=said.text("reason"),
            items=numbers(said["items"]),
            advice=numbers(said["advice"]),
            unopened=None if elsewhere else said.number("unopened"),
            elsewhere=elsewhere,
            day=said["day"],
            name=said["name"],
            opened=numbers(said["opened"]),
        )
    except (AskedWrong, Refused) as error:
        return _form(asked, _typed(said), beside(error, FIELDS, "reason"), status(error))
    return asked.after(f"/prove/decisions/{done['id']}", done["entry"])


def _form(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    who, elsewhere, log = asked.case.prove.deciders(), typed.get("elsewhere") == "yes", typed.get("log") == "yes"
    law = ours().decisions
    now, found = _now(asked, typed, elsewhere)
    wrong = [
        *wrong,
        *(each for each in found if each[0] not in dict(wrong)),
    ]  # both: without a count nothing can be sent
    view = View(
        elsewhere=elsewhere,
        log=log,
        kinds=[each for each in law.kinds.values() if each.policy is log],
        bodies=[("", "choose one"), *((each.id, each.title) for each in law.bodies.values())],
        stages=[
            ("", "none"),
            *((each.id, each.title) for each in law.stages.values() if elsewhere or not each.elsewhere),
        ],
        shapes=[
            ("", "none"),
            *((each.id, each.title) for each in law.shapes.values() if elsewhere or not each.elsewhere),
        ],
        needing={field: _needing(field) for field in ("of", "stage")},
        now=now,
        lists=[(title, now[part]) for part, title in titles(elsewhere=elsewhere).items()] if now else (),
        alleged=alleged(asked),
        may=who["may"],
        deciders=[each["name"] or each["person"] for each in who["deciders"]],
        typed=typed,
        wrong=wrong,
    )
    title = "Record one made elsewhere" if elsewhere else "Record a decision"
    crumbs = [CRUMBS[0], POLICY if log else CRUMBS[1], Crumb(title)]
    return Shown("prove-decide.html", view, title, "/prove", crumbs, 400 if found and code == 200 else code)


def _now(asked: Asked, typed: Mapping[str, str], elsewhere: bool) -> tuple[Json | None, Wrong]:
    """What the basis would be, with what is named; or what of that cannot be."""
    try:
        found = asked.case.prove.before_deciding(
            numbers(typed.get("items", "")),
            numbers(typed.get("advice", "")),
            elsewhere=elsewhere,
            opened=numbers(typed.get("opened", "")),
        )
    except (AskedWrong, Refused) as error:
        return None, beside(error, FIELDS, "items")
    return found, ()


def _needing(field: str) -> str:
    return "; ".join(each.title for each in ours().decisions.kinds.values() if field in each.needs)


def _typed(said: Form) -> dict[str, str]:
    return {name: said.text(name) for name in TYPED}


ROUTES = [
    Route("/prove/decisions/new", new),
    Route("/prove/decisions/count", count, methods=["POST"]),
    Route("/prove/decisions", decide, methods=["POST"]),
]
