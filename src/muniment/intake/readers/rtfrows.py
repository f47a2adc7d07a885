"""The rows of a document's members: each is counted; when the budget is spent the rest is listed and not read."""

from collections.abc import Mapping, Sequence

from muniment.intake.limits import LimitReached
from muniment.intake.scope import Scope
from muniment.model.reading import NOTHING, Child, Draft, Json
from muniment.model.state import State

_LISTED = 10_000  # members that are still named after the budget is spent


class Rows:
    """Fills in the children of a draft, and how many there are."""

    def __init__(self, draft: Draft, scope: Scope) -> None:
        self._draft = draft
        self._scope = scope
        self._listed = 0
        self._stopped = ""
        draft.declared = 0

    def member(
        self,
        locator: str,
        name: str,
        data: bytes,
        *,
        hints: Mapping[str, str] = NOTHING,
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
    ) -> None:
        """A member that is to be read."""
        if self._next():
            try:
                child = self._scope.member(locator, name, data, hints=hints, facts=facts, flags=flags)
            except LimitReached as reached:
                self._stop(reached.reason)
            else:
                self._draft.children.append(child)
                return
        self._list(Child(locator, name, size=len(data), hints=hints, facts=facts, flags=tuple(flags)))

    def unread(self, child: Child) -> None:
        """A member that is recorded and not read."""
        if self._next():
            try:
                self._scope.count()
            except LimitReached as reached:
                self._stop(reached.reason)
            else:
                self._draft.children.append(child)
                return
        self._list(child)

    def missing(self, count: int) -> None:
        """Members that the document says it has, and that are not to be found."""
        if count > 0:
            self._draft.declared = (self._draft.declared or 0) + count
            self._incomplete("damaged")

    def _next(self) -> bool:
        self._draft.declared = (self._draft.declared or 0) + 1
        return not self._stopped

    def _stop(self, reason: str) -> None:
        self._stopped = reason
        self._incomplete(reason)

    def _incomplete(self, reason: str) -> None:
        if self._draft.complete:
            self._draft.complete, self._draft.incomplete = False, reason

    def _list(self, child: Child) -> None:
        self._listed += 1
        if self._listed <= _LISTED:
            self._draft.children.append(
                Child(
                    child.locator,
                    child.name,
                    kind=child.kind,
                    size=child.size,
                    hints=child.hints,
                    state=State.UNREAD_LIMIT,
                    reason=self._stopped,
                    facts=child.facts,
                    flags=child.flags,
                )
            )
