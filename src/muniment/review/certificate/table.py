"""The constants of the rule, fixed before anyone reads: how far to audit, and how much of it may still be unreached.

A level stands for a share of the frame, as a whole number of 2^-53; so does an item's secret number, and an item is
below a level with exactly that chance. Levels are rounded up: a certificate is never easier than its confidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import comb

from muniment.errors import AskedWrong

BITS = 53
SCALE = 1 << BITS
TARGET, CONFIDENCE, ALPHA = Fraction(19, 20), Fraction(19, 20), Fraction(1, 25)  # .04, so that .05 are never in doubt
STEPS = ((1, 0), (6, 1), (56, 2))  # from this m on, so many relevant items of the audit may lie unreached
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN, Emin=-(10**9), Emax=10**9)

Steps = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is fixed before reading: how large the frame is, the target, the chance of a false claim, and the steps of k.

    `confidence` is what is said, and no more than `alpha` leaves.
    """

    size: int
    target: Fraction = TARGET
    alpha: Fraction = ALPHA
    confidence: Fraction = CONFIDENCE
    steps: Steps = STEPS

    def __post_init__(self) -> None:
        if not (0 < self.target < 1 and 0 < self.alpha <= 1 - self.confidence < 1):
            said = f"{self.target} at {self.confidence}, alpha {self.alpha}"
            raise AskedWrong("no such target or confidence", said, "give shares between 0 and 1")


def terms(size: int, target: Fraction = TARGET, confidence: Fraction = CONFIDENCE) -> Terms:
    """The terms that are shipped: a fifth of the doubt that the confidence leaves is kept back."""
    return Terms(size, target, (1 - confidence) * 4 / 5, confidence)


def shared(size: int, targets: Iterable[Fraction], confidence: Fraction = CONFIDENCE) -> list[Terms]:
    """Terms for several targets whose claims hold together at a confidence: the doubt is shared among them."""
    wanted = list(targets)
    return [terms(size, target, 1 - (1 - confidence) / len(wanted)) for target in wanted]


def chance(m: int, k: int, share: int) -> Decimal:
    """How likely it is that of m + k items at most k lie below a level: P(Bin(m + k, share / 2^53) <= k)."""
    n, below = m + k, _EXACT.divide(Decimal(share), Decimal(SCALE))
    above = _EXACT.subtract(Decimal(1), below)
    found = Decimal(0)
    for i in range(k + 1):
        either = _EXACT.multiply(_power(below, i), _power(above, n - i))
        found = _EXACT.add(found, _EXACT.multiply(Decimal(comb(n, i)), either))
    return found


def _power(base: Decimal, exponent: int) -> Decimal:
    return _EXACT.power(base, exponent) if exponent else Decimal(1)


@lru_cache(maxsize=1 << 16)
def level(m: int, k: int, alpha: Fraction) -> int:
    """The lowest level at which at most k of m + k items are below it with a chance of no more than alpha.

    *Cost*: some 2 ms, then remembered.
    """
    allowed = _EXACT.divide(Decimal(alpha.numerator), Decimal(alpha.denominator))
    low, high = 0, SCALE  # at `low` the chance is too high, at `high` it is not
    while high - low > 1:
        middle = (low + high) // 2
        if chance(m, k, middle) <= allowed:
            high = middle
        else:
            low = middle
    return high


def least_missing(total: int, target: Fraction) -> int:
    """How many of so many relevant items are missing at least where the target is missed: its m."""
    return total - -(-target.numerator * total // target.denominator) + 1


class Table:
    """The constants for some terms, each worked out when it is asked for."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.most = least_missing(terms.size, terms.target)  # no total can be larger than the frame

    def allowed(self, m: int) -> int:
        """The k of an m."""
        return max(k for first, k in self.terms.steps if first <= m)

    def level(self, m: int) -> int:
        """The c of an m, by which it alone is tested."""
        return level(m, self.allowed(m), self.terms.alpha)

    def tested(self, m: int) -> list[int]:
        """The numbers missing that must all be ruled out where m is the least: m, and each later step of k.

        Between two steps the level falls as m grows, and what lies below a lower level is part of what lies below a
        higher one: the first of a step rules out the others of it.
        """
        return [m, *(first for first, _ in self.terms.steps if m < first <= self.most)]

    def need(self, m: int) -> int:
        """The level up to which the audit must be whole."""
        return max(self.level(each) for each in self.tested(m))

    def least(self, found: int, doubtful: int = 0) -> int:
        """The least number of relevant items missing where a claim over this many found is false.

        `doubtful` items count as relevant and missed. Below 1: the claim cannot be made, whatever is audited.
        """
        p, q = self.terms.target.numerator, self.terms.target.denominator
        return q * found // p + 1 - found - doubtful
