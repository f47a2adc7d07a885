"""Somebody at the pages of a case, over HTTP and one connection: comes in, judges, searches, opens, looks at the account."""

import http.client
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

REFUSED = 400  # answers from this number on are errors
IDLE = 3.0  # seconds after which a new connection is made: the server ends what is idle for five, and a browser notices


@dataclass(frozen=True, slots=True)
class Kept:
    """A judgement that the server acknowledged."""

    entry: int
    item: str
    judgement: str


@dataclass(slots=True)
class Visitor:
    """One session. `took` are the seconds of each answer, by what was asked."""

    host: str
    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    _cookie: str = ""
    _line: http.client.HTTPConnection | None = None
    _last: float = 0

    def enter(self, link: str) -> None:
        """Come in by a link that opens once."""
        answer, _ = self._send("GET", link)
        self._cookie = (answer.getheader("set-cookie") or "").partition(";")[0]

    def get(self, what: str, path: str) -> str:
        """A page, following where it leads; the path of the last page."""
        begun, at = time.monotonic(), path
        answer, text = self._send("GET", path)
        while 300 <= answer.status < REFUSED:
            at = answer.getheader("location") or "/"
            answer, text = self._send("GET", at)
        self._note(what, begun, answer.status, at, text)
        return at

    def post(self, what: str, path: str, form: dict[str, str]) -> str:
        """Send a form, and get the page that it leads to; where it leads."""
        begun = time.monotonic()
        answer, text = self._send("POST", path, urlencode(form))
        sent = time.monotonic()
        at = answer.getheader("location") or ""
        self._note(f"{what}: sent", begun, answer.status, path, text)
        if not at:
            self.wrong.append(f"{answer.status} {path} leads nowhere")
            return ""
        answer, text = self._send("GET", at)
        self._note(f"{what}: next page", sent, answer.status, at, text)
        self.took.setdefault(what, []).append(time.monotonic() - begun)
        return at

    def judge(self, at: str, judgement: str) -> str:
        """Judge the item of a page of the review room; the page of the next."""
        path = at.partition("?")[0]
        to = self.post("judgement to next document", path, {"judgement": judgement})
        entry = to.partition("kept=")[2].partition("&")[0]
        if entry.isdigit():
            self.kept.append(Kept(int(entry), path.rpartition("/")[2], judgement))
        return to

    def _note(self, what: str, begun: float, status: int, path: str, text: bytes) -> None:
        self.took.setdefault(what, []).append(time.monotonic() - begun)
        if status >= REFUSED:
            self.wrong.append(f"{status} {path} {text[-300:]!r}")

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        if self._line is None or time.monotonic() - self._last > IDLE:
            if self._line is not None:
                self._line.close()
            self._line = http.client.HTTPConnection(self.host, timeout=120)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        if self._cookie:
            headers["Cookie"] = self._cookie
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read()
        self._last = time.monotonic()
        return answer, text


def spread(took: list[float]) -> dict[str, float]:
    """How long answers took, in milliseconds."""
    found = sorted(took)
    return {
        "times": len(found),
        "p50": found[len(found) // 2] * 1000,
        "p99": found[min(len(found) * 99 // 100, len(found) - 1)] * 1000,
        "most": found[-1] * 1000,
    }
