"""A labelled set that is one line without an end stops before it fills the memory."""

import gzip
from pathlib import Path

import pytest

from muniment.errors import AskedWrong
from muniment.review.simulate import labelled


def test_a_line_without_an_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelled, "_LINE", 1_000)
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b'id,title,text\nd0,a,"' + b"a" * 100_000))
    with pytest.raises(AskedWrong) as said:
        labelled.load(tmp_path / "bomb.csv.gz", tmp_path / "bomb.csv.gz")
    assert "line" in said.value.what
    assert said.value.subject.endswith("line 2")


def test_a_quoted_text_of_many_lines_is_no_such_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelled, "_LINE", 1_000)
    text = "\n".join(["postal votes"] * 500)
    (tmp_path / "set.csv").write_text(f'id,title,text\nd0,a,"{text}"\nd1,b,roof\n')
    (tmp_path / "ids.csv").write_text("id\nd0\n")
    assert labelled.load(tmp_path / "set.csv", tmp_path / "ids.csv").texts[0] == f"a {text}"
