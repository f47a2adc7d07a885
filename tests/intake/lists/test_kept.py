"""A line of a list as the ledger keeps it: nothing is lost on the way there and back."""

import json
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from muniment.intake.lists import kept
from muniment.intake.lists.line import DOUBTS, Line

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
LINES = st.builds(
    Line,
    number=st.integers(1, 1 << 30),
    said=TEXT,
    text=TEXT,
    name=TEXT,
    path=TEXT,
    kind=st.sampled_from(["", "file", "folder", "volume", "box"]),
    pages=st.none() | st.integers(0, 1 << 30),
    hash=TEXT,
    date=TEXT,
    holder=TEXT,
    place=TEXT,
    page=st.integers(0, 1 << 20),
    doubts=st.lists(st.sampled_from(sorted(DOUBTS))).map(tuple),
)


@given(LINES)
def test_a_line_comes_back_as_it_was(line: Line) -> None:
    assert kept.of(line.number, json.loads(json.dumps(kept.value(line)))) == line


@given(LINES)
def test_what_is_not_said_takes_no_room(line: Line) -> None:
    said = kept.value(line)
    assert "number" not in said
    assert {"said", "text"} <= set(said)
    plain = kept.value(Line(1, "1", "a"))
    assert set(plain) == {"said", "text"}


def test_what_a_later_version_says_more_is_passed_over() -> None:
    assert kept.of(3, {"said": "3", "text": "a", "colour": "red"}) == Line(3, "3", "a")


def test_every_field_is_kept() -> None:
    full = Line(1, "1", "a", "b", "c", "box", 0, "d", "e", "f", "g", 2, ("no-number",))
    assert set(kept.value(full)) == {field.name for field in fields(Line)} - {"number"}
