"""The pages of proof where there is much of it: what each costs at the server, in Python, and as a command.

    ./go bench matrix [--allegations N] [--elements N] [--links N] [--items N] [--acts N] [--decisions N] [--at FOLDER]

The server and each command are processes of their own. Times are the best of some runs, of the clock and of the CPU: on a busy
machine the clock lies. What is first is asked of a server that has answered nothing yet, the rest of one that has worked out what
is to be read next. `--whole` verifies and rebuilds too.
No offence of the tables has ten elements: with `--elements` all of it runs where one more offence is law (`lawmade`).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import lawmade
from growth import command
from proving import Size, make
from served import serve
from visitor import Visitor

from muniment.case import Case
from muniment.prove.law.book import ours

TARGET_MS, RUNS = 500, 5
STILL, IDLE = 4.0, 0.05  # seconds of the clock, longer than a server waits before it works ahead; of CPU
Figures = dict[str, Any]
PAGES = {
    "prove": "/prove",
    "allegations": "/prove/allegations",
    "matrix": "/prove/allegations/ALG-0002",
    "matrix with many links": "/prove/allegations/ALG-0001",
    "a link": "/prove/allegations/ALG-0002/links/LNK-0002",
    "clocks": "/prove/clocks",
    "decisions": "/prove/decisions",
    "decision": "/prove/decisions/DEC-0001",
    "subject": "/prove/subjects/SUB-0002",
}
ASKED: dict[str, Callable[[Case], object]] = {
    "allegations": lambda case: case.prove.allegations(),
    "matrix": lambda case: case.prove.matrix("ALG-0002"),
    "matrix with many links": lambda case: case.prove.matrix("ALG-0001"),
    "clocks": lambda case: case.prove.clocks(),
    "decisions": lambda case: case.prove.decisions(),
    "subject": lambda case: case.prove.subject("SUB-0002"),
}
COMMANDS = {
    "prove matrix": ("prove", "matrix", "ALG-0002", "--json"),
    "prove allegations": ("prove", "allegations", "--json"),
    "prove clocks": ("prove", "clocks", "--json"),
    "prove decisions": ("prove", "decisions", "--json"),
}
WHOLE = {"verify": ("verify",), "rebuild": ("rebuild",)}
NO_ORIGINALS = (0, 1, 3)  # the items were made up without files: verify says that their originals are gone


def best(ask: Callable[[], object], used: Callable[[], float], runs: int) -> Figures:
    """Milliseconds of the clock and of the CPU, each the best of some runs."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), used()
        ask()
        walls.append(time.perf_counter() - wall)
        cpus.append(used() - cpu)
    return {"ms": round(min(walls) * 1000, 1), "cpu_ms": round(min(cpus) * 1000, 1)}


def served(at: Path, runs: int) -> Figures:
    """Each page, and how long it is."""
    found = {}
    with serve(at) as server:
        visitor = Visitor(server.host)
        visitor.enter(server.link())
        for name, path in ({"first": PAGES["allegations"]} | PAGES).items():

            def ask(path: str = path) -> None:
                visitor.get("page", path)

            found[name] = best(ask, lambda: server.used()[0], 1 if name == "first" else runs)
            if name == "first":
                settle(lambda: server.used()[0])
        if visitor.wrong:
            print("not shown:", *visitor.wrong, sep="\n  ")
    return found


def settle(used: Callable[[], float]) -> None:
    """Wait until a server that nobody asks anything has used no CPU for some seconds, a minute at most."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        before = used()
        time.sleep(STILL)
        if used() - before < IDLE:
            return


def asked(at: Path, runs: int) -> Figures:
    """Each answer of the Python door."""
    with Case.open(at, by="Bench", door="web") as case:
        return {name: best(lambda ask=ask: ask(case), time.process_time, runs) for name, ask in ASKED.items()}  # type: ignore[misc]


def commands(at: Path, every: Mapping[str, Sequence[str]]) -> Figures:
    """Each command, once: a process that begins, answers and ends; and the memory that it took at most."""
    found = {}
    for name, words in every.items():
        one = command(at, *words, well=NO_ORIGINALS)
        found[name] = {"ms": round(one["s"] * 1000), "cpu_ms": round(one["cpu"] * 1000), "mb": round(one["mb"])}
    return found


def bench(at: Path, runs: int, *, whole: bool) -> Iterator[tuple[str, Figures]]:
    """Everything, by door, as it is measured."""
    yield "page", served(at, runs)
    yield "python", asked(at, runs)
    yield "command", commands(at, COMMANDS)
    if whole:
        yield "whole", commands(at, WHOLE)


def main() -> None:
    """Measure, print a line for each, and the JSON as the last line."""
    said = _asked()
    if said.elements:
        _elsewhere(said.elements)
    size = Size(said.allegations, said.links, said.items, said.acts, said.decisions)
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        place = said.at or Path(name)
        os.environ["XDG_DATA_HOME"] = f"{place}/installation"
        case = place / "case"
        if not case.exists():
            place.mkdir(parents=True, exist_ok=True)
            make(case, size)
        figures = {}
        for door, rows in bench(case, said.runs, whole=said.whole):
            figures[door] = rows
            for what, each in rows.items():
                _print(door, what, each)
    elements = max(len(each.elements) for each in ours().offences.offences.values())
    told = {
        "bench": "matrix",
        "elements": elements,
        "target_ms": TARGET_MS,
        "load": round(os.getloadavg()[0], 1),
        "size": asdict(size),
    }
    print(json.dumps(told | {"figures": figures}))


def _elsewhere(elements: int) -> None:
    """The same, where an offence of so many elements is law."""
    args = sys.argv[1:]
    at = args.index("--elements")
    del args[at : at + 2]
    with tempfile.TemporaryDirectory(prefix="muniment-bench-law-") as name:
        python = lawmade.environment(Path(name), elements)
        sys.exit(subprocess.run([python, __file__, *args], check=False).returncode)


def _print(door: str, what: str, each: Figures) -> None:
    memory = f"{each['mb']:>9} MB" if "mb" in each else ""
    print(f"{door:<9}{what:<24}{each['ms']:>10} ms {each['cpu_ms']:>10} ms of CPU{memory}", flush=True)


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="./go bench matrix", description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--allegations", type=int, default=500)
    asked.add_argument("--elements", type=int, help="of the offence, made up; else that of the tables with the most")
    asked.add_argument("--links", type=int, default=50_000)
    asked.add_argument("--items", type=int, default=2_000)
    asked.add_argument("--acts", type=int, default=500)
    asked.add_argument("--decisions", type=int, default=20)
    asked.add_argument("--runs", type=int, default=RUNS, help="of which the best counts")
    asked.add_argument("--whole", action="store_true", help="verify the case and rebuild its tables too")
    asked.add_argument("--at", type=Path, help="a folder in which the case is made, and kept for another time")
    return asked.parse_args()


if __name__ == "__main__":
    main()
