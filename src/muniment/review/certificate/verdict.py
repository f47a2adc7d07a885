"""What may be said now: read on, audit up to a level, stop, or that no claim is possible. Whole numbers decide.

*Source*: the theorem and step 5 in docs/explanation/recall-certificate.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from muniment.review.certificate.table import BITS, SCALE, Table


class What(StrEnum):
    """What is to be done."""

    READ = "read"  # in ranked order; auditing more cannot help
    AUDIT = "audit"  # up to a level; reading is allowed too
    STOP = "stop"  # the claim may be made
    IMPOSSIBLE = "impossible"  # so many items are possibly relevant that no audit can bear the claim
    VOID = "void"  # something happened that the proof does not allow: draw afresh


class Counting(StrEnum):
    """What the target counts as relevant and missed, besides what was never opened; chosen before reading."""

    ALL = "all"  # what cannot be read and what is undecided
    READABLE = "readable"  # what is undecided


@dataclass(frozen=True, slots=True)
class Standing:
    """What a verdict rests on: all of it can be counted by anyone from the ledger.

    `undecided`: judged unsure, judged differently by two people, or taken back after it taught the ranker.
    `not_readable`: without text or with text that may be missing, and nobody both opened and judged it.
    `level`: every item with a lower number is judged, or cannot be read. `left`: readable items that nobody judged.
    `sealed`: the numbers of the relevant items that were judged and that the ranking has not reached.
    """

    found: int
    undecided: int
    not_readable: int
    level: int
    sealed: Sequence[int]
    left: int

    def doubtful(self, counting: Counting) -> int:
        """How many items count as relevant and missed."""
        return self.undecided + (self.not_readable if counting is Counting.ALL else 0)


@dataclass(frozen=True, slots=True)
class Test:
    """One number missing that is to be ruled out: `hits` sealed relevant items lie below its level, `allowed` may."""

    missing: int
    level: int
    allowed: int
    hits: int

    @property
    def passed(self) -> bool:
        """Whether so few were hit."""
        return self.hits <= self.allowed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done, and the sums behind it; `need` is the level up to which the audit must be whole."""

    what: What
    least: int
    need: int
    tests: tuple[Test, ...]


def judge(table: Table, standing: Standing, counting: Counting = Counting.ALL, *, void: bool = False) -> Verdict:
    """Say what is to be done. May be asked as often as one likes: that costs no confidence."""
    m = table.least(standing.found, standing.doubtful(counting))
    if void:
        return Verdict(What.VOID, m, SCALE, ())
    if m < 1:
        return Verdict(What.IMPOSSIBLE, m, SCALE, ())
    tests = tuple(_test(table, standing, each) for each in table.tested(m))
    need = max(each.level for each in tests)
    if not standing.left:  # every item that can be read was judged: nothing is left to chance
        return Verdict(What.STOP, m, need, tests)
    if not all(each.passed for each in tests):
        return Verdict(What.READ, m, need, tests)
    return Verdict(What.STOP if standing.level >= need else What.AUDIT, m, need, tests)


def _test(table: Table, standing: Standing, m: int) -> Test:
    level = table.level(m)
    return Test(m, level, table.allowed(m), sum(each < level for each in standing.sealed))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a certificate says where the verdict is stop: at this confidence at least so large a share was found.

    Both bounds follow from one test, so they hold together: `recall` counts what cannot be read as relevant and
    missed, `readable` leaves it out; both count what is undecided as relevant and missed.
    """

    recall: Fraction
    readable: Fraction
    confidence: Fraction
    found: int
    missed_at_most: int  # relevant items that nobody opened, among those that can be read


def claim(table: Table, standing: Standing, counting: Counting = Counting.ALL) -> Claim:
    """The claim over a standing whose verdict is stop."""
    missed = table.least(standing.found, standing.doubtful(counting)) - 1 if standing.left else 0
    known = standing.found + missed + standing.undecided
    return Claim(
        _share(standing.found, known + standing.not_readable),
        _share(standing.found, known),
        table.terms.confidence,
        standing.found,
        missed,
    )


def _share(found: int, of: int) -> Fraction:
    return Fraction(found, of) if of else Fraction(1)  # nothing is relevant: nothing is missed


def shown(share: Fraction, places: int = 4) -> float:
    """A lower bound as a decimal number, never rounded up."""
    return float(int(share * 10**places) / 10**places)


def of_frame(level: int) -> float:
    """A level as a share of the frame, for people."""
    return level / (1 << BITS)
