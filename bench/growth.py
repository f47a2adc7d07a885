"""What a case costs to open and to account for as it grows, each size in a process of its own; what making it took of memory.

The cases are made through the acts of an intake (`made.py`): a quarter of the items alone, the others in mailboxes, of whose
members one in ten waits for somebody (locked papers, pictures). Opened is what `muniment` opens; the page is the account's data.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Container
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from growthplot import draw
from made import made

from muniment.case import Case

TARGETS = {"open_s": 1, "account_s": 0.2, "memory_mb": 300}
WORDS, MIXED = 20, 20  # of a text, on average; of so many members one is locked and one a picture
Work = Callable[[Path, int], dict[str, Any]]


def apart(work: Work, at: Path, items: int) -> dict[str, Any]:
    """Do it in a process of its own, so that its memory is its own."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_do, args=(work, at, items, there))
    child.start()
    there.close()
    found: dict[str, Any] = here.recv()
    child.join()
    return found


def _do(work: Work, at: Path, items: int, out: Connection) -> None:
    found = work(at, items)
    out.send(found | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def making(at: Path, items: int) -> dict[str, Any]:
    """Make the case."""
    wall, cpu = time.monotonic(), time.process_time()
    made(at, items, WORDS, MIXED)
    return {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


def opening(at: Path, _: int) -> dict[str, Any]:
    """Open it, and ask for the account's page twice; each in seconds of the clock and of the CPU.

    The first page also loads what its code needs, as a command does; a server asks for the second.
    """
    found = {}
    wall, cpu = time.monotonic(), time.process_time()
    with Case.open(at) as case:
        found["open_s"], found["open_cpu"] = time.monotonic() - wall, time.process_time() - cpu
        for name in ("first", "account"):
            wall, cpu = time.monotonic(), time.process_time()
            said = case.account()
            found[f"{name}_s"], found[f"{name}_cpu"] = time.monotonic() - wall, time.process_time() - cpu
    return found | {"items": said["items"], "balanced": said["balanced"], "needs_person": said["needs_person"]}


def command(at: Path, *words: str, well: Container[int] = (0, 1)) -> dict[str, Any]:
    """A command of `muniment`, as a person gives it: seconds of the clock and of the CPU, and the memory it took at most.

    `well`: the exits with which it did what it was asked for.
    """
    wall = time.monotonic()
    program = str(Path(sys.executable).with_name("muniment"))
    child = os.posix_spawn(
        program,
        [program, "--case", str(at), *words],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in well:
        sys.exit(f"bench: {words} came back with {os.waitstatus_to_exitcode(status)}")
    return {"s": time.monotonic() - wall, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


def row(place: Path, items: int, *, search: bool) -> dict[str, Any]:
    """One size: made, where it is not there yet, and measured."""
    case, kept = place / f"case-{items}", place / f"case-{items}.json"
    if not kept.exists():
        kept.write_text(json.dumps(apart(making, case, items)))
    found = {"making": json.loads(kept.read_text()), **apart(opening, case, items), "cli": command(case, "account")}
    if search:
        found |= {"index": command(case, "search", "clerk"), "search": command(case, "search", "clerk")}
    return found


def main() -> None:
    """One row for each size, the drawing where it is asked for, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench growth", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument(
        "--items", default="1000,10000,100000", help="sizes, with commas; a million takes a quarter of an hour"
    )
    asked.add_argument("--at", type=Path, help="a folder in which the cases are made, and kept for another time")
    asked.add_argument("--search", action="store_true", help="search too: the first time it makes the index")
    asked.add_argument("--svg", type=Path, help="draw it into this file")
    said = asked.parse_args()
    rows = []
    heads = (
        "items",
        "made CPU s",
        "making MB",
        "open s",
        "first page s",
        "page s",
        "page CPU s",
        "command CPU s",
        "MB",
    )
    print("".join(f"{head:>14}" for head in heads))
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        place = said.at or Path(name)
        place.mkdir(parents=True, exist_ok=True)
        os.environ["XDG_DATA_HOME"] = f"{place}/installation"
        for items in map(int, said.items.split(",")):
            rows.append(one := row(place, items, search=said.search))
            figures = (one["making"]["cpu"], one["making"]["mb"], one["open_s"], one["first_s"], one["account_s"])
            more = (one["account_cpu"], one["cli"]["cpu"], one["mb"])
            print(f"{one['items']:>14}" + "".join(f"{each:>14.3f}" for each in (*figures, *more)), flush=True)
    if said.svg is not None:
        said.svg.write_text(draw(rows), encoding="utf-8")
    print(json.dumps({"bench": "growth", "targets": TARGETS, "rows": rows}))


if __name__ == "__main__":
    main()
