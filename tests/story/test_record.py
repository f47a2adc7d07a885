"""Search records: written, held against the case, and what is said where one was edited, or overtaken."""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from asking import Answer, ask, small_folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment import Case
from muniment.cli.main import answered
from muniment.errors import AskedWrong, BadQuery, Broken, NoSource, Refused, Trouble
from muniment.model.act import Erased
from muniment.search import fold, normalise, probes, record, recordcheck
from muniment.search.expand import Expander
from muniment.store import newfile
from muniment.store import store as stores
from muniment.store.sync import locked

DAY = date(2026, 3, 3)
QUERY = "canvasser NOT keys"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a bundle that is open, one that is held, and one that was withdrawn."""
    folder = tmp_path_factory.mktemp("recorded")
    box = small_folder(folder / "box")
    (box / "odd\u202ename\x1b[31m.bin").write_bytes(bytes(range(256)))
    with Case.new("Eastmere mayoral election", folder / "case", by="Ann Example") as case:
        case.intake(box, "Example Constabulary", DAY)
        for name, hold in (("advice", True), ("menu", False)):
            (folder / name).mkdir()
            (folder / name / f"{name}.txt").write_text("The canvasser asked for it.")
            case.intake(folder / name, name, DAY, hold=hold)
        case.withdraw("BUN-0003", "the wrong stick")
        case.search("note")
    return folder / "case"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(made, tmp_path / "case")
    with Case.open(tmp_path / "case", by="Ann Example") as case:
        yield case


@pytest.fixture(scope="module")
def recorded(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, int]:
    """A case, a record of a search in it, and its entry. Not to be changed."""
    folder = tmp_path_factory.mktemp("held")
    shutil.copytree(made, folder / "case")
    with Case.open(folder / "case", by="Ann Example") as case:
        entry = case.record_search(QUERY, folder / "record.txt")["entry"]
    return folder / "case", (folder / "record.txt").read_bytes(), entry


def entries(case: Case) -> list[dict[str, Any]]:
    return [entry.fields for entry in case._store.ledger.entries()]


def held(case: Path, data: bytes, at: Path) -> dict[str, Any]:
    at.write_bytes(data)
    return Case.verify_record(at, case)


def test_it_says_what_was_asked_of_what_and_what_came_of_it(case: Case, tmp_path: Path) -> None:
    before = case._store.ledger.head()
    found = case.search(QUERY, None)
    said = case.record_search(QUERY, tmp_path / "r.txt")
    text = (tmp_path / "r.txt").read_text(encoding="utf-8")
    entry = case._store.ledger.entry(said["entry"])
    fields, (query, sha256) = entry.fields, entry.sealed
    assert query == ("query", QUERY)
    assert sha256 is not None
    assert len(sha256[1]) == 64
    assert (fields["do"], fields["v"], fields["by"]) == ("searched", 1, case._store.person)
    assert (fields["size"], fields["root"]) == (before[0], before[1].hex())
    assert (fields["analyser"], fields["probes"]) == (normalise.NORMAL, [said["probes"]["passed"], probes.table_mark()])
    keys = ("searched", "searched_in_part", "not_searchable", "held")
    assert [fields[key] for key in ("searched", "in_part", "not_searched", "held")] == [found[key] for key in keys]
    assert [said[key] for key in keys] == [found[key] for key in keys]
    assert found["held"] == 1
    assert fields["found"] == found["total"] == said["total"] == 2
    unsearched = [one["item"] for one in case.unsearched()]
    named = [f"ITM-{n:06d}" for first, count in fields["ids"] for n in range(first, first + count)]
    assert named == sorted(hit["item"] for hit in found["hits"]) + unsearched
    for line in (
        "Case: Eastmere mayoral election (",
        f"Query: {QUERY}",
        "Understood as: canvasser AND NOT keys",
        "By: Ann Example, as they name themselves",
        f"after entry {before[0] - 1}, root {before[1].hex()}",
        "FOUND: 2 items",
        "copy.txt",
        "odd.bin",
        f"Entry {said['entry']} of the case's ledger",
        case.fingerprint,
    ):
        assert line in text
    assert "advice" not in text, "what is held is counted and not named"
    assert "and 1 item that is held" in text
    assert "menu" not in text
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert "odd�name␛[31m.bin" in text
    assert case.verify()["ok"]
    assert case.check() == []


def test_names_are_expanded_where_it_is_asked_for_and_the_record_says_so(case: Case, tmp_path: Path) -> None:
    case.describe("ITM-000001", "Paid to MIAH, Mohammed.")
    query = '"Md Miah"'
    assert case.record_search(query, tmp_path / "exact.txt")["total"] == 0
    said = case.record_search(query, tmp_path / "names.txt", names=True)
    assert said["total"] == 1
    text = (tmp_path / "names.txt").read_text()
    assert "NAMES: Md Miah WAS ALSO LOOKED FOR AS" in text
    assert Expander().version in text
    assert "NAMES" not in (tmp_path / "exact.txt").read_text()
    assert [each["names"] for each in entries(case)[-2:]] == ["", Expander().version]
    assert Case.verify_record(tmp_path / "names.txt", case.path)["ok"]


def test_a_record_holds_and_later_evidence_overtakes_it(case: Case, tmp_path: Path) -> None:
    entry = case.record_search(QUERY, tmp_path / "r.txt")["entry"]
    said = ask("verify", "--record", tmp_path / "r.txt", "--json", case=case.path)
    assert said.code == 0
    assert {key: said.json[key] for key in ("ok", "query", "entry", "overtaken_by", "problems")} == {
        "ok": True,
        "query": QUERY,
        "entry": entry,
        "overtaken_by": None,
        "problems": [],
    }
    case.opened("ITM-000001")
    case.settle("ITM-000003", says="set-aside", why="bytes of nobody")
    case.receipt("BUN-0001")
    case.record_search("note", tmp_path / "other.txt")
    assert Case.verify_record(tmp_path / "r.txt", case.path)["overtaken_by"] is None, "none of these changes a search"
    said_of_it = case.describe("ITM-000003", "The canvasser's lock.")["entry"]
    case.release("BUN-0002", "looked at by somebody else")
    answer = ask("verify", "--record", tmp_path / "r.txt", "--json", case=case.path)
    assert (answer.code, answer.json["ok"], answer.json["overtaken_by"]) == (0, True, said_of_it)
    told = ask("verify", "--record", tmp_path / "r.txt", case=case.path).out
    assert f"overtaken by entry {said_of_it}" in told
    assert f"query: {QUERY}" in told
    assert told.splitlines()[-1].startswith(f"the record of entry {entry} holds")


def test_what_is_taken_in_later_overtakes_it(case: Case, tmp_path: Path) -> None:
    case.record_search(QUERY, tmp_path / "r.txt")
    before = len(entries(case))
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "late.txt").write_text("Another canvasser.")
    case.intake(tmp_path / "late", "Somebody", DAY)
    began = next(each["seq"] for each in entries(case)[before:] if each["do"] == "intake-began")
    assert Case.verify_record(tmp_path / "r.txt", case.path)["overtaken_by"] == began


def test_what_came_between_the_search_and_its_entry_overtakes_it(case: Case, tmp_path: Path) -> None:
    write = case._store.record
    between: list[int] = []

    def late(*acts: Any) -> int:
        with mock.patch.object(case._store, "record", write):
            between.append(case.describe("ITM-000003", "The canvasser's lock.")["entry"])
        return write(*acts)

    with mock.patch.object(case._store, "record", late):
        case.record_search(QUERY, tmp_path / "r.txt")
    said = Case.verify_record(tmp_path / "r.txt", case.path)
    assert (said["ok"], said["overtaken_by"]) == (True, between[0])


# -- edits

_BYTES = st.sampled_from([b"0", b"a", b"\n", b"\r", b" ", b"\xff", b"\0"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_edit_of_one_byte_anywhere_is_named(
    recorded: tuple[Path, bytes, int], tmp_path: Path, data: st.DataObject
) -> None:
    case, text, _ = recorded
    at = data.draw(st.integers(0, len(text)), "at")
    cut, put = data.draw(st.sampled_from([(1, True), (1, False), (0, True)]), "how")
    edited = text[:at] + (data.draw(_BYTES, "byte") if put else b"") + text[at + cut :]
    said = held(case, edited, tmp_path / "edited.txt")
    assert said["ok"] is (edited == text)
    assert bool(said["problems"]) is (edited != text)
    assert all(each["what"] and each["next"] for each in said["problems"])


def test_every_bit_of_its_end_counts(recorded: tuple[Path, bytes, int], tmp_path: Path) -> None:
    case, text, entry = recorded
    begin = text.index(b"ENTERED")
    for at in range(begin, len(text)):
        said = held(case, text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :], tmp_path / "edited.txt")
        assert not said["ok"], (at, text[at:])
        if at > begin + len("ENTERED IN THE LEDGER"):
            assert (said["entry"], said["query"]) == (entry, QUERY), "which one it was is known by its words"


def test_what_was_edited_is_said(recorded: tuple[Path, bytes, int], tmp_path: Path) -> None:
    case, text, entry = recorded
    for edited, what in (
        (
            text.replace(b"Query: canvasser NOT", b"Query: canvasser AND"),
            f"its text was changed: entry {entry} commits",
        ),
        (text.replace(b"FOUND: 2 items", b"FOUND: 3 items"), "its text was changed"),
        (text.replace(f"Entry {entry} of".encode(), b"Entry 1 of"), "the lines that name its entry were changed"),
        (
            text.replace(f"\n{entry + 1}\n".encode(), f"\n{entry + 2}\n".encode()),
            "the signed head at its end was changed",
        ),
        (text + b"\n", "1 characters stand behind its end"),
        (text[:-3], "the signed head at its end was changed"),
        (text[: text.index(b"ENTERED")], "this is no search record, or its end is not there"),
        (b"A leaflet.\n", "this is no search record"),
        (b"", "this is no search record"),
        (text.replace(b"\n", b"\r\n"), "its line ends were changed (CRLF for LF)"),
        (text.replace(b"\n", b"\r\n").replace(b"FOUND: 2", b"FOUND: 3"), "its line ends were changed"),
    ):
        said = held(case, edited, tmp_path / "edited.txt")
        assert not said["ok"]
        assert said["problems"][0]["what"].startswith(what), said["problems"]
    answer = ask("verify", "--record", tmp_path / "edited.txt", case=case)
    assert answer.code == 3
    assert "problem: its text was changed" in answer.out
    assert "does not hold" in answer.out.splitlines()[-1]


def test_the_record_of_another_case_is_none_of_this_one(case: Case, tmp_path: Path) -> None:
    with Case.new("Other", tmp_path / "other", by="Ann Example") as other:
        other.intake(small_folder(tmp_path / "box"), "Somebody", DAY)
        other.record_search(QUERY, tmp_path / "r.txt")
    said = ask("verify", "--record", tmp_path / "r.txt", "--json", case=case.path)
    assert said.code == 3
    assert (said.json["ok"], said.json["query"], said.json["entry"], said.json["overtaken_by"]) == (
        False,
        None,
        None,
        None,
    )
    assert said.json["problems"][0]["what"] == "the record is of another case"


def test_a_case_that_was_cut_or_edited_since_is_noticed(case: Case, tmp_path: Path) -> None:
    case.checkpoint()
    shutil.copytree(case.path, tmp_path / "cut")
    entry = case.record_search(QUERY, tmp_path / "r.txt")["entry"]
    said = Case.verify_record(tmp_path / "r.txt", tmp_path / "cut")
    assert not said["ok"]
    assert any("the ledger has" in each["what"] for each in said["problems"]), said["problems"]
    shutil.copytree(case.path, tmp_path / "edited")
    ledger = tmp_path / "edited" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"found":2', b'"found":1'))
    said = Case.verify_record(tmp_path / "r.txt", tmp_path / "edited")
    assert not said["ok"]
    assert any(str(entry) in each["what"] for each in said["problems"]), said["problems"]
    shutil.copytree(case.path, tmp_path / "swapped")
    sealed = tmp_path / "swapped" / "sealed.jsonl"
    sealed.write_bytes(sealed.read_bytes().replace(b"canvasser NOT keys", b"canvasser NOT cars"))
    assert not Case.verify_record(tmp_path / "r.txt", tmp_path / "swapped")["ok"]


def test_it_is_held_against_a_copy_and_nothing_is_changed(recorded: tuple[Path, bytes, int], tmp_path: Path) -> None:
    """Also without `derived/`, and without the key: by whoever was given both."""
    shutil.copytree(recorded[0], tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "derived")
    (tmp_path / "copy" / "ledger.lock").unlink()
    (tmp_path / "r.txt").write_bytes(recorded[1])
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "copy").rglob("*")}
    answer = ask("verify", "--record", tmp_path / "r.txt", "--json", case=tmp_path / "copy")
    assert answer.json["ok"], answer.out
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "copy").rglob("*")} == before


def test_the_signer_s_fingerprint_confirms_it(recorded: tuple[Path, bytes, int], tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_bytes(recorded[1])
    with Case.open(recorded[0]) as case:
        key = case.fingerprint
    assert Case.verify_record(tmp_path / "r.txt", recorded[0], key)["signer_confirmed"]
    said = Case.verify_record(tmp_path / "r.txt", recorded[0], "0000-0000")
    assert not said["ok"]
    with pytest.raises(NoSource):
        Case.verify_record(tmp_path / "gone.txt", recorded[0])
    both = ask("verify", "--record", tmp_path / "r.txt", "--against", tmp_path / "r.txt", case=recorded[0])
    assert both.code == 2
    assert ask("verify", "--against", tmp_path / "r.txt", case=recorded[0]).code == 0, "its head is a checkpoint too"


def test_a_record_that_the_old_key_signed_holds_under_the_new(case: Case, tmp_path: Path) -> None:
    case.record_search(QUERY, tmp_path / "r.txt")
    case.close()
    with Case.open(case.path, by="Bo Example", signing_key=tmp_path / "new.key") as other:
        other.adopt()
        assert Case.verify_record(tmp_path / "r.txt", case.path)["ok"]
        other.record_search(QUERY, tmp_path / "s.txt")
    assert Case.verify_record(tmp_path / "s.txt", case.path)["ok"]


def test_a_query_that_was_erased_is_said(case: Case, tmp_path: Path) -> None:
    entry = case.record_search(QUERY, tmp_path / "r.txt")["entry"]
    case._store.record(Erased([(entry, 0)], "by law"))
    said = Case.verify_record(tmp_path / "r.txt", case.path)
    assert (said["ok"], said["query"], said["entry"], said["query_erased"]) == (True, None, entry, True)
    assert any("erased from the ledger by law" in note for note in said["not_shown"])
    assert said["overtaken_by"] is None, "no search finds anything else for it"
    assert b"canvasser NOT" not in (case.path / "sealed.jsonl").read_bytes()
    case._store.record(Erased([(entry, 1)], "by law"))
    said = Case.verify_record(tmp_path / "r.txt", case.path)
    assert not said["ok"]
    assert "cannot be held against" in said["problems"][0]["what"]
    assert case.verify()["ok"]


# -- what is refused, and what a crash leaves


def test_nothing_is_written_over_and_nothing_is_entered_then(case: Case, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("mine")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    before = len(entries(case))
    for out in (tmp_path / "there.txt", tmp_path / "link.txt", tmp_path, tmp_path / "gone" / "r.txt"):
        with pytest.raises(AskedWrong):
            case.record_search(QUERY, out)
    with pytest.raises(BadQuery):
        case.record_search("near/3", tmp_path / "r.txt")
    assert len(entries(case)) == before
    assert (tmp_path / "there.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "link.txt", "there.txt"]
    answer = ask("search", QUERY, "--record", tmp_path / "there.txt", "--json", case=case.path)
    assert (answer.code, answer.error["kind"]) == (2, "AskedWrong")


@pytest.mark.parametrize("at", ["head", "sync", "name"])
def test_a_crash_between_entry_and_file_leaves_an_entry_and_the_record_can_be_made_again(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = len(entries(case))
    where: dict[str, tuple[Any, str]] = {
        "head": (case._store, "checkpoint"),
        "sync": (newfile, "sync_file"),
        "name": (os, "link"),
    }
    error = {"head": KeyboardInterrupt(), "sync": OSError(errno.ENOSPC, "full"), "name": KeyboardInterrupt()}[at]
    with monkeypatch.context() as patch:
        patch.setattr(*where[at], mock.Mock(side_effect=error))
        with pytest.raises(Trouble if at == "sync" else KeyboardInterrupt):
            case.record_search(QUERY, tmp_path / "r.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["case"]
    assert [each["do"] for each in entries(case)[before:]] == ["searched"]
    entry = case.record_search(QUERY, tmp_path / "r.txt")["entry"]
    assert entry == before + 1
    assert Case.verify_record(tmp_path / "r.txt", case.path)["ok"]
    assert case.verify()["ok"]


def test_where_no_file_can_have_two_names(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", mock.Mock(side_effect=PermissionError))
    case.record_search(QUERY, tmp_path / "r.txt")
    assert Case.verify_record(tmp_path / "r.txt", case.path)["ok"]
    with pytest.raises(AskedWrong):
        case.record_search(QUERY, tmp_path / "r.txt")


def test_without_the_key_there_is_no_record(case: Case, tmp_path: Path) -> None:
    case.close()
    with Case.open(case.path, signing_key=tmp_path / "none.key") as other, pytest.raises(Refused):
        other.record_search(QUERY, tmp_path / "r.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


def test_while_the_index_is_behind_there_is_no_record(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "_TRIES", 2)
    with locked(case.path / "derived" / "index.lock"):
        case.describe("ITM-000003", "The canvasser's lock.")
        assert [one["says"] for one in case.unsearched()] == ["its type is not known"] * 2 + [
            "a link, recorded and not followed"
        ]
        case.describe("ITM-000001", "Empty.")
        assert next(case.unsearched())["says"] == "another process is making the index"
        with pytest.raises(Refused, match="others are changing"):
            case.record_search(QUERY, tmp_path / "r.txt")
    case.record_search(QUERY, tmp_path / "r.txt")


def test_many_items_are_named_in_a_list(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "INLINE", 1)
    entry = case.record_search(QUERY, tmp_path / "r.txt")["entry"]
    fields = entries(case)[entry]
    assert fields["ids"] == []
    sha256, count, _ = fields["list"]
    assert len(json.loads(case._store.places.lists.read(sha256))) == count > 1
    verdict = case.verify()
    assert (verdict["ok"], verdict["unclaimed"]) == (True, [])
    assert Case.verify_record(tmp_path / "r.txt", case.path)["ok"]
    case.rebuild()
    assert case.check() == []
    case._store.places.lists.path(sha256).unlink()
    assert not case.verify()["ok"]


# -- the self-test


@pytest.fixture
def broken(case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The analyser is broken, as by a wrong library, and the index is made anew by it."""
    with monkeypatch.context() as patch:
        patch.setattr(normalise, "fold", lambda word: word.lower())
        normalise._cached.cache_clear()
        case.rebuild()
        yield patch
    normalise._cached.cache_clear()
    fold._silent.cache_clear()


def asked(capsys: pytest.CaptureFixture[str], case: Case, *words: str | Path) -> Answer:
    capsys.readouterr()
    code = answered(["--case", str(case.path), *map(str, words)])
    said = capsys.readouterr()
    return Answer(code, said.out, said.err)


def test_a_failed_probe_is_loud(
    case: Case, broken: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(entries(case))
    for words in (("search", "canvasser"), ("account",)):
        answer = asked(capsys, case, *words)
        assert answer.code == 3
        assert answer.out.startswith("THE SELF-TEST OF SEARCH FAILED: ")
        assert "muniment rebuild" in answer.out.splitlines()[0]
        answer = asked(capsys, case, *words, "--json")
        assert answer.code == 3
        failed = answer.json["probes"]["failed"]
        assert {"shows": "accents: acute", "query": "cafe", "wrong": "it is not found"} in failed
    answer = asked(capsys, case, "search", "canvasser", "--jsonl")
    assert (answer.code, len(answer.lines)) == (3, 3)
    assert answer.err.startswith("THE SELF-TEST OF SEARCH FAILED: ")
    answer = asked(capsys, case, "search", QUERY, "--record", tmp_path / "r.txt", "--json")
    assert (answer.code, answer.error["kind"]) == (3, "Broken")
    assert not (tmp_path / "r.txt").exists()
    assert len(entries(case)) == before
    broken.undo()
    normalise._cached.cache_clear()
    assert asked(capsys, case, "search", "canvasser").code == 3, "the index that was made so is still there"
    case.rebuild()
    assert asked(capsys, case, "search", "canvasser").code == 0
    assert asked(capsys, case, "account").code == 1
    assert asked(capsys, case, "search", QUERY, "--record", tmp_path / "r.txt").code == 0


def test_the_self_test_is_in_every_answer(case: Case) -> None:
    for said in (case.search("x"), case.account(), case.coverage()):
        assert said["probes"]["passed"] == len(probes.table())
        assert said["probes"]["failed"] == []
    kept = case.path / "derived" / "probes.json"
    failed = [{"shows": "a", "query": "b", "wrong": "c"}]
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"failed": failed}))
    with pytest.raises(Broken):
        case.record_search("x", case.path.parent / "r.txt")


# -- of how much an answer is


def test_under_every_answer_stands_of_how_much_it_is(case: Case) -> None:
    for query in ("canvasser", "nothingofthekind"):
        lines = ask("search", query, case=case.path).out.splitlines()
        assert lines[-1].endswith(
            "found. Searched whole: 5 items; in part: 0; not searchable: 4, of which 1 is held until somebody releases it"
        )
        assert lines[-2] == "--unsearched lists what could not be searched, or only in part"
    stream = ask("search", "canvasser", "--jsonl", case=case.path)
    assert len(stream.lines) == 3
    assert stream.err.startswith("3 found. Searched whole: 5 items; in part: 0; not searchable: 4")


def test_which_could_not_be_searched(case: Case) -> None:
    said = ask("search", "canvasser", "--unsearched", "--json", case=case.path).json
    rows = {row["path"]: row["id"] for row in case.items() if not row["aside"]}
    assert [(one["item"], one["state"], one["says"]) for one in said["unsearched"]] == [
        (rows["odd.bin"], "unread.unknown-type", "its type is not known"),
        (rows["odd\u202ename\x1b[31m.bin"], "unread.unknown-type", "its type is not known"),
        (rows["way"], "unread.refused", "a link, recorded and not followed"),
    ]
    assert all(one["next"] and one["name"] for one in said["unsearched"])
    assert len(said["unsearched"]) == said["not_searchable"] + said["searched_in_part"] - said["held"]
    assert ask("search", "x", "--unsearched", "--jsonl", case=case.path).lines == said["unsearched"]
    told = ask("search", "nothingofthekind", "--unsearched", case=case.path).out
    assert "unread.refused (a link, recorded and not followed)  way\n" in told
    assert "\x1b" not in told
    assert "advice" not in told


def test_the_doors_say_where_a_record_is(case: Case, tmp_path: Path) -> None:
    said = ask("search", QUERY, "--record", tmp_path / "r.txt", "--limit", "1", "--json", case=case.path)
    assert said.code == 0
    assert (said.json["total"], len(said.json["hits"])) == (2, 1)
    assert said.json["record"]["path"] == str(tmp_path / "r.txt")
    assert Case.verify_record(tmp_path / "r.txt", case.path)["entry"] == said.json["record"]["entry"]
    text = (tmp_path / "r.txt").read_text()
    assert all(row["id"] in text for row in case.items() if row["path"] in {"ward/copy.txt", "ward/note.txt"})
    told = ask("search", QUERY, "--record", tmp_path / "s.txt", case=case.path).out.splitlines()
    assert told[-2].startswith(f"record: {tmp_path / 's.txt'}, entry ")
    assert told[-1].startswith("2 found.")
    assert ask("search", QUERY, "--record", tmp_path / "t.txt", "--jsonl", case=case.path).code == 2
    assert recordcheck.check(case.path, tmp_path / "s.txt").problems == []
