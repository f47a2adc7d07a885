"""Lines of an open file, and the first line of a number by halving: both files are in order, so there is no index."""

from collections.abc import Callable, Iterator

from muniment.ledger.disk import read_at

BLOCK = 8192
STEP = 1 << 18


def lines(descriptor: int, start: int, end: int, step: int = STEP) -> Iterator[tuple[int, bytes]]:
    """(offset, line with its end) for every whole line that begins at or after `start`."""
    at, rest, skip = max(start - 1, 0), b"", start > 0
    while at + len(rest) < end:
        piece = read_at(descriptor, min(max(step, len(rest)), end - at - len(rest)), at + len(rest))
        if not piece:
            return
        *done, rest = (rest + piece).split(b"\n")
        for line in done:
            if not skip:
                yield at, line + b"\n"
            at += len(line) + 1
            skip = False


def seek(descriptor: int, end: int, wanted: int, number: Callable[[bytes], int | None]) -> int:
    """Where the first line numbered `wanted` or more begins; `end` where there is none."""
    low, high = 0, end
    while high - low > BLOCK:
        middle = (low + high) // 2
        at, found = next(
            ((at, seq) for at, line in lines(descriptor, middle, end, BLOCK) if (seq := number(line)) is not None),
            (end, wanted),
        )
        low, high = (low, middle) if found >= wanted else (at, high)
    return next(
        (at for at, line in lines(descriptor, low, end, BLOCK) if (seq := number(line)) is not None and seq >= wanted),
        end,
    )
