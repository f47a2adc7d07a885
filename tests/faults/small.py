"""The faults of `./go faults`, at the size that CI bears."""

from pathlib import Path

import pytest
from faults import bombs, crowd, hostile, mistakes, powercut, runs, strace, syscalls

traced = pytest.mark.skipif(not strace.possible(), reason=f"{strace.NO_TRACE}: strace cannot trace here")
mounted = pytest.mark.skipif(not runs.mounts(), reason="no mounts: a user may make no small disk here")


def good(figures: dict[str, object]) -> dict[str, object]:
    print(figures)
    assert figures["bad"] == 0, figures["first"]
    return figures


@traced
def test_the_power_fails(tmp_path: Path) -> None:
    """Both models; what strace heard, played back, is what the folder holds."""
    made = powercut.record(tmp_path)
    assert powercut.replayed(made, tmp_path / "built") == powercut.tree(tmp_path / "root")
    for model in powercut.MODELS:
        found = powercut.explored(made, model, some=1, every=100, step=20)
        assert found.bad == []
        assert found.states >= 100


@traced
@pytest.mark.parametrize("name", mistakes.NAMES)
def test_a_planted_mistake_is_found(name: str) -> None:
    assert len(mistakes.NAMES) == 5
    assert mistakes.hunt(name, step=5).first


@traced
def test_a_call_fails() -> None:
    assert good(syscalls.full(8))["injections"] == 8


def test_it_is_killed() -> None:
    good(runs.kills(8))


def test_the_drive_is_pulled() -> None:
    good(runs.pulled(6))


@mounted
def test_the_disk_is_full() -> None:
    ends = good(runs.full_disk(4))["ends"]
    assert isinstance(ends, dict)
    assert set(ends) == {"said so", "fitted"}


def test_four_at_once() -> None:
    found = good(crowd.full(8))
    assert found["told"]


@pytest.mark.parametrize("name", ["overlap-2000x100m.zip", "paths.zip", "laughs.docx", "pdf-xobjloop.pdf"])
def test_hostile_files(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The rest is for `./go faults`; tests/hostile has their like in one process."""
    monkeypatch.setattr(bombs, "SMALL", {name: bombs.SMALL[name]})
    good(hostile.full(None, 0, large=False))


def test_mutants(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "SMALL", {})
    good(hostile.full(shared, 30, large=False))
