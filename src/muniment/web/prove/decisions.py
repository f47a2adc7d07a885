"""Decisions: every one in a line, the policy log as a list of its own, and one decision with what overtakes it and its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.basis import titles
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, named, ordered
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Decisions", "/prove/decisions")]
POLICY = Crumb("Policy log", "/prove/policy")
TYPED = ("answer", "why", "body", "strike-why")
ANSWER = {
    "answer": "answer",
    "why": "why",
    "body": "body",
    "until": "answer",
    "nothing later": "answer",
    "a decision is recorded": "answer",
}
_ORDERS: Keys = {
    "decision": lambda each: each["entry"],
    "body": lambda each: named(each["body"]),
    "about": lambda each: named(next(iter(each["of"]), "")),
    "unopened": lambda each: each["basis"]["unopened"],
    "waiting": lambda each: each["waiting"],
}


@dataclass(frozen=True, slots=True)
class About:
    """An allegation that a decision is about, as far as it is shown beside it."""

    text: str | None
    silent: Sequence[str]  # of whom it is alleged, who were never asked for their side


@dataclass(frozen=True, slots=True)
class View:
    """What prove-decisions.html shows."""

    decisions: Sequence[Json]  # the newest first, where no other order is asked for
    order: Order
    alleged: Mapping[str, About]
    bodies: Mapping[str, str]
    waiting: int
    policy: bool  # whether it is the policy log
    other: int  # how many stand in the other of the two lists
    may: bool  # whether whoever looks may record one here


@dataclass(frozen=True, slots=True)
class One:
    """What prove-decision.html shows."""

    said: Json
    alleged: Mapping[str, About]
    body: str  # the kind of body, in words
    stage: str
    shape: str
    shape_read: bool  # whether what is said of the shape was verified
    lists: Sequence[tuple[str, str, int, str]]  # of the basis: its id, its title, how many, its root
    may: bool
    deciders: Sequence[str]
    as_of: int
    typed: Mapping[str, str]
    wrong: Wrong


# -- the lists


@page(Who.SESSION)
def decisions(asked: Asked) -> Answer:
    """Every decision on what is alleged."""
    return _listed(asked, policy=False)


@page(Who.SESSION)
def policy(asked: Asked) -> Answer:
    """The policy log: what not to seize or search, by which parameters, and by which strategy."""
    return _listed(asked, policy=True)


def _listed(asked: Asked, *, policy: bool) -> Shown:
    every = asked.case.prove.decisions()["decisions"]
    here = [each for each in every if each["policy"] is policy]
    found, how = ordered(asked, here[::-1], _ORDERS, (POLICY if policy else CRUMBS[1]).to)
    view = View(
        decisions=found,
        order=how,
        alleged=alleged(asked),
        bodies={each.id: each.title for each in ours().decisions.bodies.values()},
        waiting=sum(each["waiting"] for each in here),
        policy=policy,
        other=len(every) - len(here),
        may=asked.case.prove.deciders()["may"],
    )
    title = "Policy log" if policy else "Decisions"
    return Shown("prove-decisions.html", view, title, "/prove", [CRUMBS[0], Crumb(title)])


def alleged(asked: Asked) -> dict[str, About]:
    """Every allegation by its number; with whoever it names and nobody has asked."""
    return {each["id"]: About(each["text"], silent(each)) for each in asked.case.prove.allegations()["allegations"]}


def silent(said: Json) -> list[str]:
    """Whoever an allegation names and nobody has asked."""
    return [one["name"] or one["id"] for one in said["subjects"] if not one["put"]]


# -- one of them


@page(Who.SESSION)
def decision(asked: Asked) -> Answer:
    """One decision."""
    return _one(asked)


@page(Who.SESSION)
def answer(asked: Asked) -> Answer:
    """Answer what overtakes it: it stands, is varied or withdrawn, and why."""
    said, id = asked.form, asked.path["decision"]  # noqa: A001
    try:
        until = said.number("until")
        done = asked.case.prove.answer_decision(id, said["answer"], said["why"], until=until, body=said["body"])
    except (AskedWrong, Refused) as error:
        return _one(asked, beside(error, ANSWER, "answer"), status(error))
    return asked.after(f"/prove/decisions/{id}", done["entry"])


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error; it stays, marked so."""
    id = asked.path["decision"]  # noqa: A001
    found(asked)
    return struck(asked, id, f"/prove/decisions/{id}", _one, "strike-why")


def found(asked: Asked) -> Json:
    """The decision that the address names.

    Raises: UnknownItem.
    """
    (said,) = asked.case.prove.decisions(asked.path["decision"])["decisions"]
    return dict(said)


def trail(said: Json) -> list[Crumb]:
    """The way to the page of a decision."""
    return [CRUMBS[0], POLICY if said["policy"] else CRUMBS[1], Crumb(said["id"], f"/prove/decisions/{said['id']}")]


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    answered, law, who = (
        asked.case.prove.decisions(asked.path["decision"]),
        ours().decisions,
        asked.case.prove.deciders(),
    )
    (said,) = answered["decisions"]
    shape = law.shapes.get(said["shape"])
    view = One(
        said=said,
        alleged=alleged(asked),
        body=law.bodies[said["body_kind"]].title,
        stage=law.stages[said["stage"]].title if said["shape"] else "",
        shape=shape.title if shape else "",
        shape_read=shape is None or shape.status.verified,
        lists=[
            (part, title, said["basis"][part], said["basis"]["roots"][part])
            for part, title in titles(elsewhere=said["elsewhere"]).items()
        ],
        may=who["may"],
        deciders=[each["name"] or each["person"] for each in who["deciders"]],
        as_of=answered["as_of"],
        typed={name: asked.form.text(name) for name in TYPED},
        wrong=wrong,
    )
    crumbs = [*trail(said)[:-1], Crumb(said["id"])]
    return Shown("prove-decision.html", view, f"Decision {said['id']}", "/prove", crumbs, code)


_AT = "/prove/decisions/{decision}"
ROUTES = [
    Route("/prove/decisions", decisions),
    Route("/prove/policy", policy),
    Route(_AT, decision),
    Route(f"{_AT}/answer", answer, methods=["POST"]),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
]
