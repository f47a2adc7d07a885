"""What a person relies on when they ask which time limits run: states, steps, orders, ranges, chains, doubts."""

from dataclasses import replace
from datetime import date

import pytest
from prove.dating import act, clocks

from muniment.errors import AskedWrong
from muniment.prove.clock import Clock, Near, OwnClock, State
from muniment.prove.clockjson import as_json
from muniment.prove.law.clockbook import ours
from muniment.prove.law.clocks import Nature
from muniment.prove.law.load import Status
from muniment.prove.poll import from_poll

DAY = date.fromisoformat


def test_a_clock_runs_on_its_last_day_and_has_ended_the_day_after() -> None:
    poll = [act("poll", "2014-05-22")]
    assert clocks(poll, on="2014-06-12")["poll/petition_local"].state is State.RUNNING
    assert clocks(poll, on="2014-06-12")["poll/petition_local"].left == 0
    ended = clocks(poll, on="2014-06-13")["poll/petition_local"]
    assert (ended.state, ended.left) == (State.ENDED, -1)


def test_a_step_in_time_meets_its_clock_and_one_after_it_does_not() -> None:
    poll = act("poll", "2014-05-22")
    met = clocks([poll, act("petition-presented", "2014-06-10")], on="2014-07-01")["poll/petition_local"]
    assert (met.state, met.met_by, met.met_on) == (State.MET, "petition-presented", DAY("2014-06-10"))
    assert "met on 10 June 2014 by petition-presented, day 19" in met.working
    late = clocks([poll, act("petition-presented", "2014-06-13")], on="2014-07-01")["poll/petition_local"]
    assert (late.state, late.late) == (State.ENDED, 1)
    assert "done on 13 June 2014 by petition-presented, 1 day late" in late.working


def test_a_step_that_has_not_happened_yet_meets_nothing() -> None:
    acts = [act("poll", "2014-05-22"), act("petition-presented", "2014-06-10")]
    assert clocks(acts, on="2014-06-09")["poll/petition_local"].state is State.RUNNING


def test_a_step_between_two_days_is_in_time_only_if_its_last_day_is() -> None:
    acts = [act("poll", "2014-05-22"), act("petition-presented", "2014-06-10", "2014-06-14")]
    assert clocks(acts, on="2014-07-01")["poll/petition_local"].state is State.ENDED


def test_of_an_act_between_two_days_the_earliest_counts() -> None:
    clock = clocks([act("offence", "2014-02-19", "2014-03-05")])["offence/prosecution"]
    assert (clock.starts, clock.ends) == (DAY("2014-02-19"), DAY("2015-02-19"))
    assert "between 19 February 2014 and 5 March 2014, and the earliest counts" in clock.working


def test_a_step_that_may_belong_to_two_acts_meets_neither_and_says_so() -> None:
    two = [act("offence", "2014-05-22", number="one"), act("offence", "2014-05-21", number="two")]
    laid = act("information-laid", "2015-01-10")
    loose = clocks([*two, laid], on="2016-01-01")
    assert {loose[f"{each}/prosecution"].state for each in ("one", "two")} == {State.ENDED}
    assert (
        "information-laid may be this step, and does not say that it belongs to one" in loose["one/prosecution"].doubts
    )
    named = clocks([*two, replace(laid, of="two")], on="2016-01-01")
    assert (named["one/prosecution"].state, named["two/prosecution"].state) == (State.ENDED, State.MET)


def test_a_step_of_one_person_is_none_of_another() -> None:
    offences = [
        act("offence", "2014-05-22", number="a", person="A. Made"),
        act("offence", "2014-05-22", number="b", person="B. Made"),
    ]
    found = clocks([*offences, act("information-laid", "2015-01-10", person="A. Made")], on="2015-02-01")
    assert (found["a/prosecution"].state, found["b/prosecution"].state) == (State.MET, State.RUNNING)


def test_one_candidates_return_does_not_answer_for_the_others() -> None:
    acts = [act("result-declared", "2014-05-23"), act("return-received", "2014-06-20", person="A. Made")]
    due = clocks(acts, on="2014-06-21")["result-declared/expenses_return_due"]
    assert due.state is State.RUNNING
    assert any("return-received may be this step" in each for each in due.doubts)


def test_what_people_say_was_done_meets_the_clock() -> None:
    found = clocks([act("poll", "2014-05-22")], on="2014-07-01", met={"poll/petition_local": DAY("2014-06-11")})
    assert found["poll/petition_local"].state is State.MET


def test_a_late_petition_is_met_only_by_one_that_names_its_act() -> None:
    acts = [act("poll", "2014-05-22"), act("payment", "2014-05-30"), act("petition-presented", "2014-06-10")]
    assert clocks(acts, on="2014-06-11")["payment/petition_local_corrupt_payment"].state is State.RUNNING
    named = [*acts[:2], act("petition-presented", "2014-06-10", of="payment")]
    assert clocks(named, on="2014-06-11")["payment/petition_local_corrupt_payment"].state is State.MET


def test_a_petition_starts_the_clock_of_its_security_and_that_of_its_service() -> None:
    found = clocks([act("petition-presented", "2014-06-10"), act("security-given", "2014-06-13")], on="2014-06-14")
    assert found["petition-presented/petition_security"].state is State.MET
    assert found["security-given/petition_service"].ends == DAY("2014-06-20")


def test_an_extension_moves_the_end_to_the_day_of_the_order() -> None:
    crime, order = act("offence", "2014-05-22"), act("time-extended", "2015-05-01", of="offence", until="2015-11-22")
    before = clocks([crime, order], on="2015-04-30")["offence/prosecution"]
    assert before.ends == DAY("2015-05-22")
    assert before.longer is not None
    assert (before.longer.ask_by, before.longer.at_most) == (DAY("2015-05-21"), DAY("2016-05-22"))
    assert any("no undue delay" in each for each in before.longer.terms.test)
    after = clocks([crime, order], on="2015-06-01")["offence/prosecution"]
    assert (after.ends, after.state, after.extended_by) == (DAY("2015-11-22"), State.RUNNING, "time-extended")


def test_no_order_reaches_beyond_what_the_law_allows() -> None:
    acts = [act("offence", "2014-05-22"), act("time-extended", "2015-05-01", of="offence", until="2017-01-01")]
    clock = clocks(acts, on="2015-06-01")["offence/prosecution"]
    assert (clock.ends, clock.conservative_ends) == (DAY("2016-05-22"), DAY("2016-05-21"))
    assert any("the law allows until 22 May 2016" in each for each in clock.doubts)


def test_when_the_year_has_run_what_has_no_such_limit_is_listed_for_a_lawyer() -> None:
    crime = [act("offence", "2014-05-22")]
    assert clocks(crime, on="2015-05-22")["offence/prosecution"].otherwise == ()
    ended = clocks(crime, on="2015-05-23")["offence/prosecution"]
    assert ended.otherwise == ("non_rpa_offences", "no_limit_nsa")
    listed = as_json(ours(), ended)["otherwise"]
    assert any("conspiracy to defraud" in offence for offence in listed[0]["lists"])
    assert listed[0]["status"] == "M"


def test_documents_say_who_holds_them_and_an_order_keeps_them() -> None:
    sent = act("documents-forwarded", "2014-05-23")
    kept = clocks([sent], on="2015-05-01")["documents-forwarded/election_documents"]
    assert (kept.holder, kept.ends) == ("registration officer", DAY("2015-05-23"))
    assert "ballot papers" in kept.covers
    until = clocks([sent, act("documents-ordered", "2015-05-02", until="2016-01-31")], on="2015-06-01")
    assert until["documents-forwarded/election_documents"].ends == DAY("2016-01-31")
    endless = clocks([sent, act("documents-ordered", "2015-05-02")], on="2015-06-01")
    assert endless["documents-forwarded/election_documents"].state is State.MET


def test_a_clock_of_an_earlier_law_does_not_run() -> None:
    found = clocks([act("offence", "2006-12-31")], on="2007-06-01")
    assert "offence/prosecution" in found
    assert "offence/prosecution_extended_cap" not in found


def test_a_finding_of_guilt_by_agents_bars_nobody() -> None:
    def found(by_agents: bool | None) -> dict[str, Clock]:
        return clocks([act("corrupt-practice-report", "2015-04-23", person="A. Made", by_agents=by_agents)])

    assert "corrupt-practice-report/incapacity_corrupt" in found(False)
    assert found(True) == {}
    unsaid = found(None)["corrupt-practice-report/incapacity_corrupt"]
    assert any("nobody said" in each for each in unsaid.doubts)


def test_a_conviction_of_a_practice_that_nobody_named_may_start_either_clock() -> None:
    found = clocks([act("conviction", "2016-07-08", person="A. Made")])
    assert {"conviction/incapacity_corrupt_conviction", "conviction/incapacity_illegal_conviction"} <= set(found)
    corrupt = clocks([act("conviction", "2016-07-08", person="A. Made", practice="corrupt")])
    assert "conviction/incapacity_illegal_conviction" not in corrupt


def test_days_after_the_table_of_holidays_are_not_verified() -> None:
    clock = clocks([act("poll", "2031-05-01")], on="2031-05-01")["poll/petition_local"]
    assert (clock.ends, clock.status, clock.verified) == (DAY("2031-05-22"), Status.I, False)
    assert "holidays after 2030 are not known" in clock.working
    short = clocks([act("petition-presented", "2030-12-30")], on="2031-01-01")["petition-presented/petition_security"]
    assert short.status is Status.I
    assert short.conservative_ends <= short.ends


def test_at_a_general_election_a_holiday_fixed_after_the_dissolution_carries_nothing_over() -> None:
    def end(dissolved: str) -> date:
        presented = act("petition-presented", "2022-09-14", election="parliamentary", dissolved=dissolved)
        return clocks([presented])["petition-presented/petition_security"].ends  # three days that count

    assert end("2022-09-12") == DAY("2022-09-20")  # 19 September is the bank holiday of the state funeral
    assert end("2022-09-05") == DAY("2022-09-19")  # it was fixed on the 10th


def test_a_plain_period_needs_no_table_of_holidays() -> None:
    assert clocks([act("offence", "2040-05-01")], on="2040-05-01")["offence/prosecution"].status is Status.V


def test_where_another_calendar_may_apply_the_later_day_is_said_and_not_relied_on() -> None:
    clock = clocks([act("offence", "2014-05-31")])["offence/prosecution"]  # the anniversary is a Sunday
    assert clock.ends == DAY("2015-05-31")
    assert "then the last day would be 1 June 2015; this is not relied on" in clock.working


def test_a_working_names_the_days_that_are_not_counted() -> None:
    working = clocks([act("petition-presented", "2014-04-17")])["petition-presented/petition_security"].working
    assert working.startswith(
        "3 days after 17 April 2014 (petition presented); not counted, as excluded: Friday 18 April 2014"
    )
    assert "Monday 21 April 2014 (Easter Monday)" in working
    assert "ends 24 April 2014" in working
    assert working.endswith("reckoned for: local election (council of a principal area), England")


def test_warnings_count_back_from_the_day_by_which_to_act() -> None:
    clock = clocks([act("poll", "2014-05-22")], on="2014-06-06")["poll/petition_local"]
    assert clock.warnings == tuple(map(DAY, ("2014-05-29", "2014-06-05", "2014-06-09", "2014-06-11", "2014-06-12")))
    assert clock.due == DAY("2014-06-05")
    assert clocks([act("poll", "2014-05-22")], on="2014-07-01")["poll/petition_local"].due is None


@pytest.mark.parametrize(
    ("on", "near"),
    [
        ("2014-05-28", Near.FAR),  # 14 days before is the 29th
        ("2014-05-29", Near.WARNED),
        ("2014-06-04", Near.WARNED),
        ("2014-06-05", Near.LAST),  # a week before: of eight warnings the fifth
        ("2014-06-12", Near.LAST),
        ("2014-06-13", Near.FAR),  # it has ended
    ],
)
def test_a_clock_is_as_near_as_its_warnings_say(on: str, near: Near) -> None:
    assert clocks([act("poll", "2014-05-22")], on=on)["poll/petition_local"].near is near


def test_a_clock_that_began_after_its_warnings_is_near_and_one_that_was_met_is_not() -> None:
    soon = OwnClock("CLK-0001", "posts", DAY("2014-06-21"), DAY("2014-06-20"))
    years = OwnClock("CLK-0002", "boxes", DAY("2036-06-21"), DAY("2014-06-20"))
    found = clocks([], "2014-06-20", (soon, years))
    assert (found["CLK-0001"].due, found["CLK-0001"].near) == (None, Near.LAST)
    assert found["CLK-0002"].near is Near.FAR
    met = clocks([], "2014-06-20", (soon,), {"CLK-0001": DAY("2014-06-20")})["CLK-0001"]
    assert (met.state, met.near) == (State.MET, Near.FAR)


def test_when_somebody_is_barred_no_longer_is_nothing_to_hurry_for() -> None:
    report = act("corrupt-practice-report", "2015-04-23", person="Bo Example", by_agents=False)
    bars = [each for each in clocks([report], on="2020-04-22").values() if each.nature is Nature.INCAPACITY]
    assert {(each.state, each.left, each.near) for each in bars} == {(State.RUNNING, 1, Near.FAR)}


def test_a_clock_that_a_person_added_stands_among_the_others() -> None:
    own = [
        OwnClock("CLK-0001", "films of the street camera", DAY("2014-06-21"), DAY("2014-05-23"), holder="the council")
    ]
    found = clocks([], on="2014-06-10", own=own)["CLK-0001"]
    assert (found.state, found.left, found.holder, found.rule, found.status) == (
        State.RUNNING,
        11,
        "the council",
        "entered",
        None,
    )
    assert clocks([], on="2014-06-22", own=own)["CLK-0001"].state is State.ENDED
    assert clocks([], on="2014-06-22", own=own, met={"CLK-0001": DAY("2014-06-20")})["CLK-0001"].state is State.MET
    late = clocks([], on="2014-06-30", own=own, met={"CLK-0001": DAY("2014-06-24")})["CLK-0001"]
    assert (late.state, late.late) == (State.ENDED, 3)


def test_a_poll_answers_without_any_case() -> None:
    found = {each.rule: each for each in from_poll(ours(), DAY("2026-05-07"))}
    assert found["petition_local"].ends == DAY("2026-05-28")
    assert found["prosecution"].ends == DAY("2027-05-07")
    assert found["election_documents"].holder == "registration officer"
    assert "this one may have been later" in found["expenses_return_due"].working
    assert not {"petition_parl", "expenses_return_due_parish", "petition_security"} & set(found)
    assert [each.ends for each in from_poll(ours(), DAY("2026-05-07"))] == sorted(each.ends for each in found.values())
    general = {each.rule for each in from_poll(ours(), DAY("2024-07-04"), "parliamentary", "scotland")}
    assert {"petition_parl", "petition_parl_illegal", "prosecution"} <= general
    assert "petition_local" not in general


def test_a_clock_as_json_has_what_the_command_promises() -> None:
    said = as_json(ours(), clocks([act("poll", "2014-05-22")])["poll/petition_local"])
    promised = [
        "id",
        "rule",
        "citation",
        "trigger",
        "starts",
        "ends",
        "conservative_ends",
        "working",
        "consequence",
        "status",
        "state",
    ]
    assert set(promised) <= set(said)
    assert (said["rule"], said["ends"], said["status"], said["state"]) == (
        "petition_local",
        "2014-06-12",
        "V",
        "running",
    )
    assert said["in_hands"][0]["what"].startswith("the petition in the prescribed form, signed by each petitioner")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (act("pole", "2014-05-22"), "kind"),
        (act("poll", "2014-05-22", election="locl"), "election"),
        (act("poll", "2014-05-22", nation="cornwall"), "nation"),
        (act("poll", "2014-05-22", "2014-05-21"), "last"),
        (act("poll", "1801-05-22"), "first"),
        (act("corrupt-practice-report", "2015-04-23"), "person"),
        (act("time-extended", "2015-05-01", until="2015-11-22"), "of"),
        (act("time-extended", "2015-05-01", of="time-extended"), "until"),
        (act("documents-ordered", "2015-05-01", until="2015-02-30"), "until"),
        (act("conviction", "2015-05-01", person="A. Made", practice="odd"), "practice"),
        (act("poll", "2014-05-22", until_when="2014-05-23"), "until_when"),
        (act("poll", "2014-05-22", by_agents=True), "by_agents"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.kind,
)
def test_an_act_that_cannot_be_is_refused_and_the_field_is_named(wrong: object, field: str) -> None:
    with pytest.raises(AskedWrong) as refused:
        clocks([wrong])  # type: ignore[list-item]
    assert refused.value.subject.endswith(f": {field}")
    assert refused.value.next


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one() -> None:
    with pytest.raises(AskedWrong, match="offence"):
        clocks([act("ofence", "2014-05-22")])


def test_what_belongs_to_what_is_not_there_is_a_doubt_and_stops_nothing() -> None:
    offence = act("offence", "2014-05-20")
    order = act("time-extended", "2015-04-01", of="ALG-0009", until="2015-10-01")
    found = clocks([offence, order])["offence/prosecution"]
    assert (found.ends, found.extended_by) == (date(2015, 5, 20), "")
    assert any("time-extended says that it belongs to ALG-0009" in each for each in found.doubts)


def test_a_step_that_names_what_is_not_there_belongs_to_nothing_else() -> None:
    laid = act("information-laid", "2014-12-01", of="ALG-0009")
    found = clocks([act("offence", "2014-05-20"), laid], on="2015-01-01")["offence/prosecution"]
    assert (found.state, found.met_by) == ("running", "")
    assert any("information-laid says that it belongs to ALG-0009" in each for each in found.doubts)
