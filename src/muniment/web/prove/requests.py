"""Requests: who asked whom for what, on which basis, until when; what was answered, and what is overdue, which stands first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.case.prove.requests import supply
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, as_it_comes, named, ordered
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.numbers import or_struck
from muniment.web.prove.several import numbers
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Requests", "/prove/requests")]
TYPED = ("body", "what", "data", "basis", "due", "day", "of")
ASK = {name: name for name in TYPED} | {"a request is about": "of", "there is no": "of"}
ANSWERED = {"answer": "said", "day": "day", "bundle": "bundle", "why": "why"}
_ORDERS: Keys = {
    "due": as_it_comes,
    "request": lambda each: (each["day"], each["entry"]),
    "basis": lambda each: named(each["basis_title"]),
    "answered": lambda each: each["answers"][-1]["day"] if each["answers"] else "",
}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-requests.html shows."""

    requests: Sequence[Json]  # what is overdue first, where no other order is asked for
    order: Order
    overdue: Sequence[Json]
    on: str
    struck: Sequence[Json]
    alleged: Mapping[str, About]
    bases: Choices
    data: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class One:
    """What prove-request.html shows."""

    said: Json
    on: str
    alleged: Mapping[str, About]
    law: Json | None  # who may have what is asked for
    answers: Choices
    bundles: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def requests(asked: Asked) -> Answer:
    """Every request, and the form for one; the address may name what officers hold."""
    data = asked.query.get("data", "")
    typed = {"data": data, "what": ours().supply.data[data].title} if data in ours().supply.data else {}
    return _shown(asked, typed)


@page(Who.SESSION)
def ask(asked: Asked) -> Answer:
    """Enter that somebody was asked for a thing."""
    said = asked.form
    try:
        done = asked.case.prove.ask(
            said["body"],
            said.text("what"),
            said["due"],
            said["basis"],
            day=said["day"],
            data=said["data"],
            of=numbers(said["of"]),
        )
    except (AskedWrong, Refused) as error:
        return _shown(asked, {name: said.text(name) for name in TYPED}, beside(error, ASK, "what"), status(error))
    return asked.after(f"/prove/requests/{done['id']}", done["entry"])


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    law, about = ours().supply, alleged(asked)
    said = asked.case.prove.requests()
    found, how = ordered(asked, said["requests"], _ORDERS, "/prove/requests")
    view = View(
        requests=found,
        order=how,
        overdue=[each for each in said["requests"] if each["overdue"]],
        on=said["on"],
        struck=in_error(asked, "REQ"),
        alleged=about,
        bases=[("", "choose one"), *((each.id, each.title) for each in law.bases.values())],
        data=[("", "none of these"), *((each.id, each.title) for each in law.data.values())],
        typed=typed,
        wrong=wrong,
    )
    return Shown("prove-requests.html", view, "Requests", "/prove", [CRUMBS[0], Crumb("Requests")], code)


# -- one of them


@page(Who.SESSION)
def request(asked: Asked) -> Answer:
    """One request: its answers, the form for one, and what the law says of such data."""
    return or_struck(asked, asked.path["request"], lambda: _one(asked))


@page(Who.SESSION)
def answer(asked: Asked) -> Answer:
    """Enter how it was answered."""
    said, id = asked.form, asked.path["request"]  # noqa: A001
    try:
        done = asked.case.prove.answer(id, said["said"], day=said["day"], bundle=said["bundle"], why=said.text("why"))
    except (AskedWrong, Refused) as error:
        return _one(asked, beside(error, ANSWERED, "said"), status(error))
    return asked.after(f"/prove/requests/{id}", done["entry"])


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error; it stays in the ledger, marked so."""
    return struck(asked, _found(asked)[0]["id"], "/prove/requests", _one, "strike-why")


def _found(asked: Asked) -> tuple[Json, str]:
    """The request that the address names, and the day for which it is looked at.

    Raises: UnknownItem.
    """
    said, wanted = asked.case.prove.requests(), asked.path["request"]
    for each in said["requests"]:
        if each["id"] == wanted:
            return each, said["on"]
    raise UnknownItem("there is no such request", wanted[:40], "the page of requests lists them: /prove/requests")


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    about = alleged(asked)
    said, on = _found(asked)
    named = [(each["id"], f"{each['id']}, from {each['from']}") for each in asked.case.account()["bundles"]]
    view = One(
        said=said,
        on=on,
        alleged=about,
        law=supply(said["data"])["data"][0] if said["data"] in ours().supply.data else None,
        answers=[(each.id, each.title + _asks(each.why, each.brings)) for each in ours().supply.answers.values()],
        bundles=[("", "none, or not taken in yet"), *named],
        typed={name: asked.form.text(name) for name in ("said", "day", "bundle", "why", "strike-why")},
        wrong=wrong,
    )
    return Shown("prove-request.html", view, f"Request {said['id']}", "/prove", [*CRUMBS, Crumb(said["id"])], code)


def _asks(why: bool, brings: bool) -> str:
    return ": say why" if why else ": name the bundle that came" if brings else ""


_AT = "/prove/requests/{request}"
ROUTES = [
    Route("/prove/requests", requests),
    Route("/prove/requests", ask, methods=["POST"]),
    Route(_AT, request),
    Route(f"{_AT}/answer", answer, methods=["POST"]),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
]
