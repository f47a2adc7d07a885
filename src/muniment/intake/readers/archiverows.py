"""The rows of an archive's members: one bad member costs that member, a spent budget costs the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Protocol, cast

from muniment.intake.limits import LimitReached
from muniment.intake.scope import Scope
from muniment.model.reading import NOTHING, Child, Draft, Json
from muniment.model.state import State

_NAMES = 1000  # names of empty folders that a fact lists


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
        self.stopped = ""  # why no more members are read

    def member(
        self,
        locator: str,
        name: tuple[str, bytes | None],
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
            except Damaged as fault:
                self._add(locator, name, size, fault.state, fault.reason, facts, flags)
                return
            else:
                return
        self._add(locator, name, size, State.UNREAD_LIMIT, self.stopped, facts, flags)

    def unread(
        self,
        locator: str,
        name: tuple[str, bytes | None],
        state: State,
        reason: str,
        *,
        size: int | None = None,
        kind: str = "file",
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
    ) -> None:
        """A member that is recorded and not read."""
        if not self.stopped:
            try:
                self._scope.count()
            except LimitReached as reached:
                self.stop(reached.reason)
        self._add(locator, name, size, state, reason, facts, flags, kind)

    def folder(self, name: str) -> None:
        """A folder; it is named where nothing lies in it."""
        self._folders.append(name)

    def stop(self, reason: str) -> None:
        """From here on members are listed and not read."""
        self.stopped = reason
        self.incomplete(reason)

    def incomplete(self, reason: str) -> None:
        """There are members, or parts of them, of which nothing is known."""
        if self._draft.complete:
            self._draft.complete, self._draft.incomplete = False, reason

    def finish(self, names: Sequence[str]) -> None:
        """Say what follows from all names together."""
        held = {name[: at + 1] for name in names for at, letter in enumerate(name) if letter == "/"}
        empty = [name for name in dict.fromkeys(self._folders) if name.rstrip("/\\") + "/" not in held]
        empty = [name for name in empty if not any(other != name and other.startswith(name) for other in empty)]
        if empty:
            self._draft.facts["empty_folders"] = empty[:_NAMES]
        if any(count > 1 for count in Counter(names).values()):
            self._draft.flags.append("duplicate-names")

    def _add(
        self,
        locator: str,
        name: tuple[str, bytes | None],
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
