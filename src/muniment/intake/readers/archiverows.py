"""The rows of an archive's members: one bad member costs that member, a spent budget costs the rest."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import BinaryIO, Protocol, cast

from muniment.intake.limits import LimitReached
from muniment.intake.readers.archivenames import Name
from muniment.intake.scope import Scope
from muniment.model.reading import NOTHING, Child, Draft, Json
from muniment.model.state import State

NAMED = 300_000  # rows that a top-level item may have beyond those that are read
_LARGEST = (1 << 63) - 1
_FOLDERS = 1000  # names of empty folders that a fact lists


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
    """Fills in the children of a draft, in the order in which they are told."""

    def __init__(self, draft: Draft, scope: Scope) -> None:
        self._draft = draft
        self._scope = scope
        self._folders: list[str] = []
        self._known = True  # whether every member has a row
        self._left_out = 0
        self.stopped = ""  # why no more members are read

    @property
    def full(self) -> bool:
        """Whether no more rows are taken: looking for more members is of no use."""
        return self._scope.budget.children >= self._scope.limits.children + NAMED

    def member(
        self,
        locator: str,
        name: Name,
        stream: Stream | bytes,
        *,
        size: int | None = None,
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
    ) -> bool:
        """A member that is to be read; gives back whether no limit was in the way.

        One that says itself that it is too large costs its neighbours nothing.
        """
        reason = self.stopped or self._too_much(size)
        if not reason:
            given = stream if isinstance(stream, bytes) else cast(BinaryIO, stream)
            before = self._scope.budget.children
            try:
                self._draft.children.append(
                    self._scope.member(locator, name[0], given, raw_name=name[1], facts=facts, flags=flags)
                )
            except LimitReached as reached:
                self._stop(reached, before)
                reason = reached.reason
            except Damaged as fault:
                self._add(locator, name, size, fault.state, fault.reason, facts, flags)
                return True
            else:
                return True
        self.incomplete(reason)
        self._named(locator, name, size, State.UNREAD_LIMIT, reason, facts, flags)
        return False

    def unread(
        self,
        locator: str,
        name: Name,
        state: State,
        reason: str,
        *,
        size: int | None = None,
        kind: str = "file",
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
    ) -> None:
        """A member that is recorded and not read."""
        before = self._scope.budget.children
        try:
            if not self.stopped:
                self._scope.count()
        except LimitReached as reached:
            self._stop(reached, before)
        else:
            self._scope.budget.children = before
        self._named(locator, name, size, state, reason, facts, flags, kind)

    def folder(self, name: str) -> None:
        """A folder; it is named where nothing lies in it."""
        if len(self._folders) < NAMED:
            self._folders.append(name)

    def stop(self, reason: str) -> None:
        """From here on members are listed and not read."""
        if not self.stopped:
            self.stopped = reason
            self.incomplete(reason)

    def _too_much(self, size: int | None) -> str:
        """The limit that a member of this size would break; "" where none."""
        budget, limits = self._scope.budget, self._scope.limits
        then = budget.unpacked + (size or 0)
        if then > limits.bytes:
            return "limit-bytes"
        return "limit-ratio" if then > max(limits.ratio_free, limits.ratio * max(budget.packed, 1)) else ""

    def _stop(self, reached: LimitReached, before: int) -> None:
        """The one that was just counted is not read; it is counted as a row that is named."""
        self._scope.budget.children = before
        self.stop(reached.reason)

    def lost(self, reason: str, count: int | None = None) -> None:
        """There are members of which nothing is known but, perhaps, how many."""
        self._known = False
        self._left_out += count or 0
        self.incomplete(reason)
        if count is None:
            self._draft.declared = None

    def incomplete(self, reason: str) -> None:
        """Not every member is read; the first reason stays."""
        if self._draft.complete:
            self._draft.complete, self._draft.incomplete = False, reason

    def finish(self) -> None:
        """Say what follows from all rows together: how many there are, and whether the container is accounted for."""
        draft = self._draft
        if self._left_out and self._known:
            self.lost(self.stopped, 0)
        if draft.declared is not None:
            draft.declared = len(draft.children) + self._left_out
        if not self._known and (draft.incomplete.startswith("limit-") or draft.incomplete == "timed-out"):
            draft.state, draft.reason = State.UNREAD_LIMIT, draft.incomplete
        elif not self._known:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
        names = sorted(child.name for child in draft.children)
        if any(one == other for one, other in pairwise(names)):
            draft.flags.append("duplicate-names")
        empty = self._empty(names)
        if empty:
            draft.facts["empty_folders"] = empty[:_FOLDERS]

    def _empty(self, names: Sequence[str]) -> list[str]:
        """Folders in which neither a member nor another folder lies."""
        paths = {_slashed(folder).rstrip("/") + "/": folder for folder in self._folders}
        ordered, folders = sorted(map(_slashed, names)), sorted(paths)
        return [folder for path, folder in paths.items() if not (_within(path, ordered) or _within(path, folders))]

    def _named(
        self,
        locator: str,
        name: Name,
        size: int | None,
        state: State,
        reason: str,
        facts: Mapping[str, Json],
        flags: Sequence[str],
        kind: str = "file",
    ) -> None:
        if self.full:
            self._left_out += 1
            self.stop("limit-children")
            return
        self._scope.budget.children += 1
        self._add(locator, name, size, state, reason, facts, flags, kind)

    def _add(
        self,
        locator: str,
        name: Name,
        size: int | None,
        state: State,
        reason: str,
        facts: Mapping[str, Json],
        flags: Sequence[str],
        kind: str = "file",
    ) -> None:
        self._draft.children.append(
            Child(
                locator,
                name[0],
                raw_name=name[1],
                kind=kind,
                size=size if size is None or 0 <= size <= _LARGEST else None,
                state=state,
                reason=reason,
                flags=tuple(flags),
                facts=facts,
            )
        )


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _within(path: str, ordered: Sequence[str]) -> bool:
    """Whether the next longer name begins with this path."""
    at = bisect_right(ordered, path)
    return at < len(ordered) and ordered[at].startswith(path)
