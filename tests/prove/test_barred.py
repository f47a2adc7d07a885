"""Who was barred: from findings of a real case as far as they were seen; by agents apart; what is unknown is not computed."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong

ERLAM = yaml.safe_load(Path(__file__).with_name("erlam.yaml").read_text())


@pytest.fixture
def erlam(case: Case) -> Case:
    for person in ERLAM["people"]:
        for kind in person.get("reports", ()):
            case.prove.act(kind, str(ERLAM["report"]), person=person["name"])
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
        ("Alibor Choudhury", "2015-04-23", "RPA 1983 s.160"),
        ("Lutfur Rahman", "2015-04-23", "RPA 1983 s.160"),
    ]
    agent, only = found["people"]
    assert (agent["until"], agent["grounds"]) == ("2020-04-23", []), (
        "that he was reported was seen, and of what was not"
    )
    assert any("nobody said it" in each for each in agent["doubts"])
    assert only["personal"]
    assert found["by_agents"] == [], "nobody here was found guilty by agents alone"
    assert only["until"] == "2020-04-23"
    assert sorted(only["grounds"]) == ["bribery_giver", "undue_influence_old"], "the personal corrupt practices alone"
    assert "register-or-vote" not in only["bars"], "that follows from ss.60 and 62A, which were by agents"
    assert "23 April 2015" in only["days"]
    assert "23 April 2020" in only["days"]


def test_general_corruption_bars_from_that_vacancy_alone(erlam: Case) -> None:
    (only,) = erlam.prove.barred("2018-05-03")["vacancies"]
    assert (only["name"], only["section"]) == ("Lutfur Rahman", "RPA 1983 s.164")
    assert "fill that vacancy" in only["effect"]


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


def test_asked_about_a_day_before_it_ended_the_last_day_is_still_the_one_on_which_it_did(case: Case) -> None:
    case.prove.act("conviction", "2015-03-02", person="Bo Example", values={"practice": "corrupt"})
    case.prove.act("conviction-quashed", "2015-12-01", person="Bo Example")
    (only,) = case.prove.barred("2015-06-01")["people"]
    assert only["until"] == "2015-11-30"
    assert "until 30 November 2015" in only["days"]
    assert [each["kind"] for each in only["after"]] == ["conviction-quashed"]


def test_a_conviction_of_a_practice_that_nobody_named_cannot_be_computed(case: Case) -> None:
    done = case.prove.act("conviction", "2015-03-02", person="Bo Example")
    found = case.prove.barred("2016-01-01")
    assert found["people"] == []
    assert [(each["id"], each["name"]) for each in found["cannot_be_computed"]] == [(done["id"], "Bo Example")]


def test_what_it_keeps_a_person_from_hangs_on_the_section_where_one_was_named(case: Case) -> None:
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Bo Example", values={"section": "s.60"})
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Cy Example")
    bo, cy = case.prove.barred("2016-01-01")["people"]
    assert bo["bars"] == ["hold-elective-office", "register-or-vote", "sit-in-commons"]
    assert cy["bars"] == ["hold-elective-office", "sit-in-commons"]
    assert any("nobody said it" in each for each in cy["doubts"])
    assert not any("nobody said it" in each for each in bo["doubts"])


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


def test_relief_from_one_finding_ends_the_whole_report_that_it_is_of(case: Case) -> None:
    for ground in ("bribery_giver", "treating"):
        case.prove.find("Bo Example", ground, "personal", "corrupt", "2015-04-23")
    (before,) = case.prove.barred("2016-06-01")["people"]
    assert (before["grounds"], before["after"]) == (["bribery_giver", "treating"], [])
    relief = case.prove.act("incapacity-ended", "2016-05-01", person="Bo Example", of="FND-0002")["id"]
    assert case.prove.barred("2016-06-01")["people"] == []
    (earlier,) = case.prove.barred("2016-04-30")["people"]
    assert [each["id"] for each in earlier["after"]] == [relief]
    (report,) = case.prove.barred("2016-06-01")["reports"]
    assert report["findings"] == ["FND-0001", "FND-0002"]
    (span,) = report["spans"]
    assert (span["from"], span["until"], span["ended_by"]) == ("2015-04-23", "2016-04-30", relief)


def test_relief_for_one_person_ends_nothing_of_another(case: Case) -> None:
    for name in ("Bo Example", "Cy Example"):
        case.prove.find(name, "treating", "personal", "corrupt", "2015-04-23")
    case.prove.act("incapacity-ended", "2016-05-01", person="Bo Example", of="FND-0001")
    assert [each["name"] for each in case.prove.barred("2016-06-01")["people"]] == ["Cy Example"]
    after = {each["name"]: len(each["after"]) for each in case.prove.barred("2016-06-01")["reports"]}
    assert after == {"Bo Example": 1, "Cy Example": 0}


def test_an_appeal_stands_on_the_line_of_its_conviction_and_runs_no_clock_of_its_own(case: Case) -> None:
    conviction = case.prove.act("conviction", "2015-03-02", person="Bo Example", values={"practice": "corrupt"})["id"]
    case.prove.find("Bo Example", "treating", "personal", "corrupt", "2015-04-23")
    appeal = case.prove.act("appeal-lodged", "2015-03-20", person="Bo Example", of=conviction)["id"]
    ended = case.prove.act("incapacity-ended", "2016-05-01", person="Bo Example", of="FND-0001")["id"]
    after = {each["id"]: [one["id"] for one in each["after"]] for each in case.prove.barred()["reports"]}
    assert after == {conviction: [appeal], "FND-0001": [ended]}
    (still,) = case.prove.barred("2016-06-01")["people"]
    assert still["clock"].startswith(conviction), "what ends the report does not end the conviction's five years"
    states = {each["id"]: each["state"] for each in case.prove.clocks("2016-06-01")["clocks"]}
    assert states[f"{conviction}/incapacity_corrupt_conviction"] == "running"


def test_relief_asked_for_and_what_came_of_it_stand_on_the_line_of_the_finding(case: Case) -> None:
    case.prove.find("Bo Example", "overspending", "personal", "illegal", "2015-04-23")
    asked = case.prove.act("relief-applied", "2015-05-01", person="Bo Example", of="FND-0001")["id"]
    refused = case.prove.act("relief-refused", "2015-06-01", person="Bo Example", of="FND-0001")["id"]
    (report,) = case.prove.barred()["reports"]
    assert [one["id"] for one in report["after"]] == [asked, refused]
    with pytest.raises(AskedWrong, match="person"):
        case.prove.act("relief-allowed", "2015-06-01", of="FND-0001")


def test_a_report_by_agents_that_was_also_entered_as_an_act_hides_no_personal_finding(case: Case) -> None:
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Bo Example", by_agents=True)
    case.prove.find("Bo Example", "treating", "personal", "corrupt", "2015-04-23")
    assert [each["name"] for each in case.prove.barred("2016-06-01")["people"]] == ["Bo Example"]


def test_what_was_found_keeps_the_grounds_of_a_report_that_was_entered_as_an_act(case: Case) -> None:
    report = case.prove.act("corrupt-practice-report", "2015-04-23", person="Bo Example")["id"]
    case.prove.find("Bo Example", "personation", "personal", "corrupt", "2015-04-23")
    (only,) = case.prove.barred("2016-06-01")["people"]
    assert only["grounds"] == ["personation"]
    assert "register-or-vote" in only["bars"]
    assert only["clock"].startswith(report)


def test_only_what_can_come_after_a_finding_belongs_to_one(case: Case) -> None:
    case.prove.find("Bo Example", "treating", "personal", "corrupt", "2015-04-23")
    with pytest.raises(AskedWrong, match="of"):
        case.prove.act("time-extended", "2015-05-01", of="FND-0001", values={"until": "2015-12-01"})
    with pytest.raises(AskedWrong, match="of"):
        case.prove.act("incapacity-ended", "2015-05-01", person="Bo Example", of="FND-0009")
    assert case.prove.clocks("2015-06-01")["clocks"] == []


def test_the_command_line_prints_the_certificate_and_what_came_since(case: Case) -> None:
    case.prove.find("Bo Example", "treating", "both", "corrupt", "2015-04-23", capacity="candidate")
    case.prove.find("Bo Example", "tampering", "unknown", "corrupt", capacity="candidate")
    case.prove.act("incapacity-ended", "2016-05-01", person="Bo Example", of="FND-0001")
    printed = ask("prove", "certificate", case=case.path)
    assert printed.code == 0
    assert printed.out.splitlines()[:4] == [
        "Bo Example, candidate",
        "  personally: treating",
        "  by agents: treating",
        "  not known: tampering",
    ]
    assert ask("prove", "certificate", "--json", case=case.path).json["people"][0]["unknown"] == ["tampering"]
    said = ask("prove", "barred", "--on", "2016-01-01", case=case.path).out
    assert "since then: incapacity ended by order on 2016-05-01" in said


def why(found: dict[str, Any], name: str) -> str:
    """All that cannot be computed of somebody, in words."""
    return "; ".join(each["why"] for each in found["cannot_be_computed"] if each["name"] == name)


def test_a_candidate_in_scotland_is_barred_by_what_agents_did_for_three_years(case: Case) -> None:
    case.prove.find("Ay Example", "treating", "by-agents", "corrupt", "2016-05-03", nation="scotland")
    found = case.prove.barred("2017-01-01")
    (only,) = found["people"]
    assert (only["from"], only["until"], only["section"]) == ("2016-05-03", "2019-05-03", "RPA 1983 s.159(3)(b)")
    assert (only["personal"], only["bars"]) == (False, [])
    assert "councillor of any local authority in Scotland" in only["consequence"]
    assert found["by_agents"] == [], "they are not said to be free of it"
    printed = ask("prove", "barred", "--on", "2017-01-01", case=case.path).out
    assert "Ay Example, by agents: from 3 May 2016 until 3 May 2019" in printed
    assert "not barred" not in printed
    assert case.prove.barred("2019-05-04")["by_agents"] == [], "nor afterwards: they were barred"


def test_a_candidate_in_scotland_found_personally_guilty_is_barred_from_councils_for_ten_years(case: Case) -> None:
    case.prove.find(
        "Bo Example", "personation", "personal", "corrupt", "2016-05-03", capacity="Candidate", nation="scotland"
    )
    found = case.prove.barred("2023-01-01")
    (only,) = found["people"]
    assert (only["until"], only["section"], only["bars"]) == ("2026-05-03", "RPA 1983 s.159(3)(a)", [])
    assert not any("registering" in each for each in only["doubts"]), (
        "s.159(3) bars from councils, whatever the section"
    )
    assert {each["until"] for each in case.prove.barred("2017-01-01")["people"]} == {"2021-05-03", "2026-05-03"}


def test_of_whom_nobody_said_whether_they_were_a_candidate_in_scotland_it_cannot_be_computed(case: Case) -> None:
    for name, capacity in (("Cy Example", ""), ("Di Example", "election agent"), ("Ed Example", "the mayor")):
        case.prove.find(name, "treating", "personal", "corrupt", "2016-05-03", capacity=capacity, nation="scotland")
    found = case.prove.barred("2023-01-01")
    assert found["people"] == []
    assert "as what the person was reported: on that hangs RPA 1983 s.159(3)(a)" in why(found, "Cy Example")
    assert why(found, "Di Example") == "", "an agent is no candidate"
    assert "s.159(3)(a)" in why(found, "Ed Example"), "free words are not guessed at"


@pytest.mark.parametrize("attribution", ["by-agents", "personal"])
def test_a_term_of_office_that_nothing_here_says_cannot_be_computed(case: Case, attribution: str) -> None:
    case.prove.find(
        "Ay Example", "overspending", attribution, "illegal", "2016-05-03", capacity="candidate", nation="scotland"
    )
    found = case.prove.barred("2020-01-01")
    assert (found["people"], found["by_agents"]) == ([], [])
    assert "RPA 1983 s.159(3)(c)" in why(found, "Ay Example")
    (report,) = found["reports"]
    assert "s.159(3)(c)" in report["cannot_be_computed"][0]


def test_the_same_findings_in_england_bar_nobody_by_their_agents(case: Case) -> None:
    case.prove.find("Ay Example", "treating", "by-agents", "corrupt", "2016-05-03", capacity="candidate")
    case.prove.find("Ay Example", "overspending", "by-agents", "illegal", "2016-05-03", capacity="candidate")
    found = case.prove.barred("2017-01-01")
    assert (found["people"], found["by_agents"], found["cannot_be_computed"]) == ([], ["Ay Example"], [])


def test_of_a_conviction_between_two_days_nobody_perhaps_still_barred_counts_as_free(case: Case) -> None:
    case.prove.act("conviction", "2020-05", person="Ra Example", values={"practice": "illegal"})
    for day in ("2020-05-01", "2023-05-15", "2023-05-31"):
        (only,) = case.prove.barred(day)["people"]
        assert (only["from"], only["until"]) == ("2020-05-01", "2023-05-31")
        assert only["days"] == "perhaps from 1 May 2020, certainly from 31 May 2020, until 31 May 2023 at the latest"
        assert any("between 1 May 2020 and 31 May 2020" in each for each in only["doubts"])
    assert case.prove.barred("2023-06-01")["people"] == []
    assert case.prove.barred("2020-04-30")["people"] == []
    (report,) = case.prove.barred()["reports"]
    assert (report["day"], report["last"]) == ("2020-05-01", "2020-05-31")
    assert "perhaps from 1 May 2020" in ask("prove", "barred", "--on", "2023-05-15", case=case.path).out


@pytest.mark.parametrize(
    ("person", "election"),
    [("Bo Example", "local"), ("bo  example", "mayor")],
    ids=["another election", "other capitals"],
)
def test_what_may_have_ended_it_and_does_not_belong_to_it_is_said(case: Case, person: str, election: str) -> None:
    case.prove.act("conviction", "2015-06-10", person="Bo Example", election="mayor", values={"practice": "corrupt"})
    quashed = case.prove.act("conviction-quashed", "2016-02-01", person=person, election=election)["id"]
    found = case.prove.barred("2017-01-01")
    (only,) = found["people"]
    assert any(each.startswith(f"{quashed} may be this step") for each in only["doubts"])
    assert [each["id"] for each in found["cannot_be_computed"]] == [quashed]
    assert f"in doubt: {quashed} may be this step" in ask("prove", "barred", "--on", "2017-01-01", case=case.path).out


def test_what_ended_a_conviction_of_somebody_else_is_no_doubt_of_this_one(case: Case) -> None:
    case.prove.act("conviction", "2015-06-10", person="Bo Example", election="mayor", values={"practice": "corrupt"})
    case.prove.act("conviction-quashed", "2016-02-01", person="Cy Example", election="mayor")
    (only,) = case.prove.barred("2017-01-01")["people"]
    assert not any("may be this step" in each for each in only["doubts"])


def test_an_end_before_its_beginning_is_refused(case: Case) -> None:
    conviction = case.prove.act("conviction", "2015-06-10", person="Bo Example", values={"practice": "corrupt"})["id"]
    case.prove.find("Bo Example", "treating", "personal", "corrupt", "2015-04-23")
    for kind, of in (("conviction-quashed", conviction), ("incapacity-ended", "FND-0001")):
        with pytest.raises(AskedWrong, match=f"on is before {of}"):
            case.prove.act(kind, "2014-02-01", person="Bo Example", of=of)
    case.prove.act("conviction-quashed", "2015-06-10", person="Bo Example", of=conviction)


def test_what_an_offence_says_it_belongs_to_takes_no_clock_from_it_and_is_no_appeal(case: Case) -> None:
    case.prove.find("Bo Example", "treating", "personal", "corrupt", "2015-04-23")
    offence = case.prove.act("offence", "2014-05-22", of="FND-0001")["id"]
    ends = {each["id"]: each["ends"] for each in case.prove.clocks("2014-06-01")["clocks"]}
    assert ends[f"{offence}/prosecution"] == "2015-05-22"
    (only,) = case.prove.barred("2016-01-01")["people"]
    assert only["after"] == []
    (finding,) = case.prove.court_certificate()["people"][0]["findings"]
    assert finding["after"] == []


def test_a_finding_of_a_day_that_has_not_come_is_refused(case: Case) -> None:
    with pytest.raises(AskedWrong, match="on has not come yet"):
        case.prove.find("Bo Example", "treating", "personal", "corrupt", "2130-01-01")
    assert case.prove.barred("2131-01-01")["people"] == []


def test_no_finding_of_guilt_is_left_out(case: Case) -> None:
    case.prove.find("Ay Example", "treating", "by-agents", "corrupt")
    case.prove.find("Bo Example", "treating", "personal", "neither", "2016-02-29")
    case.prove.find("Cy Example", "treating", "not-found", "corrupt", "2016-02-29")
    found = case.prove.barred("2017-01-01")
    assert why(found, "Ay Example") == "nobody has said on which day it was reported"
    assert "neither a corrupt nor an illegal practice" in why(found, "Bo Example")
    assert why(found, "Cy Example") == "", "it was not found proved"
    printed = ask("prove", "barred", "--on", "2017-01-01", case=case.path).out
    assert "Ay Example, treating: cannot be computed" in printed
    assert "Bo Example, treating: cannot be computed" in printed


def test_the_command_line_says_what_of_a_bar_is_in_doubt(case: Case) -> None:
    case.prove.find("Ra Example", "bribery_giver", "personal", "corrupt", "2015-04-23")
    case.prove.act("conviction", "2016-06-01", person="Ra Example", values={"practice": "corrupt", "section": "s.113"})
    printed = ask("prove", "barred", "--on", "2020-10-01", case=case.path).out.splitlines()
    assert "(RPA 1983 s.173(1)-(3)(a), not verified)" in printed[0]
    assert any(each.startswith("  in doubt: FND-0001") and "s.174(2)" in each for each in printed)
    spans = [one for each in case.prove.barred()["reports"] for one in each["spans"]]
    assert not any(each["verified"] for each in spans), "how the last day is counted was inferred"


def test_two_convictions_on_one_day_are_two(case: Case) -> None:
    """The milder one hides nothing of the graver, and an appeal is of the one that it names."""
    graver = case.prove.act("conviction", "2016-03-16", person="Bea Example", values={"practice": "corrupt"})["id"]
    milder = case.prove.act("conviction", "2016-03-16", person="Bea Example", values={"practice": "illegal"})["id"]
    (bea,) = case.prove.barred("2020-01-01")["people"]
    assert (bea["name"], bea["until"]) == ("Bea Example", "2021-03-16")
    assert {each["id"] for each in case.prove.barred("2020-01-01")["reports"]} == {graver, milder}
    quashed = case.prove.act("conviction-quashed", "2016-06-16", person="Bea Example", of=graver)["id"]
    found = case.prove.barred("2018-01-01")
    assert ([each["until"] for each in found["people"]], found["cannot_be_computed"]) == (["2019-03-16"], [])
    after = {each["id"]: [one["id"] for one in each["after"]] for each in found["reports"]}
    assert after == {graver: [quashed], milder: []}


def test_findings_of_two_elections_on_one_day_are_two_reports(case: Case) -> None:
    for election in ("local", "mayor"):
        case.prove.find("Bea Example", "treating", "personal", "corrupt", "2015-04-23", election=election)
    assert len(case.prove.barred("2016-01-01")["reports"]) == 2


def test_two_people_whose_names_were_erased_are_not_one(case: Case, letter: str) -> None:
    """Nor does an appeal of the one end what bars the other."""
    people = ("Bea Example", "Cy Sample")
    for person in people:
        case.prove.act("conviction", "2016-03-16", person=person, values={"practice": "corrupt"})
        case.prove.find(person, "treating", "personal", "corrupt", "2015-04-23")
    case.prove.act("conviction-quashed", "2016-06-16", person="Cy Sample")
    both = ["Ann Example", "Ben Example"]
    case.erase(letter, authority="Order 1", agreed_by=both, words=people)
    found = case.prove.barred("2016-08-01")
    assert not any(name in str(found) for name in people)
    assert len(found["reports"]) == 4
    assert len({each["name"] for each in found["people"]}) == 4, "an appeal of nobody knows whom ends nothing"
    assert len(case.prove.court_certificate()["people"]) == 2


def test_an_appeal_against_what_was_entered_in_error_says_so(case: Case) -> None:
    wrong = case.prove.act("conviction", "2016-03-16", person="Bea Example", values={"practice": "corrupt"})["id"]
    appeal = case.prove.act("conviction-quashed", "2016-06-16", person="Bea Example", of=wrong)["id"]
    case.prove.strike(wrong, "Another Bea.")
    (said,) = case.prove.barred("2017-01-01")["cannot_be_computed"]
    assert f"{wrong}, which it belongs to, was entered in error: strike {appeal} too" in said["why"]
