"""Who is let in: a link that opens once, and sessions that are known here alone and end."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

IDLE = 2 * 60 * 60.0  # seconds without a request after which a session ends
LONGEST = 12 * 60 * 60.0  # seconds after which it ends in any case
MOST = 32  # sessions at once; the one idle for longest makes room


@dataclass(slots=True)
class Session:
    """Somebody who came in by the link. What a page keeps for them lies in `kept`, under the page's own name."""

    id: str  # of its cookie's hash: enough to tell sessions apart in a list
    began: float
    seen: float
    kept: dict[str, Any] = field(default_factory=dict)


class Sessions:
    """The sessions of one server; only hashes of what opens them are held."""

    def __init__(self, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._turn = threading.Lock()
        self._open: dict[bytes, Session] = {}
        self._link: bytes | None = None

    def link(self) -> None:
        """Make a new one-time link, tell it, and forget the one before."""
        token = secrets.token_urlsafe(32)
        with self._turn:
            self._link = _hash(token)
        self._tell(token)

    def enter(self, token: str) -> str | None:
        """Open a session with the link's token, which then opens nothing more; the cookie's value, None where it is no token."""
        with self._turn:
            if self._link is None or not hmac.compare_digest(self._link, _hash(token)):
                return None
            self._link = None
            return self._begin()

    def _begin(self) -> str:
        now, value = self._clock(), secrets.token_urlsafe(32)
        self._sweep(now)
        while len(self._open) >= MOST:
            del self._open[min(self._open, key=lambda each: self._open[each].seen)]
        key = _hash(value)
        self._open[key] = Session(key.hex()[:12], now, now)
        return value

    def of(self, request: HTTPConnection) -> Session | None:
        """The session that a request belongs to."""
        value = request.cookies.get(cookie(request))
        now = self._clock()
        with self._turn:
            gone = self._sweep(now)
            found = self._open.get(_hash(value)) if value else None
            if found is not None:
                found.seen = now
            locked_out = gone and not self._open and self._link is None
        if locked_out:
            self.link()
        return found

    def end(self, request: HTTPConnection) -> None:
        """End the session of a request; where it was the last, there is a new link."""
        value = request.cookies.get(cookie(request))
        with self._turn:
            self._open.pop(_hash(value or ""), None)
            last = not self._open and self._link is None
        if last:
            self.link()

    def _sweep(self, now: float) -> bool:
        """End what has been idle or open for too long; whether anything was."""
        over = [key for key, one in self._open.items() if now - one.seen > IDLE or now - one.began > LONGEST]
        for key in over:
            del self._open[key]
        return bool(over)

    def __len__(self) -> int:
        with self._turn:
            return len(self._open)


def cookie(request: HTTPConnection) -> str:
    """The name of the cookie: by port, because two servers of one machine share its cookies."""
    if request.url.scheme == "https":
        return "__Host-muniment"
    return f"muniment-{request.url.port or 80}"


def give(response: Response, request: HTTPConnection, value: str) -> None:
    """Send the cookie: no script sees it, no other site sends it along, and it goes when the browser closes."""
    secure = request.url.scheme == "https"
    response.set_cookie(cookie(request), value, path="/", secure=secure, httponly=True, samesite="strict")


def take(response: Response, request: HTTPConnection) -> None:
    """Take the cookie back."""
    response.delete_cookie(
        cookie(request), path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )


def _hash(value: str) -> bytes:
    return sha256(value.encode()).digest()
