"""The single file by itself: what it is made of, what it answers, what it leaves alone."""

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from keeping import ORIGIN, SIGNER, draft
from verifier.asked import CERTIFICATES, PYTHON, python
from verifier.cases import Made

from muniment.case import Case
from muniment.errors import AskedWrong
from muniment.ledger.log import Draft, Log
from muniment.store import alone

KINDS = ("problem: ", "unclaimed: ", "aside: ", "not shown: ", "root ")


def ask(*words: str | Path) -> tuple[int, list[str], str]:
    """Run it as its reader does."""
    command = [sys.executable, "-I", "-S", os.fspath(PYTHON), *(os.fspath(word) for word in words)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, cwd="/")
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def ask_both(*words: str | Path, at: Path = CERTIFICATES) -> tuple[int, list[str], str]:
    """Run the second file, which asks the first."""
    command = [sys.executable, "-I", "-S", os.fspath(at), *(os.fspath(word) for word in words)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, cwd="/")
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def snapshot(folder: Path) -> list[tuple[str, int, int, int]]:
    found = ((path, path.lstat()) for path in sorted(folder.rglob("*")))
    return [(str(path), about.st_mode, about.st_size, about.st_mtime_ns) for path, about in found]


def test_it_is_short_and_needs_the_standard_library_alone() -> None:
    for source in (alone.text(page=False), alone.replayer()):
        assert len(source.splitlines()) < 600
        needs(ast.parse(source, feature_version=(3, 9)))


def needs(tree: ast.Module) -> None:
    names = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    assert not {"socket", "subprocess", "urllib", "http", "ssl", "tempfile"} & set(names)


def test_it_answers_by_its_exit_and_writes_nothing(made: Made, case: Path, tmp_path: Path) -> None:
    (tmp_path / "note").write_text(made.checkpoint)
    for path in (*case.rglob("*"), case):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = snapshot(tmp_path)
    code, lines, said = ask(case, "--key", made.fingerprint, "--against", tmp_path / "note")
    assert (code, said) == (0, "")
    assert lines == python(case, made.fingerprint, made.checkpoint)[0]
    assert lines[-1].startswith("everything holds: 27 entries, 3 in the access log, 6 originals; signer confirmed")
    assert ask(case, "--key", made.old_fingerprint)[0] == 3
    for path in (*case.rglob("*"), case):
        path.chmod(0o755 if path.is_dir() else 0o444)
    assert {row[0] for row in before} == {row[0] for row in snapshot(tmp_path)}
    assert [row[2:] for row in before if ".jsonl" in row[0]] == [
        row[2:] for row in snapshot(tmp_path) if ".jsonl" in row[0]
    ]


def test_the_second_file_says_what_the_first_says_and_wants_it_beside_it(made: Made, tmp_path: Path) -> None:
    """Under any name; one of another version is none."""
    assert ask_both(made.path, "--key", made.fingerprint) == ask(made.path, "--key", made.fingerprint)
    out = Case.export_verifier(tmp_path / "verify.py")
    second = Path(out["certificates"]["path"])
    assert second == tmp_path / "certificates.py"
    assert hashlib.sha256(second.read_bytes()).hexdigest() == out["certificates"]["sha256"]
    assert ask_both(made.path, at=second)[0] == 0
    assert {path.name for path in tmp_path.iterdir()} == {"verify.py", "certificates.py"}, "nothing else is written"
    with pytest.raises(AskedWrong, match="second file"):
        Case.export_verifier(tmp_path / "again.py")
    (tmp_path / "verify.py").write_text((tmp_path / "verify.py").read_text() + "\n")
    code, lines, said = ask_both(made.path, at=second)
    assert (code, lines) == (2, [])
    assert "there is no check.py of this version" in said


def test_one_line_a_problem(case: Path) -> None:
    (case / "sealed.jsonl").unlink()
    (case / "originals" / "a\nname\x1b[31m\u202etxt").write_text("nobody's")
    code, lines, said = ask(case)
    assert (code, said) == (3, "")
    assert all(line.startswith(KINDS) for line in lines[:-1])
    assert "problem: sealed.jsonl is gone (sealed.jsonl)" in lines
    assert "problem: a file that no entry names (originals/a\ufffdname\ufffd[31m\ufffdtxt)" in lines
    assert sum(line.startswith("unclaimed: ") for line in lines) == 12, lines  # nothing says any more whose they are
    assert lines[-1].startswith(f"{sum(line.startswith('problem') for line in lines)} problems: ")


def test_asked_wrong(made: Made, tmp_path: Path) -> None:
    assert ask(tmp_path)[0] == 2
    assert ask()[0] == 2
    code, lines, said = ask(made.path, "--against", tmp_path / "nothing")
    assert (code, lines) == (2, [])
    assert "cannot be read" in said


def _peak(folder: Path) -> int:
    """The most memory that it takes for a ledger, in KiB."""
    with subprocess.Popen([sys.executable, "-I", "-S", PYTHON, folder], stdout=subprocess.DEVNULL) as asked:
        _, _, used = os.wait4(asked.pid, 0)
        asked.returncode = 0
    return used.ru_maxrss


@pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="no shared folder: this system does not say how much memory is used"
)
@pytest.mark.usefixtures("no_waiting")
def test_memory_does_not_grow_with_the_ledger(tmp_path: Path) -> None:
    peaks = []
    for count in (300, 15_000):
        (tmp_path / str(count)).mkdir()
        log = Log.create(tmp_path / str(count), ORIGIN)
        log.append([Draft({"do": "case-began", "v": 1, "by": "p0", "key": SIGNER.vkey}, [("title", "Eastmere")])])
        for start in range(0, count, 100):
            log.append([draft(number, "a value " * 20) for number in range(start, start + 100)])
        log.close()
        peaks.append(_peak(tmp_path / str(count)))
    assert peaks[1] < peaks[0] + 4096, peaks  # of 10 MiB of entries and values
