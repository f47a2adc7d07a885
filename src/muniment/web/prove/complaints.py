"""Complaints: the register with its own numbers, entering one, answering whoever made it, and saying what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.order import Keys, Order, as_it_comes, named, ordered
from muniment.web.prove import choices, numbers
from muniment.web.prove.choices import Choices
from muniment.web.prove.decisions import About, alleged
from muniment.web.prove.wrong import Wrong, beside, status

AT = "/prove/complaints"
CRUMBS = [Crumb("Prove", "/prove"), Crumb("Complaints", AT)]
TYPED = (
    "text",
    "category",
    "channel",
    "received",
    "election",
    "who",
    "contact",
    "area",
    "force",
    "authority",
    "papers",
)
FIELDS = {each: each for each in TYPED} | {"items": "papers"}  # a mapping has `items` of its own
ANSWER = {"text": "answer-text", "how": "answer-how", "day": "answer-day", "person": "answer-person"}
END = {"outcome": "outcome", "reason": "reason", "why": "why", "day": "end-day"}
_ORDERS: Keys = {
    "complaint": as_it_comes,
    "who": lambda each: named(each["who"]),
    "answered": lambda each: (bool(each["answers"]), -(each["days_unanswered"] or 0)),  # who waits longest comes first
    "outcome": lambda each: named(each["outcome_title"]),
    "allegations": lambda each: len(each["allegations"]),
}


@dataclass(frozen=True, slots=True)
class View:
    """What prove-complaints.html shows."""

    complaints: Sequence[Json]
    order: Order
    alleged: Mapping[str, About]
    unanswered: int
    on: str
    categories: Mapping[str, str]
    struck: Sequence[Json]


@dataclass(frozen=True, slots=True)
class New:
    """What prove-complaint-new.html shows."""

    categories: Choices
    channels: Choices
    elections: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class One:
    """What prove-complaint.html shows."""

    said: Json
    alleged: Mapping[str, About]
    category: str
    channel: str
    election: str
    reason: str  # in words
    hows: Choices
    outcomes: Choices
    reasons: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def complaints(asked: Asked) -> Answer:
    """Every complaint in a line; whom nobody has answered stands out."""
    about, said, law = alleged(asked), asked.case.prove.complaints(), ours().complaints
    titles = dict(choices.of(law.categories))
    struck = numbers.of(asked, "CMP")
    found, how = ordered(asked, said["complaints"], _ORDERS, AT)
    view = View(found, how, about, len(said["unanswered"]), said["on"], titles, struck)
    return Shown("prove-complaints.html", view, "Complaints", "/prove", [CRUMBS[0], Crumb("Complaints")])


# -- a new one


@page(Who.SESSION)
def new(asked: Asked) -> Answer:
    """The form for one."""
    asked.look("looked", {"page": "prove/complaints/new"})
    return _form({"channel": "in-person", "election": "local"})


@page(Who.SESSION)
def enter(asked: Asked) -> Answer:
    """Enter it."""
    said = asked.form
    more = {name: said[name] for name in ("election", "who", "contact", "area", "force", "authority")}
    try:
        done = asked.case.prove.complain(
            said.text("text"),
            said["category"],
            said["channel"],
            said["received"],
            items=said["papers"].split(),
            **more,
        )
    except (AskedWrong, Refused) as error:
        return _form({name: said.text(name) for name in TYPED}, beside(error, FIELDS, "text"), status(error))
    return asked.after(f"{AT}/{done['id']}", done["entry"])


def _form(typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    law = ours().complaints
    elections = [("", "not said"), *choices.elections()]
    view = New(choices.of(law.categories, "choose one"), choices.of(law.channels), elections, typed, wrong)
    title = "Enter a complaint"
    return Shown("prove-complaint-new.html", view, title, "/prove", [*CRUMBS, Crumb("Enter one")], code)


# -- one that there is


@page(Who.SESSION)
def complaint(asked: Asked) -> Answer:
    """One complaint, with what was answered and what became of it."""
    return numbers.or_struck(asked, asked.path["complaint"], lambda: _one(asked, {}))


@page(Who.SESSION)
def answer(asked: Asked) -> Answer:
    """Say that whoever complained was answered."""
    said, id = asked.form, asked.path["complaint"]  # noqa: A001
    try:
        done = asked.case.prove.answer_complaint(
            id, said.text("answer-text"), said["answer-how"], day=said["answer-day"], person=said["answer-person"]
        )
    except (AskedWrong, Refused) as error:
        return _one(asked, ANSWER, beside(error, ANSWER, "answer-text"), status(error))
    return asked.after(f"{AT}/{id}", done["entry"])


@page(Who.SESSION)
def end(asked: Asked) -> Answer:
    """Say what became of it."""
    said, id = asked.form, asked.path["complaint"]  # noqa: A001
    try:
        done = asked.case.prove.end_complaint(
            id, said["outcome"], said["reason"], said.text("why"), day=said["end-day"]
        )
    except (AskedWrong, Refused) as error:
        return _one(asked, END, beside(error, END, "outcome"), status(error))
    return asked.after(f"{AT}/{id}", done["entry"])


def _one(asked: Asked, fields: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    about, law = alleged(asked), ours().complaints
    said = asked.case.prove.complaint(asked.path["complaint"])
    view = One(
        said=said,
        alleged=about,
        category=dict(choices.of(law.categories))[said["category"]],
        channel=law.channels[said["channel"]].title,
        election=dict(choices.elections()).get(said["election"], ""),
        reason=dict(choices.of(law.reasons)).get(said["reason"], ""),
        hows=choices.of(law.answers),
        outcomes=choices.of(law.outcomes),
        reasons=choices.of(law.reasons, "none: this outcome needs none"),
        typed={to: asked.form.text(to) for to in fields.values()},
        wrong=wrong,
    )
    title = f"Complaint {said['id']}"
    return Shown("prove-complaint.html", view, title, "/prove", [*CRUMBS, Crumb(said["id"])], code)


ROUTES = [
    Route(AT, complaints),
    Route(AT, enter, methods=["POST"]),
    Route(f"{AT}/new", new),
    Route(f"{AT}/{{complaint}}", complaint),
    Route(f"{AT}/{{complaint}}/answer", answer, methods=["POST"]),
    Route(f"{AT}/{{complaint}}/end", end, methods=["POST"]),
]
