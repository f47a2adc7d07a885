"""One try at reading: what a child says, frame by frame, and what follows from how it ended.

Nothing that the child says is believed before it is looked at: a file that takes its reader over can speak only for
itself, and only in the form of readings.
"""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from muniment.errors import Broken
from muniment.intake.frames import ABOUT, ALONE, END, KEPT, LINE, NEXT, PIECE, SLACK, WORKING, Frames, Garbled
from muniment.intake.limits import Limits
from muniment.intake.request import END_MEMORY
from muniment.intake.told import Told
from muniment.model.line import decode
from muniment.model.reading import Reading
from muniment.model.reason import REASONS
from muniment.model.state import State

_IN_MEMORY = 4 << 20  # bytes of what a password opened that are not on disk
_NEARLY = 0.8  # of its memory: whoever dies there died of it


@dataclass(slots=True)
class Attempt:
    """What one child has said so far."""

    limits: Limits
    seconds: int
    started: float
    room: Path | None = None  # for what does not fit into memory
    told: Told = field(init=False)
    pieces: list[bytes] = field(default_factory=list)  # of a member that is taken out; emptied by whoever writes them
    kept: list[tuple[tuple[str, ...], IO[bytes]]] = field(default_factory=list)  # what passwords opened, by place
    heard: float = 0.0  # when it last said something
    ended: bool = False  # it said that all was said
    short: bool = False  # it ran out of memory over a member, and went on
    spoiled: bool = False  # it said what no reader says
    late: bool = False  # it was ended because it took too long
    code: int | None = None
    memory: int = 0  # KiB that it held at most
    _stack: list[str] = field(default_factory=list)
    _frames: Frames | None = None

    def __post_init__(self) -> None:
        self.told = Told(self.room)

    def hear(self, data: bytes, now: float) -> None:
        """Take in bytes of its answer."""
        self.heard = now
        if self._frames is None:
            self._frames = Frames(2 * (self.limits.output + SLACK))
        try:
            for kind, payload in self._frames.feed(data):
                self._frame(kind, payload)
        except (Garbled, Broken, ValueError):
            self.spoiled = True

    def _frame(self, kind: bytes, payload: bytes) -> None:
        if self.ended:
            raise Garbled
        if kind == ABOUT:
            self._stack.append(payload.decode("ascii"))
        elif kind == LINE:
            self._line(payload)
        elif kind == KEPT:
            room = None if self.room is None else str(self.room)
            self.kept.append((_place(payload), SpooledTemporaryFile(_IN_MEMORY, dir=room)))  # noqa: SIM115 # closed by who has it
        elif kind == PIECE and self.kept:
            self.kept[-1][1].write(payload)
        elif kind == PIECE:
            self.pieces.append(payload)
        elif kind == END:
            self.ended, self.short = True, payload == b"memory"
        elif kind != WORKING:
            raise Garbled

    def _line(self, payload: bytes) -> None:
        reading = decode(payload)
        if not self._stack or self._stack.pop() != reading.sha256 or not set(_reasons(reading)) <= REASONS.keys():
            raise Garbled
        self.told.add(payload, reading)

    def overdue(self, now: float) -> bool:
        """Whether it has taken too long, over all or over one member."""
        return now - self.started > self.seconds or now - max(self.heard, self.started) > self.limits.member_seconds

    def shift(self, seconds: float) -> None:
        """Time in which nobody listened does not count."""
        self.started += seconds
        self.heard += seconds if self.heard else 0

    @property
    def readings(self) -> list[Reading]:
        """All that it told, whole. Cost: all of them in memory."""
        return self.told.readings()

    def close(self) -> None:
        """Forget what it said."""
        self.told.close()
        for _, stream in self.kept:
            stream.close()

    @property
    def culprit(self) -> str:
        """The hash of what it was reading when it ended, "" where it had begun with nothing."""
        return self._stack[-1] if self._stack else ""

    def verdict(self) -> State | None:
        """The state that follows for what was being read; None where all went well."""
        if self.late or self.code == -signal.SIGXCPU:
            return State.UNREAD_TIMED_OUT
        if self.spoiled:
            return State.UNREAD_CRASHED
        if self.code == 0 and self.ended:
            return None
        # a child that the kernel ends has had its time, or took the machine's last memory
        full = self.memory * 1024 > self.limits.memory * _NEARLY
        if self.code in {END_MEMORY, -signal.SIGKILL} or full:
            return State.UNREAD_OUT_OF_MEMORY
        return State.UNREAD_CRASHED


@dataclass(slots=True)
class Shared(Attempt):
    """What a child has said that reads several files; `finished` is what it told, by a file's number."""

    finished: dict[int, Told] = field(default_factory=dict)
    _at: int = -1

    def close(self) -> None:
        """Forget what it said."""
        Attempt.close(self)
        for told in self.finished.values():
            told.close()

    def _frame(self, kind: bytes, payload: bytes) -> None:
        if kind == NEXT:
            if self._at not in self.finished:
                self.told.close()
            self._at += 1
            self.told, self._stack = Told(self.room), []
        elif kind != ALONE:  # what it has said of a file that is to be read alone is forgotten with the next
            Attempt._frame(self, kind, payload)
            if kind == LINE and not self._stack:
                self.finished[self._at] = self.told


def _place(payload: bytes) -> tuple[str, ...]:
    """A place as a child says it.

    Raises: ValueError.
    """
    said = json.loads(payload)
    if not isinstance(said, list) or not said or not all(isinstance(part, str) for part in said):
        raise ValueError("a place is none")
    return tuple(said)


def _reasons(reading: Reading) -> Iterator[str]:
    yield reading.reason
    yield reading.incomplete
    for child in reading.children:
        yield child.reason
