"""The members of a document: what is embedded in it, each part once, in the directory's order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Self

from muniment.intake.readers.openxml.package import BROKEN, Locked, Package
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.scope import Scope
from muniment.model.reading import Child, Draft
from muniment.model.state import State

# settings of a printer and fonts that only their own document can use: hashed and listed, read by nobody
_MACHINE = re.compile(r"(?P<data>printersettings\d*\.bin)$|(?P<font>\.(?:odttf|fntdata))$", re.IGNORECASE)
_MACHINE_SIZE = 1 << 16


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
    rows = Rows(draft, scope)
    for member in members:
        row = Child(member.locator, member.name, size=member.size)
        found = _MACHINE.search(member.name)
        if found and member.size is not None and member.size <= _MACHINE_SIZE:
            row = replace(row, state=State.NONE_BY_NATURE, reason=str(found.lastgroup))
        with _Opened(member) as stream:
            rows.member(row, stream)


class _Opened:
    """A handle over a member's bytes, opened once they are wanted."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        if self._stream is not None:
            self._stream.close()

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        try:
            if self._stream is None:
                self._stream = self._member.open()
            return self._stream.read(size)
        except Locked:
            raise Damaged("password", State.UNREAD_ENCRYPTED) from None
        except BROKEN:
            raise Damaged("damaged") from None
