"""What a case costs to open and to account for as it grows, each size in a process of its own; what making it took of memory.

The cases are made through the acts of an intake (`made.py`). Opened is what `muniment` opens; the page is the account's data.
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from made import made

from muniment.case import Case

TARGETS = {"open_s": 1, "account_s": 0.2, "memory_mb": 300}


def apart(work: Callable[[Path, int], dict[str, Any]], at: Path, items: int) -> dict[str, Any]:
    """Do it in a process of its own, so that its memory is its own."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_do, args=(work, at, items, there))
    child.start()
    found: dict[str, Any] = here.recv()
    child.join()
    return found


def _do(work: Callable[[Path, int], dict[str, Any]], at: Path, items: int, out: Connection) -> None:
    found = work(at, items)
    out.send(found | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def making(at: Path, items: int) -> dict[str, Any]:
    """Make the case."""
    begun = time.process_time()
    made(at, items)
    return {"cpu": time.process_time() - begun}


def opening(at: Path, _: int) -> dict[str, Any]:
    """Open it, and ask for the account's page; each in seconds of the clock and of the CPU."""
    found = {}
    wall, cpu = time.monotonic(), time.process_time()
    with Case.open(at) as case:
        found["open_s"], found["open_cpu"] = time.monotonic() - wall, time.process_time() - cpu
        wall, cpu = time.monotonic(), time.process_time()
        said = case.account()
        found["account_s"], found["account_cpu"] = time.monotonic() - wall, time.process_time() - cpu
    return found | {"items": said["items"], "balanced": said["balanced"]}


def main() -> None:
    """One row for each size, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench growth", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument(
        "--items", default="1000,10000,100000", help="sizes, with commas; a million takes a quarter of an hour"
    )
    rows = []
    print(f"{'items':>9}{'made CPU s':>12}{'making MB':>11}{'open s':>9}{'account s':>11}{'MB':>7}")
    for items in map(int, asked.parse_args().items.split(",")):
        with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
            os.environ["XDG_DATA_HOME"] = f"{name}/installation"
            built, opened = apart(making, Path(name) / "case", items), apart(opening, Path(name) / "case", items)
        rows.append({"made_cpu": built["cpu"], "making_mb": built["mb"], **opened})
        print(
            f"{opened['items']:>9}{built['cpu']:>12.1f}{built['mb']:>11.0f}{opened['open_s']:>9.3f}"
            f"{opened['account_s']:>11.3f}{opened['mb']:>7.0f}",
            flush=True,
        )
    print(json.dumps({"bench": "growth", "targets": TARGETS, "rows": rows}))


if __name__ == "__main__":
    main()
