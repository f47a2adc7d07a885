"""A small bundle from new to rebuild, through the command line alone."""

import re
import shutil
from pathlib import Path

import pytest
from asking import FROM, NOTE, ask, small_folder

MORE = ["id", "bundle", "parent", "name", "name_bytes", "path", "locator", "sha256", "bytes", "type", "state", "reason"]
MORE += ["flags", "reading", "children_declared", "children_recorded", "children_complete"]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("story")
    began = ask("new", "Eastmere mayoral election", "--at", where / "case", "--json")
    assert began.code == 0
    assert set(began.json["case"]) == {"id", "title", "path"}
    assert began.json["fingerprint"]
    small_folder(where / "box")
    said = ask("intake", where / "box", *FROM, "--json", case=where / "case")
    assert said.code == 1, said.err
    assert said.json["bundle"]["files"] == 6
    assert said.json["balanced"] is True
    assert sum(said.json["states"].values()) == said.json["bundle"]["items"]
    return where / "case"


def rows(case: Path) -> dict[str, dict[str, object]]:
    return {row["path"]: row for row in ask("account", "--items", "--jsonl", case=case).lines}


def test_every_file_has_a_row_and_a_state(case: Path) -> None:
    found = rows(case)
    assert {row["path"] for row in found.values() if row["parent"] is None} == {
        "ward/note.txt",
        "ward/copy.txt",
        "mail.eml",
        "empty.txt",
        "odd.bin",
        "way",
    }
    assert all(list(row)[: len(MORE)] == MORE for row in found.values())
    assert found["ward/note.txt"]["state"] == "text.complete"
    assert found["empty.txt"]["state"] == "none.empty-file"
    assert found["way"]["state"] == "unread.refused"
    assert found["mail.eml/note.txt"]["parent"] == found["mail.eml"]["id"]


def test_the_account_balances_and_its_last_line_says_so(case: Path) -> None:
    said = ask("account", "--json", case=case)
    assert said.code == 1
    assert said.json["items"] == said.json["read"] + said.json["without_text"] + said.json["unread"]
    assert said.json["bundles"][0]["from"] == "Example Constabulary"
    told = ask("account", case=case)
    last = told.out.splitlines()[-1]
    pattern = r"(\d+) items = (\d+) text had by machine \+ (\d+) no text found \+ (\d+) text may be missing; .*opened by nobody"
    match = re.fullmatch(pattern, last)
    assert match
    count, *sums = map(int, match.groups())
    assert count == sum(sums) == said.json["items"]
    assert not re.search(r"(?<![\w.-])(un)?read(?![\w.-])", told.out.replace("not read yet", "")), "the bare words"


def test_the_account_holds_when_it_is_computed_again(case: Path) -> None:
    assert ask("account", "--check", case=case).code in {0, 1}
    said = ask("account", "--check", "--json", case=case).json
    assert said["ok"] is True
    assert said["problems"] == []


def test_search_says_what_it_could_not_search(case: Path) -> None:
    said = ask("search", "canvasser NOT leaflets", "--json", case=case)
    assert said.code == 0
    assert said.json["total"] == 3
    items = ask("account", "--json", case=case).json["items"]
    assert said.json["searched"] + said.json["searched_in_part"] + said.json["not_searchable"] == items
    every = ask("search", "canvasser", "--jsonl", case=case).lines
    assert {hit["name"] for hit in every} == {"note.txt", "copy.txt"}
    few = ask("search", "canvasser", "--limit", "1", "--offset", "1", "--json", case=case).json
    assert [hit["item"] for hit in few["hits"]] == [every[1]["item"]]
    assert "3 found" in ask("search", "canvasser", case=case).out


def test_show_gives_text_family_duplicates_and_custody(case: Path) -> None:
    found = rows(case)
    note, copy = found["ward/note.txt"], found["ward/copy.txt"]
    said = ask("show", str(note["id"]), "--json", case=case)
    assert said.json["text"].strip() == NOTE.strip()
    assert said.json["duplicates"] == [copy["id"]]
    assert {act["do"] for act in said.json["custody"]} >= {"intake-began", "took", "read"}
    assert ask("show", str(found["mail.eml"]["id"]), "--json", case=case).json["children"] == [
        found["mail.eml/note.txt"]["id"]
    ]
    assert ask("account", "--json", case=case).json["opened"] == 0, "a pipe does not open an item"


def test_an_item_is_saved_as_it_came(case: Path, tmp_path: Path) -> None:
    found = rows(case)["ward/note.txt"]
    saved = ask("show", str(found["id"]), "--save", tmp_path / "out.txt", "--json", case=case)
    assert saved.json["sha256"] == found["sha256"]
    assert (tmp_path / "out.txt").read_text() == NOTE
    assert ask("show", str(found["id"]), "--save", tmp_path / "out.txt", case=case).code == 2


def test_the_same_again_is_nothing_to_do(case: Path) -> None:
    before = ask("account", "--digest", case=case).out
    said = ask("intake", case.parent / "box", *FROM, "--json", case=case)
    assert said.json["nothing_to_do"] is True
    assert said.json["bundle"]["id"] == "BUN-0001"
    assert ask("account", "--digest", case=case).out == before


def test_another_listing_is_refused_until_somebody_chooses(case: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(case.parent, tmp_path / "other", symlinks=True)
    (copy / "box" / "late.txt").write_text("a late paper\n")
    said = ask("intake", copy / "box", *FROM, "--json", case=copy / "case")
    assert said.code == 5
    assert said.error["kind"] == "OtherListing"
    assert len(ask("intake", copy / "box", *FROM, case=copy / "case").err.splitlines()) == 1
    more = ask("intake", copy / "box", *FROM, "--supplement", "BUN-0001", "--json", case=copy / "case")
    assert more.json["bundle"] == {"id": "BUN-0002", "files": 1, "items": 1}


def test_verify_holds_and_notices_a_changed_byte(case: Path, tmp_path: Path) -> None:
    sound = ask("verify", "--json", case=case)
    assert sound.code == 0, sound.out
    assert sound.json["ok"] is True
    assert sound.json["problems"] == []
    copy = shutil.copytree(case, tmp_path / "copy", symlinks=True)
    original = max(
        (path for path in (copy / "originals").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    original.chmod(0o644)
    original.write_bytes(b"X" + original.read_bytes()[1:])
    broken = ask("verify", "--json", case=copy)
    assert broken.code == 3
    assert broken.json["ok"] is False
    assert broken.json["problems"]
    assert "Traceback" not in broken.err


def test_verify_compares_with_what_was_given_away(case: Path, tmp_path: Path) -> None:
    assert ask("checkpoint", "--out", tmp_path / "note", case=case).code == 0
    said = ask("verify", "--against", tmp_path / "note", "--json", case=case)
    assert said.code == 0, said.out
    assert ask("verify", "--key", "not-the-key", "--json", case=case).code in {2, 3}


def test_retry_and_reread_leave_a_balanced_case(case: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(case, tmp_path / "copy", symlinks=True)
    retried = ask("retry", "--only", "unread.unknown-type", "--json", case=copy)
    assert retried.json["balanced"] is True
    note = str(rows(copy)["ward/note.txt"]["id"])
    assert ask("reread", note, "--json", case=copy).json["read"] == 1
    assert ask("verify", case=copy).code == 0


def test_rebuild_gives_the_same_answers(case: Path) -> None:
    before = ask("account", "--digest", case=case).out, ask("search", "canvasser", "--jsonl", case=case).out
    shutil.rmtree(case / "derived")
    said = ask("rebuild", "--json", case=case)
    assert said.code == 0, said.err
    assert (ask("account", "--digest", case=case).out, ask("search", "canvasser", "--jsonl", case=case).out) == before


def test_custody_first_and_reading_later(tmp_path: Path) -> None:
    assert ask("new", "Later", "--at", tmp_path / "case").code == 0
    box = small_folder(tmp_path / "box")
    said = ask("intake", box, *FROM, "--read", "later", "--json", case=tmp_path / "case")
    assert said.json["states"]["unread.pending"] == 5
    assert (
        ask("retry", "--only", "unread.pending", "--json", case=tmp_path / "case").json["states"]["text.complete"] >= 3
    )


def test_the_case_is_found_upward_from_the_working_folder(case: Path) -> None:
    below = case / "derived"
    assert ask("account", "--digest", at=below).out == ask("account", "--digest", case=case).out
