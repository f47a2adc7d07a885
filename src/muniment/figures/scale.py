"""What an axis runs over, and the marks on it with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from muniment.figures import label

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where, and each mark with its words."""

    low: float
    high: float
    marks: Sequence[tuple[float, str]]

    def part(self, at: float) -> float:
        """How far along the scale a value lies, from 0 to 1."""
        return (at - self.low) / (self.high - self.low)


def counts(most: int, parts: int = 4) -> Scale:
    """From nothing to a round number not below the most, in about so many even steps."""
    top = max(most, 1)
    rough = max(-(-top // parts), 1)
    power = 10 ** (len(str(rough)) - 1)
    step = next(one for one in (times * power for times in _STEPS) if one >= rough)
    high = -(-top // step) * step
    return Scale(0, high, [(at, label.count(at)) for at in range(0, high + 1, step)])


def upto(most: int, parts: int = 4) -> Scale:
    """From nothing to exactly the most, with its own mark at the end."""
    round_ones = counts(most, parts)
    high = max(most, 1)
    gap = round_ones.marks[1][0] * 0.6
    marks = [mark for mark in round_ones.marks if mark[0] < high - gap]
    return Scale(0, high, [*marks, (high, label.count(high))])


def shares() -> Scale:
    """From nothing to the whole."""
    return Scale(0, 1, [(0, "0%"), (0.5, "50%"), (1, "100%")])


def days(first: date, last: date, parts: int) -> Scale:
    """From the morning of the first day to the evening of the last, with both marked."""
    low, high = first.toordinal(), last.toordinal()
    between = max(min(parts, high - low), 1)
    middle = 0.5  # of the day
    marked = sorted({low + (high - low) * part // between for part in range(between + 1)})
    return Scale(low, high + 1, [(at + middle, _day(date.fromordinal(at))) for at in marked])


def _day(when: date) -> str:
    return label.day(when.year, when.month, when.day)
