"""Who may see a page: every route says so, and without its saying so nothing starts."""

from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from muniment.errors import Refused
from muniment.web import failing
from muniment.web.asked import Answer, Asked, answered

Page = Callable[[Asked], Answer]
Endpoint = Callable[[Request], Awaitable[Response]]


class Who(StrEnum):
    """Who may see a page."""

    ANYONE = "anyone"  # the one-time link, and files that say nothing of a case
    SESSION = "session"  # whoever came in by the link


def page(who: Who, *, alone: bool = True) -> Callable[[Page], Endpoint]:
    """Make a route's endpoint of a function that answers what was asked.

    It runs in a thread. `alone`: nobody else asks the case anything meanwhile; where a page is long at work without the
    case, it says alone=False and takes `asked.turn()` for each thing that it asks of the case.
    """

    def made(answer: Page) -> Endpoint:
        @wraps(answer)
        async def endpoint(request: Request) -> Response:
            asked = await Asked.of(request)
            if who is Who.SESSION and asked.session is None:
                return failing.no_session(request)
            return await run_in_threadpool(answered, answer, asked, alone)

        endpoint.who = who  # type: ignore[attr-defined] # what `hold` looks for
        return endpoint

    return made


def hold(routes: Iterable[BaseRoute]) -> None:
    """Hold every route against its rule.

    Raises: Refused, where one does not say who may see it, or is of a kind that cannot.
    """
    for route in routes:
        rule = getattr(route.endpoint, "who", None) if isinstance(route, Route) else None
        if not isinstance(rule, Who):
            where = str(getattr(route, "path", route))
            raise Refused("a page does not say who may see it", where, "@page(Who.SESSION) says it")
