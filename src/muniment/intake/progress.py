"""How far an intake has come, for whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of an intake; `phase` is counting, plan, custody, checking, reading, recognising or alike, `note` a line to show once."""

    phase: str
    files_done: int = 0
    files: int = 0
    bytes_done: int = 0
    bytes: int = 0
    seconds: float = 0.0
    note: str = ""


Tell = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tell nobody."""
