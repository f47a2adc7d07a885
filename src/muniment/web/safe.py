"""What holds for every request and every answer, whatever the page: where it may come from, and what a browser may do."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muniment.web import failing
from muniment.web.failing import Failure

BODY = 2 * 1024 * 1024  # bytes of a form
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
    "Cache-Control": "no-store",
}
_READS = frozenset({"GET", "HEAD"})
_FOREIGN_HOST = Failure(
    421, "this server does not answer for that host", "", "open the link that muniment serve printed", "Refused"
)
_FOREIGN = Failure(
    403, "this came from another site", "", "go to the page itself and do it there; nothing was recorded", "Refused"
)
_METHOD = Failure(405, "a page is asked for, or a form is sent", "", "follow a link of the page", "AskedWrong", 2)


class Guard:
    """Stands before every page: foreign hosts and foreign sites get no further; every answer bears the strict headers."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.inner = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        wrong = self._wrong(scope["method"], Headers(scope=scope))
        if wrong is not None:
            await failing.page(Request(scope), wrong)(scope, receive, sent)
            return
        await self.inner(scope, receive, sent)

    def _wrong(self, method: str, headers: Headers) -> Failure | None:
        """What is wrong with where a request comes from.

        Source: Sec-Fetch-Site and Origin as in Go's net/http CrossOriginProtection; Fetch Metadata resource isolation.
        """
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return _FOREIGN_HOST
        if method not in _READS and method != "POST":
            return _METHOD
        length = headers.get("content-length", "")
        if length.isdecimal() and (len(length) > 15 or int(length) > BODY):
            return failing.TOO_LARGE
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if method in _READS:
            # Another site may link here, and then nobody is let in; it may not make this a part of its own page.
            linked = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
            return None if site in {None, "same-origin", "none"} or linked else _FOREIGN
        if site is not None:
            return None if site in {"same-origin", "none"} else _FOREIGN
        return None if origin is None or urlsplit(origin).netloc.lower() == hosts[0].lower() else _FOREIGN
