"""A case that can only be read: who looks at it is said in a log of their own, and where that cannot be, nothing is shown."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import Answer, small_folder

from muniment import Case
from muniment.errors import Trouble
from muniment.ledger.log import Log
from muniment.ledger.verify import verify
from muniment.store import place

Ask = Callable[..., Answer]
NOTE = "ward/note.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A case that takes no writes, and an item of it."""
    folder = tmp_path_factory.mktemp("readonly")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "maker"))
        with Case.new("Eastmere", folder / "case", by="Ann Example") as case:
            case.intake(small_folder(folder / "box"), "Example Constabulary", date(2026, 3, 3))
            note = next(str(row["id"]) for row in case.items() if row["path"] == NOTE)
    inside = [folder / "case", *(folder / "case").rglob("*")]
    for each in inside:
        each.chmod(0o555 if each.is_dir() else 0o444)
    before = {each: each.stat().st_mtime_ns for each in inside}
    yield folder / "case", note
    assert {each: each.stat().st_mtime_ns for each in [folder / "case", *(folder / "case").rglob("*")]} == before
    for each in inside:
        each.chmod(0o755 if each.is_dir() else 0o644)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def ask(made: tuple[Path, str], home: Path, tmp_path: Path) -> Ask:
    """The command line, where permissions hold for root too."""
    wrap: tuple[str, ...] = ()
    if not os.geteuid():
        setpriv = shutil.which("setpriv")
        assert setpriv, "util-linux is part of every Debian"
        wrap = (setpriv, "--bounding-set=-dac_override,-dac_read_search,-fowner")
    del home  # which the program is told by its environment

    def asked(*words: str | Path) -> Answer:
        command = [*wrap, sys.executable, "-I", "-m", "muniment.cli.main", "--case", str(made[0]), *map(str, words)]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, cwd=tmp_path)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return asked


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """This process takes a folder for one that cannot be written, whoever runs it."""
    real = os.access

    def access(at: Any, mode: int, **more: Any) -> bool:
        return not (mode & os.W_OK and str(at).startswith(str(path))) and real(at, mode, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.access", access)
        yield


def said(path: Path) -> list[dict[str, Any]]:
    """What the user's log says of a case, with its sealed values; it is sound."""
    case = place.identify(path, 1 << 30)
    folder = place.consulted(case)
    found = verify(folder, "access")
    assert found.problems == []
    log = Log.open(folder, f"muniment.access/{case}", "access")
    entries = [entry.fields | dict(value for value in entry.sealed if value is not None) for entry in log.entries()]
    log.close()
    assert len(entries) == found.size
    return entries


def test_the_command_line_says_it_with_the_user(made: tuple[Path, str], ask: Ask, tmp_path: Path) -> None:
    path, note = made
    assert ask("search", "canvasser", "--json").json["total"] == 3
    assert ask("show", note, "--json").json["access_log"] == str(
        place.consulted(place.identify(path, 9)) / "access.jsonl"
    )
    assert ask("copy", note, "--to", tmp_path / "out", "--why", "for counsel").code == 0
    entries = [each for each in said(path) if each["do"] != "started"]
    assert [each["do"] for each in entries] == ["searched", "showed", "disclosed"]
    assert (entries[0]["query"], entries[1]["on"], entries[2]["why"]) == ("canvasser", note, "for counsel")
    assert {(each["case"], each["root"]) for each in entries} == {(each["case"], each["root"]) for each in said(path)}
    with (path / "ledger.jsonl").open() as ledger:
        heads = [json.loads(line).split("\n") for line in ledger if line[:1] == '"']
    assert str(entries[0]["case"]) in {head[1] for head in heads}, "it names the state that was looked at"


def test_where_it_lies_is_said(made: tuple[Path, str], ask: Ask) -> None:
    path, note = made
    log = str(place.consulted(place.identify(path, 9)) / "access.jsonl")
    for words in (["account"], ["account", "--items"], ["show", note]):
        told = ask(*words)
        assert log in told.out, words
        assert "only be read here" in told.out
    assert ask("account").out.splitlines()[-1].startswith("7 items = "), "the last line is the balance"
    assert ask("account", "--json").json["access_log"] == log


def test_where_that_cannot_be_written_nothing_is_shown(
    made: tuple[Path, str], ask: Ask, home: Path, tmp_path: Path
) -> None:
    _, note = made
    home.mkdir()
    home.chmod(0o555)
    try:
        for words in (
            ["search", "canvasser"],
            ["search", "canvasser", "--jsonl"],
            ["show", note],
            ["show", note, "--json"],
            ["show", note, "--save", tmp_path / "saved"],
            ["copy", note, "--to", tmp_path / "out"],
            ["account", "--items"],
        ):
            told = ask(*words)
            assert (told.code, told.out) == (4, ""), (words, told)
            assert "nothing is shown" in told.err
            assert "XDG_DATA_HOME" in told.err, "what to do"
        assert not (tmp_path / "saved").exists()
        assert not [*tmp_path.glob("out/*")]
        assert ask("verify", "--json").json["problems"] == []
        assert ask("account", "--check", "--json").json["ok"] is True
    finally:
        home.chmod(0o755)


def test_a_program_is_held_to_it_too(made: tuple[Path, str], home: Path) -> None:
    path, note = made
    with read_only(path), Case.open(path, by="Bo Example") as case:
        assert case.access_log.is_relative_to(home)
        assert case.item(note)["id"] == note
        assert len(list(case.search_all("canvasser"))) == 3
        home.rename(home.parent / "gone")  # somebody takes it away meanwhile
        home.write_text("no folder")
        with pytest.raises(Trouble, match="nothing is shown"):
            case.item(note)
        assert case.check() == []
        home.unlink()
        (home.parent / "gone").rename(home)
        case.item(note)
    calls = [each["call"] for each in said(path) if each["do"] == "called"]
    assert calls == ["item", "search_all", "item"]
    assert {each["name"] for each in said(path)} == {"Bo Example"}


def test_two_copies_of_a_case_have_one_log_of_a_user(made: tuple[Path, str], home: Path, tmp_path: Path) -> None:
    path, note = made
    shutil.copytree(path, tmp_path / "stick")
    for each in (path, tmp_path / "stick"):
        with read_only(each), Case.open(each) as case:
            case.item(note)
    assert [each["do"] for each in said(path)] == ["started", "called"] * 2
    with read_only(path), Case.open(path) as case:
        assert case.backup(tmp_path / "backup")["ok"]
    assert said(path)[-1]["do"] == "backed-up"
    assert said(path)[-1]["to"] == str(tmp_path / "backup")
    assert Case.verify_at(tmp_path / "backup")["ok"]
    assert len(list((home / "muniment" / "consulted").iterdir())) == 1


def test_the_pages_are_served_and_said(made: tuple[Path, str], home: Path) -> None:
    pytest.importorskip("starlette", reason="no starlette: pip install 'muniment[serve]'")
    from starlette.testclient import TestClient  # noqa: PLC0415

    from muniment.web import app  # noqa: PLC0415

    path, note = made
    links: list[str] = []
    with read_only(path), Case.open(path, by="Bo Example", door="serve") as case:
        guard = app.build(case, {"127.0.0.1:8021"}, links.append)
        with TestClient(guard, base_url="http://127.0.0.1:8021", follow_redirects=False) as client:
            assert client.get(f"/in/{links[-1]}").status_code == 303
            settings = client.get("/settings").text
            assert str(case.access_log) in settings
            assert "only be read here" in settings
            assert "note.txt" in client.get("/items").text
            refused = client.get(f"/item/{note}")
            assert refused.status_code == 409, "that a person opened it could not be recorded"
            assert "canvasser" not in refused.text
            home.rename(home.parent / "gone")
            home.write_text("no folder")
            refused = client.get("/items")
            assert refused.status_code >= 500
            assert "note.txt" not in refused.text
            assert "XDG_DATA_HOME" in refused.text, "what to do"
            home.unlink()
            (home.parent / "gone").rename(home)
    assert {"looked", "failed"} <= {each["do"] for each in said(path)}
