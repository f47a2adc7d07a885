"""Undoing an act in one step: what an entry judged, coded or settled; the ledger keeps both."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import Route

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import AskedWrong, UnknownItem
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked

_ACTS: dict[str, tuple[str, Callable[[Case, int, str], Json]]] = {
    "judged": ("Take it back", lambda case, entry, why: case.take_back(entry, why)),
    "coded": ("Undo it", lambda case, entry, why: case.undo_code(entry, why)),
    "settled": ("Open it again", lambda case, entry, why: case.unsettle(entry, why)),
}
_WHY = "settled"  # the one that asks for a reason


@dataclass(frozen=True, slots=True)
class Undo:
    """An act that can be undone: its entry, the words of the button, whether a reason is asked for, and where to go after."""

    entry: int
    word: str
    why: bool
    to: str
    q: str  # the handle of a search to go back to


def offered(asked: Asked, to: str, q: str = "") -> Undo | None:
    """What the act that was just kept can be undone by, if it is one of one's own and of a kind that can."""
    entry = asked.number("kept")
    if entry is None:
        return None
    try:
        found = asked.case.entry(entry)
    except UnknownItem:
        return None
    if found["by"] != asked.case.by or found["do"] not in _ACTS:
        return None
    return Undo(entry, _ACTS[found["do"]][0], found["do"] == _WHY, to, q)


def count(case: Case, entry: int) -> int:
    """Of how many items an entry of one's own speaks, which taking it back is about."""
    return int(case.entry(entry)["said"].get("count", 1))


@page(Who.SESSION)
def undo(asked: Asked) -> Answer:
    """Undo what an entry said, as a new entry, and go back to where that was asked."""
    entry = entry_of(asked, "the ledger lists them: /ledger")
    do = str(asked.case.entry(entry)["do"])
    if do not in _ACTS:
        raise AskedWrong(
            "what that entry says cannot be undone", str(entry), f"its page says what it is: /ledger/{entry}"
        )
    done = _ACTS[do][1](asked.case, entry, asked.form.text("why"))
    more = {"q": asked.form["q"]} if asked.form["q"] else {}
    return asked.after(inside(asked.form["to"], "/review"), done["entry"], **more)


def inside(to: str, otherwise: str) -> str:
    """A place among these pages, as a form gives it; to another one nobody is sent."""
    path = to.partition("?")[0]
    good = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if good else otherwise


def entry_of(asked: Asked, otherwise: str) -> int:
    """The entry that the address names; `otherwise` says where those that there are stand.

    Raises: UnknownItem, where it is no number.
    """
    return asked.named("entry", "there is no such entry", otherwise)


ROUTES = [Route("/undo/{entry}", undo, methods=["POST"])]
