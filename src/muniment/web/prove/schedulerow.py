"""One row of a schedule of unused material: every item of it, describing it anew, and withdrawing it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.prove.law.disclosure import Schedule
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown
from muniment.web.prove.choices import Choices
from muniment.web.prove.schedules import FIELDS, Row, described, in_words, known, tests, typed_in
from muniment.web.prove.striking import struck
from muniment.web.prove.unused import CRUMBS
from muniment.web.prove.wrong import Wrong, beside, status


@dataclass(frozen=True, slots=True)
class One:
    """What prove-row.html shows."""

    known: Schedule
    row: Row
    tests: Choices
    typed: Mapping[str, str]
    wrong: Wrong


@page(Who.SESSION)
def row(asked: Asked) -> Answer:
    """A row with every item of it, and the forms that describe it anew or withdraw it."""
    return _one(asked)


@page(Who.SESSION)
def reword(asked: Asked) -> Answer:
    """Describe it anew, as a whole."""
    wanted, one = known(asked), _found(asked)
    try:
        done = described(asked, asked.form, one["id"])
    except (AskedWrong, Refused) as error:
        return _one(asked, beside(error, FIELDS, "description"), status(error))
    return asked.after(f"/prove/unused/{wanted.id}", done["entry"])


@page(Who.SESSION)
def strike(asked: Asked) -> Answer:
    """Withdraw it; a number that went out stays, and is given to no other."""
    wanted, one = known(asked), _found(asked)
    return struck(asked, one["id"], f"/prove/unused/{wanted.id}", _one)


def _one(asked: Asked, wrong: Wrong = (), code: int = 200) -> Shown:
    wanted, one = known(asked), _found(asked)
    told = {name: one[name] or "" for name in ("test", "title", "description", "reason")}
    told |= {"block": "yes" if one["block"] else ""}  # and no items: where none are named, they stay
    typed = typed_in(asked.form) if asked.request.method == "POST" else told
    if asked.request.url.path.endswith("/strike"):  # the other form was not sent
        typed = {**told, "why": asked.form["why"]}
    crumbs = [*CRUMBS, Crumb(wanted.id.upper(), f"/prove/unused/{wanted.id}"), Crumb(one["id"])]
    view = One(wanted, in_words(one), tests(), typed, wrong)
    return Shown("prove-row.html", view, f"{wanted.id.upper()}, row {one['id']}", "/prove", crumbs, code)


def _found(asked: Asked) -> Json:
    """The row that the address names.

    Raises: UnknownItem.
    """
    wanted = asked.path["row"]
    for each in asked.case.prove.schedule(known(asked).id)["rows"]:
        if each["id"] == wanted:
            return dict(each)
    raise UnknownItem(
        "the schedule has no such row", wanted[:40], f"its page lists them: /prove/unused/{known(asked).id}"
    )


_AT = "/prove/unused/{schedule}/rows/{row}"
ROUTES = [
    Route(_AT, row),
    Route(_AT, reword, methods=["POST"]),
    Route(f"{_AT}/strike", strike, methods=["POST"]),
]
