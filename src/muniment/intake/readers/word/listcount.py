"""The numbers that a word processor shows before the paragraphs of a list, counted as they come.

A list has up to nine levels. Lists may share one definition, and then they go on from one another, unless one says that it
begins anew.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.word.numberforms import written

LEVELS = 9
_SLOT = re.compile(r"%([1-9])")
_MOST = 100  # characters of a number: made up, one could be longer than its document
_HIGHEST = 1 << 31


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    form: str = "decimal"
    text: str = ""  # "%1.%2." with the number of each level in its place
    restart: int | None = None  # the level, from 1, whose next paragraph sets this one back; 0: none; None: any above
    legal: bool = False  # all numbers in plain digits
    style: str = ""  # of the paragraphs that stand at this level
    padded: int = 0  # digits that a number has at least


@dataclass(frozen=True, slots=True)
class List:
    """One list: the definition that it shares, its levels, and where it begins anew."""

    shared: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)

    def at(self, style: str) -> int | None:
        """The level that paragraphs of a style stand at."""
        return next((number for number, level in self.levels.items() if style and level.style == style), None)


@dataclass(slots=True)
class Count:
    """Where each list stands."""

    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, name: str, found: List, at: int) -> str:
        """Count one paragraph at a level of a list; the number that it shows, "" where that is none or a mere sign."""
        level = found.levels.get(at)
        if level is None or not 0 <= at < LEVELS:
            return ""
        counts = self._counts.setdefault(found.shared, [None] * LEVELS)
        before = counts[at]
        if at in found.starts and (name, at) not in self._begun:
            counts[at] = found.starts[at]
        else:
            counts[at] = level.start if before is None else min(before + 1, _HIGHEST)
        self._begun.add((name, at))
        for above in range(at):
            if counts[above] is None and above in found.levels:
                counts[above] = found.starts.get(above, found.levels[above].start)
        for below in range(at + 1, LEVELS):
            said = found.levels[below].restart if below in found.levels else None
            if said is None or at < said:
                counts[below] = None
        return "" if level.form == "bullet" else self._shown(level, found, counts)

    def _shown(self, level: Level, found: List, counts: "list[int | None]") -> str:
        def slot(match: "re.Match[str]") -> str:
            at = int(match[1]) - 1
            number, said = counts[at], found.levels.get(at)
            if number is None or said is None:
                return ""
            form = "decimal" if level.legal and said.form != "none" else said.form
            return written(number, form).rjust(said.padded, "0")

        return _SLOT.sub(slot, level.text).strip()[:_MOST]
