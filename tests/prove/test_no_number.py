"""Nothing stands under no number: it is refused wherever a number is asked for, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from prove.deciding import alleged, named, no_action

from muniment.case import Case
from muniment.errors import AskedWrong, MunimentError, UnknownItem

ACTS: dict[str, Callable[[Case, str], Any]] = {
    "allegation": lambda case, item: case.prove.link("", "a1", "for", item),
    "witness": lambda case, _: case.prove.contact("", "letter", "spoke"),
    "number": lambda case, _: case.prove.strike("", "Wrong."),
    "link": lambda case, _: case.prove.assess("", {}),
    "request": lambda case, _: case.prove.answer("", "supplied"),
    "complaint": lambda case, _: case.prove.answer_complaint("", "We look.", "letter"),
    "decision": lambda case, _: case.prove.answer_decision("", "stands", "It does."),
    "allegation: there": lambda case, _: case.prove.matrix(""),
    "decision: there": lambda case, _: case.prove.basis("", "opened"),
    "put": lambda case, _: case.prove.reply("", "It was not me."),
}


@pytest.mark.parametrize("field", ACTS)
def test_no_number_names_nothing(ann: Case, field: str) -> None:
    item, allegation = named(ann)["file-01.txt"], alleged(ann)
    ann.prove.link(allegation, "a1", "for", item)
    ann.prove.add_witness("Cy Example", speaks=[allegation])
    ann.prove.ask("Example Police", "The files.", "2099-01-01", "consent")
    ann.prove.complain("A man called.", "voting", "letter")
    put = ann.prove.put(
        ann.prove.allege("So.", "s.60", "2014-05-22", subjects=["Bo Example"])["id"], "Bo Example", "letter", "So."
    )
    assert put["id"] == "PUT-0001"
    no_action(ann, allegation)
    before = ann.as_of
    with pytest.raises(UnknownItem, match=f"^{field}"):
        ACTS[field](ann, item)
    assert ann.as_of == before


WRONG: list[Any] = [(0, 5, 6), "5-9", (0.5, 3), ("0", "5")]


@pytest.mark.parametrize("span", WRONG, ids=map(str, WRONG))
def test_a_span_is_two_whole_numbers(case: Case, letter: str, span: Any) -> None:
    allegation = alleged(case)
    before = case.as_of
    with pytest.raises(AskedWrong, match=r"^span: "):
        case.prove.link(allegation, "a1", "for", letter, span=span)
    assert case.as_of == before


def test_one_text_is_no_list_of_subjects(case: Case) -> None:
    before = case.as_of
    with pytest.raises(MunimentError, match=r"^subjects is a list"):
        case.prove.allege("So.", "s.60", "2014-05-22", subjects="Bo Example")
    assert case.as_of == before
    assert case.prove.subjects()["subjects"] == []


def test_what_has_no_pages_says_so(case: Case, letter: str) -> None:
    with pytest.raises(AskedWrong, match=r"^page: ") as found:
        case.prove.link(alleged(case), "a1", "for", letter, page=1)
    assert "leave page out" in found.value.next
