"""The course of a job: what follows from how a child ended that read it, until there is an outcome.

A child that dies is tried once more with twice the memory. Then what it was reading is named to the next one, which
keeps its raw strings and goes on with its neighbours.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Protocol, TypeVar

from muniment.errors import Broken
from muniment.intake import told
from muniment.intake.attempt import Attempt, Shared
from muniment.intake.limits import MIB, Limits
from muniment.intake.request import Request
from muniment.intake.told import Told
from muniment.model.line import encode
from muniment.model.media import UNKNOWN
from muniment.model.reading import NOTHING, Json, Reading
from muniment.model.state import State

SHARED, SMALL = 64, MIB  # files that one child reads at most, each of at most so many bytes
_MOST_FATAL = 32  # members of one item that each ended a child; then the item itself is given up
_REASONS = {
    State.UNREAD_TIMED_OUT: "timed-out",
    State.UNREAD_OUT_OF_MEMORY: "out-of-memory",
    State.UNREAD_CRASHED: "crashed",
}


O_co = TypeVar("O_co", covariant=True)


class Course(Protocol[O_co]):
    """What children are to do, one after the other, until there is an outcome."""

    @property
    def files(self) -> list[Path]:
        """What a child gets."""

    def attempt(self, now: float, *, jailed: bool) -> tuple[Request, Attempt]:
        """What a child is asked, and who listens to it."""

    def settle(self, attempt: Attempt) -> "tuple[Sequence[O_co], Sequence[Course[O_co]]]":
        """The outcomes, and what is still to be tried."""


@dataclass(frozen=True, slots=True)
class Job:
    """One top-level item that is to be read."""

    id: str
    path: Path
    sha256: str
    size: int
    hints: Mapping[str, str]
    limits: Limits
    passwords: tuple[str, ...] = ()
    kept: tuple[tuple[tuple[str, ...], Path], ...] = ()  # what passwords opened in it before, by place
    room: Path | None = None  # the folder for what does not fit into memory while it is read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of it: its readings, members first, its own last; and what passwords opened.

    Whoever has it closes it.
    """

    id: str
    told: Told
    kept: Sequence[tuple[tuple[str, ...], IO[bytes]]] = ()

    @property
    def lines(self) -> Sequence[bytes]:
        """The lines of all readings. Cost: all of them in memory."""
        return list(self.told.lines())

    @property
    def readings(self) -> Sequence[Reading]:
        """All readings, whole. Cost: all of them in memory."""
        return self.told.readings()

    def close(self) -> None:
        """Forget what came."""
        self.told.close()
        for _, stream in self.kept:
            stream.close()


@dataclass(slots=True)
class Alone:
    """One job, read by children that read nothing else, and what was learned from those that died over it."""

    job: Job
    doubled: bool = False
    fatal: dict[str, State] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)

    @property
    def files(self) -> list[Path]:
        """What a child gets."""
        return [self.job.path, *(path for _, path in self.job.kept)]

    @property
    def _limits(self) -> Limits:
        return replace(self.job.limits, memory=2 * self.job.limits.memory) if self.doubled else self.job.limits

    @property
    def _settings(self) -> Mapping[str, Json]:
        return {"memory": self._limits.memory} if self.doubled else NOTHING

    def attempt(self, now: float, *, jailed: bool) -> tuple[Request, Attempt]:
        """What a child is asked, and who listens to it."""
        limits = self._limits
        seconds = limits.wall(self.job.size)
        request = Request(
            limits,
            seconds,
            jailed,
            [self.job.hints],
            fatal=self.fatal,
            untouched=self.untouched,
            settings=self._settings,
            passwords=self.job.passwords,
            kept=[place for place, _ in self.job.kept],
        )
        return request, Attempt(limits, seconds, now, self.job.room)

    def settle(self, attempt: Attempt) -> tuple[list[Outcome], list["Alone"]]:
        """The outcome, or what is still to be tried.

        Raises: Broken, where the file is not the one that the ledger names.
        """
        state = attempt.verdict()
        if state is None and attempt.short and not self.doubled:
            state = State.UNREAD_OUT_OF_MEMORY
        if state is None:
            if speaks_for(attempt.told, self.job):
                return [Outcome(self.job.id, attempt.told, attempt.kept)], []
            state = State.UNREAD_CRASHED
        attempt.close()  # the next child says it again
        _hold_against(self.job)
        if state is not State.UNREAD_TIMED_OUT and not self.doubled:
            self.doubled = True
            return [], [self]
        culprit = attempt.culprit if len(self.fatal) < _MOST_FATAL else ""
        return self._name(culprit or self.job.sha256, state)

    def _name(self, culprit: str, state: State) -> tuple[list[Outcome], list["Alone"]]:
        """Name what ended the child, so that the next one leaves it alone."""
        if culprit not in self.fatal:
            self.fatal[culprit] = state
        elif culprit not in self.untouched:
            self.untouched.add(culprit)
        else:
            return [self._given_up(state)], []
        return [], [self]

    def _given_up(self, state: State) -> Outcome:
        """A reading of which no child had a part: this process says it without looking at the bytes."""
        reason = _REASONS[state]
        job = self.job
        reading = Reading(
            job.sha256,
            job.size,
            UNKNOWN,
            state,
            reason,
            "pool 1",
            hints=job.hints,
            settings=self._settings,
            declared=None,
            complete=False,
            incomplete=reason,
        )
        return Outcome(job.id, told.alone(encode(reading), reading))


@dataclass(slots=True)
class Together:
    """Small jobs that one child reads, as far as readers in memory-safe code alone read them."""

    jobs: Sequence[Job]

    @property
    def files(self) -> list[Path]:
        """What a child gets."""
        return [job.path for job in self.jobs]

    def attempt(self, now: float, *, jailed: bool) -> tuple[Request, Shared]:
        """What a child is asked, and who listens to it."""
        limits = self.jobs[0].limits
        seconds = limits.wall(sum(job.size for job in self.jobs))
        request = Request(limits, seconds, jailed, [job.hints for job in self.jobs], shared=True)
        return request, Shared(limits, seconds, now, self.jobs[0].room)

    def settle(self, attempt: Attempt) -> tuple[list[Outcome], list[Alone]]:
        """The outcomes, and the jobs that are to be read alone: what is native, and what is left where a child died."""
        assert isinstance(attempt, Shared)
        outcomes, rest = [], []
        if attempt.told not in attempt.finished.values():
            attempt.told.close()
        for number, job in enumerate(self.jobs):
            found = attempt.finished.get(number)
            if found is not None and speaks_for(found, job) and not found.short:
                outcomes.append(Outcome(job.id, found))
                continue
            rest.append(Alone(job))
            if found is not None:
                found.close()
        return outcomes, rest


def courses(jobs: Sequence[Job]) -> list[Alone | Together]:
    """How jobs are begun: small ones together, in their order, large ones alone."""
    apart = [job for job in jobs if job.size > SMALL or job.passwords or job.kept]
    found: list[Alone | Together] = [Alone(job) for job in apart]
    small = [job for job in jobs if not (job.size > SMALL or job.passwords or job.kept)]
    found += [Together(small[start : start + SHARED]) for start in range(0, len(small), SHARED)]
    return found


def speaks_for(found: Told, job: Job) -> bool:
    """Whether the last of these readings is one of the job's own bytes."""
    top = found.family.top
    last = top.reading if top else None
    return last is not None and (last.sha256, last.size, last.hints) == (job.sha256, job.size, job.hints)


def _hold_against(job: Job) -> None:
    """Make sure that the file still is what was taken in."""
    with job.path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != job.sha256:
        raise Broken("an original has other bytes than the ledger names", job.sha256, "run muniment verify")
