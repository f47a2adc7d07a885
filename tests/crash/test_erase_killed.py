"""An erasure that is killed at any point: nothing half erased passes for whole, and whoever opens the case next ends it."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import erased
import killing
import pytest

from muniment.case import Case

POINTS = 14  # of all calls that change something on the disk

ERASER = """
from muniment.case import Case

with Case.open(sys.argv[1]) as case:
    begin()
    case.erase(*sys.argv[2].split(","), authority="order 12", agreed_by=["Ann Example", "Ben Example"],
               others=sys.argv[3].split(","), words=["heron", "Quagmire"])
"""


@dataclass(frozen=True, slots=True)
class Made:
    case: Path
    asked: str
    others: str
    before: str  # the digest
    after: str
    calls: int


def run(case: Path, made: tuple[str, str], at: int) -> "subprocess.CompletedProcess[str]":
    return killing.run(ERASER, at, case, *made)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    at = tmp_path_factory.mktemp("made")
    case = erased.make(at)
    with Case.open(case) as opened:
        rows = {row["path"]: row["id"] for row in opened.items()}
        before = opened.digest()
    asked = ",".join(rows[name] for name in (erased.NAME, "typed.txt", "list.csv"))
    others = ",".join(rows[name] for name in ("mail.eml", "papers.zip"))
    shutil.copytree(case, at / "whole")
    done = run(at / "whole", (asked, others), 0)
    assert done.returncode == 0, done.stderr
    with Case.open(at / "whole") as opened:
        after = opened.digest()
    assert after != before
    return Made(case, asked, others, before, after, int(done.stdout))


def gone(case: Path) -> bool:
    return erased.left(case, *erased.WORDS, erased.SENDER) == []


def entered(case: Path) -> bool:
    """Whether a head closes the commit of it: half of one counts for nothing."""
    log = (case / "ledger.jsonl").read_bytes()
    at = log.find(b'"do":"item-erased"')
    return at >= 0 and b'\\n"\n' in log[at:]


def test_an_erasure_is_finished_wherever_it_was_killed(made: Made, tmp_path: Path) -> None:
    points = killing.points(made.calls, POINTS)
    undone = 0
    for at in points:
        case = tmp_path / str(at)
        shutil.copytree(made.case, case)
        done = run(case, (made.asked, made.others), at)
        assert done.returncode == -9, (at, done.stderr)
        was_entered = entered(case)
        said = Case.verify_at(case)
        if said["ok"]:
            assert gone(case) if was_entered else not gone(case), at
        with Case.open(case, door="test") as opened:  # which keeps nothing of what it asks for
            assert opened.digest() == (made.after if was_entered else made.before), at
            assert opened.check() == []
            assert opened.search("heron")["total"] == (0 if was_entered else 4), at
        assert gone(case) == was_entered, at
        said = Case.verify_at(case)
        assert (said["ok"], said["unclaimed"]) == (True, []), (at, said["problems"])
        assert not (case / "erasing.json").exists()
        undone += not was_entered
        shutil.rmtree(case)
    assert 0 < undone < len(points)


def test_what_was_never_entered_can_be_erased_after_all(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.case, tmp_path / "case")
    assert run(tmp_path / "case", (made.asked, made.others), 2).returncode == -9
    assert not entered(tmp_path / "case")
    assert run(tmp_path / "case", (made.asked, made.others), 0).returncode == 0
    assert gone(tmp_path / "case")
