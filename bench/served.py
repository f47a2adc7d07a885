"""A case behind its pages in a process of its own, and a bare page behind the same server beside it: what the edge alone costs.

The process answers on a pipe meanwhile: a link that opens once, and what was used up to now.
"""

import multiprocessing
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from muniment.case import Case
from muniment.web import app

BARE = 30_000  # bytes of the bare page: about what a page of a case has
_BATCHES = "SELECT count(*) FROM batch"


@dataclass(slots=True)
class Served:
    """A server in another process."""

    host: str
    _pipe: Connection

    def link(self) -> str:
        """The path of a link that opens once."""
        return f"/in/{self._ask('link')}"

    def used(self) -> tuple[float, int]:
        """CPU seconds of the server, and the batches that the ranking has given."""
        cpu, batches = self._ask("used")
        return float(cpu), int(batches)

    def _ask(self, what: str) -> Any:
        self._pipe.send(what)
        return self._pipe.recv()


@contextmanager
def serve(case: Path | None) -> Iterator[Served]:
    """Serve a case until the block ends; None is the bare page."""
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_serve, args=(case, there))
    child.start()
    there.close()
    try:
        yield Served(here.recv(), here)
    finally:
        here.send("end")
        child.join()
    if child.exitcode:
        raise SystemExit(f"bench: the server came back with {child.exitcode}")


def _serve(case: Path | None, pipe: Connection) -> None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # as `muniment serve` has it
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    if case is None:
        _run(_Bare(), listener, host, pipe)
        return
    with Case.open(case, by="Bench", door="serve") as opened:
        _run(_Pages(opened, host), listener, host, pipe)


class _Bare:
    """One page that is always the same, made in a thread as ours are."""

    def __init__(self) -> None:
        text = "x" * BARE

        async def page(_: Request) -> HTMLResponse:
            return await run_in_threadpool(HTMLResponse, text)

        self.app: Any = Starlette(routes=[Route("/", page)])

    def link(self) -> str:
        """There is none."""
        return ""

    def batches(self) -> int:
        """There are none."""
        return 0


class _Pages:
    """The pages of a case."""

    def __init__(self, case: Case, host: str) -> None:
        self._links: list[str] = []
        self.app: Any = app.build(case, {host}, self._links.append)
        inner: Any = self.app.inner
        self._desk = inner.state.desk

    def link(self) -> str:
        """A token that opens once."""
        self._desk.sessions.link()
        return self._links[-1]

    def batches(self) -> int:
        """How many batches the ranking has given."""
        with self._desk.turn:
            return int(self._desk.case._store.tables.one(_BATCHES))


def _run(pages: _Bare | _Pages, listener: socket.socket, host: str, pipe: Connection) -> None:
    server = uvicorn.Server(uvicorn.Config(pages.app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    pipe.send(host)
    while (asked := pipe.recv()) != "end":
        pipe.send(pages.link() if asked == "link" else (time.process_time(), pages.batches()))
    server.should_exit = True
    thread.join()
    listener.close()
