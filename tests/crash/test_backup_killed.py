"""A backup or a restore that is killed at any point: what was there before or what was to be there, and the next ends it."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import erased
import killing
import pytest

from muniment.case import Case
from muniment.store import marker

POINTS = 12

KILLED = """
from muniment.case import Case

if sys.argv[1] == "backup":
    with Case.open(sys.argv[2]) as case:
        begin()
        case.backup(sys.argv[3])
else:
    begin()
    assert Case.restore(sys.argv[2], sys.argv[3])["ok"]
"""


def run(at: int, *args: str | Path) -> "subprocess.CompletedProcess[str]":
    return killing.run(KILLED, at, *args)


@dataclass(frozen=True, slots=True)
class Made:
    case: Path  # where something was taken in and something was erased since
    backup: Path  # of before that
    before: str
    after: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    at = tmp_path_factory.mktemp("made")
    case = erased.make(at)
    (at / "late").mkdir()
    (at / "late" / "late.txt").write_text("A late paper.\n")
    with Case.open(case) as opened:
        rows = {row["path"]: row["id"] for row in opened.items()}
        before = opened.digest()
        opened.backup(at / "backup")
        opened.intake(at / "late", "Example Society", erased.DAY)
        opened.erase(rows["typed.txt"], authority="order 12", agreed_by=["Ann Example", "Ben Example"])
        after = opened.digest()
    return Made(case, at / "backup", before, after)


def test_a_backup_that_is_killed_is_of_one_moment(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.backup, tmp_path / "counted")
    calls = int(run(0, "backup", made.case, tmp_path / "counted").stdout)
    seen = set()
    for at in killing.points(calls, POINTS):
        to = tmp_path / str(at)
        shutil.copytree(made.backup, to)
        done = run(at, "backup", made.case, to)
        assert done.returncode == -9, (at, done.stderr)
        said = Case.verify_at(to)
        assert said["ok"] or marker.unsettled(to), (at, said["problems"])
        shutil.copytree(to, tmp_path / "copy")
        assert Case.restore(tmp_path / "copy", tmp_path / "again")["ok"], at
        with Case.open(tmp_path / "again") as case:
            seen.add(case.digest())
            assert case.check() == []
        assert seen <= {made.before, made.after}
        assert run(0, "backup", made.case, to).returncode == 0
        said = Case.verify_at(to)
        assert (said["problems"], said["unclaimed"]) == ([], []), at
        for folder in (to, tmp_path / "copy", tmp_path / "again"):
            shutil.rmtree(folder)
    assert seen == {made.before, made.after}


def test_a_restore_that_is_killed_goes_on(made: Made, tmp_path: Path) -> None:
    calls = int(run(0, "restore", made.backup, tmp_path / "counted").stdout)
    for at in killing.points(calls, POINTS):
        to = tmp_path / str(at)
        assert run(at, "restore", made.backup, to).returncode == -9, at
        if (
            not (to / "ledger.jsonl").exists() or (to / "restoring.txt").exists()
        ):  # else it was about to say that it is done
            assert Case.restore(made.backup, to)["ok"], at
        said = Case.verify_at(to)
        assert (said["problems"], said["unclaimed"]) == ([], []), at
        with Case.open(to) as case:
            assert case.digest() == made.before
        shutil.rmtree(to)
