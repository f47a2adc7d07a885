"""The rows of the members of a mail or a box of mails: one budget, and what is known of the rest where it is spent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from muniment.intake.limits import LimitReached
from muniment.intake.readers.mailtransfer import Decoded
from muniment.intake.scope import Scope
from muniment.model.reading import NOTHING, Child, Draft, Json
from muniment.model.state import State

Name = tuple[str, bytes | None]  # the name, and its bytes where they are not UTF-8


class Rows:
    """Fills in the children of a draft. Where the budget is spent, what is known of the rest is listed and not read."""

    def __init__(self, draft: Draft, scope: Scope) -> None:
        self._draft = draft
        self._scope = scope
        self._listed = 0
        self._stopped = ""
        draft.declared = 0

    def member(
        self,
        locator: str,
        name: Name,
        given: bytes | Decoded,
        *,
        size: int | None = None,
        hints: Mapping[str, str] = NOTHING,
        facts: Mapping[str, Json] = NOTHING,
    ) -> None:
        """A member that is to be read; of one that comes as bytes nothing is damaged."""
        self._count()
        if not self._stopped:
            stream = given if isinstance(given, bytes) else cast(BinaryIO, given)
            try:
                row = self._scope.member(locator, name[0], stream, raw_name=name[1], hints=hints, facts=facts)
            except LimitReached as reached:
                self._stop(reached.reason)
            else:
                damaged = isinstance(given, Decoded) and given.damaged
                self._draft.children.append(replace(row, flags=("transfer-damaged",)) if damaged else row)
                return
        self._list(Child(locator, name[0], name[1], size=size, hints=hints, facts=facts))

    def unread(self, row: Child) -> None:
        """A member that is recorded and not read."""
        self._count()
        if not self._stopped:
            try:
                self._scope.count()
            except LimitReached as reached:
                self._stop(reached.reason)
            else:
                self._draft.children.append(row)
                return
        self._list(row)

    def rest(self, start: int, end: int, reason: str) -> None:
        """One row for all that was not walked any more."""
        self._stop(self._stopped or reason)
        row = Child(f"@{start}", "the rest", size=end - start, state=State.UNREAD_LIMIT, reason=reason)
        self._draft.children.append(row)
        self._draft.declared = None

    def _count(self) -> None:
        if self._draft.declared is not None:
            self._draft.declared += 1

    def _stop(self, reason: str) -> None:
        self._stopped = reason
        self._draft.complete, self._draft.incomplete = False, reason

    def _list(self, row: Child) -> None:
        """A row for a member that is known and not read; of very many the last stands for all that follow."""
        self._listed += 1
        if self._listed < self._scope.limits.children:
            self._draft.children.append(replace(row, state=State.UNREAD_LIMIT, reason=self._stopped))
        elif self._listed == self._scope.limits.children:
            self._draft.children.append(
                Child(row.locator, "this and all that follow", state=State.UNREAD_LIMIT, reason=self._stopped)
            )
