"""Old cases open: each case that was ever frozen verifies, and is rebuilt to the answers that it gave then."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from golden.proving import answers

from muniment.case import Case

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/expected.json"))


@pytest.fixture(params=CASES, ids=lambda path: path.name)
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    shutil.copytree(request.param, tmp_path / "frozen")
    return tmp_path / "frozen" / "case", json.loads((request.param / "expected.json").read_text())


def test_there_is_one_for_each_finished_issue() -> None:
    assert CASES


def test_it_verifies_as_it_lies(frozen: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    case, expected = frozen
    (tmp_path / "note").write_text(expected["checkpoint"])
    said = Case.verify_at(case, expected["fingerprint"], tmp_path / "note")
    assert said["ok"], said["problems"]
    assert said["signer_confirmed"]


def test_it_is_rebuilt_to_the_same_answers(frozen: tuple[Path, dict[str, Any]]) -> None:
    path, expected = frozen
    with Case.open(path) as case:
        assert case.check() == []
        assert case.rebuild()["digest"] == expected["digest"]
        account = case.account()
        assert {key: account[key] for key in expected["account"]} == expected["account"]
        assert {query: case.search(query)["total"] for query in expected["searches"]} == expected["searches"]
        assert case.item(expected["opened"])["opened"]
        if "erased" in expected:
            assert case.item(expected["erased"])["state"] == "unread.erased"


def test_what_was_proved_in_it_is_answered_as_it_was(frozen: tuple[Path, dict[str, Any]]) -> None:
    path, expected = frozen
    if "proved" not in expected:
        return
    then = expected["proved"]
    said = Case.verify_at(path, expected["fingerprint"])
    assert [each["holds"] for each in said["decisions"]] == [True] * len(then["bases"])
    with Case.open(path) as case:
        now = json.loads(json.dumps(answers(case)))
    for old, new in zip(then.pop("acts"), now.pop("acts"), strict=True):
        assert new[:-1] == old[:-1]
        assert new[-1] == new[-1] | old[-1], "a later shape may say more of it, and nothing else"
    assert now == then


def test_a_search_record_of_it_holds(frozen: tuple[Path, dict[str, Any]]) -> None:
    path, expected = frozen
    if "record" in expected:
        said = Case.verify_record(path.with_name("record.txt"), path, expected["fingerprint"])
        assert said["ok"], said["problems"]
        assert (said["query"], said["signer_confirmed"]) == (expected["record"], True)


def test_what_people_said_of_it_stands(frozen: tuple[Path, dict[str, Any]]) -> None:
    path, expected = frozen
    if "reviewed" not in expected:
        return
    then = expected["reviewed"]
    said = Case.verify_at(path, expected["fingerprint"])
    assert [each["holds"] for each in said["certificates"]] == [True] * then["certificates"]
    with Case.open(path) as case:
        progress = case.progress()
        assert {key: progress[key] for key in then["progress"]} == then["progress"]
        assert case.sample_again(then["sample"])["same"]
