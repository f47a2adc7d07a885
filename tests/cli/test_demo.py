"""`muniment demo` where no language of words in pictures is installed: it runs, what waits says so, and nothing is made twice."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest


def run(at: Path, env: Mapping[str, str], *more: str) -> str:
    command = [sys.executable, "-I", "-m", "muniment.cli.main", "demo", "--at", str(at), *more]
    done = subprocess.run(command, cwd=at.parent, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def bare(tmp_path: Path) -> Mapping[str, str]:
    """A machine without packs of languages."""
    (tmp_path / "packs").mkdir()
    return os.environ | {"TESSDATA_PREFIX": str(tmp_path / "packs"), "XDG_DATA_HOME": str(tmp_path / "home")}


def test_without_languages_the_demo_runs_and_says_what_waits(tmp_path: Path, bare: Mapping[str, str]) -> None:
    case = tmp_path / "case"
    said: dict[str, Any] = json.loads(run(case, bare, "--json"))
    account = said["account"]
    assert said["made"]
    assert account["balanced"]
    assert account["states"]["unread.dependency-missing"] > 10
    (waiting,) = {group["next"] for group in account["waiting"] if group["reason"] == "missing-language"}
    assert "tesseract-ocr" in waiting
    assert [len(said["boxes"]), len(said["receipt"])] == [3, 2]
    assert all(Path(path).is_file() for path in said["receipt"])
    again = run(case, bare)
    assert json.loads(run(case, bare, "--json"))["made"] is False
    text = " ".join(again.split())
    for words in (
        "the sender's list: 27 lines",
        "Box 15",
        "pages scanned: 3 of",
        said["receipt"][-1],
        "unread.physical",
    ):
        assert words in text


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path, bare: Mapping[str, str]) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "mine.txt").write_text("mine")
    with pytest.raises(AssertionError, match="that no demo made"):
        run(tmp_path / "case", bare)
    assert [path.name for path in (tmp_path / "case").iterdir()] == ["mine.txt"]
