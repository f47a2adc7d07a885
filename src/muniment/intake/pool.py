"""Reads top-level items in children of warm parents, several at once, and survives whatever they do."""

import hashlib
import selectors
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from muniment.errors import ToolMissing, Trouble
from muniment.intake import jail
from muniment.intake.attempt import Attempt
from muniment.intake.course import Course, Job, Outcome, courses
from muniment.intake.limits import Limits
from muniment.intake.request import Request
from muniment.intake.seat import Seat
from muniment.model.reading import NOTHING

Came = TypeVar("Came")  # what comes of a course
_TICK = 0.5  # seconds between looks at the clock
_MANY, _NAP = 64, 0.004  # readings of one item, from which on they are heard some at a time, so many seconds apart


def read_all(jobs: Sequence[Job], workers: int, *, jailed: bool) -> Generator[Outcome, None, None]:
    """Read these, so many at once; an outcome for each, in the order in which they are done.

    Raises: Broken, where an original is gone or differs; Trouble, where no process can be had.
    """
    yield from run(courses(jobs), min(workers, len(jobs)), jailed=jailed)


def run(
    courses: Sequence[Course[Came]], workers: int, *, jailed: bool, languages: Sequence[str] = ()
) -> Generator[Came, None, None]:
    """Follow these courses to their ends, so many at once; `languages` are those that the warm parents know.

    Raises: as above.
    """
    waiting = deque(courses)
    seats: list[Seat[Came]] = []
    try:
        seats += [Seat(jailed=jailed, languages=languages) for _ in range(workers)]
        while waiting or any(seat.course for seat in seats):
            for seat in seats:
                if seat.course is None and waiting:
                    seat.begin(waiting.popleft())
            if any(seat.attempt and seat.attempt.told.count > _MANY for seat in seats):
                time.sleep(_NAP)
            for outcomes, again in _round(seats):
                waiting.extendleft(reversed(again))
                left = time.monotonic()
                yield from outcomes
                for seat in seats:
                    if seat.attempt:
                        seat.attempt.shift(time.monotonic() - left)
    finally:
        for seat in seats:
            if seat.attempt is not None:
                seat.attempt.close()
            seat.close()


def _round(seats: Sequence[Seat[Came]]) -> Iterator[tuple[Sequence[Came], Sequence[Course[Came]]]]:
    """Listen once to every child that has something to say; of those that have ended, what follows."""
    _listen(seats)
    for seat in seats:
        course, attempt = seat.course, seat.attempt
        if course is None or attempt is None:
            continue
        if attempt.code is not None and seat.pipe < 0:
            seat.course = seat.attempt = None
            yield course.settle(attempt)
        else:
            _end_if_late(seat, attempt)


def _end_if_late(seat: Seat[Any], attempt: Attempt) -> None:
    if not attempt.late and attempt.overdue(time.monotonic()):
        attempt.late = True
        seat.end(attempt)


def _listen(seats: Sequence[Seat[Any]]) -> None:
    with selectors.DefaultSelector() as selector:
        for seat in seats:
            if seat.attempt is None:
                continue
            if seat.pipe >= 0:
                selector.register(seat.pipe, selectors.EVENT_READ, (seat.listen, seat.attempt))
            if seat.attempt.code is None:
                selector.register(seat.control, selectors.EVENT_READ, (seat.answer, seat.attempt))
        for key, _ in selector.select(_TICK):
            hear, attempt = key.data
            hear(attempt)


def take(path: Path, size: int, place: Sequence[str], limits: Limits, sink: BinaryIO) -> str:
    """Take a member out of its containers in the jail, into `sink`; returns the SHA-256 of what came.

    Raises: Broken, Trouble; ToolMissing, where there is no jail here.
    """
    with Taker() as taker:
        return taker.take(path, size, place, limits, sink)


class Taker:
    """Takes members out, one after another, each in a child of its own of one warm parent; a context manager."""

    def __init__(self) -> None:
        self._seat: Seat[Any] | None = None

    def __enter__(self) -> "Taker":
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def start(self) -> None:
        """Start its warm parent now, so that whoever asks first does not wait for it.

        Raises: ToolMissing, where there is no jail.
        """
        self._at_seat()

    def _at_seat(self) -> Seat[Any]:
        there, why = jail.available()
        if not there:
            raise ToolMissing("this machine has no jail to do that in", why, "do it on Linux 5.13 or later")
        self._seat = self._seat or Seat(jailed=True)
        return self._seat

    def _leave(self) -> None:
        if self._seat is not None:
            self._seat.close()
            self._seat = None

    def take(self, path: Path, size: int, place: Sequence[str], limits: Limits, sink: BinaryIO) -> str:
        """Take a member out, as above.

        Raises: as above.
        """
        seconds = limits.wall(size)
        request = Request(limits, seconds, True, [NOTHING], place=tuple(place))
        attempt = Attempt(limits, seconds, time.monotonic())
        found = hashlib.sha256()

        def hear(piece: bytes) -> None:
            found.update(piece)
            sink.write(piece)

        self.ask(path, request, attempt, hear)
        if attempt.verdict() is not None:
            self._leave()
            raise Trouble("the member could not be taken out", "/".join(place), "try again; the original is untouched")
        return found.hexdigest()

    def ask(self, path: Path, request: Request, attempt: Attempt, hear: Callable[[bytes], None]) -> None:
        """Have a child do something with a file, and hear the pieces that it sends; how it ended, the attempt says.

        Raises: as above, and whatever `hear` raises.
        """
        seat = self._at_seat()
        try:
            seat.ask([path], request, attempt)
            while attempt.code is None or seat.pipe >= 0:
                _listen([seat])
                for piece in attempt.pieces:
                    hear(piece)
                attempt.pieces.clear()
                _end_if_late(seat, attempt)
        except BaseException:
            self._leave()  # what this child still says is for nobody
            raise
        seat.attempt = None
