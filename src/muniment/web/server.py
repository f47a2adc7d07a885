"""The server: one process, one case, this machine alone; it ends cleanly on Ctrl-C and SIGTERM."""

import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn

from muniment.case import Case
from muniment.web import app

GRACE = 5  # seconds that an answer may still take when the server is told to end


class _Server(uvicorn.Server):
    """A server for which to be told to end is no error: whoever started it signs and closes the case."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """While it serves, both signals end it; they are not raised once more afterwards."""
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def run(case: Case, listener: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve a case on a socket that listens already, until told to end; `tell` hears each link that opens once.

    Nothing is written of who asked what: that is the access log's, in the case.
    Raises: Refused, where a page does not say who may see it.
    """
    address, port = listener.getsockname()
    case.sign_rarely()

    def told(token: str) -> None:
        tell(f"http://{address}:{port}/in/{token}")

    config = uvicorn.Config(
        app.build(case, {f"{name}:{port}" for name in (address, "localhost")}, told),
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=GRACE,
    )
    _Server(config).run(sockets=[listener])
