"""Many sessions at once: people who judge one item after the other, search, open, look at the account, and think in between.

Each is a thread with a connection of its own, in a process apart from the server.
"""

import random
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from visitor import Kept, Visitor

SHARES = (("judge", 70), ("search", 12), ("open", 12), ("account", 6))


@dataclass(frozen=True, slots=True)
class Told:
    """What the people of a crowd know beforehand."""

    texts: Sequence[str]  # items that they open
    relevant: Collection[str]
    queries: Sequence[str]
    think: float  # seconds, on average
    minutes: float


@dataclass(slots=True)
class Done:
    """What a crowd did."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    seconds: float = 0
    cpu: float = 0  # of the crowd itself


def gather(host: str, links: Any, told: Told, sessions: int) -> Done:
    """Let so many in, one after the other, and have them at work until the time is over. `links` gives one link a call."""
    crowd = [Visitor(host) for _ in range(sessions)]
    for each in crowd:
        each.enter(links())
    begun, cpu = time.monotonic(), time.process_time()
    until = begun + told.minutes * 60
    threads = [
        threading.Thread(target=_work, args=(each, told, until, random.Random(seed)))  # what they choose: made up
        for seed, each in enumerate(crowd)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = Done(seconds=time.monotonic() - begun, cpu=time.process_time() - cpu)
    for each in crowd:
        done.wrong += each.wrong
        done.kept += each.kept
        for what, took in each.took.items():
            done.took.setdefault(what, []).extend(took)
    return done


def _work(visitor: Visitor, told: Told, until: float, chance: random.Random) -> None:
    time.sleep(chance.random() * told.think)
    at = ""
    try:
        while time.monotonic() < until:
            what = chance.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
            at = _once(visitor, told, what, at, chance)
            time.sleep(chance.expovariate(1 / told.think) if told.think else 0)
    except OSError as error:  # what no answer came for is an error of the run
        visitor.wrong.append(f"no answer: {error!r}")


def _once(visitor: Visitor, told: Told, what: str, at: str, chance: random.Random) -> str:
    """One thing done; the page of the review room where this person is."""
    if what == "account":
        visitor.get("account", "/")
    elif what == "search":
        visitor.post("search", "/search", {"query": chance.choice(told.queries)})
    elif what == "open":
        visitor.get("item", f"/item/{chance.choice(told.texts)}")
    elif not at.startswith("/review/ITM-"):
        return visitor.get("review", "/review")
    else:
        item = at.partition("?")[0].rpartition("/")[2]
        return visitor.judge(at, "relevant" if item in told.relevant else "not-relevant")
    return at
