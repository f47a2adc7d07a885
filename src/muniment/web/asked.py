"""One request as a page meets it: what was asked, of which case, by whom; and the ways to answer."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from muniment.case import Case
from muniment.errors import AskedWrong, Broken, MunimentError, UnknownItem
from muniment.names.whole import whole
from muniment.web import form
from muniment.web.session import Session, Sessions


@dataclass(slots=True)
class Desk:
    """The one case that is open here, whoever sits at it, and what the pages share."""

    case: Case
    sessions: Sessions
    turn: threading.RLock = field(default_factory=threading.RLock)  # the case is asked one thing at a time
    kept: dict[str, Any] = field(default_factory=dict)  # what a page keeps for all sessions, under its own name
    ends: list[Callable[[], object]] = field(default_factory=list)  # what is called when the server ends


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of where a page is; without an address it is the page itself."""

    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to be made of a template and one view; it is made when nobody waits for the case any more."""

    template: str
    view: Any  # the frozen dataclass of that template
    title: str
    room: str = ""  # the address of the room that is marked in the navigation
    crumbs: Sequence[Crumb] = ()
    status: int = 200
    body: str = ""  # a class of the body: "fixed" for panes that scroll on their own


Answer = Shown | Response


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. `query` and `form` hold the last value of each name; `many` gives all of a form's."""

    request: Request
    desk: Desk
    session: Session | None
    form: form.Form

    @classmethod
    async def of(cls, request: Request) -> "Asked":
        """From a request, its form read.

        Raises: AskedWrong, where the body is no form as browsers send it.
        """
        desk: Desk = request.app.state.desk
        said = form.read(request.headers, await request.body()) if request.method == "POST" else form.Form({})
        return cls(request, desk, desk.sessions.of(request), said)

    @property
    def case(self) -> Case:
        """The case."""
        return self.desk.case

    @property
    def query(self) -> Mapping[str, str]:
        """What stands in the address behind the question mark; nothing that identifies a person ever does."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, Any]:
        """The parts of the address that the route names."""
        return self.request.path_params

    def number(self, name: str) -> int | None:
        """A number from the address, None where there is none.

        Raises: AskedWrong.
        """
        said = self.query.get(name, "")
        if not said:
            return None
        found = whole(said)
        if found is None:
            raise AskedWrong("this part of the address is a number", f"{name}={said[:40]}", "follow a link of the page")
        return found

    def named(self, part: str, what: str, otherwise: str) -> int:
        """A number that a part of the address is; `what` says that there is no such thing, `otherwise` where those stand that there are.

        Raises: UnknownItem, where it is no number.
        """
        said = str(self.path[part])
        found = whole(said)
        if found is None:
            raise UnknownItem(what, said[:40], otherwise)
        return found

    def turn(self) -> AbstractContextManager[Any]:
        """While it is held, nobody else asks the case anything."""
        return self.desk.turn

    def look(self, do: str, fields: Mapping[str, Any] | None = None, sealed: Sequence[tuple[str, Any]] = ()) -> None:
        """Write in the access log what is about to be shown; what cannot be written there is not shown.

        Raises: Trouble.
        """
        self.case.consulted(do, {"door": "web", **(fields or {})}, sealed)

    def after(self, to: str, entry: int | None = None, **query: str) -> Response:
        """Go on to a page after an act: it says which entry was kept."""
        said = dict(query) if entry is None else {**query, "kept": str(entry)}
        return RedirectResponse(f"{to}?{urlencode(said)}" if said else to, 303)


def answered(answer: Callable[[Asked], Answer], asked: Asked, alone: bool) -> Response:
    """Answer in this thread: the case is asked in turn, the page is made afterwards.

    A request that fails is said in the access log, as at the other doors.
    """
    from muniment.web import frame  # noqa: PLC0415 # which knows what is asked

    try:
        if alone:
            with asked.turn():
                shown = answer(asked)
        else:
            shown = answer(asked)
        if isinstance(shown, Response):
            return shown
        with asked.turn():
            around = frame.of(asked, shown)
    except MunimentError as error:
        if not isinstance(error, Broken):
            with asked.turn(), suppress(MunimentError):  # what was wrong first is what is said
                sealed = [("asked", [asked.request.method, str(asked.request.url.path)])]
                asked.case.consulted("failed", {"kind": error.kind, "door": "web"}, sealed)
        raise
    return frame.made(asked.request, shown, around)
