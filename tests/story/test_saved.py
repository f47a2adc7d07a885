"""Saved searches: acts like others, which survive a rebuild; what came in since is said."""

import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from asking import ask, small_folder
from erased import NAME, make

from muniment import Case
from muniment.errors import AskedWrong, BadQuery, Refused, UnknownItem

DAY = date(2026, 3, 3)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    small_folder(tmp_path / "box")
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "late.txt").write_text("Another canvasser.\n")
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(tmp_path / "box", "Example Constabulary", DAY)
        yield case


def test_it_says_what_it_finds_now_and_what_came_in_since(case: Case, tmp_path: Path) -> None:
    made = case.save_search("Canvassers", "canvasser")
    assert (made["found"], made["by"]) == (3, "Ann Example")
    assert {key: case.saved_search("canvassers")[key] for key in ("query", "found", "found_now", "came_in_since")} == {
        "query": "canvasser",
        "found": 3,
        "found_now": 3,
        "came_in_since": 0,
    }
    case.intake(tmp_path / "late", "Example Society", DAY)
    case.describe("ITM-000001", "A canvasser wrote this.")  # found now, and here before
    said = case.saved_search("CANVASSERS")
    assert said["found_now"] == case.search("canvasser")["total"] == 5
    assert said["came_in_since"] == 1


def test_names_are_unique_whatever_their_capitals(case: Case) -> None:
    case.save_search("Straße", "note")
    with pytest.raises(Refused):
        case.save_search("  STRASSE ", "keys")
    assert [one["query"] for one in case.saved_searches()] == ["note"]


def test_it_is_forgotten_and_the_ledger_keeps_that_it_was_saved(case: Case) -> None:
    entry = case.save_search("One", "note")["entry"]
    assert case.forget_search("one")["entry"] == entry + 1
    assert case.saved_searches() == []
    for ask_for in (case.saved_search, case.forget_search):
        with pytest.raises(UnknownItem):
            ask_for("One")
    dos = [found.fields["do"] for found in case._store.ledger.entries()]
    assert dos[entry:] == ["search-saved", "search-forgotten"]
    assert case.save_search("One", "keys")["found"] == case.saved_search("One")["found_now"] == 1


@pytest.mark.parametrize("name", ["", "  ", "123", "-x", "x" * 101])
def test_a_name_that_will_not_do_saves_nothing(case: Case, name: str) -> None:
    with pytest.raises(AskedWrong):
        case.save_search(name, "note")
    assert case.saved_searches() == []


def test_a_query_that_does_not_parse_is_not_saved(case: Case) -> None:
    with pytest.raises(BadQuery):
        case.save_search("Broken", "(note")
    assert case.saved_searches() == []


def test_the_ways_of_names_are_kept_with_it(case: Case) -> None:
    case.save_search("Ann", "Ann Example", names=True)
    assert case.saved_search("ann")["names"]
    assert case.saved_search("ann")["found_now"] == case.search("Ann Example", names=True)["total"]


def test_it_survives_a_rebuild_and_the_case_verifies(case: Case, tmp_path: Path) -> None:
    case.save_search("One", "note")
    case.save_search("Two", "keys", names=True)
    case.forget_search("One")
    case.intake(tmp_path / "late", "Example Society", DAY)
    before = case.saved_searches(), case.saved_search("two")
    case.rebuild()
    assert (case.saved_searches(), case.saved_search("two")["came_in_since"]) == (before[0], before[1]["came_in_since"])
    assert case.verify()["ok"]
    assert case.check() == []


def test_another_installation_says_the_same(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case.save_search("One", "note")
    before = case.saved_searches()
    case.close()
    shutil.copytree(tmp_path / "case", tmp_path / "copy", ignore=shutil.ignore_patterns("derived"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    with Case.open(tmp_path / "copy") as copy:
        assert copy.saved_searches() == before
        with pytest.raises(Refused):
            copy.save_search("Two", "note")


def test_a_query_that_names_what_is_erased_goes_with_it(tmp_path: Path) -> None:
    path = make(tmp_path)
    with Case.open(path, by="Ann Example") as case:
        case.save_search("The note", f'name:"{NAME}"')
        case.save_search(f"About {NAME}", "minutes")
        rows = {row["path"]: row["id"] for row in case.items()}
        others = [one["item"] for one in case.to_erase(rows[NAME])["families"] if one["item"] != rows[NAME]]
        both = ["Ann Example", "Bo Example"]
        case.erase(rows[NAME], authority="Order 7 of a made-up court", agreed_by=both, others=others)
        first, second = case.saved_searches()
        assert (first["name"], first["query"]) == ("The note", None)
        assert (second["name"], second["query"]) == (str(second["entry"]), "minutes")
        with pytest.raises(Refused):
            case.saved_search("the note")
        assert case.saved_search(second["name"])["found_now"] >= 1
        case.forget_search(second["name"])
        case.forget_search("The note")
        assert case.saved_searches() == []
        assert case.verify()["ok"]


def test_at_the_terminal(case: Case, tmp_path: Path) -> None:
    path = case.path
    case.close()
    done = ask("search", "canvasser", "--save", "Door to door", "--limit", "0", case=path)
    assert "saved as Door to door, entry" in done.out
    assert ask("search", "--save", "x", case=path).code == 2
    assert ask("search", "keys", "--saved", "x", case=path).code == 2
    assert ask("search", "keys", "--save", "DOOR TO DOOR", case=path).code == 5
    listed = ask("search", "--list-saved", case=path).out.splitlines()
    assert listed[0].startswith("Door to door: canvasser  (3 when saved ")
    ask("intake", tmp_path / "late", "--from", "Example Society", "--received", "2026-03-04", case=path)
    run = ask("search", "--saved", "door to door", case=path).out
    assert "found 3 when it was saved" in run
    assert "4 now; 1 of these came in after it was saved" in run
    assert "ITM-000008  late.txt" in run
    said = ask("search", "--saved", "door to door", "--json", case=path).json
    assert (said["query"], said["total"], said["saved"]["came_in_since"]) == ("canvasser", 4, 1)
    assert [one["name"] for one in ask("search", "--list-saved", "--json", case=path).json["saved"]] == ["Door to door"]
    assert ask("search", "--forget", "door to door", case=path).code == 0
    assert ask("search", "--saved", "door to door", case=path).code == 2


def test_nothing_is_written_where_the_search_cannot_be_saved(case: Case, tmp_path: Path) -> None:
    path = case.path
    case.save_search("Taken", "note")
    size = case.as_of
    case.close()
    for option in ("--csv", "--xlsx", "--record"):
        out = tmp_path / f"out{option}"
        done = ask("search", "canvasser", option, out, "--save", "TAKEN", case=path)
        assert (done.code, done.out, out.exists()) == (5, "", False)
        assert ask("search", "canvasser", option, out, "--save", "12", case=path).code == 2
        assert not out.exists()
    with Case.open(path) as again:
        assert again.as_of == size


def test_the_next_step_can_be_typed_whatever_the_name(case: Case) -> None:
    name = """Mary's $HOME "q" `x`"""
    case.save_search(name, "note")
    with pytest.raises(Refused) as refused:
        case.free_name(name.upper())
    words = shlex.split(refused.value.next.partition(" first, or")[0])
    assert words == ["muniment", "search", "--forget", name.upper()]
    path = case.path
    case.close()
    done = ask("search", "keys", "--save", f"{name} 2", "--limit", "0", case=path)
    (line,) = [line for line in done.out.splitlines() if line.startswith("saved as")]
    words = shlex.split(line.rpartition("; ")[2])
    assert words[:4] == ["muniment", "search", "--saved", f"{name} 2"]
    assert ask("search", "--forget", words[3], "--jsonl", case=path).json["name"] == f"{name} 2"
