"""Copies of items for others: whole or not there, held against their hash, and said in the access log before they leave."""

import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import killing
import pytest
from asking import ask, small_folder

from muniment import Case
from muniment.errors import AskedWrong, Broken, Refused, Trouble, UnknownItem
from muniment.names.filename import safe
from muniment.store.store import Store

BAD = 'very: "bad" \\ name?.txt'


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    box = small_folder(tmp_path / "box")
    with zipfile.ZipFile(box / "outer.zip", "w") as package:
        package.writestr("inner/deep.txt", "the deepest")
    (box / ("= " + "\u202e" + "fdp.exe")).write_text("turned round")
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(box, "Example Constabulary", date(2026, 3, 3))
        yield case


def ids(case: Case) -> dict[str, str]:
    return {row["path"]: row["id"] for row in case.items()}


def log(case: Case, do: str) -> list[dict[str, object]]:
    """Entries of the access log that say this, with their sealed values."""
    access = case._store.access
    access.refresh()
    return [
        entry.fields | {value[0]: value[1] for value in entry.sealed if value is not None}
        for entry in access.entries()
        if entry.fields["do"] == do
    ]


def test_copies_are_whole_and_listed(case: Case, tmp_path: Path) -> None:
    known = ids(case)
    wanted = [known["ward/note.txt"], known["outer.zip/inner/deep.txt"], known["mail.eml"], known["ward/note.txt"]]
    said = ask("copy", *wanted, "--to", tmp_path / "out" / "here", "--why", "for counsel", "--json", case=case.path)
    assert said.code == 0, said.err
    assert [each["item"] for each in said.json["copied"]] == wanted[:3], "each once, in the order named"
    assert said.json["sums"] == "SHA256SUMS"
    for each in said.json["copied"]:
        data = (tmp_path / "out" / "here" / each["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == each["sha256"] == case.item(each["item"])["sha256"]
        assert len(data) == each["bytes"]
    done = subprocess.run(
        ["/usr/bin/sha256sum", "-c", "SHA256SUMS"], check=False, cwd=tmp_path / "out" / "here", capture_output=True
    )
    assert done.returncode == 0
    assert len(list((tmp_path / "out" / "here").iterdir())) == 4
    (entry,) = log(case, "disclosed")
    assert entry["items"] == wanted[:3]
    assert (entry["why"], entry["to"], entry["name"]) == (
        "for counsel",
        str(tmp_path / "out" / "here"),
        os.environ.get("MUNIMENT_BY") or entry["name"],
    )
    assert "counsel" not in (case.path / "access.jsonl").read_text(), "words stand in sealed values"
    assert case.verify()["ok"]


def test_the_answer_for_people(case: Case, tmp_path: Path) -> None:
    note = ids(case)["ward/note.txt"]
    said = ask("copy", note, "--to", tmp_path / "out", case=case.path)
    assert said.code == 0
    assert said.out.splitlines()[0].startswith(f"{note}  {note}-note.txt, ")
    assert said.out.splitlines()[-1] == f"1 item copied to {tmp_path / 'out'}; their sums are in SHA256SUMS"


def test_nothing_is_written_over(case: Case, tmp_path: Path) -> None:
    known = ids(case)
    case.copy([known["ward/note.txt"]], tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(AskedWrong):
        case.copy([known["mail.eml"], known["ward/note.txt"]], tmp_path / "out")
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    (tmp_path / "out" / f"{known['ward/copy.txt']}-copy.txt").symlink_to(tmp_path / "target")
    with pytest.raises(AskedWrong):
        case.copy([known["ward/copy.txt"]], tmp_path / "out")
    assert not (tmp_path / "target").exists()
    second = case.copy([known["mail.eml"]], tmp_path / "out")
    assert second["sums"] == "SHA256SUMS-2"
    assert len(log(case, "disclosed")) == 2, "what was refused was not disclosed"


def test_all_are_known_before_one_is_written(case: Case, tmp_path: Path) -> None:
    note = ids(case)["ward/note.txt"]
    link = ids(case)["way"]
    for wrong, error in (("ITM-999999", UnknownItem), (link, Refused)):
        with pytest.raises(error):
            case.copy([note, wrong], tmp_path / "out")
    with pytest.raises(AskedWrong):
        case.copy(note, tmp_path / "out")
    with pytest.raises(AskedWrong):
        case.copy([], tmp_path / "out")
    for inside in (case.path / "originals" / "out", case.path, case.path / "out"):
        with pytest.raises(AskedWrong):
            case.copy([note], inside)
    (tmp_path / "file").write_text("")
    with pytest.raises(AskedWrong):
        case.copy([note], tmp_path / "file")
    assert not (tmp_path / "out").exists()
    assert not log(case, "disclosed")


def test_what_is_held_is_not_given(case: Case, tmp_path: Path) -> None:
    note = ids(case)["ward/note.txt"]
    case.withdraw("BUN-0001", "sent by mistake")
    with pytest.raises(Refused):
        case.copy([note], tmp_path / "out")
    with pytest.raises(Refused):
        case.original(note)


def test_what_cannot_be_logged_does_not_leave(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Trouble("the disk is full")

    note = ids(case)["ward/note.txt"]
    monkeypatch.setattr(Store, "consulted", full)
    with pytest.raises(Trouble):
        case.copy([note], tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
    with pytest.raises(Trouble):
        case.original(note)


def test_bytes_that_somebody_changed_are_not_given_and_the_others_are(case: Case, tmp_path: Path) -> None:
    known = ids(case)
    path = case._store.places.originals.path(case.item(known["mail.eml"])["sha256"])
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"leaflets", b"ballots!"))
    said = ask("copy", known["mail.eml"], known["odd.bin"], "--to", tmp_path / "out", "--json", case=case.path)
    assert said.code == 3
    assert [each["item"] for each in said.json["copied"]] == [known["odd.bin"]]
    assert [(each["item"], each["kind"]) for each in said.json["failed"]] == [(known["mail.eml"], "Broken")]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{known['odd.bin']}-odd.bin", "SHA256SUMS"]
    with pytest.raises(Broken):
        case.original(known["mail.eml"])


def test_an_original_is_given_piece_by_piece(case: Case) -> None:
    known = ids(case)
    for name in ("odd.bin", "outer.zip/inner/deep.txt"):
        about, pieces = case.original(known[name], why="button")
        data = b"".join(pieces)
        assert about == {
            "item": known[name],
            "name": name.removeprefix("outer.zip/"),
            "file": f"{known[name]}-{name.rpartition('/')[2]}",
            "type": case.item(known[name])["type"],
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
        }
    entries = log(case, "disclosed")
    assert [(entry["items"], entry["form"]) for entry in entries] == [
        ([known["odd.bin"]], "original"),
        ([known["outer.zip/inner/deep.txt"]], "original"),
    ]


_COPY = """
from muniment import Case
with Case.open(sys.argv[1], by="Ann Example") as case:
    begin()
    case.copy(sys.argv[3:], sys.argv[2])
"""


def test_killed_at_any_moment_nothing_half_has_a_name(case: Case, tmp_path: Path) -> None:
    known = ids(case)
    wanted = [known["ward/note.txt"], known["outer.zip/inner/deep.txt"], known["odd.bin"]]
    whole = killing.run(_COPY, 0, case.path, tmp_path / "whole", *wanted)
    assert whole.returncode == 0, whole.stderr
    sums = {each["id"]: each["sha256"] for each in case.items()}
    for at in killing.points(int(whole.stdout), 8):
        out = tmp_path / f"killed-{at}"
        killing.run(_COPY, at, case.path, out, *wanted)
        for path in out.iterdir() if out.exists() else ():
            if path.name.startswith("."):
                continue
            if path.name == "SHA256SUMS":
                assert len(path.read_text().splitlines()) == 3
            else:
                assert hashlib.sha256(path.read_bytes()).hexdigest() == sums[path.name[:10]]
    assert case.verify()["ok"]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("register.csv", "register.csv"),
        (BAD, "name_.txt"),
        ("ward/../../etc/passwd", "passwd"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\n\x1b[2Jb\u202egpj.exe", "a__[2Jb_gpj.exe"),
        ("trailing. .", "trailing"),
        ("bad \udcff bytes", "bad _xff bytes"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("\u0995" * 100 + ".pdf", "\u0995" * 38 + ".pdf"),
        ("." + "y" * 300, "y" * 120),
    ],
    ids=["plain", "forbidden", "path", "dots", "none", "control", "end", "bytes", "long", "wide", "hidden"],
)
def test_a_name_is_made_safe(name: str, made: str) -> None:
    assert safe(name) == made
    assert len(safe(name).encode()) <= 120


def test_the_log_is_json_that_anyone_can_read(case: Case, tmp_path: Path) -> None:
    case.copy([ids(case)["odd.bin"]], tmp_path / "out")
    lines = [json.loads(line) for line in (case.path / "access.jsonl").read_text().splitlines() if line.startswith("{")]
    assert [line["items"] for line in lines if line.get("do") == "disclosed"] == [[ids(case)["odd.bin"]]]
