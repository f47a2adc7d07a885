"""Reads top-level items in children of warm parents, several at once, and survives whatever they do.

A child that dies is tried once more with twice the memory. Then what it was reading is named to the next one, which
keeps its raw strings and goes on with its neighbours.
"""

import hashlib
import json
import os
import selectors
import socket
import subprocess
import time
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from muniment.errors import Broken, ToolMissing, Trouble
from muniment.intake import jail
from muniment.intake.attempt import Attempt
from muniment.intake.limits import Limits
from muniment.intake.spawn import command, environment
from muniment.intake.warm import END_NO_JAIL, Request
from muniment.model.line import encode
from muniment.model.media import UNKNOWN
from muniment.model.reading import NOTHING, Json, Reading
from muniment.model.state import State

_STEP = 1 << 18
_TICK = 0.5  # seconds between looks at the clock
_STARTS_IN = 120  # seconds that a warm parent may take to import everything, on a busy machine
_MOST_FATAL = 32  # members of one item that each ended a child; then the item itself is given up
_REASONS = {
    State.UNREAD_TIMED_OUT: "timed-out",
    State.UNREAD_OUT_OF_MEMORY: "out-of-memory",
    State.UNREAD_CRASHED: "crashed",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One top-level item that is to be read."""

    id: str
    path: Path
    sha256: str
    size: int
    hints: Mapping[str, str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of it: its readings as lines and decoded, members first, its own last."""

    id: str
    lines: Sequence[bytes]
    readings: Sequence[Reading]


@dataclass(slots=True)
class _Course:
    """A job on its way: what was learned from children that died over it."""

    job: Job
    doubled: bool = False
    fatal: dict[str, State] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)

    @property
    def limits(self) -> Limits:
        return replace(self.job.limits, memory=2 * self.job.limits.memory) if self.doubled else self.job.limits

    @property
    def settings(self) -> Mapping[str, Json]:
        return {"memory": self.limits.memory} if self.doubled else NOTHING

    def request(self, *, jailed: bool) -> Request:
        limits = self.limits
        return Request(
            limits, self.job.hints, limits.wall(self.job.size), jailed, (), self.fatal, self.untouched, self.settings
        )

    def settle(self, attempt: Attempt) -> Outcome | None:
        """The outcome, or None where another child is to try.

        Raises: Broken, where the file is not the one that the ledger names.
        """
        state = attempt.verdict()
        if state is None and attempt.short and not self.doubled:
            self.doubled = True
            return None
        if state is None:
            if _speaks_for(attempt.readings, self.job):
                return Outcome(self.job.id, attempt.lines, attempt.readings)
            state = State.UNREAD_CRASHED
        if attempt.culprit != self.job.sha256:
            _hold_against(self.job)
        if state is not State.UNREAD_TIMED_OUT and not self.doubled:
            self.doubled = True
            return None
        return self._name(attempt.culprit or self.job.sha256, state)

    def _name(self, culprit: str, state: State) -> Outcome | None:
        """Name what ended the child, so that the next one leaves it alone."""
        if len(self.fatal) >= _MOST_FATAL:
            culprit = self.job.sha256
        if culprit not in self.fatal:
            self.fatal[culprit] = state
            return None
        if culprit not in self.untouched:
            self.untouched.add(culprit)
            return None
        return self._given_up(state)

    def _given_up(self, state: State) -> Outcome:
        """A reading of which no child had a part: this process says it without looking at the bytes."""
        reason = _REASONS[state]
        reading = Reading(
            self.job.sha256,
            self.job.size,
            UNKNOWN,
            state,
            reason,
            "pool 1",
            hints=self.job.hints,
            settings=self.settings,
            declared=None,
            complete=False,
            incomplete=reason,
        )
        return Outcome(self.job.id, [encode(reading)], [reading])


def _speaks_for(readings: Sequence[Reading], job: Job) -> bool:
    last = readings[-1] if readings else None
    return last is not None and (last.sha256, last.size, last.hints) == (job.sha256, job.size, job.hints)


def _hold_against(job: Job) -> None:
    """Make sure that the file still is what was taken in."""
    with job.path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != job.sha256:
        raise Broken("an original has other bytes than the ledger names", job.sha256, "run muniment verify")


class _Seat:
    """One warm parent, and the child that reads for it."""

    def __init__(self, *, jailed: bool) -> None:
        self.jailed = jailed
        self.course: _Course | None = None
        self.attempt: Attempt | None = None
        self.pipe = -1
        self.control, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(
                command("muniment.intake.warm", "main", str(other.fileno())),
                env=environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[other.fileno()],
                start_new_session=True,  # a Ctrl-C is for us alone; it ends when its socket closes
            )
        self._said = b""
        self._ready = False

    def start(self, path: Path, request: Request) -> Attempt:
        """Have a child read this file.

        Raises: Broken, where it is gone; Trouble.
        """
        self._wait_until_ready()
        try:
            file = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise Broken(f"an original cannot be read ({error.strerror})", path.name, "run muniment verify") from None
        self.pipe, other = os.pipe()
        try:
            socket.send_fds(self.control, [request.encode()], [file, other])
        except OSError:
            raise self._dead() from None
        finally:
            os.close(file)
            os.close(other)
        self.attempt = Attempt(request.limits, request.seconds, time.monotonic())
        return self.attempt

    def listen(self, attempt: Attempt) -> None:
        """Take in what the child has written; close the pipe where it has ended."""
        data = os.read(self.pipe, _STEP)
        if data:
            attempt.hear(data, time.monotonic())
            if attempt.spoiled:
                self.end(attempt)
        else:
            self._hang_up()

    def answer(self, attempt: Attempt) -> None:
        """Take in what the warm parent says of how the child ended."""
        self._said += self._receive()
        line, end, self._said = self._said.partition(b"\n")
        if not end:
            self._said = line
            return
        said = json.loads(line)
        attempt.code, attempt.memory = said["code"], said["memory"]
        if attempt.code == END_NO_JAIL:
            raise Trouble(
                "a reader could not be locked in", "", "read on Linux 5.13 or later; nothing was read without"
            )

    def end(self, attempt: Attempt) -> None:
        """End the child, and listen to it no more."""
        self._hang_up()
        if attempt.code is None:
            self.control.sendall(b"kill\n")

    def close(self) -> None:
        """End everything."""
        self._hang_up()
        self.control.close()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _hang_up(self) -> None:
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        self.control.settimeout(_STARTS_IN)
        try:
            while b"\n" not in self._said:
                self._said += self._receive()
        except TimeoutError:
            raise Trouble(
                "the process that reads did not start in time", "", "try again when the machine is less busy"
            ) from None
        self.control.settimeout(None)
        _, _, self._said = self._said.partition(b"\n")
        self._ready = True

    def _receive(self) -> bytes:
        data = self.control.recv(4096)
        if not data:
            raise self._dead()
        return data

    def _dead(self) -> Trouble:
        said = self._process.communicate()[1].decode("utf-8", "replace").strip().splitlines()
        return Trouble("the process that reads has ended", said[-1] if said else "", "try again; nothing is lost")


def read_all(jobs: Sequence[Job], workers: int, *, jailed: bool) -> Generator[Outcome, None, None]:
    """Read these, so many at once; an outcome for each, in the order in which they are done.

    Raises: Broken, where an original is gone or differs; Trouble, where no process can be had.
    """
    waiting = deque(_Course(job) for job in jobs)
    seats: list[_Seat] = []
    try:
        seats += [_Seat(jailed=jailed) for _ in range(min(workers, len(jobs)))]
        while waiting or any(seat.course for seat in seats):
            for seat in seats:
                if seat.course is None and waiting:
                    seat.course = waiting.popleft()
                    seat.start(seat.course.job.path, seat.course.request(jailed=jailed))
            for outcome in _round(seats):
                left = time.monotonic()
                yield outcome
                for seat in seats:
                    if seat.attempt:
                        seat.attempt.shift(time.monotonic() - left)
    finally:
        for seat in seats:
            seat.close()


def _round(seats: Sequence[_Seat]) -> Iterator[Outcome]:
    """Listen once to every child that has something to say."""
    _listen(seats)
    for seat in seats:
        course, attempt = seat.course, seat.attempt
        if course is None or attempt is None:
            continue
        if attempt.code is not None and seat.pipe < 0:
            seat.attempt = None
            outcome = course.settle(attempt)
            if outcome is None:
                seat.start(course.job.path, course.request(jailed=seat.jailed))
            else:
                seat.course = None
                yield outcome
        elif not attempt.late and attempt.overdue(time.monotonic()):
            attempt.late = True
            seat.end(attempt)


def _listen(seats: Sequence[_Seat]) -> None:
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
    there, why = jail.available()
    if not there:
        raise ToolMissing("this machine has no jail to take a member out in", why, "do it on Linux 5.13 or later")
    found = hashlib.sha256()
    seat = _Seat(jailed=True)
    try:
        attempt = seat.start(
            path, Request(limits, NOTHING, limits.wall(size), True, tuple(place), NOTHING, set(), NOTHING)
        )
        while attempt.code is None or seat.pipe >= 0:
            _listen([seat])
            for piece in attempt.pieces:
                found.update(piece)
                sink.write(piece)
            attempt.pieces.clear()
            if not attempt.late and attempt.overdue(time.monotonic()):
                attempt.late = True
                seat.end(attempt)
    finally:
        seat.close()
    if attempt.verdict() is not None:
        raise Trouble("the member could not be taken out", "/".join(place), "try again; the original is untouched")
    return found.hexdigest()
