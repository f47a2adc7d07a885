"""Unused material: each schedule in a line, the work that is left, and the reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused
from muniment.prove.law.book import ours
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.wrong import Wrong, beside, status

CRUMBS = [Crumb("Prove", "/prove"), Crumb("Unused material", "/prove/unused")]
FIELDS = {"kind": "kind", "text": "text", "day": "day", "items": "items"}
WORK = {
    "undermining_unscheduled": "Linked as undermining an allegation, and in no schedule",
    "undermining_not_met": "Linked as undermining, and described as not meeting the test or not examined",
    "examined_unopened": "Described as examined, and opened by nobody in this case",
    "not_examined_opened": "Described as not examined, and opened by somebody since",
}
NEXT = {
    "undermining_unscheduled": "Describe each singly.",
    "undermining_not_met": "Describe each anew, or strike the link if it was wrong.",
    "examined_unopened": "Open them, or say that they were not examined.",
    "not_examined_opened": "Say of each whether it meets the test.",
}
FIRST_ONES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A schedule in a line."""

    said: Json
    text: str  # where it goes
    rows: int  # those that were not withdrawn
    out: int  # those of them that went out
    singly: int  # those that meet or may meet the test
    unexamined: int


@dataclass(frozen=True, slots=True)
class Left:
    """Some work that is left: what it is, what to do, and the items, the first of them by number."""

    what: str
    next: str
    items: Sequence[str]
    more: int


@dataclass(frozen=True, slots=True)
class View:
    """What prove-unused.html shows."""

    schedules: Sequence[Line]
    work: Sequence[Left]
    reviews: Sequence[Json]
    kinds: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def unused(asked: Asked) -> Answer:
    """Every schedule, what is left to do, and the reviews."""
    return _shown(asked, {"kind": "continuing" if asked.case.prove.unused_reviews()["reviews"] else "first"})


@page(Who.SESSION)
def review(asked: Asked) -> Answer:
    """Enter that unused material was reviewed."""
    said = asked.form
    try:
        done = asked.case.prove.review_unused(said["kind"], said.text("text"), said["day"], said["items"].split())
    except (AskedWrong, Refused) as error:
        return _shown(asked, {name: said.text(name) for name in FIELDS}, beside(error, FIELDS, "text"), status(error))
    return asked.after("/prove/unused", done["entry"])


def _shown(asked: Asked, typed: Mapping[str, str], wrong: Wrong = (), code: int = 200) -> Shown:
    law = ours().disclosure
    found = [asked.case.prove.schedule(each) for each in law.schedules]
    view = View(
        schedules=[_line(each) for each in found],
        work=work(found[0]["work"]),
        reviews=asked.case.prove.unused_reviews()["reviews"],
        kinds=[(each.id, each.title) for each in law.reviews.values()],
        typed=typed,
        wrong=wrong,
    )
    return Shown("prove-unused.html", view, "Unused material", "/prove", [CRUMBS[0], Crumb("Unused material")], code)


def _line(said: Json) -> Line:
    law = ours().disclosure
    rows = [each for each in said["rows"] if not each["withdrawn"]]
    return Line(
        said,
        law.schedules[said["schedule"]].text,
        len(rows),
        sum(each["submitted"] != "" for each in rows),
        sum(law.tests[each["test"]].singly for each in rows),
        sum(not each["examined"] for each in rows),
    )


def work(left: Json) -> list[Left]:
    """The work that is left, as far as there is any."""
    return [
        Left(WORK[name], NEXT[name], items[:FIRST_ONES], max(0, len(items) - FIRST_ONES))
        for name, items in left.items()
        if items
    ]


ROUTES = [Route("/prove/unused", unused), Route("/prove/unused", review, methods=["POST"])]
