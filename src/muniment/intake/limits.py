"""The limits under which a top-level item is read; all settable, all recorded."""

from dataclasses import asdict, dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """One budget for each top-level item and all its members together."""

    depth: int = 16
    children: int = 100_000
    bytes: int = 20 << 30  # unpacked, all members together
    member_bytes: int = 256 * MIB  # held in memory to be read; a larger member is hashed and not read
    ratio: int = 200  # unpacked to packed, after the first 16 MiB
    ratio_free: int = 16 * MIB
    pages: int = 20_000
    output: int = 512 * MIB  # bytes of readings
    memory: int = 1 << 30  # address space of the reader
    member_seconds: int = 60  # without finishing a member
    seconds: int = 300
    seconds_per_mib: int = 2

    def wall(self, size: int) -> int:
        """Seconds that an item of this many bytes may take."""
        return self.seconds + self.seconds_per_mib * (size // MIB)

    def record(self) -> dict[str, int]:
        """As the ledger keeps them."""
        return asdict(self)


class LimitReached(Exception):
    """A limit stopped a reader: a state, not an error; `reason` is a code of `model.reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreadable(Exception):
    """A reader cannot read these bytes: the state and reason that follow. Caught by the scope that called it."""

    def __init__(self, state: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{state} {reason} {detail}")
        self.state = state
        self.reason = reason
        self.detail = detail
