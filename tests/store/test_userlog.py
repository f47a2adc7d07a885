"""The log of a user, of a case that cannot be written: several at once, killed at any moment, and where it cannot be kept."""

import subprocess
import sys
from pathlib import Path

import killing
import pytest

from muniment.errors import Trouble
from muniment.ledger.log import Draft
from muniment.ledger.verify import verify
from muniment.store import place
from muniment.store.userlog import UserLog

CASE = "11111111-2222-3333-4444-555555555555"
SAYING = """
import os, sys
from muniment.ledger.log import Draft
from muniment.store.userlog import UserLog

os.environ["XDG_DATA_HOME"] = sys.argv[1]
log = UserLog(sys.argv[2])
{begin}
for number in range(int(sys.argv[3])):
    log.append(Draft({{"do": "searched", "v": 1}}, [("query", f"query {{number}}")]))
    os.write(1, b"said\\n")
log.close()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def sound() -> int:
    """How many entries it has, all of them whole."""
    found = verify(place.consulted(CASE), "access")
    assert found.problems == []
    return found.size


def draft() -> Draft:
    return Draft({"do": "searched", "v": 1}, [("query", "ballot")])


def test_nothing_is_made_before_something_is_said(home: Path) -> None:
    log = UserLog(CASE)
    assert not home.exists()
    log.append(draft())
    assert log.path.is_file()
    assert place.consulted(CASE).stat().st_mode & 0o077 == 0
    log.close()
    again = UserLog(CASE)
    again.append(draft())
    again.close()
    assert sound() == 2


def test_several_processes_begin_it_at_once(home: Path) -> None:
    words = [sys.executable, "-I", "-c", SAYING.format(begin=""), str(home), CASE, "5"]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(4)]
    assert [each.communicate()[0].count(b"said") for each in running] == [5] * 4
    assert [each.returncode for each in running] == [0] * 4
    assert sound() == 20


def test_killed_at_any_call_what_was_said_is_there_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = SAYING.format(begin="begin()")
    calls = int(killing.run(script, 0, tmp_path / "whole", CASE, "2").stdout.splitlines()[-1])
    for at in killing.points(calls, 8):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / str(at)))
        done = killing.run(script, at, tmp_path / str(at), CASE, "2")
        assert done.returncode == -9, at
        log = UserLog(CASE)
        log.append(draft())
        log.close()
        assert sound() >= 1 + done.stdout.count("said"), at


def test_where_it_cannot_be_kept_is_said_with_what_to_do(home: Path) -> None:
    home.write_text("a file lies where the folder would")
    with pytest.raises(Trouble, match="nothing is shown") as raised:
        UserLog(CASE).append(draft())
    assert "XDG_DATA_HOME" in raised.value.next
    home.unlink()
    log = UserLog(CASE)
    log.append(draft())
    log.close()
    assert sound() == 1


def test_one_that_is_damaged_is_kept_and_nothing_is_shown(home: Path) -> None:
    for _ in range(2):
        log = UserLog(CASE)
        log.append(draft())
        log.close()
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(lines[0].replace(b"searched", b"searches") + b"".join(lines[1:]))
    (log.path.parent / "frontier").unlink()
    log = UserLog(CASE)
    with pytest.raises(Trouble, match="nothing is shown") as raised:
        log.append(draft())
    assert "another name" in raised.value.next
    place.consulted(CASE).rename(home / "kept")
    log.append(draft())
    log.close()
    assert sound() == 1


def test_after_a_write_that_failed_it_is_opened_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = UserLog(CASE)
    log.append(draft())

    def failing(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("muniment.ledger.disk.write_at", failing)
        with pytest.raises(Trouble, match="nothing is shown"):
            log.append(draft())
    log.append(draft())
    log.close()
    assert sound() == 2
    assert home.is_dir()
