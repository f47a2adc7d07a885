"""Answers that somebody had to give in an election court: barred against them in any later proceeding, and not what speaks for them."""

import pytest

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
