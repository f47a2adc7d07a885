"""What can be opened as two things is read as both."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from muniment import Case


def zipped(name: str, text: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr(zipfile.ZipInfo(name), text)
    return whole.getvalue()


PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de") + b"\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("front", "state"),
    [
        (b"#!/bin/sh\n" + b"echo this unpacks itself\n" * 3000, "text.complete"),
        (b"<html><title>A page</title>" + b"<p>and more behind it" * 3000, "text.complete"),
        (PNG, "text.carved"),
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n",
            "",
        ),
    ],
    ids=["script", "page", "picture", "pdf"],
)
def test_an_archive_behind_something_else_is_read(tmp_path: Path, front: bytes, state: str) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "thing").write_bytes(front + zipped("note.txt", "the list of the canvasser"))
    with Case.new("Both", tmp_path / "case") as case:
        case.intake(box, "Somebody", date(2026, 3, 3))
        rows = {row["path"]: row for row in case.items()}
        assert state in {"", rows["thing"]["state"]}
        note = next(row for path, row in rows.items() if path.endswith("/note.txt"))
        assert note["state"] == "text.complete"
        assert rows["thing"]["children_declared"] == rows["thing"]["children_recorded"] == 1
        assert case.search('"list of the canvasser" name:note')["total"] == 1
        case.save(note["id"], tmp_path / "note")
        assert (tmp_path / "note").read_text() == "the list of the canvasser"
