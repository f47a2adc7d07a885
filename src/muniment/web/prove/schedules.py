"""One schedule of unused material: its rows, describing items for it singly or as a block, and saying that it went out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.prove.forms.making import runs
from muniment.prove.law.book import ours
from muniment.prove.law.disclosure import Schedule
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.form import Form
from muniment.web.prove.choices import Choices
from muniment.web.prove.unused import CRUMBS, Left, work
from muniment.web.prove.wrong import Wrong, beside, status

TYPED = ("items", "test", "block", "title", "description", "reason", "body", "day", "why")
FIELDS = {
    "items": "items",
    "test": "test",
    "block": "block",
    "title": "title",
    "description": "description",
    "reason": "reason",
    "schedule": "items",
}
SUBMIT = {"body": "body", "day": "day", "schedule": "body"}
LINKED = 10  # items of a row that are linked one by one; more stand as runs of numbers


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a schedule, with its items in words."""

    said: Json
    test: str
    items: str  # as runs of numbers, "" where each is linked


@dataclass(frozen=True, slots=True)
class View:
    """What prove-schedule.html shows."""

    said: Json
    known: Schedule
    examined: Sequence[Row]
    unexamined: Sequence[Row]
    waiting: int
    work: Sequence[Left]
    tests: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def schedule(asked: Asked) -> Answer:
    """A schedule as it stands; the address may name items to describe."""
    return _shown(asked, {"items": asked.query.get("items", "")[:2000]})


@page(Who.SESSION)
def describe(asked: Asked) -> Answer:
    """Describe an item, or a block of them, for it."""
    said, wanted = asked.form, known(asked)
    try:
        done = described(asked, said)
    except (AskedWrong, Refused) as error:
        return _shown(asked, typed_in(said), beside(error, FIELDS, "items"), status(error))
    return asked.after(f"/prove/unused/{wanted.id}", done["entry"])


@page(Who.SESSION)
def submit(asked: Asked) -> Answer:
    """Say that it went out."""
    said, wanted = asked.form, known(asked)
    try:
        done = asked.case.prove.submit(wanted.id, said["body"], said["day"])
    except (AskedWrong, Refused) as error:
        return _shown(asked, typed_in(said), beside(error, SUBMIT, "body"), status(error))
    return asked.after(f"/prove/unused/{wanted.id}", done["entry"])


def described(asked: Asked, said: Form, on: str = "") -> Json:
    """Describe what the form says, or (`on`) a row anew; what was recorded.

    Raises: AskedWrong; Refused.
    """
    return asked.case.prove.describe_unused(
        known(asked).id,
        said["test"],
        said["items"].replace(",", " ").split(),
        said.text("description"),
        title=said["title"],
        reason=said.text("reason"),
        block=said["block"] == "yes",
        on=on,
    )


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    wanted = known(asked)
    said = asked.case.prove.schedule(wanted.id)
    rows = [in_words(each) for each in said["rows"]]
    view = View(
        said=said,
        known=wanted,
        examined=[each for each in rows if each.said["examined"]],
        unexamined=[each for each in rows if not each.said["examined"]],
        waiting=sum(not each.said["submitted"] for each in rows),
        work=work(said["work"]),
        tests=tests(),
        typed=typed,
        wrong=wrong,
    )
    crumbs = [*CRUMBS, Crumb(wanted.id.upper())]
    return Shown("prove-schedule.html", view, wanted.title, "/prove", crumbs, code)


def known(asked: Asked) -> Schedule:
    """The schedule that the address names.

    Raises: UnknownItem.
    """
    wanted = asked.path["schedule"]
    if wanted not in ours().disclosure.schedules:
        raise UnknownItem("there is no such schedule", wanted[:40], "all are listed at /prove/unused")
    return ours().disclosure.schedules[wanted]


def in_words(said: Json) -> Row:
    """A row as pages show it."""
    items = said["items"]
    return Row(said, ours().disclosure.tests[said["test"]].title, runs(items) if len(items) > LINKED else "")


def tests() -> Choices:
    """How material can stand to the disclosure test."""
    return [
        (each.id, each.title + (": singly, never in a block" if each.singly else ""))
        for each in ours().disclosure.tests.values()
    ]


def typed_in(said: Form) -> dict[str, str]:
    """What was typed, to be shown again."""
    return {name: said.text(name) for name in TYPED}


_AT = "/prove/unused/{schedule}"
ROUTES = [
    Route(_AT, schedule),
    Route(f"{_AT}/describe", describe, methods=["POST"]),
    Route(f"{_AT}/submit", submit, methods=["POST"]),
]
