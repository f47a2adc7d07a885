"""The worked example of a real election: poll of 22 May 2014, petition, judgment of 23 April 2015, and what was then in time."""

from datetime import date

from prove.dating import act, clocks

from muniment.prove.clock import State

DAY = date.fromisoformat
JUDGMENT = "2015-04-23"
NO_FURTHER_ACTION = "2016-03-16"

ACTS = [
    act("poll", "2014-05-22", election="mayor"),
    act("petition-presented", "2014-06-10", election="mayor"),
    act("documents-forwarded", "2014-05-22", election="mayor"),
    act("offence", "2014-05-22", number="poll-day", election="mayor"),
    act("offence", "2014-02-19", number="release-1", election="mayor", section="s.106"),
    act("offence", "2014-04-15", number="release-2", election="mayor", section="s.106"),
    act("offence", "2014-04-23", number="release-3", election="mayor", section="s.106"),
    act("corrupt-practice-report", JUDGMENT, person="A. Made", by_agents=False, election="mayor"),
]


def test_the_petition_came_on_day_19_of_21() -> None:
    petition = clocks(ACTS, JUDGMENT)["poll/petition_local"]
    assert (petition.ends, petition.conservative_ends) == (DAY("2014-06-12"), DAY("2014-06-12"))
    assert petition.state is State.MET
    assert petition.met_on == DAY("2014-06-10")
    assert "21 days after 22 May 2014 (poll)" in petition.working
    assert "ends 12 June 2014" in petition.working
    assert "day 19" in petition.working


def test_at_judgment_29_days_were_left_for_offences_of_the_day_of_the_poll() -> None:
    limit = clocks(ACTS, JUDGMENT)["poll-day/prosecution"]
    assert (limit.ends, limit.left, limit.state) == (DAY("2015-05-22"), 29, State.RUNNING)
    assert limit.longer is not None
    assert limit.longer.ask_by == DAY("2015-05-21")


def test_the_press_releases_had_their_anniversaries_63_and_8_days_before_judgment_and_on_its_day() -> None:
    found = clocks(ACTS, JUDGMENT)
    releases = [found[f"release-{each}/prosecution"] for each in (1, 2, 3)]
    assert [each.ends for each in releases] == [DAY("2015-02-19"), DAY("2015-04-15"), DAY("2015-04-23")]
    assert [each.left for each in releases] == [-63, -8, 0]
    assert [each.state for each in releases] == [State.ENDED, State.ENDED, State.RUNNING]


def test_the_longest_extension_ended_67_days_after_no_further_action() -> None:
    cap = clocks(ACTS, NO_FURTHER_ACTION)["poll-day/prosecution_extended_cap"]
    assert (cap.ends, cap.left, cap.state) == (DAY("2016-05-22"), 67, State.RUNNING)


def test_when_the_new_investigation_began_only_other_offences_could_be_charged() -> None:
    found = clocks(ACTS, "2017-05-01")
    limits = [each for each in found.values() if each.rule in {"prosecution", "prosecution_extended_cap"}]
    assert len(limits) == 8
    assert {each.state for each in limits} == {State.ENDED}
    assert all("non_rpa_offences" in each.otherwise for each in limits)


def test_the_documents_fell_due_for_destruction_from_22_may_2015() -> None:
    documents = clocks(ACTS, JUDGMENT)["documents-forwarded/election_documents"]
    assert (documents.ends, documents.holder) == (DAY("2015-05-22"), "registration officer")


def test_a_personal_finding_of_a_corrupt_practice_bars_for_five_years() -> None:
    found = clocks(ACTS, JUDGMENT)
    assert found["corrupt-practice-report/incapacity_corrupt"].ends == DAY("2020-04-23")
    assert found["corrupt-practice-report/vacate_on_report"].ends == DAY(JUDGMENT)
