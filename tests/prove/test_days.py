"""Dated acts and clocks of a case: entered, met, extended, struck; what a kind needs is asked for by name."""

from datetime import date
from typing import Any

import pytest

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem


def clock(case: Case, rule: str, on: str = "2015-01-01") -> dict[str, Any]:
    return next(each for each in case.prove.clocks(on)["clocks"] if each["rule"] == rule)


def test_clocks_run_from_a_poll_and_say_how_they_were_reckoned(case: Case) -> None:
    case.prove.act("poll", "2014-05-22")
    petition = clock(case, "petition_local")
    assert (petition["starts"], petition["ends"], petition["state"]) == ("2014-05-22", "2014-06-12", "ended")
    assert "21 days after 22 May 2014" in petition["working"]
    assert petition["citation"]
    assert petition["consequence"]


def test_an_allegation_has_its_year_from_its_own_day_and_perjury_has_none(case: Case) -> None:
    case.prove.allege("Voted for us.", "s.60", "2014-05-22")
    case.prove.allege("Lied on oath.", "perjury", "2015-02-10")
    found = [each for each in case.prove.clocks("2015-05-01")["clocks"] if each["rule"] == "prosecution"]
    assert [(each["trigger"], each["ends"], each["state"]) for each in found] == [("ALG-0001", "2015-05-22", "running")]
    assert case.prove.clocks("2015-05-23")["clocks"][0]["state"] == "ended"


def test_of_a_range_the_earliest_day_counts(case: Case) -> None:
    case.prove.allege("Some time in May.", "s.60", "2014-05")
    assert clock(case, "prosecution")["starts"] == "2014-05-01"


def test_what_a_clock_asks_for_can_be_met(case: Case) -> None:
    case.prove.allege("Voted for us.", "s.60", "2014-05-22")
    name = clock(case, "prosecution")["id"]
    case.prove.meet(name, "2015-04-01", "an information was laid")
    told = clock(case, "prosecution", "2015-05-01")
    assert (told["state"], told["met_on"]) == ("met", "2015-04-01")
    assert clock(case, "prosecution", "2015-03-31")["state"] == "running", "as it stood before that day"
    with pytest.raises(UnknownItem):
        case.prove.meet("ALG-0001/never", "2015-04-01")


def test_people_add_clocks_for_what_perishes(case: Case) -> None:
    done = case.prove.set_clock("film of the street camera", "2014-06-21", holder="Example Borough")
    own = next(each for each in case.prove.clocks("2014-06-01")["clocks"] if each["id"] == done["id"])
    assert (own["ends"], own["holder"], own["state"]) == ("2014-06-21", "Example Borough", "running")
    case.prove.strike(done["id"], "another camera")
    assert case.prove.clocks("2014-06-01")["clocks"] == []


def test_the_calendar_names_nobody_unless_asked(case: Case) -> None:
    case.prove.act("conviction", "2015-03-02", person="Bo Example", values={"practice": "corrupt"})
    assert "Bo Example" not in case.prove.calendar("2015-04-01")
    assert "Bo Example" in case.prove.calendar("2015-04-01", names=True).replace("\r\n ", "")


def test_steps_are_a_log_in_the_order_of_days(case: Case) -> None:
    alleged = case.prove.allege("Voted for us.", "s.60", "2014-05-22")["id"]
    case.prove.step("Called at the house.", "2014-07-02", [alleged])
    case.prove.step("Asked for the marked register.", "2014-06-11")
    assert [each["day"] for each in case.prove.steps(alleged)["steps"]] == ["2014-06-11", "2014-07-02"]


@pytest.mark.parametrize(
    ("kind", "on", "more", "field"),
    [
        ("pole", "2014-05-22", {}, "kind"),
        ("poll", "2014-02-30", {}, "on"),
        ("poll", "2014-05-22", {"election": "guild"}, "election"),
        ("poll", "2014-05-22", {"nation": "utopia"}, "nation"),
        ("poll", "2014-05-22", {"values": {"colour": "red"}}, "colour"),
        ("poll", "2014-05-22", {"by_agents": True}, "by_agents"),
        ("time-extended", "2015-04-01", {}, "of|until"),
        ("poll", "2014-05-22", {"of": "ACT-0009"}, "of"),
    ],
)
def test_a_wrong_act_names_its_field_and_writes_nothing(
    case: Case, kind: str, on: str, more: dict[str, Any], field: str
) -> None:
    before = case.as_of
    with pytest.raises(AskedWrong, match=field):
        case.prove.act(kind, on, **more)
    assert case.as_of == before


def test_a_finding_is_personal_unless_it_is_said_to_be_by_agents(case: Case) -> None:
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Bo Example")
    case.prove.act("corrupt-practice-report", "2015-04-23", person="Cy Example", by_agents=True)
    assert [each["by_agents"] for each in case.prove.acts()["acts"]] == [False, True]


def test_today_is_the_civil_day_of_the_case(case: Case) -> None:
    assert date.fromisoformat(case.prove.clocks()["on"]).year >= 2026


def test_a_step_that_was_not_taken_yet_and_a_clock_that_was_not_met_yet_are_refused(case: Case) -> None:
    case.prove.set_clock("Posts", "2014-06-30")
    with pytest.raises(AskedWrong, match="on has not come yet"):
        case.prove.step("Asked the council.", "2199-01-01")
    with pytest.raises(AskedWrong, match="on has not come yet"):
        case.prove.meet("CLK-0001", "2199-01-01")
