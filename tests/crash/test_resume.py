"""An intake that is killed, stopped or short of disk goes on where it was, and ends as if nothing had happened."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from asking import FROM, MAIL, ask

PROGRAM = [sys.executable, "-I", "-m", "muniment.cli.main"]


def box(at: Path, count: int = 240) -> Path:
    """Files of several kinds, some in archives, some twice."""
    at.mkdir()
    for number in range(count):
        text = f"Paper {number}: the canvasser called at house {number % 17} of the estate.\n" * 20
        if number % 6 == 0:
            with zipfile.ZipFile(at / f"{number}.zip", "w") as package:
                for member in range(5):
                    package.writestr(zipfile.ZipInfo(f"{member}.txt"), f"{member} in {text}")
        elif number % 6 == 1:
            (at / f"{number}.eml").write_bytes(MAIL.replace("leaflets", f"leaflets {number}").encode())
        else:
            (at / f"{number}.txt").write_text(text if number % 6 < 5 else "the same in many places\n")
    return at


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A box, and the digest of a case that took it in without interruption."""
    folder = tmp_path_factory.mktemp("undisturbed")
    source = box(folder / "box")
    return source, taken(folder / "case", source)


def taken(case: Path, source: Path, *more: str) -> str:
    assert ask("new", "Case", "--at", case).code == 0
    assert ask("intake", source, *FROM, *more, case=case).code in {0, 1}
    return digest(case)


def digest(case: Path) -> str:
    assert ask("account", "--check", case=case).code in {0, 1}
    said = ask("verify", "--json", case=case)
    assert said.json["ok"] is True, said.json["problems"]
    return ask("account", "--digest", case=case).out


def test_one_worker_and_three_read_the_same(undisturbed: tuple[Path, str], tmp_path: Path) -> None:
    source, wanted = undisturbed
    assert taken(tmp_path / "one", source, "--workers", "1") == wanted
    assert taken(tmp_path / "three", source, "--workers", "3") == wanted


def start(case: Path, source: Path) -> subprocess.Popen[bytes]:
    args = [*PROGRAM, "--case", os.fspath(case), "intake", os.fspath(source), *FROM, "--json"]
    return subprocess.Popen(
        args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def test_killed_again_and_again_it_ends_the_same(undisturbed: tuple[Path, str], tmp_path: Path) -> None:
    source, wanted = undisturbed
    seed = int(os.environ.get("MUNIMENT_SEED", time.time_ns() % 1_000_000))
    print(f"seed {seed}: MUNIMENT_SEED={seed} does the same again")
    chance = random.Random(seed)
    case = tmp_path / "case"
    assert ask("new", "Case", "--at", case).code == 0
    kills = 0
    for _ in range(40):
        running = start(case, source)
        try:
            running.communicate(timeout=chance.uniform(0.15, 1.2))
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.communicate()
            kills += 1
            assert ask("verify", "--json", case=case).code in {0, 1, 3}
        else:
            break
        if kills == 8:
            start(case, source).communicate()
            break
    assert kills
    assert digest(case) == wanted
    said = ask("intake", source, *FROM, "--json", case=case)
    assert said.json["nothing_to_do"] is True


def test_stopped_by_the_user_it_says_so_and_goes_on(undisturbed: tuple[Path, str], tmp_path: Path) -> None:
    source, wanted = undisturbed
    case = tmp_path / "case"
    assert ask("new", "Case", "--at", case).code == 0
    running = start(case, source)
    entries = case / "ledger.jsonl"
    while b'"do":"took"' not in entries.read_bytes() and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert b"Traceback" not in said
    assert ask("account", "--json", case=case).json["balanced"] is True
    assert ask("intake", source, *FROM, case=case).code in {0, 1}
    assert digest(case) == wanted


@pytest.mark.parametrize("room", [3_000, 20_000, 60_000])
def test_a_disk_that_is_full_stops_it_and_loses_nothing(
    undisturbed: tuple[Path, str], tmp_path: Path, room: int
) -> None:
    """No file may grow beyond `room` bytes: as a full disk does, it lets some writes through in part and refuses others."""
    source, wanted = undisturbed
    case = tmp_path / "case"
    assert ask("new", "Case", "--at", case).code == 0

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    stopped = subprocess.run(
        [*PROGRAM, "--case", os.fspath(case), "intake", os.fspath(source), *FROM, "--json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=small,
        check=False,
        timeout=120,
    )
    assert stopped.returncode == 4, stopped.stderr
    assert b"Traceback" not in stopped.stderr
    assert ask("intake", source, *FROM, case=case).code in {0, 1}
    assert digest(case) == wanted
