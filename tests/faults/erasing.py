"""The power fails while something is erased, and while the next backup takes it out of the copy.

Once somebody was told that it is gone, no disk that can be found has it in a file of the case. Before that it is all there,
or whoever opens the case ends it. Cannot: what lies in blocks of the disk that no file has any more.
"""

import multiprocessing
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import erased
from cutting import Event, Explored, Model, explore
from faults import found, strace, work
from faults.powercut import MODELS, SCRIPT, SEED, memory

from muniment.case import Case
from muniment.store import marker


def record(at: Path) -> list[Event]:
    """Do it once, under strace."""
    (at / "root").mkdir()
    return strace.record(strace.python(SCRIPT, at / "root", "erasing"), at / "root", {})


def gone(case: Path) -> bool:
    """Whether no file of a case has it, under any name, in any form."""
    return erased.left(case, *erased.WORDS, erased.SENDER) == []


def entered(case: Path) -> bool:
    """Whether the ledger says that it was erased."""
    return b'"do":"item-erased"' in (case / "ledger.jsonl").read_bytes()


@dataclass(slots=True)
class Check:
    """Holds a state against what was told; every so often what was not entered is erased after all, and backups are restored."""

    after: str
    every: int
    numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, root: Path, told: Sequence[str]) -> None:
        said, case, more = found.of(told), root / "case", next(self.numbers) % self.every == 0
        begun = next(each for each in said if "before" in each)
        with found.at_home(root / "home"):
            found.mended(case)
            as_it_lies = Case.verify_at(case)
            if as_it_lies["ok"]:
                assert gone(case) == entered(case), "verify finds nothing, and it is erased by half"
            self._opened(case, begun["before"], said)
            if more and not entered(case):
                with Case.open(case, by="Ann Example") as opened:
                    opened.erase(*begun["asked"], others=begun["others"], **work.ERASURE)
                assert gone(case), "it was erased again, and is there"
            if more:
                _backup(root, told=any("backed" in each for each in said))

    def _opened(self, case: Path, before: str, said: list[dict[str, Any]]) -> None:
        with Case.open(case, by="Dan Example", door="test") as opened:  # which keeps nothing of what it asks for
            found.kept(case, said)
            was = entered(case)
            assert was or not any("erased" in each for each in said), "its erasure was told, and is lost"
            assert opened.digest() == (self.after if was else before), "what became of everything is another"
            assert opened.check() == []
            assert bool(opened.search("heron")["total"]) != was
        assert gone(case) == was, f"entered: {was}; left: {erased.left(case, *erased.WORDS, erased.SENDER)[:3]}"
        assert found.sound(case)["unclaimed"] == []
        assert not (case / "erasing.json").exists()


def _backup(root: Path, *, told: bool) -> None:
    """What lies there is a backup of before or of after, and the next backup makes it one of now."""
    to, again = root / "backup", root / "again"
    verdict = Case.verify_at(to)
    assert verdict["ok"] or (marker.unsettled(to) and not told), verdict["problems"]
    assert not told or gone(to), "the backup was told to be done, and has it still"
    shutil.copytree(to, root / "copy")
    assert Case.restore(root / "copy", again)["ok"]
    with Case.open(again, by="Dan Example") as opened:
        assert opened.check() == []
    with Case.open(root / "case", by="Ann Example") as opened:
        opened.backup(to)
    verdict = Case.verify_at(to)
    assert (verdict["problems"], verdict["unclaimed"]) == ([], [])
    assert gone(to), "the case has it no more, and its backup has"


def explored(events: list[Event], model: Model, *, some: int, every: int, step: int = 1) -> Explored:
    """Cut the power at every `step`th call."""
    told = found.of(event.told for event in events if event.told)
    check = Check(next(each["erased"] for each in told if "erased" in each), every)
    with memory() as at, found.unsynced():
        return explore(events, check, at, model, seed=SEED, some=some, step=step)


def _share(asked: tuple[list[Event], Model, int, int, int]) -> Explored:
    events, model, some, every, step = asked
    return explored(events, model, some=some, every=every, step=step)


def full(some: int, every: int = 4, *, step: int = 1) -> dict[str, object]:
    """Every call from the beginning of the erasure on, in both models, on both cores."""
    with TemporaryDirectory(prefix="erasing-") as folder:
        events = record(Path(folder))
        with multiprocessing.get_context("fork").Pool(len(MODELS)) as pool:
            shares = pool.map(_share, [(events, model, some, every, step) for model in MODELS])
    return {
        "states": sum(share.states for share in shares),
        **{model: share.states for model, share in zip(MODELS, shares, strict=True)},
        "bad": sum(len(share.bad) for share in shares),
        "first": next((bad for share in shares for bad in share.bad), ""),
    }
