"""What has no number of its own is struck by its entry: then it counts no longer, and stays listed."""

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem

ON = "2014-06-02"


def struck(case: Case, entry: int) -> None:
    """Strike it, and see that it stays listed with why."""
    case.prove.strike(str(entry), "of another")
    assert case.prove.number(str(entry))["struck"]["why"] == "of another"
    assert str(entry) in [each["id"] for each in case.prove.struck()["struck"]]
    with pytest.raises(UnknownItem, match="entered in error"):
        case.prove.strike(str(entry), "twice")


def test_a_clock_that_was_met_in_error_runs_again(case: Case) -> None:
    own = case.prove.set_clock("film of the street camera", "2199-06-21")["id"]
    entry = case.prove.meet(own, ON, "It was handed over.")["entry"]
    assert [(each["clock"], each["entry"]) for each in case.prove.clocks()["met"]] == [(own, entry)]
    struck(case, entry)
    (clock,) = case.prove.clocks()["clocks"]
    assert (clock["state"], clock["met_on"], case.prove.clocks()["met"]) == ("running", None, [])


def test_a_contact_entered_in_error_leaves_a_lead(case: Case) -> None:
    witness = case.prove.add_witness("Di Example", "the call")["id"]
    entry = case.prove.contact(witness, "letter", "spoke", day=ON)["entry"]
    willing = case.prove.willing(witness, "criminal-court", "yes")["entry"]

    def said() -> tuple[bool, int]:
        (found,) = case.prove.witnesses()["witnesses"]
        return bool(found["lead"]), len(found["contacts"])

    assert said() == (False, 1)
    struck(case, entry)
    assert said() == (True, 0)
    struck(case, willing)
    assert [(each["entry"], each["struck"]) for each in case.prove.number(witness)["acts"]][1:] == [
        (entry, True),
        (willing, True),
    ]
    assert {each["id"] for each in case.prove.struck(["WIT"])["struck"]} == {str(entry), str(willing)}


def test_what_was_answered_in_error_waits_again(case: Case) -> None:
    complaint = case.prove.complain("A man called.", "voting", "letter", ON)["id"]
    entry = case.prove.answer_complaint(complaint, "We look into it.", "letter", day=ON)["entry"]
    assert case.prove.complaints()["complaints"][0]["unanswered_since"] is None
    struck(case, entry)
    assert case.prove.complaints()["complaints"][0]["unanswered_since"] is not None


def test_what_is_not_struck_by_its_entry(case: Case) -> None:
    made = case.prove.name_subject("Bo Example")
    with pytest.raises(AskedWrong, match="not struck by its entry"):
        case.prove.strike(str(made["entry"]), "wrong")
    for entry in ("0", "999999", "9" * 30):
        with pytest.raises(UnknownItem):
            case.prove.strike(entry, "wrong")
        with pytest.raises(UnknownItem):
            case.prove.number(entry)


def test_at_the_terminal(case: Case) -> None:
    own = case.prove.set_clock("film of the street camera", "2199-06-21")["id"]
    entry = str(case.prove.meet(own, ON)["entry"])
    case.close()
    assert ask("prove", "strike", entry, "--why", "the wrong film", case=case.path).code == 0
    assert "the wrong film" in ask("prove", "number", entry, case=case.path).out
    assert f"{entry} was entered in error" in ask("prove", "struck", case=case.path).out


def test_an_allegation_without_the_limit_of_s176_says_what_to_enter(case: Case) -> None:
    told = {"when": "2024-05-02"}
    ppera = case.prove.allege("Nobody was told who gives.", "ppera_donor_info", **told)["id"]
    case.prove.allege("It had no imprint.", "digital_imprint", **told)
    gaps = case.prove.clocks()["gaps"]
    assert [each for each in gaps if ppera in each and f"enter ppera-offence of {ppera}" in each]
    assert [each for each in gaps if "ALG-0002" in each and "stands in no table here" in each]
    case.prove.act("ppera-offence", "2024-05-02", of=ppera)
    assert not [each for each in case.prove.clocks()["gaps"] if ppera in each]
    assert [each for each in case.prove.clocks()["clocks"] if each["rule"] == "ppera_summary_cap"]
