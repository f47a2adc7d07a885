"""Where pages are drawn: a few warm parents, each started when it is first needed, and for each page a child of its own."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from typing import Any

from muniment.errors import Broken
from muniment.intake.attempt import Attempt
from muniment.intake.limits import MIB, Limits
from muniment.intake.picture.sizes import PIXELS
from muniment.intake.pool import Taker
from muniment.intake.request import Request
from muniment.model.reading import NOTHING, Json
from muniment.model.state import State

DESKS = 2  # at once; who comes later waits for one
SECONDS = 20  # for one page
MEMORY = 2048 * MIB  # a picture of 300 million points, and the smaller one
_ANSWER = 1 * MIB  # bytes of what is said before the pixels
LIMITS = Limits(memory=MEMORY, member_seconds=SECONDS, seconds=SECONDS, output=3 * PIXELS + _ANSWER)
_ENDED = {
    State.UNREAD_TIMED_OUT: "timed-out",
    State.UNREAD_OUT_OF_MEMORY: "out-of-memory",
    State.UNREAD_CRASHED: "crashed",
}


class TooMuch(Exception):
    """A child said more than it may."""


class Desks:
    """Several threads may draw at once. Close it: its warm parents end."""

    def __init__(self, count: int = DESKS) -> None:
        self._free: LifoQueue[Taker] = LifoQueue()  # the one used last is warm
        self._count = count
        self._held: dict[str, tuple[int, int, int]] = {}  # hashes that were held against files as they are still
        for _ in range(count):
            self._free.put(Taker())

    def start(self) -> None:
        """Start one warm parent now, so that the first page is not the slow one. Cost: nothing is waited for but the look for a jail.

        Raises: ToolMissing, where there is no jail.
        """
        with self.one() as taker:
            taker.start()

    @contextmanager
    def one(self) -> Iterator[Taker]:
        """A warm parent for this alone; waits where all are at work."""
        taker = self._free.get()
        try:
            yield taker
        finally:
            self._free.put(taker)

    def ask(self, taker: Taker, path: Path, sha256: str, asked: Mapping[str, Json]) -> tuple[dict[str, Any], bytes]:
        """Have a child draw something of a file: what it says, and the pixels; where it ended otherwise, {"reason": why}.

        Raises: Broken, where the file has other bytes than this hash; Trouble; ToolMissing, where there is no jail.
        Cost: the file is hashed when it is first asked of.
        """
        about = path.stat() if path.exists() else None
        mark = (about.st_ino, about.st_size, about.st_mtime_ns) if about else None
        known = mark is not None and self._held.get(sha256) == mark
        said, rows = self._heard(taker, path, dict(asked) | {"sha256": "" if known else sha256})
        if said.get("reason") == "other-bytes":
            raise Broken("an original has other bytes than the ledger names", sha256, "run muniment verify")
        if mark is not None and said.get("reason") not in _ENDED.values():
            self._held[sha256] = mark
        return said, rows

    def _heard(self, taker: Taker, path: Path, asked: Mapping[str, Json]) -> tuple[dict[str, Any], bytes]:
        attempt = Attempt(LIMITS, SECONDS, time.monotonic())
        request = Request(LIMITS, SECONDS, True, [NOTHING], draw=asked)
        came = bytearray()

        def hear(piece: bytes) -> None:
            came.extend(piece)
            if len(came) > LIMITS.output:
                raise TooMuch

        try:
            taker.ask(path, request, attempt, hear)
        except TooMuch:
            return {"reason": "crashed"}, b""
        state = attempt.verdict()
        if state is not None:
            return {"reason": _ENDED[state]}, b""
        return _told(bytes(came))

    def close(self) -> None:
        """End every warm parent; whoever is still at work is waited for."""
        for _ in range(self._count):
            with self._free.get():
                pass
        for _ in range(self._count):
            self._free.put(Taker())  # it can be used again


def _told(came: bytes) -> tuple[dict[str, Any], bytes]:
    """What a child said, believed as far as it has the form of an answer."""
    line, _, rows = came.partition(b"\n")
    try:
        said = json.loads(line) if len(line) <= _ANSWER else None
    except (ValueError, RecursionError):
        said = None
    return (said, rows) if isinstance(said, dict) else ({"reason": "crashed"}, b"")
