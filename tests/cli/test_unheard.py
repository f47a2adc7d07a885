"""Where nobody listens any more, as behind `| head`, an answer ends quietly, and work goes on to its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from asking import FROM, ask, small_folder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("unheard")
    assert ask("new", "Unheard", "--at", where / "case").code == 0
    small_folder(where / "box")
    assert ask("intake", where / "box", *FROM, case=where / "case").code in {0, 1}
    return where / "case"


def unheard(*words: str | Path, stream: str) -> tuple[int, bytes]:
    """The exit code, and what was said on the stream that somebody listens to; nobody listens to the other."""
    gone, end = os.pipe()
    os.close(gone)
    out, err = (end if stream == name else subprocess.PIPE for name in ("stdout", "stderr"))
    command = [sys.executable, "-I", "-m", "muniment.cli.main", *(os.fspath(word) for word in words)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False, timeout=300)
    os.close(end)
    return done.returncode, (done.stderr if stream == "stdout" else done.stdout)


@pytest.mark.parametrize(
    "words", [["search", "canvasser", "--jsonl"], ["account", "--json"], ["verify"]], ids=lambda words: words[0]
)
def test_an_answer_that_nobody_hears_ends_quietly(case: Path, words: list[str]) -> None:
    """Click would say 1, that something needs a person."""
    code, said = unheard("--case", case, *words, stream="stdout")
    assert code == 0
    assert not any(word in said for word in (b"rror", b"Traceback", b"Exception"))


def test_an_intake_whose_progress_nobody_hears_goes_on(tmp_path: Path) -> None:
    for name in ("heard", "unheard"):
        assert ask("new", "Unheard", "--at", tmp_path / name).code == 0
    small_folder(tmp_path / "box")
    asked: list[str | Path] = ["intake", tmp_path / "box", *FROM, "--json"]
    heard = ask(*asked, case=tmp_path / "heard")
    code, said = unheard("--case", tmp_path / "unheard", *asked, stream="stderr")
    assert code == heard.code
    account = [ask("account", "--json", case=tmp_path / name).json["states"] for name in ("heard", "unheard")]
    assert account[0] == account[1]
    assert said
