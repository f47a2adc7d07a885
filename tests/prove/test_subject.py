"""One person's file: what is alleged, both sides, what was put and answered, what was decided, and what nobody opened."""

import pytest
from asking import ask
from prove.deciding import named, no_action
from prove.unusing import both_sides

from muniment.case import Case
from muniment.errors import UnknownItem


def test_the_file_has_both_sides_the_answer_the_decision_and_what_nobody_opened(ann: Case) -> None:
    made, ids = both_sides(ann), named(ann)
    decided = no_action(ann, made["allegation"])
    found = ann.prove.subject("bo example")
    (row,) = found["allegations"]
    assert [each["item"] for each in row["for"]] == [ids["letter-1.txt"]]
    assert [each["item"] for each in row["against"]] == [ids["letter-2.txt"]]
    assert row["steps"][0]["replies"][0]["answer"] == "I was abroad."
    assert {each["points"] for each in found["lines"]} == {"towards", "away"}
    assert [each["id"] for each in found["decisions"]] == [decided]
    assert found["never_opened"] == {"items": 30, "cited": sorted([ids["letter-1.txt"], ids["letter-2.txt"]])}
    ann.opened(ids["letter-2.txt"])
    assert ann.prove.subject(found["subject"])["never_opened"] == {"items": 29, "cited": [ids["letter-1.txt"]]}


def test_an_allegation_never_put_says_so(ann: Case) -> None:
    ann.prove.allege("A man voted for us.", "s.60", "2014-05-22", subjects=["Bo Example"])
    path = ann.path
    ann.close()
    said = ask("prove", "subject", "Bo Example", case=path)
    assert "has not been put to them" in said.out
    assert said.out.index("supports: 0") < said.out.index("undermines: 0")
    assert "Nothing here finds this person guilty" in said.out
    assert "SUB-0001" in ask("prove", "subject", case=path).out
    assert ask("prove", "subject", "Nobody", "--json", case=path).code == 2


def test_whoever_is_named_twice_by_one_allegation_is_named_once(ann: Case) -> None:
    ann.prove.name_subject("Bo Example")
    told = ["Bo Example", "bo example", "SUB-0001", "Cy Example", "cy example"]
    alleged = ann.prove.allege("A man voted for us.", "s.60", "2014-05-22", subjects=told)["id"]
    (one,) = ann.prove.allegations()["allegations"]
    assert [each["name"] for each in one["subjects"]] == ["Bo Example", "Cy Example"]
    assert [each["id"] for each in ann.prove.subject("Cy Example")["allegations"]] == [alleged]


def test_nobody_of_that_name(ann: Case) -> None:
    with pytest.raises(UnknownItem, match=r"^subject"):
        ann.prove.subject("Nobody")
