"""The overview of allegations, and one allegation's matrix, where there are many links: what their pages cost at the server.

    ./go bench matrix [--allegations N] [--links N]

A case of its own is made of acts, in batches: allegations of one offence, links spread over them and over the elements, each
with a route for every forum. Times are the best of some runs, of the clock and of the CPU: on a busy machine the clock lies.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from muniment.case import Case
from muniment.model.prove import Alleged, Linked, Side, SubjectNamed
from muniment.prove.law.book import ours
from muniment.web import app

TARGET_MS, RUNS, BATCH, ITEMS, HOST = 500, 5, 500, 100, "127.0.0.1:8021"
Figures = dict[str, Any]


def make(at: Path, allegations: int, links: int) -> Case:
    """A case with so many allegations and links."""
    papers = at / "papers"
    papers.mkdir()
    for n in range(ITEMS):
        (papers / f"letter-{n:03}.txt").write_text(f"Letter {n}: a man called and took our ballot papers.\n")
    case = Case.new("Bench", at / "case", by="Bench", door="web")
    case.intake(papers, "Bench", date(2026, 3, 3))
    case._store.record(*(SubjectNamed(kind="person", name=f"Person {n}") for n in range(ITEMS)))
    offence = max(ours().offences.offences.values(), key=lambda each: len(each.elements))
    elements = [each.id for each in offence.elements]
    _record(case, (_alleged(n, offence.id) for n in range(allegations)))
    _record(case, (_linked(n, allegations, elements) for n in range(links)))
    return case


def _record(case: Case, acts: Iterator[Any]) -> None:
    while batch := tuple(islice(acts, BATCH)):
        case._store.record(*batch)


def _alleged(n: int, offence: str) -> Alleged:
    return Alleged(
        offence=offence,
        first="2014-05-22",
        last="2014-05-22",
        election="local",
        nation="england",
        poll="2014-05-22",
        attribution="unknown",
        subjects=[f"SUB-{1 + n % ITEMS:04}"],
        complaints=[],
        text=f"What allegation {n} says, in a line or two, as somebody told it.",
        written=offence,
    )


def _linked(n: int, allegations: int, elements: list[str]) -> Linked:
    routes = dict.fromkeys(ours().forums.forums, "direct")
    return Linked(
        allegation=f"ALG-{1 + n % allegations:04}",
        element=elements[n // allegations % len(elements)],
        side=Side.AGAINST if n % 3 == 0 else Side.FOR,
        item=f"ITM-{1 + n % ITEMS:06}",
        reading=None,
        page=1,
        span=(10, 40),
        routes=routes,
        words="a man called and took our",
    )


def costs(ask: Callable[[], object]) -> Figures:
    """Milliseconds of the clock and of the CPU, the best of some runs."""
    walls, cpus = [], []
    for _ in range(RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"ms": round(min(walls) * 1000, 1), "cpu_ms": round(min(cpus) * 1000, 1)}


def bench(allegations: int, links: int) -> Figures:
    """Both answers by themselves, and both pages."""
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        os.environ["XDG_DATA_HOME"] = f"{name}/installation"
        told: list[str] = []
        with make(Path(name), allegations, links) as case:
            client = TestClient(app.build(case, {HOST}, told.append), base_url=f"http://{HOST}", follow_redirects=False)
            with client as visitor:
                visitor.get(f"/in/{told[-1]}")
                return {
                    "overview": costs(case.prove.allegations),
                    "overview_page": costs(lambda: visitor.get("/prove/allegations").raise_for_status()),
                    "matrix": costs(lambda: case.prove.matrix("ALG-0001")),
                    "matrix_page": costs(lambda: visitor.get("/prove/allegations/ALG-0001").raise_for_status()),
                }


def main() -> None:
    """Measure, print a line for each, and the JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench matrix", description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--allegations", type=int, default=500)
    asked.add_argument("--links", type=int, default=50_000)
    said = asked.parse_args()
    figures = bench(said.allegations, said.links)
    for name, each in figures.items():
        print(f"{name:<16}{each['ms']:>9} ms {each['cpu_ms']:>9} ms of CPU")
    rows = {"allegations": said.allegations, "links": said.links, "target_ms": TARGET_MS, "figures": figures}
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
