"""The power fails at any moment of the whole work: every disk that can be found is opened with the real program."""

import multiprocessing
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from cutting import Disk, Event, Explored, Model, explore, lay
from faults import found, strace, work

SEED = 20_261_127
SCRIPT = Path(work.__file__)
MODELS: tuple[Model, ...] = get_args(Model)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The work as it was recorded, its input, and what comes of it undisturbed."""

    events: list[Event]
    box: Path
    digest: str


def record(at: Path, script: Path = SCRIPT, more: Mapping[str, str] | None = None) -> Recorded:
    """Do the work once, under strace."""
    box = at / "box"
    if not box.exists():
        work.source(box)
    (at / "root").mkdir()
    events = strace.record(strace.python(script, at / "root"), at / "root", more or {})
    digests = [each["digest"] for each in found.of(event.told for event in events if event.told) if "digest" in each]
    return Recorded(events, box, digests[0])


@dataclass(slots=True)
class Check:
    """Holds a state against what was told; every so often the intake goes on from there to its end, reading and all."""

    made: Recorded
    every: int
    numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, root: Path, told: Sequence[str]) -> None:
        said, case, number = found.of(told), root / "case", next(self.numbers)
        with found.at_home(root / "home"):
            found.mended(case)
            found.whole(case, said)
            if any("case" in each for each in said):
                found.goes_on(case, self.made.box, self.made.digest, read=number % self.every == 0)


@contextmanager
def memory() -> Iterator[Path]:
    """A place in memory where states are built, where there is one."""
    there = Path("/dev/shm")
    with TemporaryDirectory(dir=there if there.is_dir() else None, prefix="cut-") as folder:
        yield Path(folder) / "cut"


def explored(
    made: Recorded, model: Model, *, some: int, every: int, seed: int = SEED, first_bad: bool = False, step: int = 1
) -> Explored:
    """Cut the power at every `step`th call."""
    with memory() as at, found.unsynced():
        return explore(made.events, Check(made, every), at, model, seed=seed, some=some, first_bad=first_bad, step=step)


def _share(asked: tuple[Recorded, Model, int, int, int]) -> Explored:
    made, model, some, every, step = asked
    return explored(made, model, some=some, every=every, step=step)


def full(some: int, every: int = 50, *, step: int = 1) -> dict[str, object]:
    """Every call, in both models, on both cores."""
    with TemporaryDirectory(prefix="powercut-") as folder:
        made = record(Path(folder))
        with multiprocessing.get_context("fork").Pool(len(MODELS)) as pool:
            shares = pool.map(_share, [(made, model, some, every, step) for model in MODELS])
    return {
        "calls": len(made.events),
        "states": sum(share.states for share in shares),
        **{model: share.states for model, share in zip(MODELS, shares, strict=True)},
        "bad": sum(len(share.bad) for share in shares),
        "first": next((bad for share in shares for bad in share.bad), ""),
    }


def replayed(made: Recorded, at: Path) -> dict[str, bytes | None]:
    """What the folder holds when all that was heard is done once more; else the states would be made up."""
    disk = Disk("strict")
    for event in made.events:
        disk.take(event)
    lay(disk.state("all", random.Random(0)), at)
    return tree(at)


def tree(root: Path) -> dict[str, bytes | None]:
    """Every file and folder."""
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")}
