"""`./go faults`: every fault in full; a table as it goes, on the error stream, and at the end one JSON of the figures.

./go faults                 all of it; some hours
./go faults --small         about the size that CI runs
./go faults PART ...        some of it
./go faults --kills 200     so many points of kill -9, instead of 1,000
./go faults --share 2/4     the second quarter of these points, where there is no time for all of them at once
./go faults --json FILE     the figures in a file, from the first part on
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, os.fspath(ROOT / "tests"))

from faults import crowd, erasing, hostile, mistakes, powercut, readonly, runs, strace, syscalls  # noqa: E402

Figures = dict[str, Any]
EACH = {"MUNIMENT_FAULTS": "1"}  # a kill at every call that changes something on the disk
TRACED = {"powercut", "erasing", "mistakes", "syscalls"}


def tests(path: str, **more: str) -> Figures:
    """Tests that count for themselves how much they do."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path]
    done = subprocess.run(words, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1:]
    said = done.stdout[-600:] if done.returncode else ""
    return {"tests": last[0] if last else "", "bad": int(done.returncode != 0), "first": said}


def disks(count: int) -> Figures:
    """Disks of so many sizes, where there are any."""
    return runs.full_disk(count) if runs.mounts() else {"not run": "no mounts", "bad": 0, "first": ""}


def parts(small: bool, kills: int, share: tuple[int, int]) -> dict[str, Callable[[], Figures]]:
    """Every part, by its name."""
    shared = ROOT.parent / "shared"
    real = shared if shared.is_dir() else None
    return {
        "powercut": partial(powercut.full, 1, step=20 if small else 1),
        "erasing": partial(erasing.full, 1, step=20 if small else 1),
        "mistakes": partial(mistakes.full, step=5 if small else 1),
        "syscalls": partial(syscalls.full, 12 if small else 120),
        "kills": partial(runs.kills, 8) if small else partial(runs.kills, kills, runs.made_up, share=share),
        "pulled": partial(runs.pulled, 6 if small else 1),
        "disk": partial(disks, 4 if small else 60),
        "readonly": partial(readonly.full, 3 if small else 24),
        "crowd": partial(crowd.full, 8 if small else 120),
        "hostile": partial(hostile.full, real, 30 if small else 1000, large=not small),
        "tamper": partial(tests, "tests/verifier/test_same.py", MUNIMENT_EDITS="120" if small else "1000"),
        "erased": partial(tests, "tests/crash/test_erase_killed.py", **({} if small else EACH)),
        "backup": partial(tests, "tests/crash/test_backup_killed.py", **({} if small else EACH)),
    }


def share_of(said: str) -> tuple[int, int]:
    """A share, as it is written: 2/4 is the second quarter."""
    part, of = map(int, said.split("/"))
    if not 1 <= part <= of:
        raise ValueError(said)
    return part, of


def main() -> None:
    """Run, print, and end with 1 where something is bad."""
    asked = argparse.ArgumentParser(prog="./go faults")
    asked.add_argument("part", nargs="*", metavar="PART")
    asked.add_argument("--small", action="store_true")
    asked.add_argument("--kills", type=int, default=1000)
    asked.add_argument("--share", type=share_of, default=(1, 1), metavar="PART/OF")
    asked.add_argument("--json", type=Path)
    said = asked.parse_args()
    known = parts(said.small, said.kills, said.share)
    unknown = set(said.part) - known.keys()
    if unknown:
        asked.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if not strace.possible():
        print(f"no ptrace here: {', '.join(sorted(TRACED))} cannot be run", file=sys.stderr)
    figures: dict[str, Figures] = {}
    for name in said.part or known:
        if name in TRACED and not strace.possible():
            continue
        began = time.monotonic()
        figures[name] = known[name]() | {"seconds": round(time.monotonic() - began)}
        print(row(name, figures[name]), file=sys.stderr, flush=True)
        if said.json:
            said.json.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures))
    raise SystemExit(any(each["bad"] for each in figures.values()))


def row(name: str, found: Figures) -> str:
    """A line of the table."""
    rest = (f"{key} {value}" for key, value in found.items() if key not in {"bad", "first", "seconds", "each"})
    first = f"  FIRST: {found['first']}" if found.get("first") else ""
    return f"{name:9} {found['bad']:>4} bad  {found['seconds']:>5} s  {'; '.join(rest)}{first}"


if __name__ == "__main__":
    main()
