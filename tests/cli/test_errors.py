"""Asked wrongly, every verb says so on one line with the right exit code, and changes nothing."""

from pathlib import Path

import pytest
from asking import FROM, ask, small_folder

SHAPE = {"ok", "error", "kind", "subject", "next", "exit"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("wrong")
    assert ask("new", "Wrong", "--at", where / "case").code == 0
    small_folder(where / "box")
    assert ask("intake", where / "box", *FROM, "--read", "later", case=where / "case").code == 1
    return where / "case"


def entries(case: Path) -> bytes:
    return (case / "ledger.jsonl").read_bytes()


WRONG = [
    (2, ["show", "ITM-999999"]),
    (2, ["show", "../../etc/passwd"]),
    (2, ["show", "ITM-000001", "--reading", "0" * 64]),
    (2, ["intake", "not-there", *FROM]),
    (2, ["intake", "x" * 300, *FROM]),
    (2, ["intake", "box", "--from", "A", "--received", "2026-02-30"]),
    (2, ["intake", "box", "--from", "A", "--received", "20260203"]),
    (2, ["intake", "box", "--from", " ", "--received", "2026-02-03"]),
    (2, ["intake", "box", "--received", "2026-02-03"]),
    (2, ["intake", "box", *FROM, "--list", "no-list.csv"]),
    (2, ["intake", "box", *FROM, "--limit", "patience=3"]),
    (2, ["intake", "box", *FROM, "--continue", "BUN-0009"]),
    (2, ["search", '"postal ballot']),
    (2, ["search", "postal AND"]),
    (2, ["search", "(postal"]),
    (2, ["search", "date:2014-13.."]),
    (2, ["search", ""]),
    (2, ["search", "postal", "--limit", "-1"]),
    (2, ["retry", "--only", "no.such-state"]),
    (2, ["reread", "ITM-999999"]),
    (2, ["account", "--jsonl"]),
    (2, ["account", "--check", "--digest"]),
    (2, ["verify", "--against", "no-note"]),
    (2, ["checkpoint", "--out", "box"]),
    (2, ["no-such-verb"]),
    (2, ["account", "--no-such-option"]),
    (5, ["new", "On top of files", "--at", "box"]),
    (5, ["new", "On top of a case", "--at", "case"]),
]


@pytest.mark.parametrize(("code", "args"), WRONG, ids=[" ".join(args)[:60] for _, args in WRONG])
def test_says_so_on_one_line(case: Path, code: int, args: list[str]) -> None:
    before = entries(case)
    plain = ask(*args, case=case, at=case.parent)
    assert plain.code == code
    assert len(plain.err.splitlines()) == 1
    assert plain.err.startswith("{" if "--jsonl" in args else "muniment: ")
    assert plain.out == ""
    told = ask(*args, "--json", case=case, at=case.parent)
    assert told.code == code
    assert set(told.error) >= SHAPE
    assert told.error["ok"] is False
    assert told.error["exit"] == code
    assert entries(case) == before


@pytest.mark.parametrize(
    "args",
    [
        ["account"],
        ["search", "letter"],
        ["show", "ITM-000001"],
        ["verify"],
        ["rebuild"],
        ["retry"],
        ["reread"],
        ["checkpoint"],
        ["adopt"],
    ],
    ids=lambda args: args[0],
)
def test_no_case_is_trouble(tmp_path: Path, args: list[str]) -> None:
    for named in (tmp_path, tmp_path / "nowhere"):
        said = ask(*args, "--json", case=named)
        assert said.code == 4
        assert said.error["kind"] == "NotACase"
    assert list(tmp_path.iterdir()) == []


def test_a_loop_of_links_is_no_source(case: Path, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert ask("intake", loop, *FROM, case=case).code == 2


def test_new_leaves_a_foreign_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not yours")
    assert ask("new", "On top", "--at", tmp_path).code == 5
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_name_cannot_move_the_cursor(case: Path) -> None:
    said = ask("show", "\x1b[2JITM\u202e1", case=case)
    assert said.code == 2
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err


def test_nobody_listening_is_no_error(case: Path) -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    asked = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", str(case), "account", "--items", "--jsonl"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
