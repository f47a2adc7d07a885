"""A member is taken out on demand, held against its hash, and kept for the next time."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from packing import docx

from muniment import Case
from muniment.intake import taken


def zipped(members: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    box = tmp_path / "box"
    box.mkdir()
    (box / "outer.zip").write_bytes(zipped({"inner.zip": zipped({"deep.txt": b"the deepest"}), "b.txt": b"beside"}))
    case = Case.new("Members", tmp_path / "case")
    case.intake(box, "Somebody", date(2026, 3, 3))
    return case


def test_it_comes_out_of_its_containers_and_is_kept(case: Case, tmp_path: Path) -> None:
    rows = {row["path"]: row for row in case.items()}
    deep = rows["outer.zip/inner.zip/deep.txt"]
    assert case.save(deep["id"], tmp_path / "one") == deep["sha256"]
    assert (tmp_path / "one").read_bytes() == b"the deepest"
    kept = case.path / "derived" / "members" / deep["sha256"]
    assert kept.read_bytes() == b"the deepest"
    kept.write_bytes(b"spoiled")
    case.save(deep["id"], tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"the deepest", "what is kept is no truth"


def test_what_was_used_longest_ago_goes_first(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken, "KEPT", 12)
    rows = {row["path"]: row for row in case.items()}
    for number, path in enumerate(["outer.zip/b.txt", "outer.zip/inner.zip/deep.txt"]):
        case.save(rows[path]["id"], tmp_path / str(number))
    kept = [path.name for path in (case.path / "derived" / "members").iterdir()]
    assert kept == [hashlib.sha256(b"the deepest").hexdigest()]


def test_what_is_hashed_and_read_by_nobody_comes_out_too(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "letter.docx").write_bytes(docx("<w:p/>", fonts__font1_odttf=b"not a font"))
    with Case.new("Fonts", tmp_path / "case") as case:
        case.intake(box, "Somebody", date(2026, 3, 3))
        font = next(row for row in case.items() if row["name"] == "font1.odttf")
        assert (font["state"], font["reason"]) == ("none.by-nature", "font")
        case.save(font["id"], tmp_path / "font")
        assert (tmp_path / "font").read_bytes() == b"not a font"
