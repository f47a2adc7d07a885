"""Who was barred: from findings of a real case as far as they were seen; by agents apart; what is unknown is not computed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from muniment.case import Case
from muniment.errors import AskedWrong

ERLAM = yaml.safe_load(Path(__file__).with_name("erlam.yaml").read_text())


@pytest.fixture
def erlam(case: Case) -> Case:
    for person in ERLAM["people"]:
        for each in person["findings"]:
            known = each["attribution"] not in {"unknown", "not-found"}
            case.prove.find(
                person["name"],
                each["ground"],
                each["attribution"],
                each["as_found"],
                str(ERLAM["report"]) if known else "",
                capacity=person["capacity"],
                paras=each.get("paras", ""),
                status=each.get("status", "V"),
            )
    return case


def test_the_courts_certificate_comes_back_for_each_person(erlam: Case) -> None:
    rahman, choudhury = erlam.prove.court_certificate()["people"]
    assert rahman["personally"] == ["false_statement_candidate", "bribery_giver", "undue_influence_old"]
    assert len(rahman["by_agents"]) == 8
    assert "treating" not in rahman["by_agents"]
    assert rahman["none_needed"] == ["general_corruption"]
    assert rahman["not_found"] == ["treating"]
    assert rahman["unknown"] == ["tampering"]
    assert choudhury["personally"] == []
    assert choudhury["unknown"] == ["general_corruption"]


def test_who_was_barred_on_a_day_in_2018(erlam: Case) -> None:
    found = erlam.prove.barred("2018-05-03")
    assert [(each["name"], each["from"], each["section"][:14]) for each in found["people"]] == [
        ("Lutfur Rahman", "2015-04-23", "RPA 1983 s.160")
    ]
    (only,) = found["people"]
    assert only["personal"]
    assert found["by_agents"] == [], "nobody here was found guilty by agents alone"
    assert only["until"] == "2020-04-23"
    assert sorted(only["grounds"]) == ["bribery_giver", "undue_influence_old"], "the personal corrupt practices alone"
    assert "register-or-vote" not in only["bars"], "that follows from ss.60 and 62A, which were by agents"
    assert "23 April 2015" in only["days"]
    assert "23 April 2020" in only["days"]


def test_the_three_years_for_illegal_practices_run_beside_the_five(erlam: Case) -> None:
    until = {each["until"] for each in erlam.prove.barred("2017-05-04")["people"]}
    assert until == {"2018-04-23", "2020-04-23"}
    assert erlam.prove.barred("2020-05-07")["people"] == []
    assert erlam.prove.barred("2015-04-22")["people"] == []


def test_what_nobody_saw_cannot_be_computed(erlam: Case) -> None:
    unknown = erlam.prove.barred("2018-05-03")["cannot_be_computed"]
    assert {(each["name"], each["ground"]) for each in unknown} == {
        ("Lutfur Rahman", "tampering"),
        ("Alibor Choudhury", "general_corruption"),
    }
    assert "Alibor Choudhury" not in {each["name"] for each in erlam.prove.barred("2018-05-03")["people"]}


def test_the_clocks_of_the_case(erlam: Case) -> None:
    erlam.prove.act("poll", str(ERLAM["poll"]))
    erlam.prove.act("petition-presented", str(ERLAM["presented"]))
    erlam.prove.allege("Personation on the day of the poll.", "s.60", str(ERLAM["poll"]))
    found: dict[str, dict[str, Any]] = {}
    for each in erlam.prove.clocks("2015-04-23")["clocks"]:
        found.setdefault(each["rule"], each)
    assert (found["petition_local"]["ends"], found["petition_local"]["state"]) == ("2014-06-12", "met")
    assert (found["prosecution"]["ends"], found["prosecution"]["left"]) == ("2015-05-22", 29)
    assert found["prosecution_extended_cap"]["ends"] == "2016-05-22"


def test_guilty_by_agents_alone_is_not_barred_and_said_apart(case: Case) -> None:
    case.prove.find("Cy Example", "personation", "by-agents", "corrupt", "2015-04-23")
    found = case.prove.barred("2016-01-01")
    assert found["people"] == []
    assert found["by_agents"] == ["Cy Example"]


def test_a_conviction_that_was_not_upheld_bars_until_then(case: Case) -> None:
    case.prove.act("conviction", "2015-03-02", person="Bo Example", values={"practice": "corrupt"})
    assert [each["until"] for each in case.prove.barred("2016-01-01")["people"]] == ["2020-03-02"]
    case.prove.act("conviction-quashed", "2015-12-01", person="Bo Example")
    assert case.prove.barred("2016-01-01")["people"] == []
    assert [each["name"] for each in case.prove.barred("2015-06-01")["people"]] == ["Bo Example"]


def test_a_day_that_was_not_said_is_not_guessed(case: Case) -> None:
    case.prove.find("Bo Example", "bribery_giver", "personal", "corrupt")
    found = case.prove.barred("2016-01-01")
    assert found["people"] == []
    assert [each["why"] for each in found["cannot_be_computed"]] == ["nobody has said on which day it was reported"]


@pytest.mark.parametrize(
    ("ground", "attribution", "as_found", "field"),
    [
        ("arson", "personal", "corrupt", "ground"),
        ("treating", "somehow", "corrupt", "attribution"),
        ("treating", "personal", "wicked", "as found"),
    ],
)
def test_a_wrong_finding_names_its_field(case: Case, ground: str, attribution: str, as_found: str, field: str) -> None:
    with pytest.raises(AskedWrong, match=field):
        case.prove.find("Bo Example", ground, attribution, as_found, "2015-04-23")
