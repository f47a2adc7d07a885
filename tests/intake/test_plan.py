"""Before anything is opened it is said what will be needed, and what will wait."""

from pathlib import Path

import pytest

from muniment.intake import plan
from muniment.model.act import Row


def rows(*names: str, size: int = 1000) -> list[Row]:
    return [Row(name.encode(), "file", size, 0) for name in names]


def test_says_size_room_and_what_waits(tmp_path: Path) -> None:
    said = plan.says(tmp_path, rows("a.txt", "b.pst", "c.one", "d.PNG", "e.mp3", "noending"))
    assert said.startswith("6 files, 5 KiB; needs about 7 KiB of disk, ")
    assert "MAY NOT FIT" not in said
    assert "By their names not read by this version: OneNote section, Outlook data file" in said
    assert "Pictures wait for a version that reads the words in them: PNG picture" in said


def test_says_when_it_will_not_fit(tmp_path: Path) -> None:
    assert "THIS MAY NOT FIT" in plan.says(tmp_path, rows("a.txt", size=1 << 50))


def test_says_what_to_type_for_a_library_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    assert "apt-get install libarchive13: 7Z archive" in plan.says(tmp_path, rows("a.7z"))
    monkeypatch.setattr("ctypes.util.find_library", lambda _: "libarchive.so.13")
    assert "7Z" not in plan.says(tmp_path, rows("a.7z"))
