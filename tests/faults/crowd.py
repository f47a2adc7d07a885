"""Several at one case at once: each is a process of its own, until its input has something or it is killed.

An intake, two who judge, and a reader who checks without pause; `full` starts them, kills one now and then, and counts.
"""

import json
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from faults import found
from faults.work import NOTE, RECEIVED, SENDER, tell

from muniment.case import Case
from muniment.store.store import Store

_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from faults.crowd import main; main()"
ROLES = ("intake", "judge", "judge", "reader")


def _stopped() -> bool:
    return bool(select.select([0], [], [], 0)[0])


def _waits() -> None:
    """Tell how long each append took, from when it was asked for until it was durable."""
    real = Store._append

    def append(store: Store, *args: Any) -> int:
        first = real(store, *args)
        tell(wait=time.monotonic() - began[0])
        return first

    began = [0.0]
    whole = Store._record

    def record(store: Store, *args: Any) -> int:
        began[0] = time.monotonic()
        return whole(store, *args)

    Store._append, Store._record = append, record  # type: ignore[method-assign,assignment]


def intake(case: Path, name: str, chance: random.Random) -> None:
    """Takes in one small bundle after the other."""
    del chance
    number = 0
    while not _stopped():
        number += 1
        box = case.parent / f"{name} {number}"
        box.mkdir(exist_ok=True)
        for each in range(5):
            (box / f"{name} {number} {each}.txt").write_text(f"{name} {number} {each}: {NOTE}")
        with Case.open(case, by=name) as opened:
            said = opened.intake(box, SENDER, RECEIVED, workers=1, ocr="later")
        tell(bundle=said["bundle"]["id"], items=said["bundle"]["items"])


def judge(case: Path, name: str, chance: random.Random) -> None:
    """Says one thing after the other of items."""
    number = 0
    with Case.open(case, by=name) as opened:
        while not _stopped():
            rows = [row["id"] for row in opened.items()]
            if rows:
                number += 1
                text = f"{name} says {number}."
                entry = opened.describe(chance.choice(rows), text)["entry"]
                tell(entry=entry, text=text)


def reader(case: Path, name: str, chance: random.Random) -> None:
    """Whatever it looks at is of one moment: the account balances, its bundles are its whole, and nothing goes back."""
    del chance
    newest = looks = 0
    with Case.open(case, by=name) as opened:
        while not _stopped():
            said = opened.account()
            assert said["balanced"], said
            assert said["items"] == sum(bundle["items"] for bundle in said["bundles"])
            assert said["as_of"] >= newest
            newest, looks = said["as_of"], looks + 1
            problems = opened.check()  # also of what one who is killed leaves half-way
            assert problems == [], problems
            tell(looks=looks)


def main() -> None:
    """One of them."""
    case, role, name, seed = Path(sys.argv[1]), *sys.argv[2:5]
    _waits()
    roles: dict[str, Callable[[Path, str, random.Random], None]] = {"intake": intake, "judge": judge, "reader": reader}
    roles[role](case, name, random.Random(seed))


class Going:
    """One of them, as long as it lives, and what it told; its waits are known where it was not killed."""

    def __init__(self, case: Path, role: str, name: str) -> None:
        self.role, self.name = role, name
        words = [sys.executable, "-c", _BOOT, str(Path(__file__).parents[1]), str(case), role, name, name]
        self.out = (case.parent / f"{name}.out").open("w+b")
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=self.out, stderr=subprocess.PIPE)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    def end(self) -> list[dict[str, Any]]:
        """Let it come to its end; what it told.

        Raises: AssertionError, where it failed.
        """
        _, said = self.process.communicate(b"stop", timeout=300)
        assert self.process.returncode in {0, -signal.SIGKILL}, said.decode()[-1500:]
        with self.out:
            self.out.seek(0)
            lines = self.out.read().split(b"\n")[:-1]
        return [json.loads(line[5:]) for line in lines]


def full(seconds: float, seed: int = 20_261_127) -> dict[str, Any]:
    """Four at once for so long; now and then one is killed, and another takes its place."""
    chance, told, kills = random.Random(seed), list[tuple[str, dict[str, Any]]](), Counter[str]()
    with TemporaryDirectory(prefix="crowd-") as folder, found.at_home(Path(folder) / "home"):
        case = Path(folder) / "case"
        with Case.new("A case for several", case):
            pass
        going = [Going(case, role, f"{role} {number}") for number, role in enumerate(ROLES)]
        until, count = time.monotonic() + seconds, len(ROLES)
        while time.monotonic() < until:
            time.sleep(min(chance.uniform(1.5, 4), max(until - time.monotonic(), 0)))
            victim = going.pop(chance.randrange(len(going)))
            if time.monotonic() < until:
                victim.kill()
                kills[victim.role] += 1
                going.append(Going(case, victim.role, f"{victim.role} {count}"))
                count += 1
            told += [(victim.role, each) for each in victim.end()]
        told += [(each.role, said) for each in going for said in each.end()]
        said = found.sound(case)
        bad = _checked(case, [each for _, each in told])
    waits = sorted(each["wait"] for _, each in told if "wait" in each)
    return {
        "entries": said["entries"],
        "told": sum("entry" in each or "bundle" in each for _, each in told),
        "looks": sum("looks" in each for _, each in told),
        "killed": dict(kills),
        "waits": {
            "count": len(waits),
            "p50_ms": _at(waits, 0.5),
            "p99_ms": _at(waits, 0.99),
            "longest_ms": _at(waits, 1),
            "over_a_second": sum(wait > 1 for wait in waits),
        },
        "bad": len(bad),
        "first": next(iter(bad), ""),
    }


def _at(waits: list[float], share: float) -> float:
    return round(1000 * waits[min(int(share * len(waits)), len(waits) - 1)], 1) if waits else 0.0


def _checked(case: Path, told: list[dict[str, Any]]) -> list[str]:
    """Everything told is there, once, in its place."""
    bad: list[str] = []
    with Case.open(case) as opened:
        texts = dict[int, str](opened._store.tables.rows("SELECT entry, text FROM described"))
        counts = Counter(texts.values())
        bundles = {bundle["id"]: bundle["items"] for bundle in opened.account()["bundles"]}
        bad += [f"an entry twice: {text}" for text, count in counts.items() if count > 1]
        for each in told:
            if "entry" in each and texts.get(each["entry"]) != each["text"]:
                bad.append(f"lost: {each}")
            if "bundle" in each and bundles.get(each["bundle"]) != each["items"]:
                bad.append(f"lost: {each}")
        bad += [str(problem) for problem in opened.check()]
    return bad
