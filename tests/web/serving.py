"""A case behind its pages: within this process for a client, and on a port of this machine for a browser."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.testclient import TestClient

from muniment.case import Case
from muniment.web import app

HOST = "127.0.0.1:8021"


class Pages(TestClient):
    """A client that came in by the link, and follows nothing by itself."""

    case: Case
    links: list[str]


@contextmanager
def client(path: Path, *, inside: bool = True, by: str = "Ann Example") -> Iterator[Pages]:
    """A client over a case, of a person; `inside`: it has opened the link already."""
    links: list[str] = []
    with (
        Case.open(path, by=by, door="web") as case,
        Pages(app.build(case, {HOST}, links.append), base_url=f"http://{HOST}", follow_redirects=False) as found,
    ):
        found.case, found.links = case, links
        if inside:
            assert found.get(f"/in/{links[-1]}").status_code == 303
        yield found


@dataclass(slots=True)
class Served:
    """A server on a port of this machine."""

    case: Case
    base: str
    links: list[str]
    path: Path

    def link(self) -> str:
        """A link that opens once."""
        self.app.state.desk.sessions.link()
        return f"{self.base}/in/{self.links[-1]}"

    app: Any = None


@contextmanager
def serve(path: Path) -> Iterator[Served]:
    """Serve a case until the block ends."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    host, links = f"127.0.0.1:{listener.getsockname()[1]}", list[str]()
    with Case.open(path, by="Ann Example", door="web") as case:
        guard = app.build(case, {host}, links.append)
        server = uvicorn.Server(uvicorn.Config(guard, log_level="error", access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Served(case, f"http://{host}", links, path, guard.inner)
        finally:
            server.should_exit = True
            thread.join()
            listener.close()
