"""A review played from its first item to its end by the code that a case runs on: course, verdict, and a ranker taught in the run.

Slower than replaying an order, and it shows what an order cannot: whether sealed judgements leak into the reading. Two
faults are kept, named as such, to show that it does show.
"""

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
from numpy.typing import NDArray

from muniment.errors import AskedWrong
from muniment.model.review import Judgement, Way
from muniment.review.certificate.course import Course, Judged, Ranked
from muniment.review.certificate.rules import LIVE, Labels, Run
from muniment.review.certificate.table import Table, Terms
from muniment.review.certificate.verdict import What, judge

Ints = NDArray[np.int64]
# which items are left, what may be learnt from and whether each is relevant: the next batch
Rank = Callable[[Labels, Ints, Labels], Ints]


class _TrainsAtOnce(Course):
    """A fault: the ranker learns from sealed judgements too."""

    def taught(self) -> dict[str, bool]:
        return {item: self.judgement(item) is Judgement.RELEVANT for item in [*self.reached(), *self.sealed()]}


class _LeavesCandidates(Course):
    """A fault: what was audited is taken off the list, and nobody waits for the ranking to reach it."""

    def candidates(self) -> Iterator[str]:
        gone = {*self.reached(), *self.sealed()}
        return (item for item in self.frame if item not in gone)

    def sealed_relevant(self) -> tuple[int, ...]:
        return ()


_COURSES: dict[str, type[Course]] = dict(zip(LIVE, (Course, _TrainsAtOnce, _LeavesCandidates), strict=True))


class _Review:
    """One person who reads, without error and without rest."""

    def __init__(self, course: Course, labels: Labels, ranker: Rank) -> None:
        self.course, self.labels, self.ranker = course, labels, ranker
        self.entries = count(1)

    def open(self, item: str, way: Way) -> bool:
        relevant = bool(self.labels[int(item)])
        as_ = Judgement.RELEVANT if relevant else Judgement.NOT_RELEVANT
        self.course.take(Judged(next(self.entries), item, as_, "1", way))
        return relevant

    def rank(self) -> bool:
        """The next batch; False where nothing is left to rank."""
        left, said = np.zeros(len(self.labels), np.bool_), self.course.taught()
        left[np.fromiter((int(item) for item in self.course.candidates()), np.int64)] = True
        if not left.any():
            return False
        which, relevant = np.fromiter(map(int, said), np.int64), np.fromiter(said.values(), np.bool_)
        batch = self.ranker(left, which, relevant)
        self.course.take(Ranked(next(self.entries), tuple(map(str, batch.tolist()))))
        return True

    def read_on(self) -> bool:
        """In the queue, until a relevant item was reached; False where all is read."""
        waiting = [item for item in self.course.sealed() if self.labels[int(item)]]
        while True:
            item = self.course.next_queued()
            if (item is None and not self.rank()) or (item is not None and self.open(item, Way.QUEUE)):
                return item is not None
            if any(self.course.is_reached(each) for each in waiting):
                return True

    def audit(self, need: int) -> None:
        """In the order of the numbers, until a relevant item was found, or as far as is needed."""
        for item in list(self.course.audits(need)):
            if self.open(item, Way.AUDIT):
                return


def live(
    rule: str, labels: Labels, numbers: NDArray[np.int64], terms: Terms, rank: Rank, seed: int, late: int = 0
) -> Run:
    """Play a review to its end. The audit waits until `late` items were read, or the rule asks for nothing else.

    *Raises* AskedWrong where the rule is not one that is played live. *Cost*: the ranker's, once for each batch.
    """
    if rule not in _COURSES:
        raise AskedWrong("no rule that is played live", rule, f"choose one of {', '.join(_COURSES)}")
    chance = np.random.default_rng(seed)
    size, table = len(labels), Table(terms)
    course = _COURSES[rule](map(str, range(size)), dict(zip(map(str, range(size)), numbers.tolist(), strict=True)), 0)
    review = _Review(course, labels, rank)
    start = (str(chance.choice(np.flatnonzero(labels))), str(chance.choice(np.flatnonzero(~labels))))
    course.take(Ranked(next(review.entries), start, began=True))
    for item in start:
        review.open(item, Way.QUEUE)
    while True:
        verdict = judge(table, course.standing(), void=bool(course.breaks))
        if verdict.what in {What.STOP, What.IMPOSSIBLE, What.VOID}:
            break
        early = len(course.reached()) < late
        if (verdict.what is What.READ or early) and review.read_on():
            continue
        review.audit(verdict.need)
    return _ended(course, labels, terms)


def _ended(course: Course, labels: Labels, terms: Terms) -> Run:
    reached = set(course.reached())
    opened = reached | set(course.sealed())
    found, relevant = sum(bool(labels[int(item)]) for item in opened), int(labels.sum())
    true = found * terms.target.denominator >= terms.target.numerator * relevant or len(opened) == len(labels)
    return Run(len(opened) / len(labels), found / relevant, (len(opened) - len(reached)) / len(labels), true)
