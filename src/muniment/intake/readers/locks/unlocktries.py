"""Passwords in the order in which they are tried, and the time for that: what is not tried in it is said, not hung over."""

import time
import unicodedata
from collections.abc import Iterator, Sequence

from muniment.intake.scope import Scope

_SHARE = 0.4  # of the time without a word after which a reader is ended, where nobody hears that it is at work
_OF_ALL = 0.5  # of the time that is left for the whole item, where somebody does
_EACH = 1.0  # seconds between words


class OutOfTime(Exception):
    """The time for passwords is spent."""


class Tries:
    """The tries of one locked item, or of all locked members of one container together."""

    def __init__(self, scope: Scope, passwords: Sequence[str] | None = None) -> None:
        """Tries of the passwords that were supplied, or of these."""
        self._scope = scope
        self._own = passwords
        self.untried = 0  # passwords that were not tried on the last thing, for want of time
        self._cut = False  # whether the last try was broken off
        self._said = time.monotonic()
        self._until = self._end()

    def _end(self) -> float:
        now, budget = time.monotonic(), self._scope.budget
        if budget.working is None:
            return min(now + self._scope.limits.member_seconds * _SHARE, budget.deadline)
        return now + (budget.deadline - now) * _OF_ALL

    def __iter__(self) -> Iterator[str]:
        """Each password; ends early where the time is spent."""
        every = list(self._scope.passwords if self._own is None else self._own)
        self.untried, self._cut = 0, False
        for at, password in enumerate(every):
            if self.late:
                self.untried = len(every) - at
                return
            yield password
            if self._cut:
                self.untried = len(every) - at
                return

    @property
    def late(self) -> bool:
        """Whether the time is spent; says from time to time that it is not."""
        now = time.monotonic()
        if self._scope.budget.working is not None and now - self._said > _EACH:
            self._scope.budget.working()
            self._said = now
        return now > self._until

    def go_on(self) -> None:
        """Look at the clock within one try.

        Raises: OutOfTime.
        """
        if self.late:
            self._cut = True
            raise OutOfTime

    def fits(self, password: str) -> None:
        """A password opened something: it is tried first from here on, and the others have their time again."""
        if self._own is not None:
            return
        others = [each for each in self._scope.passwords if each != password]
        self._scope.budget.passwords = (password, *others)
        self._until = self._end()


def spelled(password: str) -> tuple[str, ...]:
    """A password as it was written, and as a keyboard of another kind may have composed its letters."""
    forms = (unicodedata.normalize(form, password) for form in ("NFC", "NFKC", "NFD"))
    return tuple(dict.fromkeys((password, *forms)))


def in_bytes(password: str, *charsets: str) -> tuple[bytes, ...]:
    """What a program may have made of a password, in these charsets."""
    found: dict[bytes, None] = {}
    for charset in charsets:
        for form in spelled(password):
            try:
                found[form.encode(charset)] = None
            except UnicodeEncodeError:
                continue
    return tuple(found)
