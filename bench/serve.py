"""The pages of a case at the server's edge, over HTTP on the loopback, beside a bare page behind the same server.

The first page of a large case, from a judgement to the next document, the search page, and twenty people at once. Each server is a process of its own. Times are of the clock, and of the server's CPU where one thing is asked at a time: a busy
machine makes the clock lie. After the crowd the case is verified, and every judgement that was acknowledged is looked for.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import crowd
from growth import MIXED
from growth import WORDS as FEW
from made import WORDS, Prose, made
from search import questions
from served import Served, serve
from visitor import Kept, Visitor, spread

from muniment.case import Case
from muniment.model.act import Act, ranges
from muniment.model.deed import Opened
from muniment.model.review import Judged, Judgement, Way
from muniment.store.ids import id_of
from muniment.store.store import Store

TARGETS = {"first_page_ms": 300, "next_document_ms": 100, "search_ms": 350, "crowd_p99_ms": 500}
AT_ONCE, TOGETHER = 500, 200  # entries in a batch; items that one entry judges
# what does not hold of a case that was made without files: it has no originals, its locked papers count no children, its pictures no reason
_MADE = ("the original of", "an original is not there", "children declared", "none.by-nature without a reason")
Figures = dict[str, Any]


def make(at: Path, items: int, words: int) -> Path:
    """The case of so many items, where it is not there yet."""
    if not at.exists():
        say(f"making {items:,} items")
        made(at, items, words, MIXED)
    return at


def read_half(case: Path, items: int) -> None:
    """Every second item is opened and every third judged, by acts as people leave them; once for each case."""
    store = Store.open(case, "Bench")
    try:
        if store.tables.one("SELECT count(*) FROM opened") >= items // 2:
            return
        say(f"opening {items // 2:,} items, judging {items // 3:,}")
        for start in range(2, items + 1, 2 * AT_ONCE):
            numbers = range(start, min(start + 2 * AT_ONCE, items + 1), 2)
            store.record(*(Opened(id_of(n), None, "on the screen") for n in numbers))
        for start in range(3, items + 1, 3 * TOGETHER):
            store.record(_judged([*range(start, min(start + 3 * TOGETHER, items + 1), 3)]))
    finally:
        store.close()


def _judged(numbers: list[int]) -> Act:
    return Judged(Judgement.NOT_RELEVANT, Way.ASIDE, "", ranges(numbers), len(numbers))


@contextmanager
def visiting(case: Path | None) -> Iterator[tuple[Served, Visitor]]:
    """Somebody who came in, alone at a case or at the bare page."""
    with serve(case) as server:
        visitor = Visitor(server.host)
        if case is not None:
            visitor.enter(server.link())
        yield server, visitor


def costs(server: Served, ask: Callable[[], object]) -> float:
    """CPU seconds of the server for one thing that is asked alone."""
    before, _ = server.used()
    ask()
    return server.used()[0] - before


def bare(times: int) -> Figures:
    """The page that does nothing."""
    with visiting(None) as (server, visitor):
        visitor.get("bare page", "/")
        cpu = [costs(server, lambda: visitor.get("bare page", "/")) for _ in range(times)]
    return spread(visitor.took["bare page"]) | {"cpu": spread(cpu)["p50"]}


def texts(case: Path, most: int) -> list[str]:
    """Items with a text that nobody opened, from everywhere: of what else the cases hold there are no originals."""
    with Case.open(case, by="Bench") as opened:
        tables = opened._store.tables
        last, before = int(tables.one("SELECT max(n) FROM item")), int(tables.one("SELECT count(*) FROM opened"))
        tried = random.Random(before).sample(range(1, last + 1), min(20 * most, last))
        marks = ",".join("?" * len(tried))
        sql = (
            f"SELECT n FROM item WHERE n IN ({marks}) AND state='text.complete' AND n NOT IN (SELECT item FROM opened)"
        )
        found = [id_of(n) for (n,) in tables.rows(sql, tried)]
    return found[:: max(len(found) // most, 1)][:most]


def first_page(case: Path, times: int) -> Figures:
    """The account: the first page after the server began, each after somebody opened an item, and when nothing happened since."""
    unopened, cpu = texts(case, times), []
    with visiting(case) as (server, visitor):
        began = costs(server, lambda: visitor.get("the first", "/"))
        for item in unopened:
            visitor.get("item", f"/item/{item}")  # its opening is an entry
            cpu.append(costs(server, lambda: visitor.get("after an act", "/")))
            visitor.get("nothing since", "/")
        _sound(visitor.wrong)
    found = {name: spread(took) for name, took in visitor.took.items() if name != "item"}
    found["the first"]["cpu"], found["after an act"]["cpu"] = began * 1000, spread(cpu)["p50"]
    return found


def judging(case: Path, relevant: set[str], query: str, times: int, reads: float) -> Figures:
    """From a judgement to the next document, with a ranking that learns; apart, those at which a batch ended.

    What the server works out while somebody reads, for so many seconds, is not in the CPU time of what they then wait for.
    """
    within, ends, cpu_within, cpu_ends = list[float](), list[float](), list[float](), list[float]()
    with visiting(case) as (server, visitor):
        at = visitor.get("review", "/review")
        at = visitor.post("ranking begun", "/review", {"query": query})
        for _ in range(times):
            if not at.startswith("/review/ITM-"):
                break
            item = at.partition("?")[0].rpartition("/")[2]
            time.sleep(reads)
            before, batches = server.used()
            at = visitor.judge(at, "relevant" if item in relevant else "not-relevant")
            after, now = server.used()
            took = visitor.took["judgement to next document"][-1]
            (ends if now > batches else within).append(took)
            (cpu_ends if now > batches else cpu_within).append(after - before)
        _sound(visitor.wrong)
    begun = spread(visitor.took["ranking begun"])["most"]
    found = {"within a batch": spread(within) | {"cpu": spread(cpu_within)["p50"]}, "ranking begun": begun}
    if ends:
        found["where a batch ends"] = spread(ends) | {"cpu": spread(cpu_ends)["p50"], "most_cpu": max(cpu_ends) * 1000}
    for part in ("sent", "next page"):
        found[part] = spread(visitor.took[f"judgement to next document: {part}"])
    return found


def searching(case: Path, times: int) -> Figures:
    """The page of an answer, from the form to the page."""
    asks, cpu = asked(times), []
    with visiting(case) as (server, visitor):
        visitor.post("warm", "/search", {"query": asks[0]})
        for query in asks:
            cpu.append(costs(server, lambda query=query: visitor.post("search", "/search", {"query": query})))  # type: ignore[misc]
        _sound(visitor.wrong)
    return spread(visitor.took["search"]) | {"cpu": spread(cpu)["p50"], "cpu_p99": spread(cpu)["p99"]}


def asked(times: int) -> list[str]:
    """Questions of every kind in turn, the same in every run."""
    prose = Prose()
    prose.random.seed(1)
    kinds = list(questions(prose).values())
    return [kinds[n % len(kinds)]() for n in range(times)]


def together(case: Path, told: crowd.Told, sessions: int) -> tuple[Figures, list[Kept]]:
    """A crowd at one server, and the judgements that were acknowledged."""
    with serve(case) as server:
        done = crowd.gather(server.host, server.link, told, sessions)
        cpu, _ = server.used()
    _sound(done.wrong)
    answers = [
        took
        for what, each in done.took.items()
        for took in each
        if what not in {"judgement to next document", "search"}
    ]
    found: Figures = {
        "sessions": sessions,
        "seconds": done.seconds,
        "answers": len(answers),
        "judged": len(done.kept),
        "all answers": spread(answers),
        "server_cpu_share": cpu / done.seconds,
        "crowd_cpu_share": done.cpu / done.seconds,
    }
    return found | {what: spread(took) for what, took in done.took.items()}, done.kept


def hold(case: Path, kept: list[Kept]) -> Figures:
    """Whether every judgement that was acknowledged is in the ledger, none more, and the case and its account hold."""
    with Case.open(case, by="Bench") as opened:
        lost = []
        for each in kept:
            said = opened.entry(each.entry)["said"]
            ids = [id_of(n) for first, count in said.get("ids", ()) for n in range(first, first + count)]
            if said.get("as") != each.judgement or ids != [each.item]:
                lost.append(each.entry)
        first = min((each.entry for each in kept), default=0)
        sql = "SELECT count(*) FROM act WHERE do='judged' AND entry>=?"
        there = int(opened._store.tables.one(sql, (first,))) if kept else 0
        problems = [
            each for each in (*opened.verify()["problems"], *opened.check()) if not each["what"].startswith(_MADE)
        ]
    if lost or there != len(kept) or problems:
        sys.exit(f"bench: lost {lost[:5]}, {there} judged of {len(kept)}, {problems[:3]}")
    return {"acknowledged": len(kept), "in_the_ledger": there, "verified": True, "account_holds": True}


def _sound(wrong: list[str]) -> None:
    if wrong:
        sys.exit(f"bench: {len(wrong)} answers were errors, the first: {wrong[0]}")


def say(text: str) -> None:
    """Say what is being done."""
    print(text, file=sys.stderr, flush=True)


def table(name: str, found: Figures, target: float | None = None) -> None:
    """Figures as lines for a person."""
    if "p50" not in found:
        for part, each in found.items():
            if isinstance(each, dict) and "p50" in each:
                table(f"{name}, {part}", each, target)
        return
    cpu = f"  CPU {found['cpu']:8.1f}" if "cpu" in found else ""
    aim = f"  (target {target:g})" if target else ""
    line = f"{name:<64}{found['times']:>7}  p50 {found['p50']:8.1f}  p99 {found['p99']:8.1f}  most {found['most']:8.1f}{cpu} ms{aim}"
    print(line, flush=True)


def main() -> None:
    """Measure what is asked for, print it, and JSON as the last line."""
    about = argparse.ArgumentParser(prog="./go bench serve", description=__doc__.splitlines()[0] if __doc__ else None)
    about.add_argument("--items", type=int, default=1_000_000, help="of the case whose first page is measured")
    about.add_argument("--reviewed", type=int, default=100_000, help="items of the case that is reviewed and searched")
    about.add_argument("--words", type=int, default=WORDS, help="of its texts, on average")
    about.add_argument("--times", type=int, default=200, help="judgements and searches; of first pages a tenth")
    about.add_argument("--reads", type=float, default=0, help="seconds for which each item is read before it is judged")
    about.add_argument("--minutes", type=float, default=10, help="that the crowd is at work")
    about.add_argument("--sessions", type=int, default=20)
    about.add_argument(
        "--think", type=float, default=4, help="seconds between two things that one person does; 0: none"
    )
    about.add_argument("--only", default="first,judge,search,crowd", help="parts, with commas")
    about.add_argument("--at", type=Path, help="a folder in which the cases are made, and kept for another time")
    said = about.parse_args()
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        place = (said.at or Path(name)).absolute()
        place.mkdir(parents=True, exist_ok=True)
        os.environ["XDG_DATA_HOME"] = f"{place}/installation"
        found = measured(said, place)
    print(json.dumps({"bench": "serve", "targets": TARGETS, **found}))


def measured(said: argparse.Namespace, place: Path) -> Figures:
    """Each part that is asked for."""
    parts, found = set(said.only.split(",")), {"bare page": bare(said.times)}
    table("bare page behind the same server", found["bare page"])
    if "first" in parts:
        case = make(place / f"case-{said.items}", said.items, FEW)
        for name, ready in (("nobody opened any", None), ("half opened, a third judged", read_half)):
            if ready is not None:
                ready(case, said.items)
            found[f"first page, {name}"] = each = first_page(case, max(said.times // 10, 3))
            table(f"first page, {said.items:,} items, {name}", each, TARGETS["first_page_ms"])
    if parts - {"first"}:
        found |= reviewed(said, place, parts)
    return found


def reviewed(said: argparse.Namespace, place: Path, parts: set[str]) -> Figures:
    """What is measured at the case that people review."""
    found: Figures = {}
    case = make(place / f"reviewed-{said.reviewed}-{said.words}", said.reviewed, said.words)
    word = Prose().word(0.002)
    begun = time.process_time()
    with Case.open(case, by="Bench") as opened:  # the index is made here, where it is not there yet
        relevant = {str(hit["item"]) for hit in opened.search_whole(word)[1]}
    say(f"{len(relevant):,} items are relevant; index {time.process_time() - begun:.0f} CPU s")
    if "judge" in parts:
        found["judge"] = judging(case, relevant, word, said.times, said.reads)
        table(f"judgement to next document, {said.reviewed:,} items", found["judge"], TARGETS["next_document_ms"])
    if "search" in parts:
        found["search"] = searching(case, said.times)
        table(f"search page, {said.reviewed:,} items", found["search"], TARGETS["search_ms"])
    if "crowd" in parts:
        told = crowd.Told(texts(case, 1000), relevant, asked(60), said.think, said.minutes)
        found["crowd"], kept = together(case, told, said.sessions)
        table(f"{said.sessions} sessions", found["crowd"], TARGETS["crowd_p99_ms"])
        say(f"holding {len(kept):,} judgements against the case")
        found["crowd"]["held"] = hold(case, kept)
    return found


if __name__ == "__main__":
    main()
