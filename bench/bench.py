"""What custody and reading cost, against the least that custody could cost here.

The floor does what custody must do and nothing else: read each file, hash it, write it, sync in batches, read it back and
hash it again. Figures are CPU seconds (own and children's, user and system), so that a busy machine says nearly the same.
"""

import argparse
import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from muniment.case import Case
from muniment.demo import build

STEP = 1 << 20
BATCH = 500  # files to a sync, as custody has them
OTHERS = (
    "custody",
    "engine",
    "growth",
    "ledger",
    "mails",
    "matrix",
    "ocr",
    "peers",
    "ranking",
    "recoll",
    "search",
    "serve",
    "start",
    "stopping",
    "workers",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One pass over the material."""

    name: str
    files: int
    mib: float
    cpu: float
    wall: float

    @property
    def files_per_cpu(self) -> float:
        """Files to a CPU second."""
        return self.files / self.cpu if self.cpu else 0.0

    @property
    def mib_per_cpu(self) -> float:
        """MiB to a CPU second."""
        return self.mib / self.cpu if self.cpu else 0.0


def used() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def measured(name: str, files: list[Path], work: Callable[[], None]) -> Figure:
    """Do it once, and say what it cost."""
    size = sum(path.stat().st_size for path in files)
    cpu, wall = used(), time.monotonic()
    work()
    return Figure(name, len(files), size / STEP, used() - cpu, time.monotonic() - wall)


def floor(files: list[Path], target: Path) -> None:
    """Read, hash, write, sync, read back and hash again: each file, and nothing else."""
    target.mkdir()
    for start in range(0, len(files), BATCH):
        written = [_copy(path, target / str(start + n)) for n, path in enumerate(files[start : start + BATCH])]
        os.sync()
        for path, hashed in written:
            if _hash(path) != hashed:
                sys.exit(f"bench: {path} was read back with other bytes")


def _copy(source: Path, target: Path) -> tuple[Path, str]:
    found = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        while piece := reading.read(STEP):
            found.update(piece)
            writing.write(piece)
    return target, found.hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_in(source: Path, at: Path, read: str, workers: int) -> None:
    """A new case, and the whole material in it."""
    with Case.new("Bench", at) as case:
        said = case.intake(source, "Bench", date(2026, 3, 3), read=read, workers=workers)
        if not said["balanced"]:
            sys.exit("bench: the account does not balance")


def bench(size: str, workers: int) -> list[Figure]:
    """The floor before and after, and between them custody and the whole intake."""
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        place = Path(name)
        os.environ["XDG_DATA_HOME"] = str(place / "installation")
        source = place / "material"
        build(source, size)
        files = sorted(path for path in source.rglob("*") if path.is_file() and not path.is_symlink())
        _copy(files[0], place / "warm")
        return [
            measured("floor", files, lambda: floor(files, place / "floor")),
            measured("custody", files, lambda: take_in(source, place / "custody", "later", workers)),
            measured("intake", files, lambda: take_in(source, place / "intake", "now", workers)),
            measured("floor again", files, lambda: floor(files, place / "floor-again")),
        ]


def table(figures: list[Figure]) -> str:
    """The figures for a person; the ratio is CPU against the better floor."""
    least = min(each.cpu for each in figures if each.name.startswith("floor"))
    rows = [
        f"{'':<12}{'files':>8}{'MiB':>9}{'CPU s':>9}{'wall s':>9}{'files/CPU s':>13}{'MiB/CPU s':>11}{'x floor':>9}"
    ]
    for each in figures:
        rows.append(
            f"{each.name:<12}{each.files:>8}{each.mib:>9.1f}{each.cpu:>9.2f}{each.wall:>9.2f}"
            f"{each.files_per_cpu:>13.0f}{each.mib_per_cpu:>11.1f}{each.cpu / least if least else 0:>9.1f}"
        )
    return "\n".join(rows)


def main() -> None:
    """Measure, print a table, and its JSON as the last line; after the name of another bench, do that one."""
    if sys.argv[1:2] and sys.argv[1] in OTHERS:
        os.execv(sys.executable, [sys.executable, str(Path(__file__).with_name(f"{sys.argv[1]}.py")), *sys.argv[2:]])
    asked = argparse.ArgumentParser(prog="./go bench", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--size", choices=["small", "medium", "large"], default="small", help="of the made-up case")
    asked.add_argument("--workers", type=int, default=2, help="how many items are read at once")
    said = asked.parse_args()
    figures = bench(said.size, said.workers)
    print(table(figures))
    rows = [asdict(each) | {"files_per_cpu": each.files_per_cpu, "mib_per_cpu": each.mib_per_cpu} for each in figures]
    print(json.dumps({"size": said.size, "workers": said.workers, "figures": rows}))


if __name__ == "__main__":
    main()
