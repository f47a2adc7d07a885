"""Two workers beside one: the whole intake without OCR of made-up files, by the clock, and the memory of what reads.

    ./go bench workers [--size medium] [--every 10] [--turns 2]

By the clock means nothing on a machine that does other work: so what both did is given too, in CPU seconds to a second by the
clock (cores in use), with the machine's load. Reading alone is the part that workers share; counting, copying, entries
and index are one process's, and bound what a second worker can bring.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from recoll import thinned

from muniment.case import Case
from muniment.demo import build
from muniment.intake import jail

TARGETS = {"faster": 1.7, "mib": 400}


@dataclass(frozen=True, slots=True)
class Turn:
    """One intake. `peak` is the memory of the largest process that reads, in MiB; `load` is the machine's."""

    workers: int
    cpu: float
    parent: float  # of it, the process that counts, copies, enters and indexes
    wall: float
    peak: float
    load: float

    @property
    def cores(self) -> float:
        """Cores in use."""
        return self.cpu / self.wall


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def take_in(source: Path, at: Path, workers: int) -> Turn:
    """A new case, the material in it."""
    jail.available()
    mine, theirs, begun = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN), time.monotonic()
    with Case.new("Bench", at) as case:
        said = case.intake(source, "Bench", date(2026, 3, 3), ocr="later", workers=workers)
    if not said["balanced"]:
        sys.exit("bench: the account does not balance")
    parent = _used(resource.RUSAGE_SELF) - mine
    cpu = parent + _used(resource.RUSAGE_CHILDREN) - theirs
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Turn(workers, cpu, parent, time.monotonic() - begun, peak, os.getloadavg()[0])


def main() -> None:
    """Measure in turns, print, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench workers", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--size", choices=["small", "medium", "large"], default="medium", help="of the made-up case")
    asked.add_argument("--every", type=int, default=10, help="take one of so many files")
    asked.add_argument("--turns", type=int, default=2)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="muniment-workers-") as name:
        place = Path(name)
        os.environ["XDG_DATA_HOME"] = str(place / "installation")
        build(place / "material", said.size)
        thinned(place / "material", said.every)
        take_in(place / "material", place / "warm", 2)  # into the cache
        turns = [
            take_in(place / "material", place / f"case-{turn}-{workers}", workers)
            for turn in range(said.turns)
            for workers in (1, 2)
        ]
    for turn in turns:
        print(
            f"  {turn.workers} workers: {turn.wall:6.1f} s, {turn.cpu:6.1f} CPU s ({turn.parent:.1f} in the one process), "
            f"{turn.cores:.2f} cores in use, largest reader {turn.peak:.0f} MiB, load {turn.load:.1f}"
        )
    one, two = (min(turn.wall for turn in turns if turn.workers == workers) for workers in (1, 2))
    print(f"  two are {one / two:.2f} times as fast as one")
    rows = {"bench": "workers", "size": said.size, "every": said.every, "faster": one / two, "targets": TARGETS}
    print(json.dumps({**rows, "turns": [asdict(turn) | {"cores": turn.cores} for turn in turns]}))


if __name__ == "__main__":
    main()
