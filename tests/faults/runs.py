"""The work done by processes that are killed, that lose the drive they copy from, or whose disk is full."""

import os
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from faults import found, strace, work

from muniment.demo.build import build

SEED = 20_261_127
SCRIPT = Path(work.__file__)
NEW = ["unshare", "--user", "--map-root-user", "--mount"]
_SMALL = 'mount -t tmpfs -o size="$1"k tmpfs "$2" || exit 99; shift; at=$1 out=$2; shift 2; "$@"; code=$?; cp -a "$at"/. "$out"; exit $code'


def ran(words: Sequence[str]) -> tuple[int, list[dict[str, Any]], str]:
    """The exit code, what was told, and what was said of errors."""
    done = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=600)
    lines = [line[5:].decode() for line in done.stdout.splitlines() if line.startswith(b"told ")]
    return done.returncode, found.of(lines), done.stderr.decode()[-600:]


@dataclass(slots=True)
class Bench:
    """A folder with the input, what the work comes to undisturbed, and how many of its calls change the disk."""

    at: Path
    digest: str = ""
    calls: int = 0
    seconds: float = 0
    number: int = 0

    def fresh(self, box: Path | None = None) -> Path:
        """A root for the next run, its input beside it."""
        self.number += 1
        root = self.at / f"{self.number}" / "root"
        root.mkdir(parents=True)
        (root.parent / "box").symlink_to(box or self.at / "box")
        return root

    def check(self, root: Path, told: list[dict[str, Any]], box: Path | None = None) -> str:
        """What is wrong with what is found, "" where nothing is; the folder is gone afterwards."""
        try:
            with found.at_home(root / "home"):
                found.held(root / "case", box or self.at / "box", self.digest, told)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what the user would have met
            return f"{error!r}"[:600]
        finally:
            shutil.rmtree(root.parent)
        return ""


def made_up(at: Path) -> Path:
    """The papers of the small made-up case."""
    build(at, "small")
    return at


@contextmanager
def bench(source: Callable[[Path], Path] = work.source) -> Any:
    """Do the work once without any fault."""
    with TemporaryDirectory(prefix="faults-") as folder, found.unsynced():
        made = Bench(Path(folder))
        source(made.at / "box")
        root, began = made.fresh(), time.monotonic()
        code, told, said = ran(strace.python(SCRIPT, root, "killed", "0"))
        if code:
            raise RuntimeError(said)
        made.seconds = time.monotonic() - began
        made.digest = next(each["digest"] for each in told if "digest" in each)
        made.calls = next(each["calls"] for each in told if "calls" in each)
        yield made


def _figures(name: str, bad: list[str], **more: Any) -> dict[str, Any]:
    return {**more, "bad": len(bad), "first": f"{name} {bad[0]}" if bad else ""}


# -- kill -9


def kills(
    count: int, source: Callable[[Path], Path] = work.source, seed: int = SEED, share: tuple[int, int] = (1, 1)
) -> dict[str, Any]:
    """So many points: half at a call that changes the disk, evenly over all of them, half at any moment at all.

    `share`: (1, 4) is the first quarter of them, in an order by lot, so that each share has seen some of every part.
    """
    chance, bad, ends = random.Random(seed), list[str](), Counter[str]()
    points = [(number, chance.random()) for number in chance.sample(range(count), count)]
    part, of = share
    points = points[(part - 1) * count // of : part * count // of]
    with bench(source) as made:
        for number, moment in points:
            root = made.fresh()
            if number % 2:
                where = f"{0.3 + moment * (made.seconds - 0.3):.2f} s"
                code, told, said = _killed_after(root, float(where[:-2]))
            else:
                call = 1 + round(number * (made.calls - 1) / max(count - 1, 1))
                where = f"call {call} of {made.calls}"
                code, told, said = ran(strace.python(SCRIPT, root, "killed", str(call)))
            ends["killed" if code == -9 else "over before"] += 1
            wrong = made.check(root, told) if code in {0, -9} else said
            bad += [f"at {where}: {wrong}"] if wrong else []
        return _figures("killed", bad, points=len(points), ends=dict(ends), calls=made.calls)


def _killed_after(root: Path, seconds: float) -> tuple[int, list[dict[str, Any]], str]:
    words = strace.python(SCRIPT, root)
    going = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, said = going.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        going.kill()
        out, said = going.communicate()
    lines = [line[5:].decode() for line in out.splitlines() if line.startswith(b"told ")]
    return going.returncode, found.of(lines), said.decode()[-600:]


# -- the drive is pulled


def pulled(step: int = 1) -> dict[str, Any]:
    """After each file of the source, the folder with it or emptied; then it is there again, and the same command goes on."""
    bad, ends = list[str](), Counter[str]()
    with bench() as made:
        files = sum(path.is_file() for path in (made.at / "box").rglob("*"))
        points = [(number, how) for how in ("gone", "emptied") for number in range(0, files, step)]
        for number, how in points:
            root = made.fresh()
            box = root.parent / "box"
            box.unlink()
            shutil.copytree(made.at / "box", box)  # its own; times are kept
            code, told, said = ran(strace.python(SCRIPT, root, "pulled", str(number), how))
            ends["said so" if code == 4 else "each named" if code == 0 else "?"] += 1
            shutil.rmtree(box, ignore_errors=True)
            (root.parent / "away").rename(box)
            told = [each for each in told if "digest" not in each]  # another: what was missing was named so
            wrong = made.check(root, told, box) if code in {0, 4} else said
            bad += [f"after {number} files, {how}: {wrong}"] if wrong else []
        return _figures("pulled", bad, points=len(points), ends=dict(ends))


# -- a full disk


@cache
def mounts() -> bool:
    """Whether a small disk can be had here."""
    done = subprocess.run([*NEW, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    return done.returncode == 0


def full_disk(count: int) -> dict[str, Any]:
    """A disk in memory of so many sizes, from one page to what is needed; then there is room, and it goes on."""
    bad, ends = list[str](), Counter[str]()
    with bench() as made:
        most = 1600
        for number in range(count):
            root, size = made.fresh(), 8 + round(number * (most - 8) / max(count - 1, 1))
            small = root.parent / "small"
            small.mkdir()
            words = [*NEW, "sh", "-c", _SMALL, "sh", str(size), os.fspath(small), os.fspath(root)]
            code, told, said = ran([*words, *strace.python(SCRIPT, small)])
            ends["said so" if code == 4 else "fitted" if code == 0 else "?"] += 1
            wrong = made.check(root, told) if code in {0, 4} else said
            bad += [f"of {size} KiB: {wrong}"] if wrong else []
        return _figures("a disk", bad, sizes=count, ends=dict(ends))
