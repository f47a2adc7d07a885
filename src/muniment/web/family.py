"""The family of an item as a tree, and the thread that a mail belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong
from muniment.model.media import label
from muniment.model.state import State
from muniment.web import itemfacts, undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown

_FIRST, _PAGE = 12, 100  # members named on the page of an item, and on that of its family
_THREAD = 400  # mails of a thread on one page
MOST = 500  # items that are judged alike on one page; of more, nobody can say that they looked at what they judge


@dataclass(frozen=True, slots=True)
class Kin:
    """A family around one item; each is a line of the account with what people did, and `mail`: what a mail says of itself."""

    above: Sequence[Json]
    before: Sequence[Json]
    after: Sequence[Json]
    beside: int  # how many lie in what it lies in, itself too
    inside: Sequence[Json]
    inside_count: int
    next: str
    alike: bool  # whether it has others that are judged with it, and no more than one page names


@dataclass(frozen=True, slots=True)
class Mail:
    """One place of a thread."""

    depth: int
    items: Sequence[Json]
    subject: str
    sender: str
    date: str
    missing: bool
    differ: bool
    guess: bool
    circle: bool
    here: bool
    id: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread, in order."""

    mails: Sequence[Mail]
    count: int
    missing: int
    whole: bool
    more: int
    subjects: bool
    cannot_show: Sequence[str]


@dataclass(frozen=True, slots=True)
class View:
    """What itemfamily.html shows."""

    id: str
    title: str
    kin: Kin
    begins: int  # how many of what lies in it come before those that are named
    first: str
    next: str
    thread: Thread | None
    no_thread: str
    undo: undo.Undo | None


def kin(case: Any, id: str, after: str = "", limit: int = _FIRST) -> Kin:  # noqa: A002
    """What an item lies in, what lies beside it and in it.

    Raises: UnknownItem; Refused.
    """
    said = case.kin(id, after, limit)
    named = [each for part in ("above", "before", "after", "inside") for each in said[part]]
    lines = {each["id"]: each for each in rows(case, list(dict.fromkeys(named)))}
    parts = {part: [lines[each] for each in said[part]] for part in ("above", "before", "after", "inside")}
    return Kin(
        parts["above"],
        parts["before"],
        parts["after"],
        said["beside"],
        parts["inside"],
        said["inside_count"],
        said["next"] or "",
        _alike(case, id, said),
    )


def top(case: Any, id: str, above: Sequence[str]) -> str:  # noqa: A002
    """The outermost thing above an item that says something itself; what only holds others binds nothing together."""
    states = {each["id"]: State(each["state"]) for each in case.item_some(above)}
    return next((each for each in above if each in states and states[each] is not State.NONE_CONTAINER), id)


def _alike(case: Any, id: str, said: Json) -> bool:  # noqa: A002
    outermost = top(case, id, said["above"])
    inside = int((said if outermost == id else case.kin(outermost, "", 1))["inside_count"])
    return 0 < inside < MOST


def rows(case: Any, ids: Sequence[str]) -> list[Json]:
    """Lines of the account by these ids, as a tree or a table shows them; of a mail with what it says of itself.

    Cost: an opened reading for each mail, a quarter of a millisecond for one of a few lines; name no more than are shown.
    """
    lines, mails = case.item_some(ids), case.mails(ids)
    return [row(each) | {"mail": mails.get(each["id"])} for each in lines]


def row(line: Json) -> Json:
    """A line of the account as a tree or a table shows it."""
    return line | {
        "sum": State(line["state"]).sum.value,
        "kind": label(line["type"]),
        "why": itemfacts.why(line),
        "mail": None,
    }


@page(Who.SESSION)
def show(asked: Asked) -> Answer:
    """The family of an item, a hundred members at a time; of a mail its thread too."""
    id, case, after = asked.path["item"], asked.case, asked.query.get("after", "")  # noqa: A001
    said = case.item(id)
    found = kin(case, id, after, _PAGE)
    thread, why = _thread(asked, id, subjects=asked.query.get("subjects") == "yes")
    asked.look("showed", {"on": id, "what": "family"})
    to, begins = f"/item/{id}/family", (asked.number("from") or 0) if after else 0
    view = View(
        id,
        itemfacts.title(said),
        found,
        begins,
        to if after else "",
        f"{to}?after={found.next}&from={begins + len(found.inside)}" if found.next else "",
        thread,
        why,
        undo.offered(asked, to),
    )
    return Shown("itemfamily.html", view, f"Family of {id}", "/", crumbs(said, "Family"))


def crumbs(said: Json, word: str) -> list[Crumb]:
    """Where a page under an item's stands."""
    bundle = said["bundle"]
    return [Crumb(bundle, f"/bundles/{bundle}"), Crumb(said["id"], f"/item/{said['id']}"), Crumb(word)]


def _thread(asked: Asked, id: str, *, subjects: bool) -> tuple[Thread | None, str]:  # noqa: A002
    """The thread, or why there is none."""
    try:
        said = asked.case.thread(id, subjects=subjects)
    except AskedWrong as error:
        return None, error.what
    nodes = said["thread"]
    shown = nodes[:_THREAD]
    lines = {each["id"]: row(each) for each in asked.case.item_some([one for node in shown for one in node["items"]])}
    return (
        Thread(
            [_mail(node, lines, said["mail"]) for node in shown],
            said["mails"],
            said["missing"],
            said["whole"],
            len(nodes) - len(shown),
            subjects,
            said["cannot_show"],
        ),
        "",
    )


def _mail(node: Json, lines: dict[str, Json], mail: str) -> Mail:
    return Mail(
        min(node["depth"], 12),
        [lines[one] for one in node["items"] if one in lines],
        node["subject"] or "",
        node["from"] or "",
        node["date"] or "",
        node["missing"],
        node["copies_differ"],
        node["why"] == "subject",
        node["circle"],
        mail in node["items"],
        node["message_id"] or "",
    )


ROUTES = [Route("/item/{item}/family", show)]
