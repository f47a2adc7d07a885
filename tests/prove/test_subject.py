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


def test_somebody_is_named_at_the_terminal_and_known_anew_as_by_the_other_doors(ann: Case) -> None:
    at = ann.path
    ann.close()
    named = ask("prove", "name-subject", "Bo Example", "--note", "a candidate", case=at)
    assert (named.code, named.out.startswith("SUB-0001: Bo Example (entry ")) == (0, True)
    told = ("--kind", "agent", "--of", "SUB-0001", "--json")
    assert ask("prove", "name-subject", "Cy Example", *told, case=at).json["id"] == "SUB-0002"
    again = ask("prove", "name-subject", "bo example", "--json", case=at).json
    ask("prove", "name-subject", "Beau Example", "--note", "misspelt before", "--anew", "SUB-0001", case=at)
    with Case.open(at) as case:
        bo, cy = case.prove.subjects()["subjects"]
        assert bo == {"id": "SUB-0001", "name": "Beau Example", "kind": "person", "of": "", "note": "misspelt before"}
        assert (cy["name"], cy["kind"], cy["of"]) == ("Cy Example", "agent", "SUB-0001")
        assert again["id"] == "SUB-0001", "whoever has that name already is not entered twice"
    for wrong, field in (("--kind", "kind"), ("--of", "of"), ("--anew", "subject")):
        refused = ask("prove", "name-subject", "Di Example", wrong, "SUB-0009", "--json", case=at)
        assert (refused.code, refused.error["error"].startswith(field)) == (2, True)


def test_nobody_of_that_name(ann: Case) -> None:
    with pytest.raises(UnknownItem, match=r"^subject"):
        ann.prove.subject("Nobody")
