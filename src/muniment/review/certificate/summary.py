"""What many replays of a rule come to, and whether its claim can still be true of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import Protocol


class Ran(Protocol):
    """One replay."""

    @property
    def work(self) -> float:
        """The share of the set that was opened."""

    @property
    def recall(self) -> float:
        """The share of the relevant items that were found."""

    @property
    def audited(self) -> float:
        """The share of the set that the audit alone opened."""

    @property
    def true(self) -> bool:
        """Whether the claim was true."""


@dataclass(frozen=True, slots=True)
class Summary:
    """`coverage`: the share of runs whose claim was true; `at_most`: its exact upper bound at 99 %."""

    runs: int
    coverage: float
    at_most: float
    mean_work: float
    mean_recall: float
    worst_recall: float
    mean_audited: float

    def fails(self, confidence: float) -> bool:
        """Whether so many claims were false that the rule does not keep its confidence."""
        return self.at_most < confidence


def summary(runs: Sequence[Ran]) -> Summary:
    """Sum replays up."""
    many, true = len(runs), sum(each.true for each in runs)
    return Summary(
        many,
        true / many,
        upper(true, many),
        sum(each.work for each in runs) / many,
        sum(each.recall for each in runs) / many,
        min(each.recall for each in runs),
        sum(each.audited for each in runs) / many,
    )


def upper(true: int, many: int, doubt: float = 0.01) -> float:
    """The largest chance under which so few successes still come with that much doubt (Clopper and Pearson, one side)."""
    if true == many:
        return 1.0
    low, high = true / many, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(true, many, middle) > doubt:
            low = middle
        else:
            high = middle
    return high


def _at_most(true: int, many: int, chance: float) -> float:
    if chance >= 1:
        return 0.0
    ways = lgamma(many + 1)
    return sum(
        exp(ways - lgamma(i + 1) - lgamma(many - i + 1) + (i * log(chance) if i else 0) + (many - i) * log1p(-chance))
        for i in range(true + 1)
    )
