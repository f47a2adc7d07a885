"""Unused material: described singly or as a block, numbered on from one submission to the next, and never numbered anew."""

from typing import Any

import pytest
from asking import ask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prove.deciding import named
from prove.unusing import both_sides, unused

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem


def numbers(case: Case, schedule: str = "mg6c") -> dict[str, int]:
    """The number of each row that went out."""
    return {row["id"]: row["number"] for row in case.prove.schedule(schedule)["rows"] if row["submitted"]}


def test_numbers_go_on_from_one_submission_to_the_next_and_never_change(ann: Case) -> None:
    both_sides(ann)
    rows = unused(ann)
    before = numbers(ann)
    assert before == {rows["against"]: 1, rows["block"]: 2}
    done = ann.prove.submit("mg6c", "Example Prosecution", "2014-10-01")
    assert done["numbers"] == {rows["unseen"]: 3, rows["single"]: 4}
    assert numbers(ann) == before | done["numbers"]
    assert [row["withdrawn"] for row in ann.prove.schedule("mg6c")["rows"]] == [False, True, False, False]
    with pytest.raises(AskedWrong, match="nothing is described that has not gone out"):
        ann.prove.submit("mg6c", "Example Prosecution")
    assert ann.prove.submit("mg6d", "Example Prosecution")["numbers"] == {rows["sensitive"]: 1}


def test_whatever_happens_between_them_a_row_that_went_out_keeps_its_number(ann: Case) -> None:
    letters = sorted(named(ann).values())
    free = iter(letters)

    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.sampled_from(["describe", "strike-newest", "strike-oldest", "reword", "submit"]), min_size=5, max_size=8
        )
    )
    def held(steps: list[str]) -> None:
        for step in steps:
            out, rows = numbers(ann), [row for row in ann.prove.schedule("mg6c")["rows"] if not row["withdrawn"]]
            if step == "describe":
                ann.prove.describe_unused("mg6c", "does-not", [next(free)], "A letter")
            elif step == "submit" and any(not row["submitted"] for row in rows):
                ann.prove.submit("mg6c", "Example Prosecution")
            elif rows and step.startswith("strike"):
                ann.prove.strike(rows[-1 if step == "strike-newest" else 0]["id"], "in error")
            elif rows and step == "reword":
                ann.prove.describe_unused("mg6c", "may-meet", (), "A letter, looked at again", on=rows[0]["id"])
            now = numbers(ann)
            assert out.items() <= now.items()
            assert sorted(now.values()) == list(range(1, len(now) + 1))

    held()


def test_a_row_that_went_out_may_be_worded_anew_and_means_the_same_items(ann: Case) -> None:
    both_sides(ann)
    rows, ids = unused(ann), named(ann)
    ann.prove.describe_unused("mg6c", "meets", (), "A letter that helps the defence", on=rows["against"])
    (row,) = [each for each in ann.prove.schedule("mg6c")["rows"] if each["id"] == rows["against"]]
    assert (row["number"], row["test"], row["items"], row["worded_anew"]) == (1, "meets", [ids["letter-2.txt"]], True)
    for field, change in (("schedule", {"schedule": "mg6d"}), ("items", {"items": [ids["file-20.txt"]]})):
        told: dict[str, Any] = {"schedule": "mg6c", "test": "meets", "description": "A letter", "reason": "Names."}
        with pytest.raises(AskedWrong, match=f"{field}: the row went out with another"):
            ann.prove.describe_unused(**(told | change), on=rows["against"])


def test_a_nil_schedule_is_said_once(ann: Case) -> None:
    done = ann.prove.submit("mg6d", "Example Prosecution")
    assert done["nil"]
    assert "Nil. There is no material for this schedule" in ann.prove.form("mg6d")["text"]
    with pytest.raises(AskedWrong, match="schedule"):
        ann.prove.submit("mg6d", "Example Prosecution")
    with pytest.raises(AskedWrong, match="schedule"):
        ann.prove.submit("mg6c", "Example Prosecution")
    assert "[MISSING: unused material" in ann.prove.form("mg6c", of=[])["text"]


def test_what_undermines_is_never_left_out_or_hidden_in_a_block(ann: Case) -> None:
    both_sides(ann)
    ids = named(ann)
    letter = ids["letter-2.txt"]
    assert ann.prove.schedule("mg6c")["work"]["undermining_unscheduled"] == [letter]
    for form in ("mg6c", "mg6e"):
        assert any("that stand in no schedule" in each for each in ann.prove.form(form)["missing"])
    with pytest.raises(AskedWrong, match="test: it is linked as undermining"):
        ann.prove.describe_unused("mg6c", "does-not", [letter], "A letter")
    with pytest.raises(AskedWrong, match="test: it is linked as undermining"):
        ann.prove.describe_unused("mg6c", "not-examined", [letter], "A letter", reason="No time.")
    with pytest.raises(AskedWrong, match="block: what may meet the disclosure test is described singly"):
        ann.prove.describe_unused("mg6c", "may-meet", [letter, ids["file-01.txt"]], block=True, title="Letters")
    assert ask("prove", "schedule", "mg6c", "--json", case=ann.path).code == 1
    ann.prove.describe_unused("mg6c", "may-meet", [letter], "A letter")
    assert not ann.prove.schedule("mg6c")["work"]["undermining_unscheduled"]
    ann.prove.describe_unused("mg6c", "does-not", [ids["file-01.txt"]], "File 1")
    allegation = ann.prove.allegations()["allegations"][0]["id"]
    ann.prove.link(allegation, "", "against", ids["file-01.txt"])
    assert ann.prove.schedule("mg6c")["work"]["undermining_not_met"] == [ids["file-01.txt"]]


def test_what_somebody_opened_is_not_called_unexamined(ann: Case) -> None:
    item = named(ann)["file-01.txt"]
    row = ann.prove.describe_unused("mg6c", "not-examined", [item], "File 1", reason="No time.")["id"]
    ann.opened(item)
    assert ann.prove.schedule("mg6c")["work"]["not_examined_opened"] == [item]
    with pytest.raises(AskedWrong, match="test: somebody has opened it"):
        ann.prove.describe_unused("mg6c", "not-examined", (), "File 1", reason="No time.", on=row)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("schedule", {"schedule": "mg6z"}),
        ("test", {"test": "perhaps"}),
        ("items", {"items": []}),
        ("items", {"items": ["ITM-999999"]}),
        ("description", {"description": " "}),
        ("reason", {"schedule": "mg6d"}),
        ("reason", {"test": "not-examined"}),
        ("title", {"block": True}),
    ],
)
def test_what_is_wrong_names_its_field_and_enters_nothing(ann: Case, field: str, change: dict[str, Any]) -> None:
    before = ann.as_of
    told: dict[str, Any] = {"schedule": "mg6c", "test": "does-not", "items": [named(ann)["file-01.txt"]]}
    with pytest.raises((AskedWrong, UnknownItem), match=f"^{field}"):
        ann.prove.describe_unused(**(told | {"description": "File 1"} | change))
    assert ann.as_of == before


def test_several_items_are_a_block_and_none_stands_twice(ann: Case) -> None:
    one, two = named(ann)["file-01.txt"], named(ann)["file-02.txt"]
    with pytest.raises(AskedWrong, match="items: several are described"):
        ann.prove.describe_unused("mg6c", "does-not", [one, two], "Two files")
    row = ann.prove.describe_unused("mg6c", "does-not", [one, two], block=True, title="Two files")["id"]
    with pytest.raises(AskedWrong, match=f"items: it stands in {row}"):
        ann.prove.describe_unused("mg6d", "does-not", [two], "File 2", reason="Names.")


def test_reviews_and_defence_statements_are_entries(ann: Case) -> None:
    paper = named(ann)["file-01.txt"]
    with pytest.raises(AskedWrong, match=r"^items"):
        ann.prove.review_unused("defence-statement", "Looked at again.")
    with pytest.raises(AskedWrong, match=r"^kind"):
        ann.prove.review_unused("never", "Looked at again.")
    ann.prove.review_unused("continuing", "Again.", "2014-09-02")
    ann.prove.review_unused("defence-statement", "He was abroad.", "2014-09-01", [paper])
    found = ann.prove.unused_reviews()["reviews"]
    assert [(each["kind"], each["items"]) for each in found] == [("defence-statement", [paper]), ("continuing", [])]


def test_the_command_answers_as_the_case_does(ann: Case) -> None:
    item = named(ann)["file-01.txt"]
    path = ann.path
    ann.close()
    said = ask("prove", "schedule", "mg6c", item, "--test", "does-not", "--description", "File 1", "--json", case=path)
    assert said.json["id"] == "SCH-0001", said.err
    assert ask("prove", "submit", "mg6c", "--body", "Example Prosecution", "--json", case=path).json["numbers"] == {
        "SCH-0001": 1
    }
    shown = ask("prove", "schedule", "mg6c", "--json", case=path)
    assert shown.code == 0
    assert [row["number"] for row in shown.json["rows"]] == [1]
    assert "1. SCH-0001" in ask("prove", "schedule", "mg6c", case=path).out
    assert ask("prove", "review-unused", "first", "Nothing found.", "--json", case=path).json["id"] == "REV-0001"


def test_what_each_form_lacks_is_told_without_naming_one(ann: Case) -> None:
    both_sides(ann)
    found = ann.prove.forms()["forms"]
    path = ann.path
    ann.close()
    shown = ask("prove", "form", case=path)
    assert shown.code == 1
    assert [each["form"] for each in ask("prove", "form", "--json", case=path).json["forms"]] == [
        each["form"] for each in found
    ]
    for each in found:
        assert f"{each['form']}: {each['title']}" in shown.out
        assert all(f"  missing: {what}" in shown.out for what in each["missing"])
    assert sum(each["form"] == "statement" for each in found) == 2, "one for each witness"
