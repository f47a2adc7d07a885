"""Progress: what must be known beforehand is said, but a refused request says one line."""

import pytest

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


def test_files_bytes_rate_and_what_is_left() -> None:
    said = line(Progress("reading", 100, 400, 10 << 20, 40 << 20, 10.0))
    assert "100 of 400 files" in said
    assert "10.0 MiB of 40.0 MiB" in said
    assert "1.0 MiB/s" in said
    assert "30 s left" in said
