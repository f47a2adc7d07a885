"""Coming in by the link, going out, and the files that every page loads."""

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from muniment.errors import UnknownItem
from muniment.web import failing, render, session
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked

_KEEP = "private, max-age=31536000, immutable"  # its address changes when it does


@page(Who.ANYONE, alone=False)
def enter(asked: Asked) -> Answer:
    """The one-time link: a session begins, and the address that opened it is left at once."""
    if asked.request.method == "HEAD":
        return (
            Response()
        )  # whoever only looks what is there has not come in: the link still opens, and nothing is told of it
    value = asked.desk.sessions.enter(asked.path["token"])
    if value is None:
        return failing.page(asked.request, failing.LINK_USED)
    with asked.turn():
        asked.look("session-began")
    answer = RedirectResponse("/", 303)
    session.give(answer, asked.request, value)
    return answer


@page(Who.SESSION, alone=False)
def leave(asked: Asked) -> Answer:
    """The session ends."""
    with asked.turn():
        asked.look("session-ended")
    asked.desk.sessions.end(asked.request)
    answer = failing.page(asked.request, failing.LEFT)
    session.take(answer, asked.request)
    return answer


@page(Who.ANYONE, alone=False)
def static(asked: Asked) -> Answer:
    """The look, the keys or the marks: the same for every case."""
    called = asked.path["called"]
    if called not in render.FILES:
        raise UnknownItem("there is no such file", called, "go to the account, the first page")
    kind = render.FILES[called]
    return Response(render.file(called), media_type=kind, headers={"Cache-Control": _KEEP})


ROUTES = [
    Route("/in/{token}", enter),
    Route("/leave", leave, methods=["POST"]),
    Route("/static/{called}", static),
]
