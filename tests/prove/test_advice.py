"""Advice: with what put before the adviser, given or not yet, relied on by decisions, and overtaken as they are."""

from typing import Any

import pytest
from prove.deciding import alleged, named, no_action, one

from muniment.case import Case
from muniment.errors import AskedWrong, Refused


@pytest.fixture
def allegation(ann: Case) -> str:
    return alleged(ann)


def asked(case: Case, **more: Any) -> str:
    told = {"body": "Example Chambers", "what": "Is the evidence enough?", "day": "2016-01-04"} | more
    return str(case.prove.ask_advice(**told)["id"])


def test_a_decision_has_before_it_what_was_put_before_its_adviser(ann: Case, allegation: str) -> None:
    items = named(ann)
    advice = asked(ann, of=[allegation], items=[items["file-02.txt"], items["file-01.txt"]])
    with pytest.raises(AskedWrong, match="not given yet"):
        no_action(ann, allegation, advice=[advice])
    with pytest.raises(AskedWrong, match="not given yet"):
        ann.prove.answer_decision(advice, "stands", "So.")
    ann.prove.give_advice(advice, "It is not.", day="2016-01-20", items=[items["letter-1.txt"]])
    id = no_action(ann, allegation, advice=[advice], items=[items["file-03.txt"]])  # noqa: A001
    assert one(ann, id)["basis"]["put_before"] == 3
    (found,) = ann.prove.advice()["advice"]
    assert (found["items"], found["decisions"]) == ([items["file-01.txt"], items["file-02.txt"]], [id])
    assert [each["text"] for each in found["given"]] == ["It is not."]


def test_advice_is_overtaken_and_answered_like_a_decision(ann: Case, ben: Case, allegation: str) -> None:
    items = named(ann)
    advice, other = asked(ann, of=[allegation]), asked(ann, of=[alleged(ann)])

    def overtaken() -> dict[str, list[tuple[str, str | None]]]:
        return {
            each["id"]: [(one["about"], one["answer"]) for one in each["overtaken"]]
            for each in ann.prove.advice("2015-01-01")["advice"]
        }

    link = ann.prove.link(allegation, "a1", "for", items["file-01.txt"])["id"]
    assert overtaken() == {advice: [], other: []}, "it was not given yet"
    ann.prove.give_advice(advice, "It is not.", day="2016-01-20")
    ann.prove.give_advice(other, "It is not.", day="2016-01-20")
    assert overtaken() == {advice: [(link, None)], other: []}, (
        "the adviser was not shown what came after they were asked"
    )
    ben.prove.answer_decision(advice, "varied", "Asked again by telephone.", body="Example Chambers")
    assert overtaken()[advice] == [(link, "varied")]
    with pytest.raises(Refused, match="nothing later bears on it"):
        ben.prove.answer_decision(asked_and_given(ann), "stands", "So.")


def asked_and_given(case: Case) -> str:
    advice = asked(case)
    case.prove.give_advice(advice, "It depends.", day="2016-01-20")
    return advice


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"body": ""}, "body"),
    ({"what": " "}, "what"),
    ({"day": "2016-01-32"}, "day"),
    ({"of": ["ALG-0009"]}, "of"),
    ({"of": ["DEC-0001"]}, "of"),
    ({"items": ["ITM-000099"]}, "items"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_request_for_advice_names_its_field_and_writes_nothing(
    ann: Case, changed: dict[str, Any], field: str
) -> None:
    before = ann.as_of
    with pytest.raises(AskedWrong, match=field):
        asked(ann, **changed)
    assert ann.as_of == before


def test_advice_is_not_given_before_it_is_asked(ann: Case) -> None:
    advice = asked(ann)
    before = ann.as_of
    for changed, field in (({"day": "2016-01-03"}, "day"), ({"text": ""}, "text"), ({"id": "ADV-0009"}, "advice")):
        with pytest.raises(AskedWrong, match=field):
            ann.prove.give_advice(**({"id": advice, "text": "It is not.", "day": "2016-01-20"} | changed))
    assert ann.as_of == before
