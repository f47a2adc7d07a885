"""What is given for a field: whatever is wrong names the field."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import Alleged, Struck, SubjectNamed
from muniment.prove import given
from muniment.prove.entered import entered, named, newest, one, record
from muniment.store.store import Store


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2014-05-22", "2014-05-22", "2014-05-22"),
        ("2014-02", "2014-02-01", "2014-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2014-12", "2014-12-01", "2014-12-31"),
        ("2014-05-01..2014-05-22", "2014-05-01", "2014-05-22"),
    ],
)
def test_days(said: str, first: str, last: str) -> None:
    assert given.days("when", said) == (first, last)


@pytest.mark.parametrize(
    "said", ["", "2014-02-30", "22 May 2014", "2014-5-22", "2014-13", "0001-01-01", "2014-05-22..2014-05-01"]
)
def test_a_day_that_cannot_be_names_its_field(said: str) -> None:
    with pytest.raises(AskedWrong, match="poll"):
        given.days("poll", said)


@over(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_every_range_comes_back_as_it_was_given(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    assert given.days("when", f"{first}..{last}") == (first.isoformat(), last.isoformat())
    assert given.day("when", first.isoformat()) == first.isoformat()


def test_words_are_needed_and_a_choice_is_one_of_those_known() -> None:
    assert given.text("why", "  he was abroad ") == "he was abroad"
    assert given.text("why", " ", needed=False) == ""
    with pytest.raises(AskedWrong) as missing:
        given.text("why", " ")
    assert str(missing.value) == "why is missing. Next: say it in a few words"
    with pytest.raises(AskedWrong, match="side cannot be that: both"):
        given.choice("side", "both", ("for", "against"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "case", "Example", "Europe/London", "Ada Example")


def test_a_number_must_have_been_entered_and_not_in_error(store: Store) -> None:
    id, entry = record(store, SubjectNamed(kind="person", name="Bo Example"))  # noqa: A001
    assert (id, entered(store, SubjectNamed)[0].entry) == ("SUB-0001", entry)
    assert given.numbers(store, "subject", SubjectNamed, [id, id]) == [id]
    with pytest.raises(UnknownItem, match="subject: there is no such number: SUB-0002"):
        given.number(store, "subject", SubjectNamed, "SUB-0002")
    with pytest.raises(UnknownItem):
        given.number(store, "allegation", Alleged, id)
    store.record(Struck(on=id, why="somebody else"))
    with pytest.raises(UnknownItem, match="entered in error"):
        given.number(store, "subject", SubjectNamed, id)
    assert newest(store, SubjectNamed) == {}
    assert list(newest(store, SubjectNamed, struck=True)) == [id]


def test_the_newest_wording_stands(store: Store) -> None:
    id, _ = record(store, SubjectNamed(kind="person", name="Bo Exampel"))  # noqa: A001
    record(store, SubjectNamed(on=id, kind="person", name="Bo Example"))
    assert newest(store, SubjectNamed)[id]["name"] == "Bo Example"
    assert one(store, SubjectNamed, id)["name"] == "Bo Example"
    assert named(store, [id, "SUB-0009"]) == {id: "Bo Example", "SUB-0009": ""}


def test_items_are_those_of_the_case(store: Store) -> None:
    with pytest.raises(UnknownItem, match="items: "):
        given.items(store, "items", ["ITM-000001"])
