"""A clock that goes back or ahead: nothing is refused, time in the ledger does not go back, and the account says so."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from asking import ask

from muniment.case import Case

HOUR = 3600 * 10**9
CENTURY = 36525 * 24 * HOUR


class Machine:
    """A machine's clock that can be set, and how long it has been running."""

    def __init__(self) -> None:
        self.began = self.running = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self.set = time.time_ns()

    def clock(self) -> int:
        return self.set + self.running - self.began

    def up(self, _: int) -> int:
        return self.running


@pytest.fixture
def machine() -> Iterator[Machine]:
    machine = Machine()
    with (
        mock.patch("time.time_ns", machine.clock),
        mock.patch("muniment.store.clock.time.clock_gettime_ns", machine.up),
    ):
        yield machine


@pytest.fixture
def case(tmp_path: Path, machine: Machine) -> Iterator[Case]:
    with Case.new("A case", tmp_path / "case") as case:
        _act(case, 1)
        yield case


def _act(case: Case, number: int) -> None:
    """Something is entered."""
    source = case.path.parent / f"{number}"
    source.mkdir()
    (source / f"note {number}.txt").write_text(f"note {number}")
    case.intake(source, "Example Constabulary", date(2026, 3, 3), read="later")


def times(case: Case) -> list[int]:
    return [entry.at for entry in case._store.ledger.entries()]


@pytest.mark.parametrize("by", [-CENTURY, -2 * HOUR, 2 * HOUR, CENTURY])
def test_a_jump_while_the_case_is_open(case: Case, machine: Machine, by: int) -> None:
    machine.set += by
    _act(case, 2)
    machine.running += HOUR * 3
    _act(case, 3)  # time went by, and the clock with it
    (jump,) = case.account()["clock"]
    assert jump["clock"] - jump["expected"] == by // 1000
    assert times(case) == sorted(times(case))
    assert Case.verify_at(case.path)["ok"]
    said = ask("account", case=case.path).out
    assert f"the clock of the machine jumped {'back' if by < 0 else 'ahead'} (entry {jump['entry']})" in said


@pytest.mark.parametrize("by", [-HOUR // 2, 0, HOUR // 2])
def test_a_clock_that_is_put_right_by_less_than_an_hour(case: Case, machine: Machine, by: int) -> None:
    machine.set += by
    machine.running += 5 * HOUR
    _act(case, 2)
    assert case.account()["clock"] == []


def test_a_clock_that_was_set_back_between_two_sessions(case: Case, machine: Machine) -> None:
    machine.set -= 48 * HOUR
    for number in (2, 3):
        machine.running += 2 * HOUR
        with Case.open(case.path) as again:
            _act(again, number)
            (_,) = again.account()["clock"]  # said once, though the ledger's time stands still until it is met again
    machine.set -= 2 * HOUR + 3 * HOUR
    with Case.open(case.path) as again:
        _act(again, 4)
        assert len(again.account()["clock"]) == 2
        assert times(again) == sorted(times(again))


def test_a_century_ahead_and_set_right(case: Case, machine: Machine) -> None:
    machine.set += CENTURY
    with Case.open(case.path) as again:
        _act(again, 2)
    machine.set -= CENTURY
    with Case.open(case.path) as again:
        _act(again, 3)
        jumps = again.account()["clock"]
        assert jumps[-1]["expected"] - jumps[-1]["clock"] == pytest.approx(CENTURY // 1000, rel=1e-6)
        assert times(again) == sorted(times(again))
        assert again.rebuild()["digest"] == again.digest()
        assert again.account()["clock"] == jumps
