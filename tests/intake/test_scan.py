"""Listing: every directory entry, before any of it is opened, whatever it is called."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.errors import NoSource, Trouble
from muniment.intake import scan as module
from muniment.intake.scan import scan


def kinds(folder: Path) -> dict[bytes, str]:
    return {row.name: row.kind for row in scan(folder)}


def test_every_kind_of_entry_has_a_row(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "inside").write_bytes(b"")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "loop").symlink_to(".")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        found = kinds(tmp_path)
    assert found == {
        b"file": "file",
        b"empty": "folder",
        b"full/inside": "file",
        b"link": "link",
        b"loop": "link",
        b"pipe": "fifo",
        b"socket": "socket",
    }
    assert next(row.size for row in scan(tmp_path) if row.name == b"file") == 5


def test_no_name_is_skipped_for_how_it_looks(tmp_path: Path) -> None:
    names = [
        "~$letter.docx",
        ".hidden",
        "a.tmp",
        ".DS_Store",
        "Thumbs.db",
        "node_modules/x.js",
        ".git/HEAD",
        "a~",
        "-rf",
        " ",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert {row.name.decode() for row in scan(tmp_path)} == set(names)


def test_names_are_bytes(tmp_path: Path) -> None:
    name = b"caf\xe9\x01\n.txt"
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(b"x")
    assert [row.name for row in scan(tmp_path)] == [name]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.binary(min_size=1, max_size=20).filter(
            lambda name: b"/" not in name and b"\0" not in name and name not in {b".", b".."}
        ),
        unique=True,
        max_size=8,
    )
)
def test_any_name_is_listed_once_and_in_order(tmp_path_factory: pytest.TempPathFactory, names: list[bytes]) -> None:
    folder = os.fsencode(tmp_path_factory.mktemp("names"))
    for name in names:
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"x")
    assert [row.name for row in scan(Path(os.fsdecode(folder)))] == sorted(names)


def test_one_computer_file_is_a_listing_of_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert [(row.name, row.kind, row.size) for row in scan(tmp_path / "a.txt")] == [(b"a.txt", "file", 3)]


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoSource):
        scan(tmp_path / "nothing")


def test_a_folder_that_cannot_be_listed_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "inside").write_bytes(b"x")
    (tmp_path / "open").write_bytes(b"x")
    listed = module._entries

    def refuse(folder: bytes) -> list[bytes]:
        if folder.endswith(b"/shut"):
            raise PermissionError(13, "no")
        return listed(folder)

    monkeypatch.setattr(module, "_entries", refuse)
    assert kinds(tmp_path) == {b"shut": "closed", b"open": "file"}


def test_a_source_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: bytes) -> list[bytes]:
        raise PermissionError(13, "no", folder)

    monkeypatch.setattr(module, "_entries", refuse)
    with pytest.raises(Trouble, match="cannot be opened"):
        scan(tmp_path)


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder within a folder, 1,200 deep, with a file at the end; what removes a test's folders could not remove it."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("end").write_bytes(b"x")
    os.chdir(tmp_path)
    yield
    os.chdir(tmp_path)
    subprocess.run(["rm", "-r", "d"], check=True)


@pytest.mark.usefixtures("deep")
def test_folders_deeper_than_recursion_allows() -> None:
    (row,) = scan(Path())
    assert row.kind == "file"
    assert row.name == b"d/" * 1200 + b"end"
