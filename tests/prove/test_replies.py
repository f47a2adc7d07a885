"""The right of reply: put to whom and how, answered or not; in a police case only by ways that are lawful for the police."""

from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem


@pytest.fixture
def allegation(case: Case) -> str:
    return str(case.prove.allege("A man voted for us.", "s.60", "2014-05-22", subjects=["Bo Example"])["id"])


def put(case: Case, allegation: str, **more: Any) -> str:
    told = {"allegation": allegation, "subject": "Bo Example", "how": "letter", "what": "That he voted for others."}
    return str(case.prove.put(**({"day": "2014-07-01"} | told | more))["id"])


def test_an_allegation_never_put_says_so_until_it_is(case: Case, allegation: str) -> None:
    (row,) = case.prove.replies()["replies"]
    assert (row["put"], row["name"], row["steps"]) == (False, "Bo Example", [])
    put(case, allegation, how="not-yet", reason="would-prejudice", what="")
    (row,) = case.prove.replies(allegation)["replies"]
    assert not row["put"]
    assert row["steps"][0]["title"] == "not put yet: would prejudice"
    assert not case.prove.allegations()["allegations"][0]["subjects"][0]["put"]
    id = put(case, allegation)  # noqa: A001
    case.prove.reply(id, "I was abroad.", day="2014-07-09")
    (row,) = case.prove.replies(allegation)["replies"]
    assert row["put"]
    assert [each["answer"] for each in row["steps"][1]["replies"]] == ["I was abroad."]
    assert case.prove.allegations()["allegations"][0]["subjects"][0]["put"]
    case.prove.strike(id, "another letter")
    assert not case.prove.replies(allegation)["replies"][0]["put"]


def test_to_whoever_was_entered_in_error_nothing_need_be_put(case: Case) -> None:
    names = ["Bo Example", "Cy Example", "Di Example"]
    allegation = str(case.prove.allege("A man voted for us.", "s.60", "2014-05-22", subjects=names)["id"])
    put(case, allegation, subject="Di Example", how="not-yet", reason="too-early", what="")
    case.prove.strike("SUB-0002", "no such person")
    case.prove.strike("SUB-0003", "no such person")
    rows = case.prove.replies()["replies"]
    assert [(each["subject"], each["struck"]) for each in rows] == [("SUB-0001", False), ("SUB-0003", True)]
    (one,) = case.prove.allegations()["allegations"]
    matrix = case.prove.matrix(allegation)
    for found in (one, matrix):
        assert [each["id"] for each in found["subjects"]] == ["SUB-0001"]
        assert [each["id"] for each in found["struck_subjects"]] == ["SUB-0002", "SUB-0003"]
    assert [each["subjects"] for each in matrix["work"] if each["what"] == "put"] == [["SUB-0001"]]
    drafted = case.prove.form("mg3", of=[allegation])["text"]
    assert "Bo Example" in drafted
    assert "Cy Example" not in drafted
    assert "Di Example" not in drafted
    put(case, allegation)
    at = case.path
    case.close()
    out = ask("prove", "replies", case=at)
    assert out.code == 0, "nobody waits to hear it"
    assert "Di Example (entered in error)" in out.out


def test_in_a_police_case_only_what_is_lawful_for_the_police_is_offered(case: Case, allegation: str) -> None:
    assert "press" in [each["id"] for each in case.prove.ways_to_put()["ways"]]
    case.prove.say_body("police")
    assert [each["id"] for each in case.prove.ways_to_put()["ways"]] == ["interview-under-caution", "letter", "court"]
    before = case.as_of
    for way in ("press", "notice-s160"):
        with pytest.raises(AskedWrong, match="how: that is no way for this kind of body, police"):
            put(case, allegation, how=way)
    assert case.as_of == before
    put(case, allegation, how="interview-under-caution")
    put(case, allegation, how="notice-s160", body="election-court")
    put(case, allegation, how="not-yet", reason="too-early", what="")
    steps = case.prove.replies()["replies"][0]["steps"]
    assert [each["body"] for each in steps] == ["police", "election-court", "police"]


def test_what_is_not_verified_says_so(case: Case) -> None:
    ways = {each["id"]: each for each in case.prove.ways_to_put()["ways"]}
    assert ways["notice-s160"]["verified"]
    assert not ways["press"]["verified"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"allegation": "ALG-0009"}, "allegation"),
    ({"subject": "Cy Example"}, "subject: the allegation is not of that person"),
    ({"subject": "Nobody"}, "subject"),
    ({"how": "shouting"}, "how"),
    ({"how": "not-yet"}, "reason"),
    ({"how": "not-yet", "reason": "busy"}, "reason"),
    ({"reason": "too-early"}, "reason"),
    ({"what": " "}, "what"),
    ({"day": "2014-13-01"}, "day"),
    ({"day": "2199-01-01"}, "day has not come yet"),
    ({"body": "moon"}, "body"),
    ({"items": ["ITM-000099"]}, "items"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_step_names_its_field_and_writes_nothing(
    case: Case, allegation: str, changed: dict[str, Any], field: str
) -> None:
    case.prove.name_subject("Cy Example")
    before = case.as_of
    with pytest.raises(AskedWrong, match=field):
        put(case, **({"allegation": allegation} | changed))
    assert case.as_of == before


def test_an_answer_is_to_what_was_put_and_not_before_it(case: Case, allegation: str) -> None:
    id, not_yet = put(case, allegation), put(case, allegation, how="not-yet", reason="too-early", what="")  # noqa: A001
    before = case.as_of
    for changed, field in (
        ({"id": not_yet}, "nothing was put"),
        ({"id": "PUT-0009"}, "put"),
        ({"answer": ""}, "answer"),
        ({"day": "2014-06-30"}, "day is before"),
        ({"items": ["ITM-000099"]}, "items"),
    ):
        with pytest.raises(AskedWrong, match=field):
            case.prove.reply(**({"id": id, "answer": "No.", "day": "2014-07-02"} | changed))
    with pytest.raises(UnknownItem, match="allegation"):
        case.prove.replies("ALG-0009")
    with pytest.raises(AskedWrong, match="body"):
        case.prove.say_body("moon")
    assert case.as_of == before


def test_the_right_of_reply_at_the_terminal(case: Case, allegation: str) -> None:
    at = case.path
    case.close()

    def said(*words: str, code: int = 0) -> Any:
        return ask("--by", "Ada Example", "prove", *words, case=at)

    assert "NEVER PUT to them" in said("replies").out
    assert said("replies").code == 1
    assert "police" in said("body", "police").out
    assert said("reply", allegation, "Bo Example", "--how", "press", "--what", "So.").code == 2
    told = said("reply", allegation, "Bo Example", "--how", "letter", "--what", "So.", "--on", "2014-07-01", "--json")
    assert told.json["id"] == "PUT-0001"
    assert said("reply", "PUT-0001", "--answer", "No.", "--on", "2014-07-02", "--json").json["entry"]
    out = said("replies")
    assert out.code == 0
    assert "answered 2014-07-02: No." in out.out
