"""The words of a drafted civil statement: sentences of the newest signed statement, and nothing of the file, the form or the page."""

from typing import Any

import pytest

from muniment.case import Case
from muniment.model.reading import Page
from muniment.prove.forms.sentences import told

LINES = (
    "Statement of Cy Example",
    "Taken at The Example Hall.",
    "I saw a man at the door of my neighbour, and he had a bundle of white envelopes",
    "under his arm. I did not know him. He went up the stairs to the third floor, and",
    "Bo came down.",
    "WHAT I DID",
    "I told my sister.",
    "Signed Cy Example, 16/10/2014. Reference one.",
    "page 1 of 1",
)
PROPERTIES = "title: It is true.\n"


def test_wrapped_lines_are_joined_and_furniture_is_left_out() -> None:
    found = told([Page("\n".join(LINES), 1), Page(PROPERTIES, parts=(("property", 0, len(PROPERTIES)),))])
    assert found.paragraphs == [
        " ".join(LINES[2:5]),
        "I told my sister.",
    ]
    assert found.left == [(1, [1, 2, 6, 8])]


def test_half_a_sentence_is_put_into_nobodys_mouth() -> None:
    assert told([Page("I told\nBo that it is false.\nI left", None)]).paragraphs == []


@pytest.mark.parametrize("newer", [{"form": "civil", "signed": True}, {"form": "note", "signed": False}])
def test_what_was_said_before_is_not_printed_over_what_was_said_last(
    case: Case, letter: str, newer: dict[str, Any]
) -> None:
    wit = str(case.prove.add_witness("Cy Example")["id"])
    case.prove.statement(wit, "civil", day="2015-01-01", signed=True, item=letter)
    before = case.prove.form("statement", witness=wit)
    assert "2. I live at 4 Example Row." in before["text"]
    case.prove.statement(wit, day="2016-01-01", note="It was not he.", **newer)
    found = case.prove.form("statement", witness=wit)
    assert "Example Row" not in found["text"]
    assert any("in their own words: the newest, STA-0002" in each for each in found["missing"])
    assert "STA-0001" in found["cover"]
