"""The rows of an archive's members: one bad member costs that member, a spent budget costs the rest."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Protocol, cast

from muniment.intake.limits import LimitReached
from muniment.intake.scope import Scope
from muniment.model.reading import NOTHING, Child, Draft, Json
from muniment.model.state import State

NAMED = 300_000  # rows that a top-level item may have beyond those that are read
_FOLDERS = 1000  # names of empty folders that a fact lists

Name = tuple[str, bytes | None]


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
    ) -> None:
        """A member that is to be read."""
        if not self.stopped:
            given = stream if isinstance(stream, bytes) else cast(BinaryIO, stream)
            try:
                self._draft.children.append(
                    self._scope.member(locator, name[0], given, raw_name=name[1], facts=facts, flags=flags)
                )
            except LimitReached as reached:
                self.stop(reached.reason)
                self._scope.budget.children -= 1  # it is counted as a row that is named
            except Damaged as fault:
                self._add(locator, name, size, fault.state, fault.reason, facts, flags)
                return
            else:
                return
        self._named(locator, name, size, State.UNREAD_LIMIT, self.stopped, facts, flags)

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
        if not self.stopped and self._scope.budget.children >= self._scope.limits.children:
            self.stop("limit-children")
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
        if not self._known and draft.incomplete.startswith("limit-"):
            draft.state, draft.reason = State.UNREAD_LIMIT, draft.incomplete
        elif not self._known:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
        names = sorted(child.name for child in draft.children)
        if any(one == other for one, other in zip(names, names[1:], strict=False)):
            draft.flags.append("duplicate-names")
        empty = self._empty(names)
        if empty:
            draft.facts["empty_folders"] = empty[:_FOLDERS]

    def _empty(self, names: Sequence[str]) -> list[str]:
        """Folders in which neither a member nor another folder lies."""
        paths = {folder.rstrip("/\\") + "/": folder for folder in self._folders}
        ordered, folders = list(names), sorted(paths)
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
                size=size,
                state=state,
                reason=reason,
                flags=tuple(flags),
                facts=facts,
            )
        )


def _within(path: str, ordered: Sequence[str]) -> bool:
    """Whether the next longer name begins with this path."""
    at = bisect_right(ordered, path)
    return at < len(ordered) and ordered[at].startswith(path)
