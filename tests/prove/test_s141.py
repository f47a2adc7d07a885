"""Answers that somebody had to give in an election court: barred against them in any later proceeding, and not what speaks for them."""

from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.prove.law.book import ours

SIGNED, WIFE = "I did sign it", "so did my wife"


@pytest.fixture
def allegation(case: Case, answers: str) -> str:
    """An allegation of the person whose answers they are, with a passage of these on either side."""
    id = str(case.prove.allege("He signed it.", "s.60", "2014-05-22", subjects=["Bo Example"])["id"])  # noqa: A001
    wit = case.prove.add_witness("Bo Example", subject="Bo Example")["id"]
    case.prove.paper(answers, "answers", wit)
    everywhere = dict.fromkeys(ours().forums.forums, "direct")
    case.prove.link(id, "a1", "for", answers, words=SIGNED, routes=everywhere)
    case.prove.link(id, "a1", "against", answers, words=WIFE, routes=everywhere)
    return id


def test_they_are_barred_against_whoever_gave_them_where_a_penalty_can_follow(case: Case, allegation: str) -> None:
    found = {
        forum["id"]: {row["side"]: row["route"] for row in forum["elements"][0]["links"]}
        for forum in case.prove.matrix(allegation)["forums"]
    }
    barred = {"for": "barred-s141", "against": "direct"}
    free = {"for": "direct", "against": "direct"}
    assert found == {"criminal-court": barred, "election-court": free, "regulator": barred, "oversight": free}


def test_the_file_of_the_person_says_the_same(case: Case, allegation: str) -> None:
    (found,) = case.prove.subject("Bo Example")["allegations"]
    assert found["id"] == allegation
    (against_them,), (for_them,) = found["for"], found["against"]
    assert {forum for forum, route in against_them["routes"].items() if route == "barred-s141"} == {
        "criminal-court",
        "regulator",
    }
    assert "barred-s141" not in for_them["routes"].values()


def ways(case: Case, allegation: str) -> set[str]:
    """The ways in a criminal court of what supports an allegation."""
    (court,) = [each for each in case.prove.matrix(allegation)["forums"] if each["id"] == "criminal-court"]
    return {row["route"] for cell in court["elements"] for row in cell["links"] if row["side"] == "for"}


def work(case: Case, allegation: str) -> list[Any]:
    """What of the answers somebody has to say first."""
    return [each for each in case.prove.matrix(allegation)["work"] if each["what"] in {"whose", "same"}]


def test_they_stay_barred_where_the_witness_was_entered_in_error_and_somebody_is_asked_whose_they_are(
    case: Case, allegation: str, answers: str
) -> None:
    case.prove.strike("WIT-0001", "entered twice")
    assert ways(case, allegation) == {"barred-s141"}
    assert work(case, allegation) == [{"what": "whose", "items": [answers]}]
    missing = f"whose answers {answers} holds: the witness was entered in error"
    assert missing in case.prove.form("mg3", of=[allegation])["missing"]
    (row,) = case.prove.allegations()["allegations"]
    assert row["gaps"]["criminal-court"] == sum(
        each["gap"] for each in case.prove.matrix(allegation)["forums"][0]["elements"]
    )
    again = case.prove.add_witness("Bo Example", subject="Bo Example")["id"]
    case.prove.paper(answers, "answers", again)
    assert ways(case, allegation) == {"barred-s141"}
    assert work(case, allegation) == []


@pytest.mark.parametrize("name", ["Bo Example", "bo  example"])
def test_a_witness_with_the_name_of_a_subject_is_asked_about_until_somebody_says_who_they_are(
    case: Case, answers: str, name: str
) -> None:
    id = str(case.prove.allege("He signed it.", "s.60", "2014-05-22", subjects=["Bo Example"])["id"])  # noqa: A001
    wit = str(case.prove.add_witness(name)["id"])
    case.prove.paper(answers, "answers", wit)
    case.prove.link(id, "a1", "against", answers, words=WIFE)
    assert work(case, id) == [], "what undermines is used against nobody"
    case.prove.link(id, "a1", "for", answers, words=SIGNED, routes={"criminal-court": "direct"})
    assert work(case, id) == [{"what": "same", "witnesses": [wit]}]
    assert any(wit in each for each in case.prove.form("mg3", of=[id])["missing"])
    case.prove.name_subject("Bo Example", kind="agent")
    case.prove.add_witness(name, subject="SUB-0002", on=wit)
    assert (work(case, id), ways(case, id)) == ([], {"direct"})
    case.prove.add_witness(name, subject="SUB-0001", on=wit)
    assert (work(case, id), ways(case, id)) == ([], {"barred-s141"})


def test_a_subject_who_was_entered_anew_is_asked_about_too(case: Case, allegation: str) -> None:
    case.prove.strike("SUB-0001", "the wrong kind")
    case.prove.name_subject("Bo Example", kind="agent")
    case.prove.allege("He signed it.", "s.60", "2014-05-22", subjects=["SUB-0002"], on=allegation)
    assert work(case, allegation) == [{"what": "same", "witnesses": ["SUB-0001"]}]


@pytest.mark.parametrize(("nation", "spouse"), [("england", "barred-s141"), ("scotland", "direct")])
def test_in_scotland_they_are_barred_against_whoever_gave_them_alone(
    case: Case, answers: str, nation: str, spouse: str
) -> None:
    for name, way in (("Mac Example", spouse), ("Di Example", "barred-s141")):
        case.prove.name_subject(name)
        id = str(case.prove.allege("So.", "s.60", "2014-05-22", subjects=[name], nation=nation)["id"])  # noqa: A001
        if name == "Mac Example":
            wit = case.prove.add_witness("Di Example", spouse="Mac Example")["id"]
        else:
            case.prove.add_witness("Di Example", subject="Di Example", spouse="Mac Example", on=wit)
        case.prove.paper(answers, "answers", wit)
        case.prove.link(id, "a1", "for", answers, words=SIGNED, routes={"criminal-court": "direct"})
        assert ways(case, id) == {way}
        (row,) = [each for each in case.prove.allegations()["allegations"] if each["id"] == id]
        assert row["gaps"]["criminal-court"] == sum(
            each["gap"] for each in case.prove.matrix(id)["forums"][0]["elements"]
        )


def test_the_terminal_says_what_has_to_be_said_first(case: Case, allegation: str, answers: str) -> None:
    case.prove.strike("WIT-0001", "entered twice")
    case.close()
    said = ask("prove", "matrix", allegation, case=case.path)
    assert said.code == 1
    assert f"the witness was entered in error: {answers}" in said.out
