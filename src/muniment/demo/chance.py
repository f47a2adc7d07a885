"""Chance from one seed: each section of the made-up case draws from a stream of its own, so that one leaves the next as it is."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from muniment.demo.story import FIRST_DAY, LAST_DAY

T = TypeVar("T")
Stream = random.Random

_CONSONANTS = "bdfgklmnprstvxyz"
_VOWELS = "aeiu"
_SYLLABLES = [c + v for c in _CONSONANTS for v in _VOWELS]  # 64
_TURN = 7_919_317  # odd: turns the running number about without making two of them equal


def stream(seed: int, *names: str) -> Stream:
    """The stream of this section."""
    return random.Random("/".join((str(seed), *names)))  # noqa: S311 - made-up papers, no secret hangs on them


class Marks:
    """Words that stand in one paper of the case alone, so that a search for one finds that paper and no other."""

    def __init__(self, seed: int, section: int) -> None:
        self._front = _SYLLABLES[section % 64]
        self._at = seed * 31

    def next(self) -> str:
        """A word that was not given before, in this section or another."""
        self._at += 1
        number = self._at * _TURN % (1 << 24)
        return self._front + "".join(_SYLLABLES[number >> shift & 63] for shift in (18, 12, 6, 0)) + "q"


def some(rng: Stream, things: Sequence[T], least: int, most: int) -> list[T]:
    """So many of them, none twice, in a drawn order."""
    return rng.sample(things, min(len(things), rng.randint(least, most)))


def moment(rng: Stream, first: datetime = FIRST_DAY, last: datetime = LAST_DAY) -> datetime:
    """A moment by day, to the minute."""
    day = first + timedelta(days=rng.randrange(max(1, (last - first).days)))
    return day.replace(hour=rng.randint(8, 20), minute=rng.randrange(60), tzinfo=UTC)
