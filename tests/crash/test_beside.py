"""Somebody who writes is killed at any call of it, and somebody else who has the case open goes on as if nothing was."""

import os
from pathlib import Path
from typing import Any

import killing
import pytest

from muniment.case import Case
from muniment.store import verify
from muniment.store.replay import Replay

WRITER = """
from muniment.case import Case

with Case.open(sys.argv[1], by="Ben Example") as case:
    begin()
    case.describe(next(case.items())["id"], "a note about the estate " * 100)
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with Case.new("Several at once", tmp_path / "case", by="Ann Example") as made:
        made.box_add("A box of papers", "Example Council")
    return tmp_path / "case"


def test_nothing_is_seen_of_a_writer_who_died(case: Path) -> None:
    calls = int(killing.run(WRITER, 0, case).stdout)
    assert calls > 8
    torn = 0
    with Case.open(case, by="Ann Example") as beside:
        for at in range(1, calls + 1):
            assert killing.run(WRITER, at, case).returncode == -9, at
            lies = Case.verify_at(case)["problems"]
            assert all(each["next"].startswith("open the case") for each in lies), (at, lies)
            torn += any("behind the last" in each["what"] for each in lies)
            assert beside.account()["balanced"], at
            assert beside.check() == [], at
            said = Case.verify_at(case)
            assert said["ok"], (at, said["problems"])
        beside.describe(next(beside.items())["id"], "and goes on")
    assert torn >= 2, "no death left anything half-way: this shows nothing"


def test_a_case_that_can_only_be_read_says_what_a_writer_left(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody mends there; what is wrong is said, and what to do."""
    with (case / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b'{"at":1,"by":"p1","do":"de')
    real = os.access
    here = str(case)
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **more: not (mode == os.W_OK and str(path).startswith(here)) and real(path, mode, **more),
    )
    with Case.open(case) as opened:
        assert opened.account()["balanced"]
        (problem,) = opened.check()
    assert "no whole commit" in problem["what"]


def test_what_is_mended_while_somebody_verifies_is_no_damage(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (case / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b'{"at":1,"by":"p1","do":"de')
    real, looks = verify._looked, []

    def looked(*args: Any) -> tuple[verify.Verdict, Replay]:
        found = real(*args)
        looks.append(found[0].ok)
        Case.open(case).close()  # another process, meanwhile
        return found

    monkeypatch.setattr(verify, "_looked", looked)
    assert Case.verify_at(case)["ok"]
    assert looks == [False, True]
