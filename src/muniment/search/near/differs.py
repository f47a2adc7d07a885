"""What differs between two texts, word by word. Bounded: where two long texts hardly agree, a passage is said to differ as a whole."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Block = tuple[int, int, int]  # from in one, from in the other, how many are the same

_SMALL = 10_000  # pairs of words that are compared each with each
_WORK = 200  # how often each word is looked at, on average, before the rest is left whole


def blocks(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Block]:
    """The passages that both have, in order, none of which cross."""
    found: list[Block] = []
    budget = _WORK * (len(one) + len(other) + 100)
    todo = [(0, len(one), 0, len(other))]
    while todo:
        low, high, down, up = todo.pop()
        begin = low
        while low < high and down < up and one[low] == other[down]:
            low, down = low + 1, down + 1
        if low > begin:
            found.append((begin, down - low + begin, low - begin))
        end = high
        while low < high and down < up and one[high - 1] == other[up - 1]:
            high, up = high - 1, up - 1
        if high < end:
            found.append((high, up, end - high))
        if low == high or down == up:
            continue
        small = (high - low) * (up - down) <= _SMALL
        budget -= (high - low) * (up - down) if small else high - low + up - down
        if budget < 0:
            continue
        if small:
            found += _each(one[low:high], other[down:up], low, down)
        else:
            todo += _gaps(_anchors(one, other, low, high, down, up), low, high, down, up)
    return _joined(sorted(block for block in found if block[2]))


def gaps(found: Sequence[Block], one: int, other: int) -> Iterator[tuple[int, int, int, int]]:
    """What lies between the blocks: (from, to) in the one, (from, to) in the other."""
    ends = [(0, 0, 0), *found, (one, other, 0)]
    for (at, there, size), (next_at, next_there, _) in pairwise(ends):
        if at + size < next_at or there + size < next_there:
            yield at + size, next_at, there + size, next_there


def _each(one: Sequence[Hashable], other: Sequence[Hashable], low: int, down: int) -> Iterator[Block]:
    for at, there, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield low + at, down + there, size


def _anchors(
    one: Sequence[Hashable], other: Sequence[Hashable], low: int, high: int, down: int, up: int
) -> list[tuple[int, int]]:
    """Places that are the same: runs of words that occur once on each side, as many as lie in one order."""
    for length in (3, 1):
        mine, theirs = _once(one, low, high, length), _once(other, down, up, length)
        pairs = sorted((at, theirs[run]) for run, at in mine.items() if run in theirs)
        if pairs:
            return _rising(pairs)
    return []


def _once(words: Sequence[Hashable], low: int, high: int, length: int) -> dict[Hashable, int]:
    found = {tuple(words[at : at + length]): at for at in range(low, high - length + 1)}
    often = Counter(tuple(words[at : at + length]) for at in range(low, high - length + 1))
    return {run: at for run, at in found.items() if often[run] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest rising row of places in the other text."""
    tops: list[int] = []  # places in `pairs`, the least end of a row of each length
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        low, high = 0, len(tops)
        while low < high:
            middle = (low + high) // 2
            if pairs[tops[middle]][1] < there:
                low = middle + 1
            else:
                high = middle
        before.append(tops[low - 1] if low else -1)
        tops[low : low + 1] = [number]
    row, number = [], tops[-1] if tops else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _gaps(
    anchors: Sequence[tuple[int, int]], low: int, high: int, down: int, up: int
) -> Iterator[tuple[int, int, int, int]]:
    """From each anchor to the next; the anchor begins its piece, so that it is found the same there."""
    if not anchors:
        return
    begins = [(low, down), *(anchor for anchor in anchors if anchor > (low, down))]
    for (at, there), (next_at, next_there) in pairwise([*begins, (high, up)]):
        yield at, next_at, there, next_there


def _joined(found: Sequence[Block]) -> list[Block]:
    row: list[Block] = []
    for at, there, size in found:
        if row and (row[-1][0] + row[-1][2], row[-1][1] + row[-1][2]) == (at, there):
            row[-1] = (*row[-1][:2], row[-1][2] + size)
        else:
            row.append((at, there, size))
    return row
