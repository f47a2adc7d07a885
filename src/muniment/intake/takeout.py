"""Takes one member out of its containers by its locators, through the same readers that found it."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import NOTHING, Child, Json
from muniment.model.state import State

_STEP = 1 << 18


class Found(BaseException):
    """The member was sent; there is nothing more to do. No reader may catch it."""


class Takeout(Scope):
    """A scope that passes over every member but the one on the way to `place`, and sends the last one's bytes."""

    def __init__(
        self,
        budget: Budget,
        read: Callable[[Source, Scope], object],
        send: Callable[[bytes], None],
        place: Sequence[str],
        depth: int = 0,
    ) -> None:
        super().__init__(budget, read, depth)  # type: ignore[arg-type]
        self._down = read
        self._send = send
        self._wanted = place

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
        """Send or enter the member that is meant; of any other only a row is given.

        Raises: Found.
        """
        del raw_name, facts, flags, nature
        if locator == self._wanted[self.depth]:
            handle = io.BytesIO(stream) if isinstance(stream, bytes) else stream
            if self.depth + 1 == len(self._wanted):
                while piece := handle.read(_STEP):
                    self._send(piece)
                raise Found
            inner = Source(b"".join(iter(lambda: handle.read(_STEP), b"")), hints)
            self._down(inner, Takeout(self.budget, self._down, self._send, self._wanted, self.depth + 1))
            raise Found  # where it was not found inside, nothing was sent, and its hash will not be met
        return Child(locator, name, state=State.UNREAD_PENDING, reason="not-read-yet")

    def count(self) -> None:
        """Nothing is counted: the member was counted when it was found."""
