"""The faults of `./go faults`, at the size that CI bears."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import apsw
import pytest
from cutting import Event, Model
from faults import bombs, crowd, erasing, hostile, mistakes, powercut, readonly, runs, strace, syscalls

from muniment.case import Case
from muniment.errors import Broken, MunimentError, Trouble

traced = pytest.mark.skipif(not strace.possible(), reason=f"{strace.NO_TRACE}: strace cannot trace here")
mounted = pytest.mark.skipif(not runs.mounts(), reason="no mounts: a user may make no small disk here")
failing = pytest.mark.skipif(
    not readonly.possible(), reason="no mounts: no disk can be had that fails when it is told to"
)


def good(figures: dict[str, object]) -> dict[str, object]:
    print(figures)
    assert figures["bad"] == 0, figures["first"]
    return figures


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[powercut.Recorded, Path]:
    at = tmp_path_factory.mktemp("recorded")
    return powercut.record(at), at / "root"


@pytest.fixture(scope="module")
def erasure(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    return erasing.record(tmp_path_factory.mktemp("erased"))


@traced
def test_what_was_heard_is_what_happened(made: tuple[powercut.Recorded, Path], tmp_path: Path) -> None:
    """What strace heard, played back, is what the folder holds: else the states below would be made up."""
    assert powercut.replayed(made[0], tmp_path / "built") == powercut.tree(made[1])


@traced
@pytest.mark.parametrize("model", powercut.MODELS)
def test_the_power_fails(made: tuple[powercut.Recorded, Path], model: Model) -> None:
    found = powercut.explored(made[0], model, some=1, every=30, step=60)
    assert found.bad == []
    assert found.states >= 30


@traced
@pytest.mark.parametrize("model", powercut.MODELS)
def test_the_power_fails_while_something_is_erased(erasure: list[Event], model: Model) -> None:
    found = erasing.explored(erasure, model, some=1, every=8, step=40)
    assert found.bad == []
    assert found.states >= 15


@traced
@pytest.mark.parametrize("name", mistakes.NAMES)
def test_a_planted_mistake_is_found(name: str) -> None:
    assert len(mistakes.NAMES) == 5
    assert mistakes.hunt(name, step=5).first


@traced
def test_where_none_is_planted_none_is_found() -> None:
    assert not mistakes.hunt(mistakes.NONE, step=5).first


@traced
def test_a_call_fails() -> None:
    assert good(syscalls.full(6))["injections"] == 6


def test_it_is_killed() -> None:
    good(runs.kills(6))


def test_the_drive_is_pulled() -> None:
    good(runs.pulled(9))


@mounted
def test_the_disk_is_full() -> None:
    ends = good(runs.full_disk(3))["ends"]
    assert isinstance(ends, dict)
    assert set(ends) == {"said so", "fitted"}


@mounted
def test_the_disk_can_only_be_read() -> None:
    good(readonly.before())


@failing
def test_the_disk_takes_no_more_writes() -> None:
    assert good(readonly.midway(2))["ends"] == {"said so": 2}


def test_four_at_once() -> None:
    found = good(crowd.full(6))
    assert found["told"]
    assert found["looks"]


@pytest.mark.parametrize("name", ["overlap-2000x100m.zip", "paths.zip", "laughs.docx"])
def test_hostile_files(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The rest is for `./go faults`; tests/hostile has their like in one process."""
    monkeypatch.setattr(bombs, "SMALL", {name: bombs.SMALL[name]})
    good(hostile.full(None, 0, large=False))


def test_mutants(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "SMALL", {})
    good(hostile.full(shared, 20, large=False))


# -- what the Python doors raise


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("bad disk") / "case"
    with Case.new("A case on a bad disk", at, by="Ann Example") as made:
        made.box_add("A box of papers", "Example Council")
    return at


ASKED: dict[str, Callable[[Case], object]] = {
    "account": Case.account,
    "items": lambda case: list(case.items()),
    "search": lambda case: case.search("canvasser"),
    "search all": lambda case: list(case.search_all("canvasser")),
    "describe": lambda case: case.describe("ITM-000001", "a note"),
    "digest": Case.digest,
    "rebuild": Case.rebuild,
    "title": lambda case: case.title,
}
REFUSED = [
    (apsw.FullError("database or disk is full"), Trouble, "full"),
    (apsw.IOError("disk I/O error"), Trouble, "cannot be used"),
    (apsw.CorruptError("database disk image is malformed"), Broken, "damaged"),
    (apsw.ReadOnlyError("attempt to write a readonly database"), Trouble, "takes no writes"),
    (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), Trouble, "full"),
    (OSError(errno.EIO, os.strerror(errno.EIO)), Trouble, "Input/output error"),
]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(
    ("error", "kind", "says"), REFUSED, ids=[type(each).__name__ + says for each, _, says in REFUSED]
)
def test_the_doors_say_what_the_disk_did(
    case: Path, asked: str, error: Exception, kind: type[MunimentError], says: str
) -> None:
    """Whatever is asked: what it is, of which case, what to do next, and what was behind it."""
    with Case.open(case) as opened:
        tables = type(opened._store.tables)
        names = ("rows", "one", "made")
        broken = mock.patch.multiple(tables, **{name: mock.Mock(side_effect=error) for name in names})
        with broken, pytest.raises(kind, match=says) as raised:
            ASKED[asked](opened)
        assert raised.value.__cause__ is error
        assert raised.value.subject == str(case)
        assert raised.value.next


def test_whoever_no_longer_listens_is_no_trouble_of_the_case(case: Path) -> None:
    with Case.open(case) as opened:
        unheard = mock.patch.object(type(opened._store), "catch_up", side_effect=BrokenPipeError)
        with unheard, pytest.raises(BrokenPipeError):
            opened.digest()
