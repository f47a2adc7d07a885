"""The rows of a container's members: one bad member costs that member, a spent budget costs the rest, and is said.

A reader describes each member as the row that it would be unread, a `Child` without a hash, and tells it to `Rows`.
"""

from dataclasses import replace
from typing import BinaryIO, Protocol, cast

from muniment.intake.limits import LimitReached
from muniment.intake.scope import Scope
from muniment.model.reading import Child, Draft
from muniment.model.state import State

NAMED = 300_000  # rows that a top-level item may have beyond those that are read
_LARGEST = (1 << 63) - 1


class Damaged(Exception):
    """The bytes of a member cannot be had; `state` and `reason` are those of its row."""

    def __init__(self, reason: str, state: State = State.UNREAD_CORRUPT) -> None:
        super().__init__(reason)
        self.reason = reason
        self.state = state


class Stream(Protocol):
    """A handle over a member's bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """The next piece, of any size; b"" at the end.

        Raises: Damaged.
        """


class Rows:
    """Fills in the children of a draft, in the order in which they are told.

    Each one told is declared. Where a budget is spent it is listed and not read; where not even that is allowed the
    draft declares more members than it has, and is incomplete.
    """

    def __init__(self, draft: Draft, scope: Scope) -> None:
        self._draft = draft
        self._scope = scope
        self.known = True  # whether every member has a row
        self.stopped = ""  # why no more members are read

    @property
    def full(self) -> bool:
        """Whether no more rows are taken: looking for more members is of no use."""
        return self._scope.budget.children >= self._scope.limits.children + NAMED

    def member(self, row: Child, stream: Stream | bytes, *, unlocked: bool = False) -> bool:
        """A member that is to be read, or hashed where its row says by its nature; gives back whether no limit was in the way.

        One that says itself that it is too large costs its neighbours nothing. Bytes that a password `unlocked` are kept.
        """
        self._declare(1)
        reason, before = self.stopped or self._too_much(row.size), self._scope.budget.children
        if not reason:
            try:
                self._draft.children.append(self._read(row, stream, unlocked=unlocked))
            except LimitReached as reached:
                reason = reached.reason
                self._scope.budget.children = before
                self.stop(reason)
            except Damaged as fault:
                self._draft.children.append(_sized(replace(row, state=fault.state, reason=fault.reason)))
                return True
            else:
                return True
        self.incomplete(reason)
        self._list(replace(row, state=State.UNREAD_LIMIT, reason=reason))
        return False

    def unread(self, row: Child) -> None:
        """A member that is recorded and not read: it keeps its state and reason, also where a budget is spent."""
        self._declare(1)
        before = self._scope.budget.children
        try:
            if not self.stopped:
                self._scope.count()
        except LimitReached as reached:
            self.stop(reached.reason)
        self._scope.budget.children = before
        self._list(row)

    def flag(self, flag: str) -> None:
        """Add to the flags of the last row what was seen while its bytes were read."""
        last = self._draft.children[-1]
        self._draft.children[-1] = replace(last, flags=(*last.flags, flag))

    def stop(self, reason: str) -> None:
        """From here on members are listed and not read."""
        if not self.stopped:
            self.stopped = reason
            self.incomplete(reason)

    def lost(self, reason: str, count: int | None = None) -> None:
        """There are members of which nothing is known but, perhaps, how many."""
        self.known = False
        self.incomplete(reason)
        if count is None:
            self._draft.declared = None
        else:
            self._declare(count)

    def incomplete(self, reason: str) -> None:
        """Not every member is read; the first reason stays."""
        if self._draft.complete:
            self._draft.complete, self._draft.incomplete = False, reason

    def _declare(self, count: int) -> None:
        if self._draft.declared is not None:
            self._draft.declared += count

    def _too_much(self, size: int | None) -> str:
        """The limit that a member of this size would break; "" where none."""
        budget, limits = self._scope.budget, self._scope.limits
        then = budget.unpacked + (size or 0)
        if then > limits.bytes:
            return "limit-bytes"
        return "limit-ratio" if then > max(limits.ratio_free, limits.ratio * max(budget.packed, 1)) else ""

    def _read(self, row: Child, stream: Stream | bytes, *, unlocked: bool) -> Child:
        if unlocked and isinstance(stream, bytes):
            return self._scope.unlocked(
                row.locator,
                row.name,
                stream,
                raw_name=row.raw_name,
                hints=row.hints,
                facts=row.facts,
                flags=row.flags,
            )
        given = stream if isinstance(stream, bytes) else cast(BinaryIO, stream)
        return self._scope.member(
            row.locator,
            row.name,
            given,
            raw_name=row.raw_name,
            hints=row.hints,
            facts=row.facts,
            flags=row.flags,
            nature=row.reason if row.state is State.NONE_BY_NATURE else "",
        )

    def _list(self, row: Child) -> None:
        """A row for a member that is not read, while so many are allowed."""
        if self.full:
            self.known = False
            self.stop("limit-children")
        else:
            self._scope.budget.children += 1
            self._draft.children.append(_sized(row))


def _sized(row: Child) -> Child:
    """Without a size that no file can have."""
    return row if row.size is None or 0 <= row.size <= _LARGEST else replace(row, size=None)
