"""The course of one page whose words are to be recognised: a child of its own, once more with twice the memory, then given up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from muniment.intake.attempt import Attempt
from muniment.intake.limits import MIB, Limits
from muniment.intake.ocr.lacking import VERSION
from muniment.intake.request import Request
from muniment.model.reading import NOTHING, Json, Reading
from muniment.model.state import State

MEMORY = 2048 * MIB  # a page of 300 million pixels in grey, and what is made of it
SECONDS = 240  # for one page, by which a page of a newspaper is done
_REASONS = {
    State.UNREAD_TIMED_OUT: "timed-out",
    State.UNREAD_OUT_OF_MEMORY: "out-of-memory",
    State.UNREAD_CRASHED: "crashed",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of one original or member, in a file that holds just its bytes."""

    path: Path
    sha256: str
    size: int
    kind: str
    page: int
    languages: tuple[str, ...]

    def asked(self) -> Mapping[str, Json]:
        """As a child is told."""
        return {"kind": self.kind, "page": self.page, "languages": list(self.languages)}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What came of it: a reading of that page alone."""

    sheet: Sheet
    reading: Reading


@dataclass(slots=True)
class Course:
    """One page, read by children that read nothing else."""

    sheet: Sheet
    limits: Limits
    doubled: bool = False

    @property
    def files(self) -> list[Path]:
        """What a child gets."""
        return [self.sheet.path]

    def attempt(self, now: float, *, jailed: bool) -> tuple[Request, Attempt]:
        """What a child is asked, and who listens to it."""
        memory = max(self.limits.memory, MEMORY) * (2 if self.doubled else 1)
        limits = replace(self.limits, memory=memory, member_seconds=SECONDS)
        request = Request(limits, SECONDS, jailed, [NOTHING], recognise=self.sheet.asked())
        return request, Attempt(limits, SECONDS, now)

    def settle(self, attempt: Attempt) -> tuple[list[Recognised], list["Course"]]:
        """The outcome, or what is still to be tried."""
        state = attempt.verdict()
        if state is None and len(attempt.readings) == 1 and attempt.readings[0].sha256 == self.sheet.sha256:
            return [Recognised(self.sheet, attempt.readings[0])], []
        state = state or State.UNREAD_CRASHED
        if state is not State.UNREAD_TIMED_OUT and not self.doubled:
            self.doubled = True
            return [], [self]
        sheet = self.sheet
        given_up = Reading(sheet.sha256, sheet.size, sheet.kind, state, _REASONS[state], f"ocr {VERSION}")
        return [Recognised(sheet, given_up)], []
