"""What a case promises of itself: who looked is said, tampering is seen, and nothing is lost by reading, copying or erasing."""

import json
import os
import pty
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import apsw
import pytest
from asking import FROM, Answer, ask, small_folder

from muniment import Case
from muniment.errors import Broken, Refused, UnsafePlace
from muniment.intake.limits import Limits
from muniment.ledger.key import fingerprint
from muniment.ledger.log import Draft, Log
from muniment.model.act import Erased
from muniment.store import place

DAY, WHO = date(2026, 3, 3), "Example Constabulary"
TRUTH = ("ledger.jsonl", "sealed.jsonl", "case.toml")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A case, taken in and searched, and the installation that made it; tests work on copies."""
    folder = tmp_path_factory.mktemp("promises")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "home"))
        with Case.new("Eastmere", folder / "case", by="Ann Example") as case:
            case.intake(small_folder(folder / "box"), WHO, DAY)
            case.search("canvasser")
    return folder / "case", folder / "home"


@pytest.fixture
def path(made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(made[1]))
    return Path(shutil.copytree(made[0], tmp_path / "case"))


def truth(path: Path) -> list[bytes]:
    return [(path / name).read_bytes() for name in TRUTH]


def item(case: Case, name: str) -> str:
    return next(str(row["id"]) for row in case.items() if row["path"] == name)


def problems(path: Path) -> list[tuple[str, str]]:
    return [(each["what"], each["where"]) for each in Case.verify_at(path)["problems"]]


def access(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path / "access.jsonl").read_bytes().splitlines() if line[:1] == b"{"]


# -- what --json answers

BUNDLE = {
    "id",
    "from",
    "received",
    "files",
    "items",
    "read",
    "without_text",
    "unread",
    "states",
    "balanced",
    "appeared",
}
LINE = {"id", "bundle", "parent", "name", "name_bytes", "path", "locator", "sha256", "bytes", "type", "state", "reason"}
LINE |= {"flags", "reading", "children_declared", "children_recorded", "children_complete"}
SUMS = {"items", "read", "without_text", "unread", "opened", "states", "needs_person", "balanced"}
ANSWERS: list[tuple[list[str], set[str]]] = [
    (["account"], {"case", "bundles", *SUMS}),
    (["account", "--check"], {"case", "bundles", *SUMS, "ok", "problems"}),
    (["account", "--digest"], {"digest"}),
    (["search", "canvasser"], {"query", "total", "hits", "searched", "searched_in_part", "not_searchable"}),
    (["show", "ITM-000001"], {*LINE, "text", "facts", "children", "duplicates", "custody"}),
    (["show", "ITM-000001", "--save", "out"], {"item", "saved", "sha256"}),
    (["verify"], {"ok", "entries", "access_entries", "originals", "root", "signer_confirmed", "problems", "unclaimed"}),
    (["checkpoint"], {"checkpoint", "path"}),
    (["reread", "ITM-000001"], {"read", "states", "balanced", "needs_person"}),
    (["rebuild"], {"items", "digest"}),
]


@pytest.mark.parametrize(("asked", "keys"), ANSWERS, ids=[" ".join(asked) for asked, _ in ANSWERS])
def test_every_answer_has_its_keys_and_says_as_of_when(
    path: Path, tmp_path: Path, asked: list[str], keys: set[str]
) -> None:
    said = ask(*asked, "--json", case=path, at=tmp_path)
    assert said.code in {0, 1}, said.err
    assert keys | {"as_of"} <= set(said.json)
    entries = sum(line[:1] == b"{" for line in (path / "ledger.jsonl").read_bytes().splitlines())
    assert said.json["as_of"] == entries - 1


def test_the_parts_of_an_account_have_their_keys(path: Path) -> None:
    with Case.open(path) as case:
        said = case.account()
        assert set(said["case"]) == {"id", "title", "path"}
        assert all(set(each) >= BUNDLE | {"list"} for each in said["bundles"])
        hits = case.search("canvasser")["hits"]
        assert all(set(hit) >= {"item", "name", "page", "snippet", "score"} for hit in hits)


# -- who looked at what


def on_a_terminal(*args: str | Path, wrap: tuple[str, ...] = ()) -> Answer:
    """Run `muniment` where its stdout is a terminal."""
    reads, writes = pty.openpty()
    command = [*wrap, sys.executable, "-I", "-m", "muniment.cli.main", *map(str, args)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writes, stderr=subprocess.PIPE) as running:
        os.close(writes)
        said = b""
        try:
            while piece := os.read(reads, 65_536):
                said += piece
        except OSError:  # a terminal's end
            pass
        os.close(reads)
        assert running.stderr is not None
        errors = running.stderr.read().decode()
    return Answer(running.returncode, said.decode(), errors)


def times_opened(path: Path) -> int:
    return (path / "ledger.jsonl").read_text().count('"do":"opened"')


def test_showing_on_a_terminal_opens_once_for_each_person_and_reading(path: Path) -> None:
    with Case.open(path) as case:
        note, link = item(case, "ward/note.txt"), item(case, "way")
        first = case.item(note)["reading"]
    assert "canvasser" in on_a_terminal("--case", path, "show", note).out
    assert times_opened(path) == 1
    on_a_terminal("--case", path, "show", note)
    on_a_terminal("--case", path, "show", note, "--json")
    ask("show", note, case=path)
    assert times_opened(path) == 1, "the same person and reading, --json, a pipe"
    on_a_terminal("--case", path, "--by", "Bo Example", "show", note)
    assert times_opened(path) == 2
    with Case.open(path) as case:
        case.reread([note])
    on_a_terminal("--case", path, "show", note)
    assert times_opened(path) == 2, "it was read again and the reading is the same"
    with Case.open(path) as case:
        case.reread([note], limits=Limits(output=1))
    on_a_terminal("--case", path, "show", note)
    assert times_opened(path) == 2, "nothing of it was to be seen"
    on_a_terminal("--case", path, "show", note, "--reading", first)
    assert times_opened(path) == 2, "the older reading had been before this person"
    assert on_a_terminal("--case", path, "show", link).code == 0
    assert times_opened(path) == 2, "a link has no content that anybody had before them"
    with Case.open(path) as case:
        assert case.account()["opened"] == 1
        assert {each["by"] for each in case.item(note)["opened"]} == {case._store.by, "Bo Example"}


def test_an_older_reading_is_found_by_its_hash(path: Path) -> None:
    with Case.open(path) as case:
        note = item(case, "ward/note.txt")
        first = case.item(note)
        case.reread([note], limits=Limits(output=1))
        now = case.item(note)
        assert (now["state"], now["text"]) == ("unread.limit", "")
        assert [each["reading"] for each in now["readings"]] == [first["reading"], now["reading"]]
        older = case.item(note, first["reading"])
        assert (older["text"], older["shown_reading"]) == (first["text"], first["reading"])
        case.reread([note])
        assert case.item(note)["reading"] == first["reading"]
        assert case.item(note, now["reading"])["text"] == ""
        assert case.opened(note)
        assert not case.opened(note)
        assert case.opened(note, reading=now["reading"])


def test_the_access_log_says_who_started_looked_and_failed(path: Path) -> None:
    before, seen = truth(path), len(access(path))
    ask("account", case=path)
    ask("search", "canvasser", case=path)
    ask("show", "ITM-000001", "--json", case=path)
    ask("show", "ITM-009999", case=path)
    ask("intake", path, "--from", "x", "--received", "yesterday", case=path)
    ask("reread", "--limit", "patience=1", case=path)
    added = access(path)[seen:]
    started = [entry["door"] for entry in added if entry["do"] == "started"]
    assert started == ["account", "search", "show", "show", "intake", "reread"]
    assert [entry["do"] for entry in added if entry["do"] != "started"] == ["searched", "showed", *["failed"] * 3]
    assert all("canvasser" not in json.dumps(entry) for entry in added), "what was asked is sealed"
    assert truth(path) == before
    assert Case.verify_at(path)["ok"]


def test_a_refused_request_changes_nothing_but_the_access_log(path: Path, tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "mail.eml").write_text("another mail")
    before = truth(path)
    for code, asked in (
        (5, ["intake", tmp_path / "box", *FROM]),
        (2, ["intake", tmp_path / "box", *FROM, "--continue", "BUN-0001", "--supplement", "BUN-0001"]),
        (2, ["checkpoint", "--out", tmp_path / "box"]),
        (5, ["adopt"]),
        (2, ["retry", "--only", "lost"]),
    ):
        assert ask(*asked, case=path).code == code
        assert truth(path) == before


# -- a case that can only be read


def as_anybody() -> tuple[str, ...]:
    """What makes root like anybody else: permissions hold."""
    if os.geteuid():
        return ()
    setpriv = shutil.which("setpriv")
    assert setpriv, "util-linux is part of every Debian"
    return (setpriv, "--bounding-set=-dac_override,-dac_read_search,-fowner")


def test_a_case_on_a_medium_that_cannot_be_written(path: Path, tmp_path: Path) -> None:
    small_folder(tmp_path / "box")
    inside = [*path.rglob("*"), path]
    for each in inside:
        each.chmod(0o555 if each.is_dir() else 0o444)
    before = {each: each.stat().st_mtime_ns for each in inside}

    def read_only(*args: str) -> Answer:
        command = [*as_anybody(), sys.executable, "-I", "-m", "muniment.cli.main", "--case", str(path), *args]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, cwd=tmp_path)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    try:
        assert read_only("verify", "--json").json["problems"] == []
        assert read_only("account", "--check", "--json").json["ok"] is True
        assert read_only("search", "canvasser", "--json").json["total"] == 3
        shown = on_a_terminal("--case", path, "show", "ITM-000002", wrap=as_anybody())
        assert (shown.code, "not recorded that you opened it" in shown.err) == (0, True)
        for asked in (["rebuild"], ["reread"], ["checkpoint"], ["adopt"], ["intake", "box", "--from", "B", *FROM[2:]]):
            said = read_only(*asked, "--json")
            assert (said.code, said.error["kind"]) == (5, "Refused"), asked
        assert {each: each.stat().st_mtime_ns for each in inside} == before
    finally:
        for each in inside:
            each.chmod(0o755 if each.is_dir() else 0o644)


def test_a_case_without_its_key_can_be_read_until_it_is_adopted(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.open(path) as case:
        old, note = case.fingerprint, case.checkpoint()
    (tmp_path / "note").write_text(note)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another home"))
    before = truth(path)
    with Case.open(path, by="Bo Example") as case:
        assert case.search("canvasser")["total"] == 3
        assert case.item("ITM-000001")["custody"]
        for act in (lambda: case.opened("ITM-000002"), case.checkpoint, lambda: case.reread(["ITM-000002"])):
            with pytest.raises(Refused, match="key") as raised:
                act()
            assert "adopt" in raised.value.next
        assert truth(path) == before
        new = case.adopt()
        assert case.opened("ITM-000002")
        with pytest.raises(Refused):
            case.adopt()
    assert new != old
    found = Case.verify_at(path, new, tmp_path / "note")
    assert (found["ok"], found["signer_confirmed"]) == (True, True), found["problems"]
    assert "replaced" in Case.verify_at(path, old)["problems"][0]["what"]
    assert fingerprint(tomllib.loads((path / "case.toml").read_text())["key"]) == new


def test_a_key_can_be_adopted_into_a_file(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another home"))
    key = tmp_path / "stick" / "case.key"
    assert ask("--case", path, "--signing-key", key, "adopt").code == 0
    assert key.is_file()
    assert not place.key_path(Case.verify_at(path)["root"]).parent.exists()
    assert ask("--case", path, "--signing-key", key, "checkpoint").code == 0


# -- what verify sees

TAMPERINGS = {
    "act": "UPDATE act SET said='{}' WHERE entry=3",
    "person": "UPDATE person SET name='Nobody'",
    "listed": "UPDATE listed SET size=size+1",
    "bundle": "UPDATE bundle SET sender='Somebody Else'",
    "item": "UPDATE item SET state='none.blank' WHERE n=2",
    "an item less": "DELETE FROM item WHERE n=2",
    "reading": "UPDATE reading SET line=line+1",
    "opened": "INSERT INTO opened VALUES (1, 'p1', NULL, 3, 'here')",
    "title": "UPDATE meta SET value='Westmere' WHERE key='title'",
    "key": "UPDATE meta SET value='none' WHERE key='key'",
    "next number": "UPDATE meta SET value=99 WHERE key='next_item'",
    "a trigger": "CREATE TRIGGER quiet AFTER INSERT ON item BEGIN DELETE FROM item WHERE n=NEW.n; END",
    "seen too much": "UPDATE meta SET value=9999 WHERE key='as_of'",
}


def test_verifying_changes_nothing(path: Path) -> None:
    for each in (path / "derived").glob("tables.db-*"):
        each.unlink()
    before = {each: each.stat().st_mtime_ns for each in path.rglob("*") if each.is_file()}
    assert Case.verify_at(path)["ok"]
    assert {each: each.stat().st_mtime_ns for each in path.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_changed_table_is_noticed_and_made_again(path: Path, what: str) -> None:
    tables = apsw.Connection(str(path / "derived" / "tables.db"))
    tables.execute(TAMPERINGS[what])
    tables.close()
    assert {where for _, where in problems(path)} == {"derived"}
    if what == "seen too much":
        with pytest.raises(Broken):
            Case.open(path)
        shutil.rmtree(path / "derived")
    with Case.open(path) as case:
        case.rebuild()
    assert problems(path) == []


def test_account_check_does_not_trust_the_tables(path: Path) -> None:
    tables = apsw.Connection(str(path / "derived" / "tables.db"))
    tables.execute("UPDATE item SET state='text.complete', reason='' WHERE state='unread.refused'")
    tables.close()
    said = ask("account", "--check", "--json", case=path)
    assert said.code == 3
    assert [each["where"] for each in said.json["problems"]] == ["derived"]


def test_tables_that_hold_nonsense_are_no_traceback(path: Path) -> None:
    tables = apsw.Connection(str(path / "derived" / "tables.db"))
    tables.execute("UPDATE item SET state='text.compleat', flags='[' WHERE n=2")
    tables.close()
    for asked in (["account"], ["account", "--items"], ["show", "ITM-000002"], ["search", "canvasser"]):
        said = ask(*asked, "--json", case=path) if asked[-1] != "--items" else ask(*asked, case=path)
        assert "Traceback" not in said.err
        assert said.code in {0, 3}
        assert said.code == 0 or "muniment rebuild" in said.err
    assert ask("rebuild", case=path).code == 0
    assert ask("account", case=path).code == 1


def index_file(path: Path, suffix: str) -> Path:
    return next(each for each in (path / "derived" / "index").rglob(f"*{suffix}") if each.stat().st_size > 100)


@pytest.mark.parametrize("suffix", [".term", ".store", ".idx"])
def test_a_changed_index_is_noticed_and_made_again(path: Path, suffix: str) -> None:
    file = index_file(path, suffix)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    assert {where for _, where in problems(path)} == {"derived"}
    with Case.open(path) as case:
        assert case.search("canvasser")["total"] == 3
    assert problems(path) == []


def test_a_copied_index_is_used_as_it_is(path: Path) -> None:
    for each in (path / "derived" / "index").rglob("*"):
        os.utime(each)
    before = {each.name for each in (path / "derived" / "index" / "1").iterdir()}
    with Case.open(path) as case:
        assert case.search("canvasser")["total"] == 3
    assert {each.name for each in (path / "derived" / "index" / "1").iterdir()} == before
    assert problems(path) == []


def test_derived_may_go_while_the_case_is_open(path: Path) -> None:
    with Case.open(path) as case:
        shutil.rmtree(path / "derived" / "index")
        assert case.search("canvasser")["total"] == 3


@pytest.mark.parametrize("name", ["ledger.jsonl", "sealed.jsonl", "access.jsonl", "access-sealed.jsonl"])
def test_a_torn_tail_is_a_problem_until_the_case_is_opened(path: Path, name: str) -> None:
    with (path / name).open("ab") as file:
        file.write(b'{"seq":99999,"k":0,"op' if "sealed" in name else b'{"at":17,"by":"p1","do":"op')
    found = Case.verify_at(path)
    assert not found["ok"]
    assert {each["what"].startswith("access log") for each in found["problems"]} == {name.startswith("access")}
    with Case.open(path) as case:
        assert case.search("canvasser")["total"] == 3
    assert problems(path) == []


def test_strange_files_in_the_store(path: Path) -> None:
    folder = path / "originals"
    (folder / "notes.txt").write_text("not evidence")
    os.mkfifo(folder / ("a" * 64))
    (folder / "b0").mkdir()
    (folder / "b0" / ("b0" + "b" * 62)).symlink_to("/etc/hostname")
    assert {where for _, where in problems(path)} == {"notes.txt", "a" * 64, "b0" + "b" * 62}


def test_a_whole_file_that_no_entry_names_is_unclaimed(path: Path) -> None:
    with Case.open(path) as case:
        name = case._store.places.originals.put(b"copied, and then the power went")
    found = Case.verify_at(path)
    assert (found["ok"], found["unclaimed"]) == (True, [name])


def test_the_copy_of_entry_0_says_what_the_ledger_says(path: Path) -> None:
    label = path / "case.toml"
    label.write_text(label.read_text().replace("Eastmere", "Westmere"))
    assert [where for _, where in problems(path)] == ["case.toml"]
    Case.open(path).close()
    assert problems(path) == []
    label.unlink()
    assert problems(path) == []
    Case.open(path).close()
    assert tomllib.loads(label.read_text())["title"] == "Eastmere"


def rewrite(path: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Make the access log again, sound in itself, as somebody with the case before them can."""
    entries = access(path)
    origin = json.loads((path / "access.jsonl").read_bytes().splitlines()[1]).split("\n")[0]
    for name in ("access.jsonl", "access-sealed.jsonl", "access.lock"):
        (path / name).unlink()
    made = Log.create(path, origin, "access")
    for entry in change(entries):
        said = {key: value for key, value in entry.items() if key not in {"seq", "at", "seal"}}
        made.append([Draft(said, [("name", "Nobody")])])
    made.close()


@pytest.mark.parametrize("what", ["less", "other", "none"])
def test_an_access_log_that_was_made_anew_is_noticed(path: Path, what: str) -> None:
    changes: dict[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]]] = {
        "less": lambda entries: entries[1:],
        "other": lambda entries: [entry | {"by": "p9"} for entry in entries],
        "none": lambda entries: entries[:1],
    }
    with Case.open(path) as case:
        case.search("canvasser")
        (path.parent / "box").mkdir()
        case.intake(path.parent / "box", "Another", DAY)
    assert problems(path) == []
    rewrite(path, changes[what])
    assert any("access log" in what for what, _ in problems(path))


@pytest.mark.parametrize("what", ["originals", "readings"])
def test_a_lost_file_is_said_by_everything_that_needs_it(path: Path, what: str) -> None:
    with Case.open(path) as case:
        note = item(case, "mail.eml")
        row = case._store.tables.rows("SELECT sha256, file FROM item WHERE path='mail.eml'")[0]
    lost = row[0] if what == "originals" else row[1]
    next((path / what).rglob(f"{lost}*")).unlink()
    assert next(where for _, where in problems(path)) == lost
    assert ask("account", "--check", case=path).code == 3
    assert ask("account", case=path).code == 1, "what was counted is counted"
    asked = ["show", note, "--save", path.parent / "out"] if what == "originals" else ["show", note]
    said = ask(*asked, "--json", case=path)
    assert (said.code, said.error["kind"]) == (3, "Broken")
    assert not (path.parent / "out").exists()


# -- erasing, the clock, and what is written on the label


def test_an_erased_name_leaves_everything_else_as_it_was(path: Path) -> None:
    with Case.open(path) as case:
        note = item(case, "ward/note.txt")
        entry, at = case._store.tables.rows("SELECT entry, place FROM listed WHERE name=?", [b"ward/note.txt"])[0]
        case._store.record(Erased([(entry, at)], "an order of the court"))
        said = case.item(note)
        assert (said["name"], said["path"], said["state"]) == ("[erased]", "[erased]", "text.complete")
        assert case.check() == []
        assert case.account()["items"] == 7
        assert [hit["name"] for hit in case.search("name:note")["hits"]] == ["note.txt"], "the mail's, not this one's"
        digest = case.digest()
        assert case.rebuild()["digest"] == digest
    assert problems(path) == []
    held = b"".join(each.read_bytes() for each in path.rglob("*") if each.is_file())
    assert b"ward/note.txt" not in held


def test_an_erased_title_is_gone_from_the_label_too(path: Path) -> None:
    with Case.open(path) as case:
        case._store.record(Erased([(0, 0)], "an order of the court"))
        assert case.title == "[erased]"
    assert "Eastmere" not in (path / "case.toml").read_text()
    assert problems(path) == []


def test_a_clock_that_goes_back_is_no_trouble(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 10**18)
    with Case.open(path, by="Bo Example") as case:
        case.opened("ITM-000002")
        case.search("canvasser")
    assert problems(path) == []


@pytest.mark.parametrize(
    "title", ["Ελλάδα ভোট انتخاب 選挙", 'a "quoted" \\ title', "bell\x07 and delete\x7f", "two\nlines", "\xff"]
)
def test_any_title_stands_on_the_label(tmp_path: Path, title: str) -> None:
    with Case.new(title, tmp_path / "case") as case:
        assert tomllib.loads((case.path / "case.toml").read_text())["title"] == title
    with Case.open(tmp_path / "case") as case:
        assert case.title == title
    assert problems(tmp_path / "case") == []


def test_a_folder_that_the_tables_cannot_be_opened_in_is_refused(tmp_path: Path, path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9")
    with pytest.raises(UnsafePlace):
        Case.new("Eastmere", odd)
    assert not odd.exists()
    path.rename(odd)
    with pytest.raises(UnsafePlace, match=r"caf\\xe9"):
        Case.open(odd)


def test_a_case_in_a_case_is_refused(path: Path) -> None:
    for inside in (path / "another", path / "derived" / "another"):
        with pytest.raises(UnsafePlace, match="inside another"):
            Case.new("Westmere", inside)
        assert not inside.exists()


# -- several at once


def test_an_open_case_answers_with_what_others_did(path: Path) -> None:
    with Case.open(path) as one, Case.open(path, by="Bo Example") as other:
        before = one.account()["as_of"]
        other.opened(item(other, "ward/note.txt"))
        said = one.account()
        assert said["opened"] == 1
        assert said["as_of"] > before
        assert one.search("canvasser")["as_of"] == said["as_of"]
        assert one.item(item(one, "ward/note.txt"))["opened"][0]["by"] == "Bo Example"


def test_items_can_be_worked_at_while_they_are_listed(path: Path) -> None:
    with Case.open(path) as case, Case.open(path, by="Bo Example") as other:
        seen = []
        for row in case.items():
            other.opened(row["id"])
            case.opened(row["id"])
            assert case.item(row["id"])["as_of"] >= 0
            seen.append(row["id"])
        assert len(seen) == case.account()["items"] == case.account()["opened"]
