"""What `./go` installs of Debian: what runs needs at every level, what tests need at theirs alone."""

import importlib.util
import os
import shutil
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
OFFICE = {"libreoffice-writer-nogui", "libreoffice-draw-nogui"}  # the program's name is that of neither


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, on a machine that has nothing, by somebody who may install nothing."""
    spec = importlib.util.spec_from_loader("go", SourceFileLoader("go", str(ROOT / "go")))
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    nowhere = Path("/nowhere")
    monkeypatch.setattr(made, "TESSDATA", nowhere)
    monkeypatch.setattr(made, "FONTS", dict.fromkeys(made.FONTS, nowhere))
    monkeypatch.setattr(made.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return made


def asked(
    go: ModuleType, level: str, there: str, capsys: pytest.CaptureFixture[str], which: pytest.MonkeyPatch
) -> set[str]:
    """The packages in the line that a person is told to type, where one program is there and no other."""
    which.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == there else None)
    go.libraries(level)
    return {*capsys.readouterr().err.rpartition("apt-get install ")[2].split()}


def test_a_machine_with_nothing_is_told_all_of_it(
    go: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    running, testing = (asked(go, level, "", capsys, monkeypatch) for level in ("run", "dev"))
    assert {"libarchive13", "fonts-noto-core", "tesseract-ocr-ben"} <= running
    assert testing - running == {"chromium", "ffmpeg", "strace"} | OFFICE


def test_an_office_that_is_there_already_is_left_alone(
    go: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not asked(go, "dev", "soffice", capsys, monkeypatch) & OFFICE, "it would take the place of one with windows"
