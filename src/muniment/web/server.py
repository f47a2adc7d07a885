"""The server: one process, one case, this machine alone; it ends cleanly on Ctrl-C and SIGTERM."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.applications import Starlette

from muniment.case import Case
from muniment.web import app

ANOTHER = "SIGUSR1"  # prints another link; only the same user can send it. Windows has none
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


def _hear(link: Callable[[], None]) -> None:
    """Have another link made by Enter in this terminal, and by a signal: for who closed the browser, and is let in by nothing."""

    def another(*_: object) -> None:
        threading.Thread(target=link, daemon=True).start()  # whom the signal met may be at the sessions just now

    if hasattr(signal, ANOTHER):
        signal.signal(getattr(signal, ANOTHER), another)
    if sys.stdin is not None and sys.stdin.isatty():
        if hasattr(signal, "SIGTTIN"):  # in the background a terminal is not read, and nobody is stopped for trying
            signal.signal(signal.SIGTTIN, signal.SIG_IGN)
        threading.Thread(target=_listen, args=(sys.stdin.fileno(), link), name="terminal", daemon=True).start()


def _listen(terminal: int, link: Callable[[], None]) -> None:
    with suppress(OSError):  # the terminal is gone, or is another's now
        while os.read(terminal, 1 << 12):
            link()


def run(case: Case, listener: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve a case on a socket that listens already, until told to end; `tell` hears each link that opens once.

    Nothing is written of who asked what: that is the access log's, in the case.
    Raises: Refused, where a page does not say who may see it.
    """
    address, port = listener.getsockname()
    case.sign_rarely()

    def told(token: str) -> None:
        tell(f"http://{address}:{port}/in/{token}")

    guard = app.build(case, {f"{name}:{port}" for name in (address, "localhost")}, told)
    assert isinstance(guard.inner, Starlette)
    _hear(guard.inner.state.desk.sessions.link)
    config = uvicorn.Config(
        guard,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=GRACE,
    )
    _Server(config).run(sockets=[listener])
