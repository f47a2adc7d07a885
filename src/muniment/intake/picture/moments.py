"""Which frames of a film are shown of it: evenly spread over the frames that are really there, whatever its header claims."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

STILLS = 12
_BASE = re.compile(r"#tb 0: (\d{1,10})/(\d{1,10})\n")
_LINE = re.compile(r"0, +(-?\d{1,19}), +(-?\d{1,19}), .*\n")
_FLAGS = re.compile(r", F=0x([0-9A-F]{1,8})\b")  # where there are none, it is a frame that can be decoded alone
_NO_TIME = -(1 << 63)
_KEY = 1  # of those flags


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame: how many seconds after the beginning it stands, and how many seconds earlier decoding must begin.

    That is 0 where it can be decoded alone. `place`: its first byte and how many it has, where that is known.
    """

    seconds: float
    needs: float = 0.0
    place: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Film:
    """A film whose frames are pictures of this type, once `head` stands before their bytes."""

    kind: str
    head: bytes
    frames: Callable[[], Iterator[Moment]]


@dataclass(frozen=True, slots=True)
class Spread:
    """The frames that are to be shown, in order, and how many seconds go by from the first frame of all to the last."""

    moments: tuple[Moment, ...]
    length: float


def listed(path: Path) -> Iterator[Moment]:
    """The frames that a list of packets names, as ffmpeg's framecrc writes it; a line that is no such line is passed over."""
    base, alone = Fraction(0), 0.0
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if found := _BASE.fullmatch(line):
                base = Fraction(int(found[1]), int(found[2])) if int(found[2]) else Fraction(0)
            elif found := _LINE.fullmatch(line):
                decoded, shown = int(found[1]), int(found[2])
                time = decoded if shown == _NO_TIME else shown
                if time == _NO_TIME:
                    continue
                seconds = max(float(time * base), 0.0)
                flags = _FLAGS.search(line)
                if flags is None or int(flags[1], 16) & _KEY:
                    alone = seconds
                yield Moment(seconds, max(seconds - alone, 0.0))


def spread(frames: Iterable[Moment], again: Iterable[Moment]) -> Spread:
    """At most twelve of these frames, one from the middle of each twelfth of the time; of two, the one that can be decoded alone.

    `again` are the same frames once more: there may be more than memory holds.
    """
    few: dict[float, Moment] = {}
    first, last = float("inf"), 0.0
    for each in frames:
        first, last = min(first, each.seconds), max(last, each.seconds)
        if len(few) <= STILLS:
            few.setdefault(each.seconds, each)
    length = max(last - first, 0.0) if few else 0.0
    found = few.values() if len(few) <= STILLS else _best(again, first, length)
    return Spread(tuple(sorted(found, key=lambda each: each.seconds)), length)


def _best(frames: Iterable[Moment], first: float, length: float) -> Iterable[Moment]:
    best: dict[int, tuple[bool, float, Moment]] = {}
    for each in frames:
        at = (each.seconds - first) / length * STILLS
        part = min(int(at), STILLS - 1)
        told = (each.needs > 0, abs(at - part - 0.5), each)
        if part not in best or told[:2] < best[part][:2]:
            best[part] = told
    return [told[2] for told in best.values()]
