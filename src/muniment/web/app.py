"""The pages of one case as one application; it does not start where a route does not say who may see it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from importlib import import_module

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from muniment.case import Case
from muniment.errors import MunimentError
from muniment.prove.law.book import ours
from muniment.web import access, failing, safe
from muniment.web.asked import Desk
from muniment.web.session import Sessions

MODULES = (
    "door",
    "account",
    "bundles",
    "item",
    "items",
    "ledger",
    "settings",
    "search",
    "bulk",
    "undo",
    "progress",
    "review",
    "sample",
    "certificates",
    "overtaken",
    "tags",
    "prove.overview",
    "prove.law",
    "prove.allegations",
    "prove.matrix",
    "prove.links",
    "prove.yearly",
    "prove.complaints",
    "prove.replies",
    "prove.witnesses",
    "prove.witness",
    "prove.subjects",
    "prove.subject",
    "prove.numbers",
    "prove.acts",
    "prove.clocks",
    "prove.month",
    "prove.poll",
    "prove.barred",
    "prove.requests",
    "prove.supply",
    "prove.advice",
    "prove.findings",
    "prove.claims",
    "prove.lines",
    "prove.steps",
    "prove.deciding",
    "prove.decisions",
    "prove.basis",
    "prove.deciders",
    "prove.reassessment",
    "prove.unused",
    "prove.schedules",
    "prove.schedulerow",
    "prove.forms",
)  # each has ROUTES
SOON = 2.0  # seconds from the start until anything is worked out ahead: the first page does not wait for it
PAUSE = 30.0  # seconds between two looks at what is to be done without anybody's asking


def build(
    case: Case,
    hosts: Collection[str],
    tell: Callable[[str], None],
    modules: Sequence[str] = MODULES,
) -> safe.Guard:
    """The application over an open case. `hosts` are those it answers for; `tell` hears each one-time token.

    The law is read now, and not by the first page that needs it.
    Raises: Refused, where a route does not say who may see it.
    """
    ours()
    routes: list[BaseRoute] = []
    for name in modules:
        routes += import_module(f"muniment.web.{name}").ROUTES
    access.hold(routes)
    desk = Desk(case, Sessions(tell))

    @asynccontextmanager
    async def open_(_: Starlette) -> AsyncIterator[None]:
        ending = asyncio.Event()
        working = asyncio.create_task(_work(desk, ending))
        try:
            yield
        finally:
            ending.set()
            await working  # what it is at comes to its end, before the case is closed
            for end in desk.ends:
                await asyncio.to_thread(end)

    app = Starlette(
        routes=routes,
        lifespan=open_,
        max_body_size=safe.BODY,
        exception_handlers={
            MunimentError: failing.ours,
            HTTPException: failing.http,
            Exception: failing.fault,
        },
    )
    app.state.desk = desk
    app.state.paths = {route.path for route in routes if isinstance(route, Route)}
    desk.sessions.link()
    return safe.Guard(app, hosts)


async def _work(desk: Desk, ending: asyncio.Event) -> None:
    """Have worked out what comes next, and sign what came in at least each minute (closing the case signs the rest)."""
    if await _ends(ending, SOON):
        return
    await asyncio.to_thread(_work_ahead, desk)
    while not await _ends(ending, PAUSE):
        await asyncio.to_thread(_work_now, desk)


async def _ends(ending: asyncio.Event, pause: float) -> bool:
    """Whether the server ends within a pause of so many seconds."""
    with suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), pause)
    return ending.is_set()


def _work_ahead(desk: Desk) -> None:
    with desk.turn:
        desk.case.work_ahead()


def _work_now(desk: Desk) -> None:
    for work in (desk.case.sign, desk.case.look_ahead):
        with desk.turn, suppress(MunimentError):  # whoever then does something, or asks for it, is told so
            work()
