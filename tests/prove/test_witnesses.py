"""Witnesses: asked or a lead, statements by version, willing for each forum, exhibits under the producer's reference."""

from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem
from muniment.prove.law.book import ours


@pytest.fixture
def witness(case: Case) -> str:
    return str(case.prove.add_witness("Di Example", "She saw who called.")["id"])


def shown(case: Case, id: str) -> dict[str, Any]:  # noqa: A002
    return dict(case.prove.witness(id))


def test_whom_nobody_has_asked_is_a_lead(case: Case, witness: str) -> None:
    other = case.prove.add_witness("Cy Example")["id"]
    assert case.prove.witnesses()["leads"] == [witness, other]
    case.prove.contact(witness, "visit", "not-reached", day="2014-06-03", person="Ada Example")
    here = shown(case, witness)
    assert (here["lead"], here["reached"]) == (False, False)
    case.prove.contact(
        witness, "telephone", "spoke", day="2014-06-04", person="Ada Example", asked="Who called?", answer="Two men."
    )
    here = shown(case, witness)
    assert here["reached"]
    assert [(each["day"], each["answer"]) for each in here["contacts"]] == [
        ("2014-06-03", ""),
        ("2014-06-04", "Two men."),
    ]
    assert case.prove.witnesses()["leads"] == [other]
    case.prove.strike(other, "a made-up name")
    assert case.prove.witnesses()["leads"] == []


def test_whoever_gave_a_statement_was_asked_by_somebody(case: Case, witness: str, answers: str) -> None:
    case.prove.statement(witness, "note", day="2014-06-09")
    second = case.prove.statement(witness, "mg11", day="2014-07-01", signed=True, item=answers, note="adds the time")
    first = case.prove.statement(witness, "note", day="2014-06-01")
    here = shown(case, witness)
    assert not here["lead"]
    assert [each["version"] for each in here["statements"]] == [1, 2, 3]
    assert here["statements"][0]["id"] == first["id"], "by their days"
    last = here["statements"][2]
    assert (last["id"], last["form"], last["signed"], last["item"]) == (second["id"], "mg11", True, answers)
    assert last["forums"] == ["criminal-court"]
    case.prove.strike(first["id"], "another witness's")
    assert [each["version"] for each in shown(case, witness)["statements"]] == [1, 2]


def test_each_forum_is_a_question_of_its_own(case: Case, witness: str) -> None:
    case.prove.willing(witness, "election-court", "yes")
    case.prove.willing(
        witness, "criminal-court", "if", fear=True, measures=["screens", "live-link"], why="Nobody learns her address."
    )
    said = shown(case, witness)["willing"]
    assert {*said} == {*ours().forums.forums}
    assert said["election-court"]["says"] == "yes"
    assert (said["criminal-court"]["says"], said["criminal-court"]["fear"]) == ("if", True)
    assert said["criminal-court"]["measures"] == ["screens", "live-link"]
    assert said["regulator"]["says"] == "not-asked"
    case.prove.willing(witness, "election-court", "no", why="She has moved away.")
    assert shown(case, witness)["willing"]["election-court"]["says"] == "no", "what was said last"


def test_what_they_can_speak_about_and_whose_spouse_they_are(case: Case) -> None:
    allegation = case.prove.allege("Voted for us.", "s.60", "2014-05-22", subjects=["Bo Example"])["id"]
    id = case.prove.add_witness("Di Example", spouse="Bo Example", speaks=[allegation, "SUB-0001"])["id"]  # noqa: A001
    here = shown(case, id)
    assert here["spouse"] == {"id": "SUB-0001", "name": "Bo Example"}
    assert [each["name"] for each in here["speaks"]] == ["Voted for us.", "Bo Example"]
    bo = case.prove.add_witness("Bo Example", subject="SUB-0001")["id"]
    case.prove.add_witness("Di Example", spouse="Bo Example", speaks=[allegation], on=id)
    assert shown(case, id)["spouse"] == {"id": bo, "name": "Bo Example"}, "one person, as witness and as subject"
    case.prove.strike(bo, "entered twice")
    case.prove.strike(allegation, "entered twice")
    assert (shown(case, id)["spouse"], shown(case, id)["speaks"]) == (None, [])
    case.prove.add_witness("Di Example", "She moved away.", on=id)
    assert shown(case, id)["about"] == "She moved away."
    assert len(case.prove.witnesses()["witnesses"]) == 1, "what is known anew is no other witness"


def test_nobody_is_their_own_spouse(case: Case, witness: str) -> None:
    bo = case.prove.name_subject("Bo Example")["id"]
    as_witness = case.prove.add_witness("Bo Example", subject=bo)["id"]
    before = case.as_of
    for told in (
        {"name": "Di Example", "spouse": witness, "on": witness},
        {"name": "Ed Example", "spouse": "Ed Example"},
        {"name": "Bo Example", "subject": bo, "spouse": bo},
        {"name": "B. Example", "subject": bo, "spouse": as_witness},
    ):
        with pytest.raises(AskedWrong, match="spouse: nobody is their own"):
            case.prove.add_witness(**told)
    assert case.as_of == before


def test_one_original_may_bear_several_references_and_a_reference_is_of_one(
    case: Case, witness: str, letter: str, answers: str
) -> None:
    other = case.prove.add_witness("Ada B Example")["id"]
    first = case.prove.exhibit(witness, "de/1", letter, "the letter")
    assert first["ref"] == "DE/1"
    assert case.prove.exhibit(witness, "DE/1", letter)["id"] == first["id"], "it is entered so already"
    case.prove.exhibit(other, "ABE/1", letter)
    (here,) = shown(case, witness)["exhibits"]
    assert (here["ref"], here["others"], here["shared"]) == ("DE/1", ["ABE/1"], False)
    before = case.as_of
    with pytest.raises(AskedWrong, match=f"ref: this witness produces {letter} under it"):
        case.prove.exhibit(witness, "DE/1", answers)
    assert case.as_of == before
    case.prove.exhibit(other, "DE/1", answers)
    assert shown(case, witness)["exhibits"][0]["shared"], "two witnesses have the same reference"
    case.prove.strike(first["id"], "the other letter")
    assert case.prove.exhibit(witness, "DE/1", answers)["id"] != first["id"]


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("add_witness", {"name": " "}, "name"),
    ("add_witness", {"name": "Ed", "subject": "SUB-0009"}, "subject"),
    ("add_witness", {"name": "Ed", "subject": "WIT-0001"}, "subject"),
    ("add_witness", {"name": "Ed", "spouse": "WIT-0009"}, "spouse"),
    ("add_witness", {"name": "Ed", "spouse": "Nobody"}, "spouse"),
    ("add_witness", {"name": "Ed", "speaks": ["ALG-0009"]}, "speaks"),
    ("add_witness", {"name": "Ed", "speaks": ["ITM-000001"]}, "speaks"),
    ("add_witness", {"name": "Ed", "on": "WIT-0009"}, "witness"),
    ("contact", {"id": "WIT-0009", "how": "letter", "result": "spoke"}, "witness"),
    ("contact", {"id": "WIT-0001", "how": "pigeon", "result": "spoke"}, "how"),
    ("contact", {"id": "WIT-0001", "how": "letter", "result": "sang"}, "result"),
    ("contact", {"id": "WIT-0001", "how": "letter", "result": "spoke", "day": "2014-02-30"}, "day"),
    ("contact", {"id": "WIT-0001", "how": "letter", "result": "spoke", "day": "2199-01-01"}, "day"),
    ("statement", {"witness": "WIT-0009", "form": "note"}, "witness"),
    ("statement", {"witness": "WIT-0001", "form": "poem"}, "form"),
    ("statement", {"witness": "WIT-0001", "form": "note", "item": "ITM-000099"}, "item"),
    ("willing", {"id": "WIT-0001", "forum": "moon", "says": "yes"}, "forum"),
    ("willing", {"id": "WIT-0001", "forum": "regulator", "says": "perhaps"}, "says"),
    ("willing", {"id": "WIT-0001", "forum": "regulator", "says": "if"}, "why"),
    ("willing", {"id": "WIT-0001", "forum": "regulator", "says": "no", "measures": ["a song"]}, "measures"),
    ("exhibit", {"witness": "WIT-0009", "ref": "DE/1", "item": "ITM-000001"}, "witness"),
    ("exhibit", {"witness": "WIT-0001", "ref": "one", "item": "ITM-000001"}, "ref"),
    ("exhibit", {"witness": "WIT-0001", "ref": "DE/1", "item": "ITM-000099"}, "item"),
    ("exhibit", {"witness": "WIT-0001", "ref": "DE/1", "item": "ITM-000001", "statement": "STA-0009"}, "statement"),
    ("witness", {"id": "WIT-0009"}, "witness"),
]


@pytest.mark.parametrize(
    ("door", "given", "field"), WRONG, ids=[f"{n} {door} {field}" for n, (door, _, field) in enumerate(WRONG)]
)
@pytest.mark.usefixtures("witness")
def test_what_is_wrong_names_its_field_and_writes_nothing(
    case: Case, door: str, given: dict[str, Any], field: str
) -> None:
    before = case.as_of
    with pytest.raises((AskedWrong, UnknownItem), match=field):
        getattr(case.prove, door)(**given)
    assert case.as_of == before


def test_a_statement_is_of_its_own_witness(case: Case, witness: str, letter: str) -> None:
    other = case.prove.add_witness("Cy Example")["id"]
    statement = case.prove.statement(other, "note")["id"]
    with pytest.raises(AskedWrong, match="statement: it is another witness's"):
        case.prove.exhibit(witness, "DE/1", letter, statement=statement)


def test_witnesses_at_the_terminal(case: Case, letter: str) -> None:
    at = case.path
    case.close()

    def said(*words: str, code: int = 0) -> Any:
        done = ask("--by", "Ada Example", "prove", *words, case=at)
        assert done.code == code, done
        return done

    assert said("witness", "add", "Di Example", "--json").json["id"] == "WIT-0001"
    assert "ASKED BY NOBODY" in said("witnesses", code=1).out
    told = ("--how", "telephone", "--result", "spoke", "--by", "Ada Example", "--answer", "Two men.")
    assert {"id", "entry"} <= said("contact", "WIT-0001", *told, "--on", "2014-06-03", "--json").json.keys()
    said("statement", "WIT-0001", "--form", "civil", "--signed", "--on", "2014-06-05")
    said("willing", "WIT-0001", "election-court", "yes")
    said("exhibit", "WIT-0001", "DE/1", letter, "--title", "the letter")
    out = said("witness", "list").out
    for words in ("Two men.", "version 1, 2014-06-05: civil witness statement, signed", "election-court: yes", "DE/1"):
        assert words in out
    assert said("witness", "show", "WIT-0001", "--json").json["name"] == "Di Example"
    assert said("witnesses", "--json").json["leads"] == []
    said("witness", "add", "Ed Example", "--spouse", "Ed Example", code=2)
