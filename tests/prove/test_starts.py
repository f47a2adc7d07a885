"""From what time limits run: only where and when they are the law, from a day that is late enough, and of whom somebody said."""

from datetime import date
from typing import Any

import pytest
from prove.dating import act, clocks

from muniment.errors import AskedWrong
from muniment.prove.law.clockbook import ours
from muniment.prove.poll import from_poll

DAY = date.fromisoformat
RESULT = act(
    "result-declared", "2024-07-05", election="parliamentary"
)  # returns due 9 August; the tenth day after is 19 August


@pytest.mark.parametrize(
    ("received", "runs"),
    [
        ("2024-07-20", False),  # in time: the petition has until 9 September whatever it was
        ("2024-08-19", False),
        ("2024-08-20", True),
    ],
)
def test_a_return_starts_the_time_for_a_parliamentary_petition_only_where_it_came_late(
    received: str, runs: bool
) -> None:
    found = clocks([RESULT, act("return-received", received, election="parliamentary")])
    assert ("return-received/petition_parl_illegal_received" in found) is runs
    assert found["result-declared/petition_parl_illegal"].ends == DAY("2024-09-09")


def test_a_range_that_may_have_been_late_enough_is_reckoned_from_its_earliest_day() -> None:
    paid = act("payment", "2024-08-10", "2024-08-25", election="parliamentary")
    found = clocks([RESULT, paid])["payment/petition_parl_illegal_act"]
    assert (found.starts, found.ends) == (DAY("2024-08-10"), DAY("2024-09-09"))  # 7 September is a Saturday


def test_where_nobody_said_when_returns_were_due_it_may_run_and_that_is_said() -> None:
    late = clocks([act("return-received", "2024-08-20", election="parliamentary")])
    (doubt,) = late["return-received/petition_parl_illegal_received"].doubts
    assert "later than" not in doubt
    assert "10th day after the end of: Return as to election expenses" in doubt
    assert "no act here says when that is" in doubt


def test_returns_of_whom_nobody_said_hide_no_limit_of_each_other() -> None:
    one, other = (
        act("return-received", "2014-06-10", number="one"),
        act("return-received", "2014-06-20", number="other"),
    )
    found = clocks([one, other])
    assert found["one/petition_local_expenses"].ends == DAY("2014-06-24")
    assert found["other/petition_local_expenses"].ends == DAY("2014-07-04")
    assert "nobody said whose they are" in found["one/petition_local_expenses"].working


def test_return_and_declaration_of_one_candidate_count_from_the_later() -> None:
    papers = [act("return-received", "2014-06-10"), act("declaration-received", "2014-06-16")]
    assert [each for each in clocks(papers) if each.endswith("/petition_local_expenses")] == [
        "declaration-received/petition_local_expenses"
    ]


def test_nothing_runs_from_a_local_election_in_northern_ireland_and_a_poll_there_is_refused() -> None:
    there: Any = {"election": "local", "nation": "northern-ireland"}
    assert clocks([act("poll", "2023-05-18", **there), act("offence", "2023-05-18", **there)]) == {}
    with pytest.raises(AskedWrong, match="election: the tables of law do not reckon") as told:
        from_poll(ours(), DAY("2023-05-18"), **there)
    assert "parliamentary" in str(told.value)
    assert from_poll(ours(), DAY("2024-07-04"), "parliamentary", "northern-ireland")


def test_where_a_conviction_came_first_a_report_of_the_same_practice_adds_nothing_and_that_is_said() -> None:
    convicted = act("conviction", "2015-01-10", person="A. Made", practice="corrupt")
    reported = act("corrupt-practice-report", "2015-04-23", person="A. Made", by_agents=False)
    found = clocks([convicted, reported])
    assert any(
        "conviction (convicted" in each and "s.174(4)" in each
        for each in found["corrupt-practice-report/incapacity_corrupt"].doubts
    )
    assert not any("s.174" in each for each in found["conviction/incapacity_corrupt_conviction"].doubts)
    another = act("corrupt-practice-report", "2015-04-23", person="B. Made", by_agents=False)
    assert not any(
        "s.174" in each for each in clocks([convicted, another])["corrupt-practice-report/incapacity_corrupt"].doubts
    )
