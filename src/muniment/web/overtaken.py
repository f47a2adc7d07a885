"""What later evidence bears on: judgements and recall certificates, until somebody answers for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, UnknownItem
from muniment.web import undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown

PAGE = 50  # items judged


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry that judged items which something later bears on."""

    entry: int
    judgement: str
    by: str
    items: Sequence[Json]  # each with its name, and what came later
    answers: Sequence[Json]


@dataclass(frozen=True, slots=True)
class View:
    """What overtaken.html shows."""

    answered: bool
    total: int
    judged: Sequence[Judged]
    certificates: Sequence[Json]
    first: str
    next: str
    wrong: Sequence[tuple[str, str]] = ()
    wrong_entry: int | None = None
    why: str = ""
    answer: str = ""


@page(Who.SESSION)
def overtaken(asked: Asked) -> Answer:
    """What was overtaken and waits for an answer, or was answered."""
    asked.look("looked", {"page": "overtaken"})
    return _shown(asked, asked.query.get("answered") == "yes", asked.query.get("after", ""))


def _shown(
    asked: Asked, answered: bool, after: str = "", wrong: Sequence[tuple[str, str]] = (), entry: int | None = None
) -> Shown:
    said = asked.case.overtaken(answered=answered, after=after, limit=PAGE)
    names = {each["id"]: each["name"] for each in asked.case.item_some([one["item"] for one in said["judgements"]])}
    here = "/overtaken?answered=yes" if answered else "/overtaken"
    view = View(
        answered,
        said["total"],
        list(_grouped(said["judgements"], names)),
        said["certificates"] if not after else [],
        here if after else "",
        f"{here}{'&' if answered else '?'}after={said['next']}" if said["next"] else "",
        wrong,
        entry,
        asked.form["why"] if wrong else "",
        asked.form["answer"] if wrong else "",
    )
    return Shown("overtaken.html", view, "Overtaken", "/overtaken", [Crumb("Overtaken")], status=400 if wrong else 200)


def _grouped(found: Sequence[Json], names: dict[str, str]) -> Sequence[Judged]:
    """By the entry that judged: one answer is to all of it."""
    grouped = []
    for entry, items in groupby(found, key=lambda each: each["entry"]):
        lines = [each | {"name": names.get(each["item"], "")} for each in items]
        grouped.append(Judged(entry, lines[0]["judgement"], lines[0]["by"], lines, lines[0]["answers"]))
    return grouped


@page(Who.SESSION)
def answer(asked: Asked) -> Answer:
    """Answer all that bears on an entry so far, with a reason."""
    of = undo.entry_of(asked, "the page of what is overtaken lists them: /overtaken")
    try:
        entry = asked.case.answer_overtaken(of, asked.form["answer"], asked.form.text("why"))["entry"]
    except UnknownItem:
        raise
    except AskedWrong as error:
        field = "why" if asked.form["answer"] else "answer"
        words = f"{error.what[:1].upper()}{error.what[1:]}: {error.next}"
        return _shown(asked, answered=False, wrong=[(f"{field}-{of}", words)], entry=of)
    return asked.after("/overtaken", entry)


ROUTES = [Route("/overtaken", overtaken), Route("/overtaken/{entry}", answer, methods=["POST"])]
