"""Dated acts and clocks of a case: entered, met, extended, struck; what a kind needs is asked for by name."""

from datetime import date, timedelta
from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import Dated
from muniment.prove.days import today
from muniment.prove.law.book import ours


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


AHEAD = {"poll", "petition-trial", "incapacity-ended"}  # a day that may be fixed beforehand


@pytest.mark.parametrize("kind", ours().clocks.acts.kinds)
def test_what_cannot_have_happened_yet_is_refused_and_a_day_that_is_fixed_beforehand_is_not(
    case: Case, kind: str
) -> None:
    told: dict[str, Any] = {"person": "Bo Example"}
    if kind == "time-extended":
        told["of"] = case.prove.act("offence", "2014-05-22")["id"]
    if kind in {"time-extended", "retention-ordered"}:
        told["values"] = {"until": "2199-12-01"}
    now, before = today(case._store), case.as_of
    later = [(now + timedelta(30)).isoformat(), "2199-01-01", f"{now + timedelta(30)}..2199-01-01"]
    for day in later:
        if kind in AHEAD:
            case.prove.act(kind, day, **told)
        else:
            with pytest.raises(AskedWrong, match=r"^on has not come yet"):
                case.prove.act(kind, day, **told)
    assert (case.as_of == before) is (kind not in AHEAD)
    for soon in (now, now + timedelta(7)):  # the machine's clock may be behind
        case.prove.act(kind, soon.isoformat(), **told)
    case.prove.act(kind, f"{now}..2199-01-01", **told)
    assert len(case.prove.acts()["acts"]) == 3 + bool(told.get("of")) + len(later) * (kind in AHEAD)


def test_what_was_entered_with_a_day_ahead_before_stays_as_it_was_said(case: Case) -> None:
    early = Dated(kind="offence", first="2199-01-01", last="2199-01-01", election="local", nation="england")
    case._store.record(early)
    said = case.prove.acts()["acts"], case.prove.clocks()["clocks"]
    assert (said[0][0]["first"], clock(case, "prosecution")["starts"]) == ("2199-01-01", "2199-01-01")
    case.rebuild()
    assert (case.prove.acts()["acts"], case.prove.clocks()["clocks"]) == said
    assert case.verify()["ok"]


def extended(case: Case) -> None:
    case.prove.allege("Voted twice.", "s.62A", "2014-05-22", election="mayor")
    case.prove.act("time-extended", "2015-04-01", of="ALG-0001", election="mayor", values={"until": "2015-10-01"})


def everything(case: Case) -> None:
    """All that computes clocks answers."""
    case.prove.decisions()
    case.prove.barred()
    case.prove.summary()


def test_an_extension_belongs_to_the_offence_that_was_entered_of_its_allegation(case: Case) -> None:
    extended(case)
    offence = case.prove.act("offence", "2014-05-20", of="ALG-0001", election="mayor")["id"]
    told = clock(case, "prosecution", "2015-06-01")
    assert (told["trigger"], told["ends"], told["extended_by"]) == (offence, "2015-10-01", "ACT-0001")
    everything(case)


def test_where_two_offences_stand_for_an_allegation_it_is_a_doubt_and_makes_neither_longer(case: Case) -> None:
    extended(case)
    for day in ("2014-05-20", "2014-05-22"):
        case.prove.act("offence", day, of="ALG-0001", election="mayor")
    found = [each for each in case.prove.clocks("2015-03-01")["clocks"] if each["rule"] == "prosecution"]
    assert [(each["ends"], each["extended_by"]) for each in found] == [("2015-05-20", ""), ("2015-05-22", "")]
    assert all(any("ACT-0001 says that it belongs to ALG-0001" in one for one in each["doubts"]) for each in found)


def test_an_extension_of_a_struck_allegation_is_a_doubt_and_stops_nothing(case: Case) -> None:
    extended(case)
    case.prove.allege("Voted for us.", "s.60", "2014-05-22", election="mayor")
    case.prove.strike("ALG-0001", "entered twice")
    told = clock(case, "prosecution", "2015-06-01")
    assert (told["trigger"], told["ends"], told["state"]) == ("ALG-0002", "2015-05-22", "ended")
    assert any("ACT-0001 says that it belongs to ALG-0001" in each for each in told["doubts"])
    everything(case)


def test_an_extension_of_a_struck_offence_stops_nothing(case: Case) -> None:
    offence = case.prove.act("offence", "2014-05-20")["id"]
    case.prove.act("time-extended", "2015-04-01", of=offence, values={"until": "2015-10-01"})
    case.prove.strike(offence, "another day")
    assert case.prove.clocks("2015-06-01")["clocks"] == []
    everything(case)


def test_nobody_is_told_to_hold_an_incapacity_for_ended_before_its_last_possible_day(case: Case) -> None:
    case.prove.act("conviction", "2024-02-29", person="Bo Example", values={"practice": "illegal"})
    told = clock(case, "incapacity_illegal_conviction", "2025-01-01")
    assert (told["ends"], told["conservative_ends"], told["safe"]) == ("2027-02-28", "2027-02-27", "2027-02-28")
    events = case.prove.calendar("2025-01-01").replace("\r\n ", "").split("BEGIN:VEVENT")
    (event,) = [each for each in events if "Incapacity of a person convicted of an illegal practice" in each]
    assert "DTSTART;VALUE=DATE:20270228" in event
    printed = ask("prove", "clocks", "--on", "2025-01-01", case=case.path).out.splitlines()
    (line,) = [each for each in printed if "Incapacity of a person convicted" in each]
    assert line.startswith("2027-02-28")
    assert "to be safe" not in line
