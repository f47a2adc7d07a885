"""What stands around every page: who is here, which case, which room, and up to which entry it is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from muniment.errors import UnknownItem
from muniment.model import words
from muniment.web import acts, render
from muniment.web.asked import Asked, Crumb, Desk, Shown

ROOMS = (
    ("/", "Account"),
    ("/search", "Search"),
    ("/review", "Review"),
    ("/certificates", "Recall certificates"),
    ("/overtaken", "Overtaken"),
    ("/prove", "Prove"),
    ("/ledger", "Ledger"),
    ("/settings", "Settings"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An act that was just recorded, as the ledger has it."""

    entry: int
    at: int
    says: str
    unread: str  # of items that it judged: that some still count as possibly relevant, "" where none does
    also: Sequence[tuple[int, str]]  # further entries that the same form made, and what they say


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows of the case and of whoever is here."""

    title: str  # of the page
    case: str
    by: str
    rooms: Sequence[tuple[str, str]]
    room: str
    crumbs: Sequence[Crumb]
    body: str
    as_of: int
    at: int | None  # microseconds since 1970
    root: str
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class Bare:
    """What stands around a page that says nothing of a case."""

    title: str
    inside: bool  # whether there is a session: then links lead on


def of(asked: Asked, shown: Shown) -> Frame:
    """The frame of a page."""
    case, stands = asked.case, asked.case.head()
    rooms = [room for room in ROOMS if room[0] in asked.request.app.state.paths]
    return Frame(
        shown.title,
        case.title,
        case.by,
        rooms,
        shown.room,
        shown.crumbs,
        shown.body,
        stands["as_of"],
        stands["at"],
        stands["root"],
        _kept(asked),
    )


def _kept(asked: Asked) -> Kept | None:
    """What the address says was kept, where the ledger says so too."""
    entry = asked.number("kept")
    if entry is None:
        return None
    try:
        found = asked.case.entry(entry)
    except UnknownItem:
        return None
    if found["by"] != asked.case.by:
        return None
    unread = asked.case.still_unread(entry) if found["do"] == "judged" else 0
    return Kept(entry, found["at"], acts.says(found), words.unread(unread) if unread else "", _also(asked))


def _also(asked: Asked) -> list[tuple[int, str]]:
    """Further entries that one form made, where the ledger says that this person made them."""
    told = [int(each) for each in asked.query.get("also", "").split("-")[:50] if each.isascii() and each.isdigit()]
    found = []
    for entry in told:
        try:
            said = asked.case.entry(entry)
            if said["by"] == asked.case.by:
                found.append((entry, acts.says(said)))
        except UnknownItem:
            continue
    return found


def made(request: Request, shown: Shown, around: Frame) -> Response:
    """The page."""
    return HTMLResponse(_html(request, shown.template, around, shown.view), shown.status)


def alone(request: Request, template: str, view: Any, title: str, status: int = 200) -> Response:
    """A page that stands without a case."""
    state = getattr(request.app.state, "desk", None) if "app" in request.scope else None
    inside = isinstance(state, Desk) and state.sessions.of(request) is not None
    return HTMLResponse(_html(request, template, Bare(title, inside), view), status)


def _html(request: Request, template: str, around: Frame | Bare, view: Any) -> str:
    return render.page(template, frame=around, view=view, here=request.url.path)
