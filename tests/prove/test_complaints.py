"""Complaints: each answered or not since when, in the categories and outcomes of the yearly return, which names nobody."""

import csv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.names import csvsafe, xlsxsafe
from muniment.prove import yearly


def complain(case: Case, **more: Any) -> str:
    told = {
        "text": "A man collected our ballot papers.",
        "category": "voting",
        "channel": "letter",
        "received": "2014-05-20",
        "who": "Di Example",
        "force": "Example Constabulary",
        "authority": "Example Borough",
        "election": "local",
    } | more
    return str(case.prove.complain(**told)["id"])


def row(case: Case, id: str, on: str = "2014-06-20") -> dict[str, Any]:  # noqa: A002
    return next(each for each in case.prove.complaints(on)["complaints"] if each["id"] == id)


def test_a_complaint_has_its_own_number_and_waits_until_it_is_answered(case: Case, letter: str) -> None:
    first, second = complain(case, items=[letter]), complain(case, received="2014-06-10")
    assert (first, second) == ("CMP-0001", "CMP-0002")
    here = row(case, first)
    assert (here["unanswered_since"], here["days_unanswered"]) == ("2014-05-20", 31)
    assert here["items"] == [letter]
    case.prove.answer_complaint(first, "We look into it.", "letter", day="2014-05-27", person="Ada Example")
    here = row(case, first)
    assert here["unanswered_since"] is None
    (said,) = here["answers"]
    assert (said["day"], said["person"], said["text"]) == ("2014-05-27", "Ada Example", "We look into it.")
    assert case.prove.complaints()["unanswered"] == [second]


def test_what_became_of_it_is_said_last_and_no_further_action_has_a_reason(case: Case) -> None:
    id = complain(case)  # noqa: A001
    assert (row(case, id)["outcome"], row(case, id)["ended"]) == ("under-investigation", False)
    case.prove.end_complaint(id, "awaiting-advice", day="2014-07-01")
    with pytest.raises(AskedWrong, match="reason"):
        case.prove.end_complaint(id, "no-further-action", day="2014-08-01")
    with pytest.raises(AskedWrong, match="reason"):
        case.prove.end_complaint(id, "caution", "time", day="2014-08-01")
    case.prove.end_complaint(id, "no-further-action", "time", "The year had run.", day="2015-08-01")
    here = row(case, id)
    assert (here["outcome"], here["reason"], here["ended"]) == ("no-further-action", "time", True)
    assert here["unanswered_since"], "an outcome is no answer to whoever complained"


def test_a_complaint_leads_to_allegations_and_is_struck_with_everything(case: Case) -> None:
    id = complain(case)  # noqa: A001
    alleged = case.prove.allege("Voted for us.", "s.60", "2014-05-22", complaints=[id])["id"]
    assert row(case, id)["allegations"] == [alleged]
    case.prove.strike(alleged, "entered twice")
    assert row(case, id)["allegations"] == []
    case.prove.strike(id, "entered twice")
    assert case.prove.complaints()["complaints"] == []
    assert case.prove.yearly_return(2014)["rows"] == []
    with pytest.raises(UnknownItem, match="complaint was entered in error"):
        case.prove.answer_complaint(id, "So.", "letter")


def test_the_yearly_return_has_a_row_for_each_offence_and_names_nobody(case: Case) -> None:
    first, second = complain(case), complain(case, category="other", received="2014-12-31")
    complain(case, received="2015-01-01")
    case.prove.allege("Voted for us.", "s.60", "2014-05-22", complaints=[first], subjects=["Bo Example"])
    case.prove.allege("Took the papers.", "tampering", "2014-05-22", complaints=[first])
    case.prove.end_complaint(second, "locally-resolved", day="2015-02-01")
    found = case.prove.yearly_return(2014)
    told = [(each["complaint"], each["category"], each["outcome"], bool(each["offence"])) for each in found["rows"]]
    assert told == [
        (first, "voting", "under investigation", True),
        (first, "voting", "under investigation", True),
        (second, "other complaint", "locally resolved (advice given)", False),
    ]
    assert {each["force"] for each in found["rows"]} == {"Example Constabulary"}
    assert sum(each["complaints"] for each in found["counts"]) == 2, "one that led to two offences counts once"
    assert "Di Example" not in str(found)
    assert "Bo Example" not in str(found)
    assert any("from memory" in each for each in found["not_verified"])


def test_no_cell_of_the_return_is_a_formula(case: Case, tmp_path: Path) -> None:
    complain(case, authority="=HYPERLINK(1)", force="@SUM(1)")
    rows = yearly.table(case.prove.yearly_return(2014)["rows"])
    with (tmp_path / "a.csv").open("w", newline="") as out:
        csvsafe.write(out, yearly.HEADING, rows)
    with (tmp_path / "a.csv").open(newline="") as written:
        (line,) = list(csv.DictReader(written))
    assert (line["authority"], line["force"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    with (tmp_path / "a.xlsx").open("wb") as file:
        xlsxsafe.write(file, tmp_path, "complaints", yearly.HEADING, rows)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK(1)" in sheet
    assert "<f>" not in sheet


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"text": " "}, "text"),
    ({"category": "football"}, "category"),
    ({"channel": "pigeon"}, "channel"),
    ({"received": "2014-02-30"}, "received"),
    ({"received": "2199-01-01"}, "received has not come yet"),
    ({"election": "guild"}, "election"),
    ({"items": ["ITM-000099"]}, "items"),
    ({"items": "ITM-000001"}, "items"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_complaint_names_its_field_and_writes_nothing(case: Case, changed: dict[str, Any], field: str) -> None:
    before = case.as_of
    with pytest.raises((AskedWrong, Refused), match=field):
        complain(case, **changed)
    assert case.as_of == before


def test_a_wrong_answer_names_its_field_and_writes_nothing(case: Case) -> None:
    id = complain(case)  # noqa: A001
    before = case.as_of
    for changed, field in (
        ({"id": "CMP-0009"}, "complaint"),
        ({"text": ""}, "text"),
        ({"how": "pigeon"}, "how"),
        ({"day": "2014-05-19"}, "day is before"),
    ):
        with pytest.raises(AskedWrong, match=field):
            case.prove.answer_complaint(**({"id": id, "text": "So.", "how": "letter", "day": "2014-06-01"} | changed))
    with pytest.raises(AskedWrong, match="outcome"):
        case.prove.end_complaint(id, "guilty")
    with pytest.raises(AskedWrong, match="year"):
        case.prove.yearly_return(7)
    assert case.as_of == before


def test_the_register_at_the_terminal(case: Case, tmp_path: Path) -> None:
    at = case.path
    case.close()

    def said(*words: str | Path, code: int = 0) -> str:
        done = ask("--by", "Ada Example", "prove", *words, case=at)
        assert done.code == code, done
        return done.out

    told = ("A man took our papers.", "--category", "voting", "--channel", "letter", "--received", "2014-05-20")
    said("complaint", "add", *told)
    out = said("complaints", "--on", "2014-05-30", code=1)
    assert "NOT ANSWERED since 2014-05-20 (10 days)" in out
    assert "none is a finding" in out
    said("complaint", "answer", "CMP-0001", "We look into it.", "--how", "letter", "--on", "2014-05-27")
    said("complaint", "end", "CMP-0001", "no-further-action", "--reason", "no-offence", "--on", "2014-07-01")
    assert "We look into it." in said("complaints")
    table = tmp_path / "return.csv"
    said("yearly-return", "2014", "--csv", table)
    assert "no further action,no offence was made out" in table.read_text()
    assert "not verified" in table.read_text()
    said("yearly-return", "2014", "--xlsx", tmp_path / "return.xlsx")
    assert (tmp_path / "return.xlsx").read_bytes()[:2] == b"PK"


def test_who_looked_at_what_is_in_the_access_log(case: Case) -> None:
    id = complain(case)  # noqa: A001
    case.prove.complaints()
    case.prove.yearly_return(2014)
    case.prove.replies()
    case.prove.witnesses()
    case.prove.requests()
    case.prove.claims("the-call")
    looked = [
        (each.fields["page"], each.fields.get("of"))
        for each in case._store.access.entries()
        if each.fields["do"] == "looked"
    ]
    assert id
    assert looked == [
        ("prove/complaints", None),
        ("prove/yearly-return", "2014"),
        ("prove/replies", None),
        ("prove/witnesses", None),
        ("prove/requests", None),
        ("prove/claims", "the-call"),
    ]
