"""A clock that jumps: nothing is refused, time in the ledger never goes back, and the jump is an entry of its own."""

import json
import time

from muniment.model.act import Act
from muniment.model.deed import ClockJumped
from muniment.store.tables import Tables

MOST = 3_600_000_000  # microseconds: what a clock may be set by without a word


class Clock:
    """The machine's clock, held against the ledger's last entry and against how long the machine has been running."""

    def __init__(self) -> None:
        self._seen = now(), running()

    def jumped(self, tables: Tables) -> list[Act]:
        """An act where it jumped by more than an hour since the last entry, or since it was last looked at here.

        Cannot: tell a clock that is ahead before the case is opened from time that went by; when it is set right, it jumps.
        """
        clock, up = now(), running()
        seen, self._seen = self._seen, (clock, up)
        last, noted = _last(tables)
        if noted is not None and abs(clock - noted) <= MOST:
            return []  # somebody said so already, and nothing was entered since that shows another time
        for expected, jumped in (
            (seen[0] + up - seen[1], abs(clock - seen[0] - (up - seen[1])) > MOST),
            (last if noted is None else noted, clock < (last if noted is None else noted) - MOST),
        ):
            if jumped:
                return [ClockJumped(clock, expected)]
        return []


def _last(tables: Tables) -> tuple[int, int | None]:
    """When the last entry was made; and, while the ledger's time stands still since a jump, what the clock said then."""
    last = int(tables.one("SELECT at FROM act ORDER BY entry DESC LIMIT 1") or 0)
    noted = jumps(tables)[-1:]
    return last, noted[0]["clock"] if noted and noted[0]["at"] == last else None


def jumps(tables: Tables) -> list[dict[str, int]]:
    """Every jump that was entered: its entry, the time that the ledger gives it, and what the clock said."""
    found: list[dict[str, int]] = json.loads(tables.meta("clock") or "[]")
    return found


def now() -> int:
    """What the machine's clock says, in microseconds since 1970."""
    return time.time_ns() // 1000


def running() -> int:
    """How long the machine has been running, in microseconds, also while it slept where the system counts that."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)) // 1000
