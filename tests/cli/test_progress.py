"""Progress: what must be known beforehand is said, but a refused request says one line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import small_folder

from muniment import Case
from muniment.cli.progress import Teller, line
from muniment.errors import Refused
from muniment.intake.progress import Progress


def test_the_plan_is_said_when_the_work_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with Teller() as tell:
        tell(Progress("counting"))
        tell(Progress("plan", note="400 files"))
        assert capsys.readouterr().err == ""
        tell(Progress("custody", 1, 400, 10, 4000, 0.1))
        assert capsys.readouterr().err == "400 files\n"


def test_a_refused_request_says_nothing_of_its_plan(capsys: pytest.CaptureFixture[str]) -> None:
    tell = Teller()
    tell(Progress("plan", note="400 files"))
    tell.__exit__(Refused, Refused("another listing"), None)
    assert capsys.readouterr().err == ""


def test_a_bar_only_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with Teller() as tell:
        tell(Progress("custody", 400, 400, 4000, 4000, 2.0))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Teller() as tell:
        tell(Progress("custody", 400, 400, 4000, 4000, 2.0))
    said = capsys.readouterr().err
    assert "400 of 400 files" in said
    assert said.endswith("\n")


@pytest.mark.parametrize(
    "ask",
    [
        lambda case, tell: case.duplicates("ITM-000001", progress=tell),
        lambda case, tell: list(case.duplicates_of("ITM-000001", progress=tell)),
        lambda case, tell: case.duplicate_groups(progress=tell),
        lambda case, tell: list(case.duplicate_groups_all(progress=tell)),
        lambda case, tell: case.thread("ITM-000002", progress=tell),
        lambda case, tell: case.compare("BUN-0001", progress=tell),
        lambda case, tell: list(case.compare_all("BUN-0001", progress=tell)),
    ],
    ids=["duplicates", "duplicates_of", "groups", "groups_all", "thread", "compare", "compare_all"],
)
def test_whoever_asks_first_for_what_is_alike_sees_how_far_it_has_come(
    tmp_path: Path, ask: Callable[[Case, Any], Any]
) -> None:
    told: list[Progress] = []
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(small_folder(tmp_path / "box"), "Example Constabulary", date(2026, 3, 3))
        mail = next(row["id"] for row in case.items() if row["path"] == "mail.eml")
        assert mail == "ITM-000002"
        ask(case, told.append)
        items = case.account()["items"]
        assert {(one.phase, one.files) for one in told} == {("alike", items)}
        assert [one.files_done for one in told] == list(range(items))
        told.clear()
        ask(case, told.append)
    assert told == [], "the second time nothing is new"


def test_what_has_no_bytes_is_counted() -> None:
    name = "reading what is new, to find what is alike"
    assert line(Progress("alike", 250, 1000, seconds=20.0)) == f"{name}: 250 of 1,000 items, 1 min 0 s left"
    assert line(Progress("alike", 250)) == f"{name}: 250 items"
    assert line(Progress("recognising", 3, 4, seconds=3.0)).endswith(": 3 of 4 pages, 1 s left")


def test_files_bytes_rate_and_what_is_left() -> None:
    said = line(Progress("reading", 100, 400, 10 << 20, 40 << 20, 10.0))
    assert "100 of 400 files" in said
    assert "10.0 MiB of 40.0 MiB" in said
    assert "1.0 MiB/s" in said
    assert "30 s left" in said
