"""What stands under a number: every wording, and what was entered in error, which stays listed with its reason."""

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem


def test_every_wording_stays_and_what_was_struck_says_why(case: Case) -> None:
    first = case.prove.name_subject("Bo Example")
    case.prove.name_subject("Beau Example", note="misspelt before", on=first["id"])
    found = case.prove.number(first["id"])
    assert [each["words"] for each in found["acts"]] == ["Bo Example", "Beau Example"]
    assert (found["words"], found["struck"]) == ("Beau Example", None)
    assert case.prove.struck()["struck"] == []
    case.prove.strike(first["id"], "entered twice")
    found = case.prove.number(first["id"])
    assert (found["struck"]["why"], found["struck"]["by"]) == ("entered twice", "Ada Example")
    assert [each["do"] for each in found["acts"]] == ["subject-named", "subject-named", "proof-struck"]
    assert [each["id"] for each in case.prove.struck(["SUB"])["struck"]] == [first["id"]]
    assert case.prove.struck(["CMP"])["struck"] == []


def test_a_number_of_nothing(case: Case, letter: str) -> None:
    case.prove.paper(letter, "none")
    for number in ("SUB-0001", letter, "none"):
        with pytest.raises(UnknownItem, match="nothing was entered under that number"):
            case.prove.number(number)


def test_who_somebody_is_said_anew_names_no_other(case: Case) -> None:
    bo, cy = (case.prove.name_subject(name)["id"] for name in ("Bo Example", "Cy Example"))
    before = case.as_of
    for told, field in (
        ({"name": "cy example", "on": bo}, "name: another has that name"),
        ({"name": "Bo Example", "kind": "agent", "of": bo, "on": bo}, "of: nobody is their own"),
        ({"name": "Bo Example", "on": "SUB-0009"}, "subject"),
        ({"name": " ", "on": bo}, "name"),
    ):
        with pytest.raises(AskedWrong, match=field):
            case.prove.name_subject(**told)
    assert case.as_of == before
    case.prove.name_subject("Bo Example", "agent", cy, on=bo)
    assert {each["id"]: each["of"] for each in case.prove.subjects()["subjects"]} == {bo: cy, cy: ""}


def test_numbers_at_the_terminal(case: Case) -> None:
    at = case.path
    case.prove.name_subject("Bo Example")
    case.prove.name_subject("Beau Example", on="SUB-0001")
    case.prove.strike("SUB-0001", "entered twice")
    case.close()
    out = ask("prove", "number", "SUB-0001", case=at).out
    assert out.index("Bo Example") < out.index("Beau Example") < out.index("entered in error")
    assert "entered twice; it said: Beau Example" in ask("prove", "struck", "SUB", case=at).out
    assert "0 entered in error" in ask("prove", "struck", "CMP", case=at).out
    assert ask("prove", "struck", "--json", case=at).json["struck"][0]["id"] == "SUB-0001"
    assert ask("prove", "number", "SUB-0009", "--json", case=at).code == 2
