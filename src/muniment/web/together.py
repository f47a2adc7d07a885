"""Judging a family alike: all of it is named and counted first, one entry says it, and one step undoes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import AskedWrong, MunimentError, Refused
from muniment.web import family, itemfacts
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Shown

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class View:
    """What itemtogether.html shows."""

    id: str
    title: str
    lines: Sequence[Json]
    nobody: int  # of these, opened by nobody
    judged: int  # of these, judged by somebody
    review: bool  # whether it goes on with the next item of the queue
    note: str
    was: int | None  # the count that was confirmed, where it is another by now
    wrong: Sequence[tuple[str, str]]


def members(case: Case, id: str) -> list[str]:  # noqa: A002
    """The family of an item: its top, and all that lies in that, however deep.

    An archive or a mailbox is the top where it is the item itself, not where it lies above.
    Raises: UnknownItem; Refused, where it is held or withdrawn, or larger than one page names.
    """
    found, at = [family.top(case, id, case.kin(id, "", 1)["above"])], 0
    while at < len(found):
        after: str | None = ""
        while after is not None:
            said = case.kin(found[at], after, _AT_ONCE)
            found += said["inside"]
            after = said["next"]
            if len(found) > family.MOST:
                what = f"this family has more than {family.MOST} items"
                raise Refused(what, found[0], "judge them over a search, which shows the count first")
        at += 1
    return found


@page(Who.SESSION)
def confirm(asked: Asked) -> Answer:
    """Everything that would be judged, before it is."""
    return _shown(asked, review=asked.query.get("from") == "review")


@page(Who.SESSION)
def judge(asked: Asked) -> Answer:
    """Judge all of a family, where it still is as many as were shown."""
    id, case, said = asked.path["item"], asked.case, asked.form  # noqa: A001
    review, count = "review" in said, said.number("count")
    ids = members(case, id)
    if count != len(ids):
        return _shown(asked, review=review, was=count or 0)
    try:
        entry = int(case.judge(*ids, judgement=said["judgement"], note=said.text("note"), count=count)["entry"])
    except AskedWrong as error:
        return _shown(asked, review=review, wrong=[("h-judge", f"{error.what}: {error.next}")])
    return asked.after(_on(case, id) if review else f"/item/{id}/family", entry)


def _on(case: Case, id: str) -> str:  # noqa: A002
    """The next item of the queue; where that cannot be said, the same."""
    try:
        following = case.review_next()["item"]
    except MunimentError:  # it is kept, and nothing that comes after may look as if it were not
        following = id
    return f"/review/{following}" if following else "/review"


def _shown(asked: Asked, *, review: bool, was: int | None = None, wrong: Sequence[tuple[str, str]] = ()) -> Shown:
    id, case = asked.path["item"], asked.case  # noqa: A001
    said, ids = case.item(id), members(case, id)
    lines = family.rows(case, ids)
    asked.look("showed", {"on": id, "what": "family"})
    view = View(
        id,
        itemfacts.title(said),
        lines,
        sum(not each["opened_by"] for each in lines),
        sum(bool(each["judgement"]) for each in lines),
        review,
        asked.form.text("note"),
        was,
        wrong,
    )
    status = 400 if wrong else 409 if was is not None else 200
    where = "/review" if review else "/"
    return Shown("itemtogether.html", view, f"Family of {id}", where, family.crumbs(said, "Judge alike"), status)


ROUTES = [
    Route("/item/{item}/family/judge", confirm),
    Route("/item/{item}/family/judge", judge, methods=["POST"]),
]
