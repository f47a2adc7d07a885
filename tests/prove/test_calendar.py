"""Days that are excluded, computed and from the table."""

from datetime import date, timedelta

import pytest

from muniment.case.prove.days import days_off
from muniment.errors import AskedWrong
from muniment.prove.calendar import Days, easter
from muniment.prove.law.clockbook import ours
from muniment.prove.law.load import Status

S119 = ours().table.calendars["S119"].excluded
HOLIDAYS = ours().holidays


def days(nation: str) -> Days:
    return Days(HOLIDAYS, nation, S119)


@pytest.mark.parametrize(
    "sunday",
    [
        "1818-03-22",
        "1943-04-25",
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2014-04-20",
        "2024-03-31",
        "2038-04-25",
        "2100-03-28",
    ],
)
def test_easter_is_on_the_day_of_the_almanac(sunday: str) -> None:
    day = date.fromisoformat(sunday)
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2014-04-17", "Maundy Thursday"),
        ("2014-04-18", "Good Friday"),
        ("2014-04-19", "Saturday"),
        ("2014-04-20", "Sunday"),
        ("2014-04-21", "Easter Monday"),
        ("2014-12-24", "Christmas Eve"),
        ("2014-12-25", "Christmas Day"),
        ("2014-12-26", "Boxing Day"),
        ("2020-05-04", ""),  # the early May holiday was moved
        ("2020-05-08", "Early May bank holiday (VE day)"),
        ("2022-05-30", ""),  # the spring holiday was moved
        ("2022-06-02", "Spring bank holiday"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
        ("2022-09-19", "State Funeral of Queen Elizabeth II"),
        ("2023-05-08", "coronation of King Charles III"),
        ("2021-12-28", "Boxing Day, substitute day"),
        ("2014-06-12", ""),
    ],
)
def test_a_day_in_england_says_why_it_is_excluded(day: str, why: str) -> None:
    assert days("england").why(date.fromisoformat(day)) == why


@pytest.mark.parametrize(
    ("day", "england", "scotland", "northern_ireland"),
    [
        ("2014-03-17", False, False, True),
        ("2014-04-21", True, False, True),
        ("2014-07-14", False, False, True),
        ("2014-08-04", False, True, False),
        ("2014-08-25", True, False, True),
        ("2014-12-01", False, True, False),
        ("2015-01-02", False, True, False),
        ("2026-06-15", False, True, False),
        ("2014-05-05", True, True, True),
    ],
)
def test_the_parts_of_the_kingdom_have_bank_holidays_of_their_own(
    day: str, england: bool, scotland: bool, northern_ireland: bool
) -> None:
    when = date.fromisoformat(day)
    found = [bool(days(nation).why(when)) for nation in ("england", "scotland", "northern-ireland")]
    assert found == [england, scotland, northern_ireland]
    assert bool(days("wales").why(when)) is england


def test_the_holidays_of_the_table_that_hang_on_easter_agree_with_it() -> None:
    for year in range(HOLIDAYS.first, HOLIDAYS.last + 1):
        for nation in ("england", "northern-ireland"):
            assert HOLIDAYS.days[HOLIDAYS.part_of(nation)][easter(year) + timedelta(1)].title == "Easter Monday"
        for part in HOLIDAYS.days.values():
            assert part[easter(year) - timedelta(2)].title == "Good Friday"


def test_every_day_of_the_table_is_a_weekday_and_no_year_is_short() -> None:
    for part, fewest in (("england-wales", 8), ("scotland", 9), ("northern-ireland", 10)):
        found = HOLIDAYS.days[part]
        assert [day for day in found if day.weekday() > 4] == []
        for year in range(HOLIDAYS.first, HOLIDAYS.last + 1):
            assert sum(day.year == year for day in found) >= fewest, (part, year)


@pytest.mark.parametrize(
    ("first", "last", "status", "doubt"),
    [
        ("2014-01-01", "2014-12-31", Status.V, ""),
        ("2027-12-30", "2028-01-02", Status.I, "holidays of 2028 to 2030"),
        ("2030-12-30", "2031-01-02", Status.I, "holidays after 2030 are not known"),
        ("2009-12-30", "2010-01-02", Status.I, "holidays before 2010 are not known"),
        ("2011-06-01", "2011-06-02", Status.M, "holidays of 2010 to 2011"),
    ],
)
def test_how_far_the_days_of_a_year_are_verified_is_said(first: str, last: str, status: Status, doubt: str) -> None:
    said = days("england").doubt(date.fromisoformat(first), date.fromisoformat(last))
    assert said[0] is status
    assert said[1].startswith(doubt)
    assert bool(said[1]) is bool(doubt)


def test_at_a_general_election_a_day_fixed_after_the_dissolution_is_no_excluded_day() -> None:
    funeral = date(2022, 9, 19)
    assert Days(HOLIDAYS, "england", S119, dissolved=date(2022, 9, 5)).why(funeral) == ""
    assert (
        Days(HOLIDAYS, "england", S119, dissolved=date(2022, 9, 10)).why(funeral) == ""
    )  # fixed on that day: not before
    assert Days(HOLIDAYS, "england", S119, dissolved=date(2022, 9, 12)).why(funeral) != ""


def test_the_days_that_a_calendar_leaves_out_each_say_why() -> None:
    found = days_off("2014-04-17", "2014-04-22")
    assert [(each["day"][-2:], each["why"]) for each in found["days"]] == [
        ("17", "Maundy Thursday"),
        ("18", "Good Friday"),
        ("19", "Saturday"),
        ("20", "Sunday"),
        ("21", "Easter Monday"),
    ]
    assert (found["calendar"], found["verified"], found["doubt"]) == ("S119", True, "")
    scots = days_off("2014-04-17", "2014-04-22", nation="scotland")
    assert [each["day"][-2:] for each in scots["days"]] == ["18", "19", "20"]


def test_days_off_say_what_is_not_known_and_refuse_what_is_none() -> None:
    assert days_off("2029-12-01", "2029-12-31")["doubt"] == "holidays of 2028 to 2030 are not verified: inferred"
    assert not days_off("2033-12-01", "2033-12-31")["verified"]
    for wrong in ({"calendar": "PLAIN"}, {"nation": "moon"}, {"election": "moon"}, {"first": "2014-02-30"}):
        with pytest.raises(AskedWrong, match=next(iter(wrong))):
            days_off(**{"first": "2014-04-17", "last": "2014-04-22"} | wrong)
