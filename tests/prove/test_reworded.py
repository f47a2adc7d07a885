"""An allegation that is worded anew as another offence: what was linked and put before stays, is shown, and counts for no element."""

from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.prove.law.book import ours

DIRECT = dict.fromkeys(ours().forums.forums, "direct")
BEFORE, AFTER = "s.62A", "s.60"  # both have an element a1, and mean other things by it


@pytest.fixture
def allegation(case: Case, letter: str) -> str:
    """With a passage on either side of its first element, and one of the whole; put to its subject; then worded anew."""
    id = str(case.prove.allege("So.", BEFORE, "2014-05-22", subjects=["Bo Example"])["id"])  # noqa: A001
    first = case.prove.matrix(id)["forums"][0]["elements"][0]["id"]
    for element, side in ((first, "for"), (first, "against"), ("", "for")):
        case.prove.link(id, element, side, letter, words="took our ballot papers", routes=DIRECT)
    case.prove.put(id, "Bo Example", "letter", day="2014-07-01", what="So.")
    worded(case, id, AFTER)
    return id


def worded(case: Case, allegation: str, offence: str) -> None:
    case.prove.allege("So.", offence, "2014-05-22", subjects=["Bo Example"], on=allegation)


def counts(found: dict[str, Any]) -> set[tuple[int, int]]:
    return {(cell["for"], cell["against"]) for forum in found["forums"] for cell in forum["elements"]}


def test_links_of_an_element_that_is_alleged_no_longer_stand_apart_and_are_work(case: Case, allegation: str) -> None:
    found = case.prove.matrix(allegation)
    assert counts(found) == {(0, 0)}
    assert [(each["id"], each["side"]) for each in found["other_offence"]] == [
        ("LNK-0001", "for"),
        ("LNK-0002", "against"),
    ]
    assert {each["citation"] for each in found["other_offence"]} == {"RPA 1983 s.62A"}
    assert all(each["text"] for each in found["other_offence"])
    assert [each["id"] for each in found["whole"]] == ["LNK-0003"]
    assert {"what": "other-offence", "links": ["LNK-0001", "LNK-0002"]} in found["work"]
    (row,) = case.prove.allegations()["allegations"]
    assert row["gaps"] == {each["id"]: sum(one["gap"] for one in each["elements"]) for each in found["forums"]}


def test_once_it_is_that_offence_again_they_stand_where_they_stood(case: Case, allegation: str) -> None:
    worded(case, allegation, BEFORE)
    found = case.prove.matrix(allegation)
    assert counts(found) == {(1, 1), (0, 0)}
    assert found["other_offence"] == []
    assert found["subjects"][0]["put"]


def test_what_was_put_as_another_offence_was_not_put(case: Case, allegation: str) -> None:
    (reply,) = case.prove.replies(allegation)["replies"]
    assert not reply["put"]
    assert [each["other_offence"] for each in reply["steps"]] == ["RPA 1983 s.62A"]
    assert not case.prove.matrix(allegation)["subjects"][0]["put"]
    assert not case.prove.allegations()["allegations"][0]["subjects"][0]["put"]
    drafted = case.prove.form("mg3", of=[allegation])["text"]
    assert "has not been put to them" in drafted
    assert "when RPA 1983 s.62A was alleged" in drafted
    case.prove.put(allegation, "Bo Example", "letter", day="2014-08-01", what="So.")
    (reply,) = case.prove.replies(allegation)["replies"]
    assert reply["put"]


def test_the_report_to_the_prosecutor_has_both_sides_of_them_and_marks_what_is_missing(
    case: Case, allegation: str, letter: str
) -> None:
    found = case.prove.form("mg3", of=[allegation])
    _, _, rest = found["text"].partition("Linked when RPA 1983 s.62A was alleged")
    passage = f"{letter}: “took our ballot papers” (direct)"
    assert f"Supports | Undermines\n{passage} | {passage}" in rest[:600]
    assert any("these passages belong, 2 in all" in each for each in found["missing"])


def test_the_file_of_the_person_says_so_too(case: Case, allegation: str) -> None:
    (found,) = case.prove.subject("Bo Example")["allegations"]
    assert [each["other_offence"] for each in found["for"]] == ["RPA 1983 s.62A", ""]
    assert [each["other_offence"] for each in found["against"]] == ["RPA 1983 s.62A"]
    assert not found["put"]


def test_at_the_terminal(case: Case, allegation: str) -> None:
    case.close()
    said = ask("prove", "matrix", allegation, case=case.path)
    assert said.code == 1
    assert "LNK-0002" in said.out.partition("when another offence was alleged")[2]
    assert "NEVER PUT" in said.out
    assert "when RPA 1983 s.62A was alleged" in ask("prove", "replies", case=case.path).out
