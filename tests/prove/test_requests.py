"""Requests: whom for what, on which basis, until when; what is overdue is loud, and what came is a bundle of the case."""

from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem


def request(case: Case, **more: Any) -> str:
    told = {
        "body": "Example Borough",
        "what": "The marked register of Marsh ward.",
        "due": "2014-06-20",
        "basis": "regulation",
        "day": "2014-06-02",
    } | more
    return str(case.prove.ask(**told)["id"])


def row(case: Case, id: str, on: str = "2014-07-01") -> dict[str, Any]:  # noqa: A002
    return next(each for each in case.prove.requests(on)["requests"] if each["id"] == id)


def bundle(case: Case) -> str:
    return str(case.account()["bundles"][0]["id"])


def test_a_request_is_overdue_from_the_day_after_its_last_until_it_is_answered(case: Case) -> None:
    id = request(case)  # noqa: A001
    assert case.prove.requests("2014-06-20")["overdue"] == []
    assert case.prove.requests("2014-06-21")["overdue"] == [id]
    assert (row(case, id)["days_late"], row(case, id)["answered"]) == (11, False)
    case.prove.answer(id, "refused", day="2014-06-25", why="They hold it for another body.")
    assert case.prove.requests("2014-06-24")["overdue"] == [id], "as it stood before that day"
    here = row(case, id)
    assert (here["overdue"], here["ended"], here["answers"][0]["why"]) == (
        False,
        True,
        "They hold it for another body.",
    )


def test_what_was_supplied_is_a_bundle_of_the_case_or_still_to_be_taken_in(case: Case) -> None:
    first, second = request(case), request(case)
    case.prove.answer(first, "supplied", day="2014-06-10", bundle=bundle(case))
    case.prove.answer(second, "supplied", day="2014-06-10")
    assert [each["bundle"] for each in row(case, first)["answers"]] == [bundle(case)]
    assert not row(case, first)["answers"][0]["not_taken_in"]
    assert row(case, second)["answers"][0]["not_taken_in"]


def test_a_part_is_no_end(case: Case) -> None:
    id = request(case)  # noqa: A001
    case.prove.answer(id, "part", day="2014-06-10", bundle=bundle(case))
    assert row(case, id)["overdue"]
    case.prove.answer(id, "not-held", day="2014-06-26")
    assert not row(case, id)["overdue"]


def test_the_overdue_come_first_and_the_struck_count_no_longer(case: Case) -> None:
    early, late, struck = request(case, due="2014-06-05"), request(case), request(case, due="2014-06-04")
    case.prove.answer(early, "not-held", day="2014-06-04")
    case.prove.strike(struck, "asked another")
    assert [each["id"] for each in case.prove.requests("2014-07-01")["requests"]] == [late, early]


def test_the_tables_say_who_may_have_what(case: Case) -> None:
    done = case.prove.ask("Example Borough", "It.", "2199-01-01", "regulation", data="marked-register")
    police = next(way for way in done["may"] if way["who"] == "police")
    assert (police["how"], police["verified"]) == ("supply", True)
    assert "reg 117" in police["basis"]
    petitioner = next(way for way in done["may"] if way["who"] == "petitioner")
    assert (petitioner["how"], petitioner["verified"]) == ("inspection", False)


def test_who_may_have_what_is_asked_without_a_case() -> None:
    def ways(*words: str) -> dict[str, list[str]]:
        found = ask("prove", "supply", *words, "--json").json["data"]
        return {each["id"]: [f"{way['who']} {way['how']}" for way in each["ways"]] for each in found}

    assert ways("ballot-papers") == {"ballot-papers": ["court order"]}
    assert ways("full-register", "--who", "petitioner") == {"full-register": ["petitioner none"]}
    police = ways("--who", "police")
    assert police["marked-register"] == ["police supply", "anyone inspection"]
    assert "ballot-papers" not in police
    assert ask("prove", "supply", "gold").code == 2


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"body": ""}, "body"),
    ({"what": ""}, "what"),
    ({"due": "soon"}, "due"),
    ({"due": "2014-06-01"}, "due is before it was asked"),
    ({"basis": "habit"}, "basis"),
    ({"data": "gold"}, "data"),
    ({"day": "2014-02-30"}, "day"),
    ({"day": "2199-01-01", "due": "2199-02-01"}, "day has not come yet"),
    ({"of": ["ALG-0009"]}, "of"),
    ({"of": ["DEC-0001"]}, "of"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_request_names_its_field_and_writes_nothing(case: Case, changed: dict[str, Any], field: str) -> None:
    before = case.as_of
    with pytest.raises(AskedWrong, match=field):
        request(case, **changed)
    assert case.as_of == before


def test_a_wrong_answer_names_its_field_and_writes_nothing(case: Case) -> None:
    id = request(case)  # noqa: A001
    before = case.as_of
    for changed, field in (
        ({"id": "REQ-0009"}, "request"),
        ({"said": "perhaps"}, "answer"),
        ({"said": "refused"}, "why"),
        ({"day": "2014-06-01"}, "day is before"),
        ({"bundle": "B-0099"}, "bundle"),
        ({"said": "not-held", "bundle": bundle(case)}, "bundle"),
    ):
        with pytest.raises((AskedWrong, UnknownItem), match=field):
            case.prove.answer(**({"id": id, "said": "supplied", "day": "2014-06-10"} | changed))
    assert case.as_of == before


def test_requests_at_the_terminal(case: Case) -> None:
    at, came = case.path, bundle(case)
    case.close()

    def said(*words: str, code: int = 0) -> Any:
        done = ask("--by", "Ada Example", "prove", *words, case=at)
        assert done.code == code, done
        return done

    told = ("--due", "2014-06-20", "--basis", "regulation", "--data", "marked-register", "--on", "2014-06-02")
    assert said("ask", "Example Borough", "The marked register.", *told, "--json").json["id"] == "REQ-0001"
    assert "OVERDUE by 5 days" in said("requests", "--on", "2014-06-25", code=1).out
    said("answer", "REQ-0001", "supplied", "--bundle", "B-0099", code=2)
    assert said("answer", "REQ-0001", "supplied", "--bundle", came, "--on", "2014-06-26", "--json").json["entry"]
    out = said("requests").out
    assert f"supplied, {came}" in out
    assert "0 overdue" in out


def test_a_request_says_who_asked(case: Case) -> None:
    id = request(case)  # noqa: A001
    assert row(case, id)["by"] == case.by
