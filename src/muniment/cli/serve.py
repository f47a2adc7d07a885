"""`muniment serve`: the case in a browser of this machine, through a link that opens once."""

import importlib.util
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable

import click

from muniment.cli.door import Asked, say, the_case
from muniment.errors import AskedWrong, ToolMissing

_NEEDS = ("jinja2", "starlette", "uvicorn")
LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; without it one that is free.")
@click.option("--no-open", is_flag=True, help="Print the link, and open no browser.")
@click.pass_obj
def serve(asked: Asked, port: int, no_open: bool) -> None:
    """Open the case in the browser, on this machine alone. Ctrl-C ends it; what was acknowledged is kept.

    The link opens once. Enter in this terminal prints a new one, and so does the signal SIGUSR1; so does the end of the
    last session.
    """
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise ToolMissing(
            "the pages need libraries that are not installed", ", ".join(missing), "pip install 'muniment[serve]'"
        )
    from muniment.web import server  # noqa: PLC0415 # which needs them

    with the_case(asked) as case, _listening(port) as listener:
        server.run(case, listener, _telling(not no_open))


def _telling(opens: bool) -> Callable[[str], None]:
    """What is done with each link: it is printed, and the first is opened in the browser."""
    told: list[str] = []

    def tell(link: str) -> None:
        say("A new link; it opens once:" if told else "Open this link; it opens once:", link)
        sys.stdout.flush()
        if opens and not told:  # in a thread: some browsers are waited for until they are closed
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        told.append(link)

    return tell


def _listening(port: int) -> socket.socket:
    """A socket of the loopback alone: whoever opens the link is heard, also before the server is at work.

    Raises: AskedWrong, where the port is taken.
    """
    # Named as TCP, or asyncio does not know it for that, and a page's body waits 40 ms behind its headers.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        what = f"nothing can be served at that port ({error.strerror})"
        raise AskedWrong(what, str(port), "name another with --port, or none") from None
    return listener
