"""The right of reply: what was put to whom, when and how, and their answer; to whom an allegation was never put stands out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.prove.law.book import ours
from muniment.prove.law.replies import NOT_YET
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove import choices, numbers
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside, status

AT = "/prove/replies"
CRUMBS = [Crumb("Prove", "/prove"), Crumb("Right of reply", AT)]
BODY = {"body": "body"}
PUT = {name: f"put-{name}" for name in ("subject", "how", "reason", "what", "day", "items")} | {"body": "put-how"}
REPLY = {"put": "reply-put", "answer": "reply-answer", "day": "reply-day", "items": "reply-items"}


@dataclass(frozen=True, slots=True)
class Group:
    """An allegation, and for each whom it names what was put and answered."""

    id: str
    text: str | None
    citation: str
    rows: Sequence[Json]


@dataclass(frozen=True, slots=True)
class View:
    """What prove-replies.html shows."""

    groups: Sequence[Group]
    silent: int  # allegations and people whom they name, to whom they were never put
    people: int  # allegations and people whom they name
    nobody: int  # allegations that name nobody
    body: str  # whose case it is, in words
    bodies: Choices
    titles: Mapping[str, str]  # of bodies
    struck: Sequence[Json]
    typed: Mapping[str, str]
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class One:
    """What prove-reply.html shows."""

    group: Group
    body: str  # whose ways are offered: its id
    own: str  # whose case it is: its id, "" where nobody said
    bodies: Choices
    titles: Mapping[str, str]
    ways: Sequence[Json]
    hows: Choices
    reasons: Choices
    subjects: Choices
    puts: Choices  # what was put, to which there can be an answer
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def replies(asked: Asked) -> Answer:
    """Every allegation, and each whom it names."""
    return _list(asked)


@page(Who.SESSION)
def say_body(asked: Asked) -> Answer:
    """Say whose case it is."""
    try:
        done = asked.case.prove.say_body(asked.form["body"])
    except (AskedWrong, Refused) as error:
        return _list(asked, beside(error, BODY, "body"), status(error))
    return asked.after(AT, done["entry"])


def _list(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    said, known = asked.case.prove.replies(), ours().decisions.bodies
    alleged = asked.case.prove.allegations()["allegations"]
    groups = [_group(each, said["replies"]) for each in alleged]
    open_ = [row for each in groups for row in each.rows if not row["struck"]]
    view = View(
        groups=groups,
        silent=sum(not row["put"] for row in open_),
        people=len(open_),
        nobody=sum(all(row["struck"] for row in each.rows) for each in groups),
        body=known[said["body"]].title if said["body"] else "",
        bodies=choices.of(known, "choose one"),
        titles={each.id: each.title for each in known.values()},
        struck=numbers.of(asked, "PUT"),
        typed={"body": asked.form["body"] or said["body"]},
        wrong=wrong,
    )
    return Shown("prove-replies.html", view, "Right of reply", "/prove", [CRUMBS[0], Crumb("Right of reply")], code)


def _group(alleged: Json, rows: Sequence[Json]) -> Group:
    here = [row for row in rows if row["allegation"] == alleged["id"]]
    return Group(alleged["id"], alleged["text"], alleged["citation"], here)


# -- of one allegation


@page(Who.SESSION)
def reply(asked: Asked) -> Answer:
    """What of one allegation was put and answered, and the forms for both."""
    return numbers.or_struck(asked, asked.path["allegation"], lambda: _one(asked, {}, asked.query.get("by", "")))


@page(Who.SESSION)
def put(asked: Asked) -> Answer:
    """Enter that it was put; or why it was not yet."""
    said, allegation = asked.form, asked.path["allegation"]
    try:
        done = asked.case.prove.put(
            allegation,
            said["put-subject"],
            said["put-how"],
            said.text("put-what"),
            day=said["put-day"],
            reason=said["put-reason"],
            body=said["put-body"],
            items=said["put-items"].split(),
        )
    except (AskedWrong, Refused) as error:
        return _one(asked, PUT, said["put-body"], beside(error, PUT, "put-what"), status(error))
    return asked.after(f"{AT}/{allegation}", done["entry"])


@page(Who.SESSION)
def answered(asked: Asked) -> Answer:
    """Enter what they answered."""
    said, allegation = asked.form, asked.path["allegation"]
    try:
        done = asked.case.prove.reply(
            said["reply-put"], said.text("reply-answer"), day=said["reply-day"], items=said["reply-items"].split()
        )
    except (AskedWrong, Refused) as error:
        return _one(asked, REPLY, "", beside(error, REPLY, "reply-answer"), status(error))
    return asked.after(f"{AT}/{allegation}", done["entry"])


def _one(asked: Asked, fields: Mapping[str, str], by: str, wrong: Wrong = (), code: int = 200) -> Shown:
    id, law = asked.path["allegation"], ours().replies  # noqa: A001
    alleged = next((each for each in asked.case.prove.allegations()["allegations"] if each["id"] == id), None)
    if alleged is None:
        raise UnknownItem("there is no such allegation", id[:40], f"the list has those that there are: {AT}")
    said, known = asked.case.prove.replies(id), ours().decisions.bodies
    offered = asked.case.prove.ways_to_put(by if by in known else "")
    group = _group(alleged, said["replies"])
    steps = [(row, step) for row in group.rows for step in row["steps"] if step["how"] != NOT_YET]
    view = One(
        group=group,
        body=offered["body"],
        own=said["body"],
        bodies=choices.of(known),
        titles={each.id: each.title for each in known.values()},
        ways=offered["ways"],
        hows=[
            (each["id"], f"{each['title']}{'' if each['verified'] else ' (not verified)'}") for each in offered["ways"]
        ]
        + [(NOT_YET, "not put yet, for a reason")],
        reasons=choices.of(law.not_yet, "none: it was put"),
        subjects=[(row["subject"], row["name"] or row["subject"]) for row in group.rows if not row["struck"]],
        puts=[(step["id"], _words(row, step)) for row, step in steps],
        typed={to: asked.form.text(to) for to in fields.values()},
        wrong=wrong,
    )
    return Shown("prove-reply.html", view, f"Right of reply: {id}", "/prove", [*CRUMBS, Crumb(id)], code)


def _words(row: Json, step: Json) -> str:
    return f"{step['id']}, {step['day']}: {step['title']}, to {row['name'] or row['subject']}"


ROUTES = [
    Route(AT, replies),
    Route(f"{AT}/body", say_body, methods=["POST"]),
    Route(f"{AT}/{{allegation}}", reply),
    Route(f"{AT}/{{allegation}}/put", put, methods=["POST"]),
    Route(f"{AT}/{{allegation}}/answer", answered, methods=["POST"]),
]
