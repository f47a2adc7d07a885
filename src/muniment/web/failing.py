"""What went wrong, as a page and as JSON: what happened, to what, and what to do next."""

import re
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from muniment.errors import AskedWrong, Broken, Interrupted, MunimentError, Refused, ToolMissing, Trouble, UnknownItem

_STATUS = {
    UnknownItem: 404,
    AskedWrong: 400,
    Broken: 500,
    Trouble: 503,
    Refused: 409,
    ToolMissing: 501,
    Interrupted: 503,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What the error page shows."""

    status: int
    what: str
    subject: str
    next: str
    kind: str
    exit: int = 5

    @property
    def to(self) -> str:
        """The address with which the next step ends, "" where it names none."""
        found = _ADDRESS.search(self.next)
        return found[1] if found else ""

    @property
    def step(self) -> str:
        """The next step without that address."""
        return _ADDRESS.sub("", self.next)

    @classmethod
    def of(cls, error: MunimentError) -> "Failure":
        """From one of our errors."""
        status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)
        return cls(status, error.what, error.subject, _HERE.get(error.next, error.next), error.kind, error.exit)


_ADDRESS = re.compile(r": (/[\w/?=&-]*)$", re.ASCII)
_HERE = {  # next steps of the command line, as they are taken here
    "muniment account --items --jsonl lists them all": "the table of items lists them all: /items",
}
_NO_SESSION = Failure(
    401,
    "nobody is let in without a session",
    "",
    "open the newest link in the terminal where muniment serve runs; each opens once, and Enter there prints a new one",
    "Refused",
)
_NOT_KEPT = Failure(
    401,
    "nothing was kept: your session has ended",
    "",
    "open the newest link in the terminal where muniment serve runs, in another tab; then go back to what you did here, and "
    "send it again",
    "Refused",
)
LINK_USED = Failure(
    403,
    "this link does not open anything",
    "",
    "each link opens once; Enter in the terminal where muniment serve runs prints a new one",
    "Refused",
)
LEFT = Failure(
    200,
    "you have left the case",
    "",
    "a new link stands in the terminal in which muniment serve runs; nothing stays open in this browser",
    "Left",
    0,
)
_NO_PAGE = Failure(404, "there is no such page", "", "go to the account, the first page", "UnknownItem", 2)
TOO_LARGE = Failure(413, "the form is too large", "", "send less at once; nothing was recorded", "AskedWrong", 2)
_METHOD = Failure(
    405,
    "this address is not asked in this way",
    "",
    "go back to the page that you came from; nothing was recorded",
    "AskedWrong",
    2,
)
_FAULT = Failure(
    500,
    "the program failed on this page",
    "",
    "look in the ledger for what was kept; the terminal where muniment serve runs says what failed: /ledger",
    "Trouble",
    4,
)
_HTTP = {404: _NO_PAGE, 405: _METHOD, 413: TOO_LARGE}


def page(request: Request, failure: Failure) -> Response:
    """The error page, or the same as JSON for whoever asks for that."""
    if "application/json" in request.headers.get("accept", ""):
        said = {"ok": False, "error": failure.what, "kind": failure.kind, "subject": failure.subject}
        return JSONResponse(said | {"next": failure.next, "exit": failure.exit}, failure.status)
    from muniment.web import frame  # noqa: PLC0415 # which stands on this

    return frame.alone(request, "error.html", failure, f"{failure.what[:1].upper()}{failure.what[1:]}", failure.status)


def no_session(request: Request) -> Response:
    """Nobody is let in; and of what was sent, that nothing was kept."""
    return page(request, _NOT_KEPT if request.method == "POST" else _NO_SESSION)


async def ours(request: Request, error: Exception) -> Response:
    """One of our errors."""
    assert isinstance(error, MunimentError)
    return page(request, Failure.of(error))


async def http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses."""
    assert isinstance(error, HTTPException)
    return page(request, _HTTP.get(error.status_code, _NO_PAGE))


async def fault(request: Request, error: Exception) -> Response:
    """A fault of the program; the server writes it to the terminal."""
    del error
    return page(request, _FAULT)
