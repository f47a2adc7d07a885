"""Rules that say when to stop, replayed over a labelled set: ours, those that are in use and not honest, and ours with faults.

A replay is given the labels in the order in which a ranker read them. The order does not hang on the secret numbers
where the rule is honest, so one order serves many replays; `live` trains the ranker anew inside each. The dishonest rules are
kept so that anyone can see them fail, and to show that the replay can fail a rule at all.

*Source* of knee and 2399: Cormack and Grossman 2016 (SIGIR), their constants.
"""

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from muniment.errors import AskedWrong
from muniment.review.certificate.table import SCALE, STEPS, Table, Terms

Labels = NDArray[np.bool_]
Ends = NDArray[np.int64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """One replay: shares of the set that were opened, of the relevant found, and of the set opened by the audit alone."""

    work: float
    recall: float
    audited: float
    true: bool


@dataclass(frozen=True, slots=True)
class World:
    """A labelled set in the order of one reading, and the secret numbers in that order."""

    labels: Labels
    ends: Ends
    numbers: Numbers
    terms: Terms


def ended(world: World, read: int, level: int = 0) -> Run:
    """The run that read so many items and audited up to a level; one that opened everything made a true claim."""
    rest = world.numbers[read:] < level
    found = int(world.labels[:read].sum()) + int((world.labels[read:] & rest).sum())
    relevant, size = int(world.labels.sum()), len(world.labels)
    audited = int(rest.sum())
    target = world.terms.target
    true = found * target.denominator >= target.numerator * relevant or read + audited == size
    return Run((read + audited) / size, found / relevant if relevant else 1.0, audited / size, true)


class _Audit:
    """Relevant items alone, as whole numbers: between two of them no verdict changes."""

    def __init__(self, world: World) -> None:
        places = np.flatnonzero(world.labels)
        self.places = places.tolist()
        self.numbers = world.numbers[places].tolist()
        self.drawn = np.argsort(world.numbers[places], kind="stable").tolist()
        self.reached = int(world.labels[:2].sum())  # one relevant item and one that is not began the reading
        self.read = min(2, len(world.labels))
        self.next, self.level = 0, 0
        self.sealed: list[int] = []

    @property
    def found(self) -> int:
        return self.reached + len(self.sealed)

    def read_on(self) -> bool:
        """To the next relevant item; False where there is none."""
        if self.reached == len(self.places):
            return False
        number = self.numbers[self.reached]
        if number < self.level:
            del self.sealed[bisect_left(self.sealed, number)]
        self.read = self.places[self.reached] + 1
        self.reached += 1
        return True

    def audit(self, need: int) -> None:
        """In the order of the numbers, to the next relevant item that is not reached, or as far as is needed."""
        while self.next < len(self.drawn):
            which = self.drawn[self.next]
            number = self.numbers[which]
            if number >= need:
                break
            self.next += 1
            if which >= self.reached and number >= self.level:
                insort(self.sealed, number)
                self.level = number + 1
                return
        self.level = need


def _sealed_sample(world: World, *, later: bool = True, hits: bool = True) -> Run:
    table, audit = Table(world.terms), _Audit(world)
    constants: dict[int, tuple[list[tuple[int, int]], int]] = {}
    while True:
        m = table.least(audit.found)
        if m not in constants:
            tests = [(table.level(each), table.allowed(each)) for each in (table.tested(m) if later else [m])]
            constants[m] = tests, max(level for level, _ in tests)
        tests, need = constants[m]
        if hits and any(bisect_left(audit.sealed, level) > k for level, k in tests):
            audit.read_on()
        elif audit.level >= need:
            return ended(world, audit.read, audit.level)
        else:
            audit.audit(need)


def _in_a_row(world: World, run: int) -> Run:
    places = np.flatnonzero(world.labels)
    starts = np.concatenate(([-1], places))
    gaps = np.diff(np.concatenate((starts, [len(world.labels)]))) - 1
    long = np.flatnonzero(gaps >= run)
    return ended(world, int(starts[long[0]]) + 1 + run if len(long) else len(world.labels))


def _knee(world: World) -> Run:
    gain = np.concatenate(([0], np.cumsum(world.labels)))
    for end in world.ends.tolist():
        if end < 1000:  # no knee is looked for before
            continue
        found, at = int(gain[end]), np.arange(1, end)
        knee = 1 + int(np.argmax(gain[1:end] - found * at / end))
        before = gain[knee] / knee
        after = (1 + found - gain[knee]) / (end - knee)
        if before / after >= 156 - min(found, 150):
            return ended(world, end)
    return ended(world, len(world.labels))


def _2399(world: World) -> Run:
    read = np.arange(1, len(world.labels) + 1)
    enough = np.flatnonzero(read >= 1.2 * np.cumsum(world.labels) + 2399)
    return ended(world, int(read[enough[0]]) if len(enough) else len(world.labels))


def _percent(share: float) -> Callable[[World], Run]:
    return lambda world: _in_a_row(world, max(50, round(share * len(world.labels))))


RULES: dict[str, Callable[[World], Run]] = {
    "certificate": _sealed_sample,
    "fifty-in-a-row": lambda world: _in_a_row(world, 50),
    "one-percent-in-a-row": _percent(0.01),
    "five-percent-in-a-row": _percent(0.05),
    "knee": _knee,
    "2399": _2399,
    "sealed-leaves-candidates": lambda world: _sealed_sample(world, hits=False),
    "later-steps-untested": lambda world: _sealed_sample(world, later=False),
}
LIVE = ("certificate", "sealed-trains-at-once", "sealed-leaves-candidates")  # where the ranker is taught in the run
NAMES = (*RULES, "sealed-trains-at-once")


def replay(rule: str, world: World) -> Run:
    """Follow a rule to its end. *Raises* AskedWrong where there is no such rule, or it must be run live."""
    if rule not in RULES:
        also = " (run it live: it changes the order)" if rule in LIVE else ""
        raise AskedWrong("no such rule" + also, rule, f"choose one of {', '.join(RULES)}")
    return RULES[rule](world)


def telling(relevant: int, step: int = STEPS[-1][0]) -> Fraction:
    """The target at which it shows whether the later steps of k are tested, in a set with so many relevant items.

    Forgetting them costs nothing but where the relevant items number just over a step: this target puts the last step there.
    """
    return Fraction(relevant - step, relevant - 1)


def drawn(size: int, seed: int, run: int) -> Numbers:
    """The secret numbers of a run, in reading order."""
    return np.random.default_rng([17, seed, run]).integers(0, SCALE, size)
