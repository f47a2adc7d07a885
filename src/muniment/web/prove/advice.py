"""Advice: of whom it was asked, what they had before them, what they answered, who relied on it, and what overtakes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.numbers import of as in_error
from muniment.web.prove.numbers import or_struck
from muniment.web.prove.several import numbers
from muniment.web.prove.striking import struck
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Advice", "/prove/advice")]
SHOWN = 50  # items put before an adviser, on the page; the rest is counted
ASKED = ("body", "what", "day", "of", "items")
GIVEN = ("text", "given-day", "given-items", "answer", "why", "body", "strike-why")
ASK = {name: name for name in ASKED} | {"advice is about": "of", "there is no": "of"}
GIVE = {"text": "text", "day": "given-day", "items": "given-items"}
ANSWER = {"answer": "answer", "why": "why", "body": "body", "until": "answer", "nothing later": "answer"}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-advice.html shows."""

    advice: Sequence[Json]  # the newest first
    waiting: int  # of which something bears on it that nobody has answered
    open: int  # asked for, and not given
    struck: Sequence[Json]
    alleged: Mapping[str, About]
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class One:
    """What prove-advised.html shows."""

    said: Json
    items: Sequence[str]  # the first of those put before them
    alleged: Mapping[str, About]
    as_of: int
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def advice(asked: Asked) -> Answer:
    """All advice, and the form to ask for some."""
    return _shown(asked, {name: asked.query.get(name, "")[:200] for name in ("of", "items")})


@page(Who.SESSION)
def ask(asked: Asked) -> Answer:
    """Enter that advice was asked."""
    said = asked.form
    try:
        done = asked.case.prove.ask_advice(
            said["body"], said.text("what"), day=said["day"], of=numbers(said["of"]), items=numbers(said["items"])
        )
    except (AskedWrong, Refused) as error:
        fields = ASK if isinstance(error, AskedWrong) else {}
        return _shown(asked, {name: said.text(name) for name in ASKED}, beside(error, fields, "items"), status(error))
    return asked.after(f"/prove/advice/{done['id']}", done["entry"])


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    about = alleged(asked)
    rows = asked.case.prove.advice()["advice"]
    view = View(
        advice=rows[::-1],
        waiting=sum(each["waiting"] > 0 for each in rows),
        open=sum(not each["given"] for each in rows),
        struck=in_error(asked, "ADV"),
        alleged=about,
        typed=typed,
        wrong=wrong,
    )
    return Shown("prove-advice.html", view, "Advice", "/prove", [CRUMBS[0], Crumb("Advice")], code)


# -- one of them


@page(Who.SESSION)
def advised(asked: Asked) -> Answer:
    """One time that advice was asked: what was given, what overtakes that, and the forms."""
    return or_struck(asked, asked.path["advice"], lambda: _one(asked))


@page(Who.SESSION)
def give(asked: Asked) -> Answer:
    """Enter the advice that was given."""
    said, id = asked.form, asked.path["advice"]  # noqa: A001
    try:
        done = asked.case.prove.give_advice(
            id, said.text("text"), day=said["given-day"], items=numbers(said["given-items"])
        )
    except (AskedWrong, Refused) as error:
        fields = GIVE if isinstance(error, AskedWrong) else {}
        return _one(asked, beside(error, fields, "given-items"), status(error))
    return asked.after(f"/prove/advice/{id}", done["entry"])


@page(Who.SESSION)
def answer(asked: Asked) -> Answer:
    """Answer all that overtakes it: it stands, is varied or withdrawn, and why."""
    said, id = asked.form, asked.path["advice"]  # noqa: A001
    try:
        until = said.number("until")
        done = asked.case.prove.answer_decision(id, said["answer"], said["why"], until=until, body=said["body"])
    except (AskedWrong, Refused) as error:
        return _one(asked, beside(error, ANSWER, "answer"), status(error))
    return asked.after(f"/prove/advice/{id}", done["entry"])


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Say that it was entered in error; it stays in the ledger, marked so."""
    return struck(asked, _found(asked)[0]["id"], "/prove/advice", _one, "strike-why")


def _found(asked: Asked) -> tuple[Json, int]:
    """The advice that the address names, and the entry up to which it is true.

    Raises: UnknownItem.
    """
    said, wanted = asked.case.prove.advice(), asked.path["advice"]
    for each in said["advice"]:
        if each["id"] == wanted:
            return each, said["as_of"]
    raise UnknownItem("there is no such advice", wanted[:40], "the page of advice lists it: /prove/advice")


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    about = alleged(asked)
    said, as_of = _found(asked)
    typed = {name: asked.form.text(name) for name in GIVEN}
    view = One(said, said["items"][:SHOWN], about, as_of, typed, wrong)
    return Shown("prove-advised.html", view, f"Advice {said['id']}", "/prove", [*CRUMBS, Crumb(said["id"])], code)


_AT = "/prove/advice/{advice}"
ROUTES = [
    Route("/prove/advice", advice),
    Route("/prove/advice", ask, methods=["POST"]),
    Route(_AT, advised),
    Route(f"{_AT}/give", give, methods=["POST"]),
    Route(f"{_AT}/answer", answer, methods=["POST"]),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
]
