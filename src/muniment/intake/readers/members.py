"""The members of a document: what is embedded in it, each part once, in the directory's order."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from muniment.intake.limits import LimitReached
from muniment.intake.readers.package import BROKEN, Locked, Package
from muniment.intake.scope import Scope
from muniment.model.reading import Child, Draft
from muniment.model.state import State

# settings of a printer and fonts that only their own document can use: hashed and listed, read by nobody
_MACHINE = re.compile(r"(?P<data>printersettings\d*\.bin)$|(?P<font>\.(?:odttf|fntdata))$", re.IGNORECASE)
_MACHINE_SIZE = 1 << 16
_STEP = 1 << 18


@dataclass(frozen=True, slots=True)
class Member:
    """One member that is to be read: where it is, and how it is opened."""

    locator: str
    open: Callable[[], BinaryIO]
    size: int | None = None

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.locator.rsplit("/", 1)[-1]


def of_package(package: Package, names: Sequence[str]) -> list[Member]:
    """Members for these parts, and for entries that another of the same name hides."""

    def part(name: str) -> Callable[[], BinaryIO]:
        return lambda: package.open(name)  # type: ignore[return-value]

    def hidden(ordinal: int) -> Callable[[], BinaryIO]:
        return lambda: package.open_at(ordinal)  # type: ignore[return-value]

    found = [Member(name, part(name), package.size(name)) for name in names]
    return found + [Member(f"{ordinal}!{name}", hidden(ordinal)) for ordinal, name in package.twice]


def embed(draft: Draft, scope: Scope, members: Sequence[Member]) -> None:
    """Give each member to the scope; where the budget is spent, the rest is listed as known and not read."""
    draft.declared = (draft.declared or 0) + len(members)
    stopped = ""
    for member in members:
        if not stopped:
            try:
                draft.children.append(_one(scope, member))
                continue
            except LimitReached as reached:
                stopped = reached.reason
                draft.complete, draft.incomplete = False, stopped
        draft.children.append(
            Child(member.locator, member.name, size=member.size, state=State.UNREAD_LIMIT, reason=stopped)
        )


def _one(scope: Scope, member: Member) -> Child:
    try:
        with member.open() as stream:
            found = _MACHINE.search(member.name)
            if found and member.size is not None and member.size <= _MACHINE_SIZE:
                return _machine(scope, member, stream, str(found.lastgroup))
            return scope.member(member.locator, member.name, stream)
    except Locked:
        state, reason = State.UNREAD_ENCRYPTED, "password"
    except BROKEN:
        state, reason = State.UNREAD_CORRUPT, "damaged"
    return Child(member.locator, member.name, size=member.size, state=state, reason=reason)


def _machine(scope: Scope, member: Member, stream: BinaryIO, reason: str) -> Child:
    scope.count()
    found, size = hashlib.sha256(), 0
    while piece := stream.read(_STEP):
        scope.budget.spend(len(piece))
        found.update(piece)
        size += len(piece)
    return Child(
        member.locator, member.name, sha256=found.hexdigest(), size=size, state=State.NONE_BY_NATURE, reason=reason
    )
