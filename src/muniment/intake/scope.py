"""What a container reader gives its members to: one budget for a top-level item, whatever the nesting.

Runs in the jail. A reader gets (source, scope) and returns a draft; for each member it calls `scope.member`, which
counts, hashes and reads it, and sends its reading out at once.
"""

import hashlib
import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from muniment.intake.limits import LimitReached, Limits
from muniment.intake.source import Source
from muniment.model.reading import NOTHING, Child, Json, Reading
from muniment.model.state import State

_STEP = 1 << 18

Key = tuple[str, tuple[tuple[str, str], ...]]
ReadSource = Callable[[Source, "Scope"], Reading]


@dataclass(slots=True)
class Budget:
    """What a top-level item has spent so far, with all its members."""

    limits: Limits
    packed: int  # bytes of the top-level item
    children: int = 0
    unpacked: int = 0
    shared: bool = False  # whether the process reads other items too
    deadline: float = float("inf")  # by the monotonic clock: what is not begun by then is listed and not read
    passwords: Sequence[str] = ()
    kept: Mapping[tuple[str, ...], Source] = field(default_factory=dict)  # what passwords opened before, by place
    keep: Callable[[tuple[str, ...], bytes], None] | None = None  # hears what a password opened now
    working: Callable[[], None] | None = None  # hears, about each second, that passwords are still tried
    seen: set[Key] = field(default_factory=set)  # read already in this item: the same bytes with the same hints

    def spend(self, count: int) -> None:
        """Count unpacked bytes.

        Raises: LimitReached.
        """
        self.unpacked += count
        if self.unpacked > self.limits.bytes:
            raise LimitReached("limit-bytes")
        if self.unpacked > self.limits.ratio_free and self.unpacked > self.limits.ratio * max(self.packed, 1):
            raise LimitReached("limit-ratio")


class Alone(BaseException):
    """Native code is to parse what comes now, and this process reads other items too. No reader may catch it."""


class Scope:
    """One level of a top-level item, from 0."""

    def __init__(self, budget: Budget, read: ReadSource, depth: int = 0, place: tuple[str, ...] = ()) -> None:
        self.budget = budget
        self.limits = budget.limits
        self.depth = depth
        self.place = place  # the locators that lead here
        self._read = read  # reads one source and sends its reading out

    def member(
        self,
        locator: str,
        name: str,
        stream: BinaryIO | bytes,
        *,
        raw_name: bytes | None = None,
        hints: Mapping[str, str] = NOTHING,
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
        nature: str = "",
    ) -> Child:
        """Count, hash and read one member; returns its row. One that has a `nature` is hashed and read by nobody.

        Raises: LimitReached where the budget of the top-level item is spent (the caller then lists what it knows of
        the rest as `unread.limit`); whatever reading `stream` raises (a bad checksum, a missing password) is the
        caller's to turn into a row.
        """
        self.count()
        kept, sha256, size = self._taken(stream)
        state, reason = None, ""
        if size > self.limits.member_bytes:
            state, reason = State.UNREAD_LIMIT, "limit-member"
        elif nature:
            state, reason = State.NONE_BY_NATURE, nature
        elif self.depth + 1 > self.limits.depth:
            state, reason = State.UNREAD_LIMIT, "limit-depth"
        else:
            key = sha256, tuple(sorted(hints.items()))
            if key not in self.budget.seen:
                self.budget.seen.add(key)
                source = Source(kept, hints, sha256)
                del kept
                self._read(source, Scope(self.budget, self._read, self.depth + 1, (*self.place, locator)))
        return Child(
            locator=locator,
            name=name,
            raw_name=raw_name,
            sha256=sha256,
            size=size,
            hints=hints,
            state=state,
            reason=reason,
            flags=tuple(flags),
            facts=facts,
        )

    def _taken(self, stream: BinaryIO | bytes) -> tuple[bytes, str, int]:
        """All bytes that are to be read, where they are not too many; the hash of all, and how many they are."""
        if isinstance(stream, bytes) and 0 < len(stream) <= min(_STEP, self.limits.member_bytes):
            self.budget.spend(len(stream))
            return stream, hashlib.sha256(stream).hexdigest(), len(stream)
        handle = io.BytesIO(stream) if isinstance(stream, bytes) else stream
        kept, found, size = bytearray(), hashlib.sha256(), 0
        while piece := handle.read(_STEP):
            self.budget.spend(len(piece))
            size += len(piece)
            found.update(piece)
            if size <= self.limits.member_bytes:
                kept += piece
            else:
                kept.clear()
        return bytes(kept), found.hexdigest(), size

    @property
    def passwords(self) -> Sequence[str]:
        """The passwords to try, in order."""
        return self.budget.passwords

    def kept(self, locator: str) -> Source | None:
        """What a password opened here before: no password is needed for it again."""
        return self.budget.kept.get((*self.place, locator))

    def unlocked(
        self,
        locator: str,
        name: str,
        data: bytes,
        *,
        raw_name: bytes | None = None,
        hints: Mapping[str, str] = NOTHING,
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
    ) -> Child:
        """A member that a password opened, now or before: kept as an original of its own, and read.

        Raises: LimitReached.
        """
        place = (*self.place, locator)
        if place not in self.budget.kept and self.budget.keep is not None:
            self.budget.keep(place, data)
        said = (*flags, "password-supplied")
        return self.member(locator, name, data, raw_name=raw_name, hints=hints, facts=facts, flags=said)

    def alone(self) -> None:
        """Say that native code parses what comes now: a file that takes it over shall speak only for itself.

        Raises: Alone, where the process reads other items too.
        """
        if self.budget.shared:
            raise Alone

    def count(self) -> None:
        """Count one member.

        Raises: LimitReached.
        """
        if time.monotonic() > self.budget.deadline:
            raise LimitReached("timed-out")
        self.budget.children += 1
        if self.budget.children > self.limits.children:
            raise LimitReached("limit-children")
