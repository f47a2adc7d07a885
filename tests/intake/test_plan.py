"""Before anything is opened it is said what will be needed, and what will wait."""

from pathlib import Path

import pytest

from muniment.intake import plan
from muniment.intake.ocr import packs
from muniment.intake.people import next_step
from muniment.model.act import Row
from muniment.model.reason import REASONS

_RETRY = "muniment retry --only unread.dependency-missing"


def rows(*names: str, size: int = 1000) -> list[Row]:
    return [Row(name.encode(), "file", size, 0) for name in names]


def test_says_size_room_and_what_waits(tmp_path: Path) -> None:
    said = plan.says(tmp_path, rows("a.txt", "b.dbx", "c.nsf", "d.PNG", "e.mp3", "noending"))
    assert said.startswith("6 files, 5 KiB; needs about 7 KiB of disk, ")
    assert "MAY NOT FIT" not in said
    assert "By their names not read by this version: Notes database, Outlook Express folder" in said
    assert "ictures wait" not in said


def test_says_when_it_will_not_fit(tmp_path: Path) -> None:
    assert "THIS MAY NOT FIT" in plan.says(tmp_path, rows("a.txt", size=1 << 50))


def test_says_what_to_type_for_a_library_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    assert "apt-get install libarchive13: 7Z archive, RAR archive" in plan.says(tmp_path, rows("a.7z", "b.rar"))
    monkeypatch.setattr("ctypes.util.find_library", lambda _: "libarchive.so.13")
    assert "7Z" not in plan.says(tmp_path, rows("a.7z"))


@pytest.mark.parametrize(
    ("name", "module", "line", "label"),
    [
        ("a.pst", "pypff", "pip install 'muniment[pst]'", "Outlook data file"),
        ("a.heic", "pi_heif", "pip install 'muniment[heic]'", "HEIC picture"),
        ("a.mp3", "pymediainfo", "pip install 'muniment[media]'", "MP3 sound"),
    ],
)
def test_says_what_to_type_for_a_part_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, line: str, label: str
) -> None:
    kinds = {"application/vnd.ms-outlook-pst": "pst", "image/heic": "picture", "audio/mpeg": "sound"}
    monkeypatch.setattr(plan, "REGISTRY", kinds)
    monkeypatch.setattr(plan, "find_spec", lambda asked: None if asked == module else object())
    assert f"Not read before you type: {line}: {label}" in plan.says(tmp_path, rows(name))
    monkeypatch.setattr(plan, "find_spec", lambda _: object())
    assert "before you type" not in plan.says(tmp_path, rows(name))


def test_one_ending_of_sound_and_film_is_called_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "find_spec", lambda _: None)
    assert "[media]': MPEG-4 sound or film" in plan.says(tmp_path, rows("a.mp4", "b.m4a"))


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("application/vnd.ms-outlook-pst", "pip install 'muniment[pst]'"),
        ("image/heic", "pip install 'muniment[heic]'"),
        ("application/vnd.rar", "sudo apt-get install libarchive13"),
        ("application/octet-stream", "sudo apt-get install libarchive13"),
        ("image/png", "pip install 'muniment[ocr]'"),
        ("text/plain", ""),
    ],
)
def test_the_next_step_is_the_very_line_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, line: str
) -> None:
    (tmp_path / "osd.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setattr(packs, "installed", lambda: False)
    monkeypatch.setattr(plan, "find_spec", lambda _: None)
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    assert plan.to_install(kind) == line
    said = next_step("missing-library", kind)
    assert said == (f"{line}; then {_RETRY}" if line else REASONS["missing-library"].next)
    assert next_step("image", kind) == "look at it"


def test_says_what_to_type_for_the_words_in_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("eng", "osd"):
        (tmp_path / f"{code}.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setattr(packs, "installed", lambda: True)
    said = plan.says(tmp_path, rows("a.PNG", "b.pdf", "c.txt"), ["eng", "ben", "chi_sim"])
    line = "sudo apt-get install tesseract-ocr-ben tesseract-ocr-chi-sim"
    assert f"Words in pictures wait before you type: {line}: PDF, PNG picture" in said
    assert "before you type" not in plan.says(tmp_path, rows("a.PNG"), ["eng"])
    assert "before you type" not in plan.says(tmp_path, rows("a.PNG"), []), "they were not asked for now"
    assert "before you type" not in plan.says(tmp_path, rows("c.txt"), ["ben"]), (
        "nothing is asked for that nobody needs"
    )
    monkeypatch.setattr(packs, "installed", lambda: False)
    assert "type: pip install 'muniment[ocr]': PNG picture" in plan.says(tmp_path, rows("a.PNG"), ["eng"])


def test_nothing_is_asked_for_that_no_reader_would_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "REGISTRY", {})
    monkeypatch.setattr(plan, "find_spec", lambda _: None)
    assert "before you type" not in plan.says(tmp_path, rows("a.pst", "b.heic", "c.mp3"))
