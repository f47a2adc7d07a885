"""Many items in few words: spans of numbers and whole bundles, for whatever takes items."""

from datetime import date
from pathlib import Path

import pytest
from prove.deciding import named

from muniment.case import Case
from muniment.errors import AskedWrong, Refused, UnknownItem


def described(case: Case, *items: str) -> list[str]:
    """The items of a block that is described by these words."""
    done = case.prove.describe_unused("mg6c", "does-not", items, block=True, title="Papers")
    (row,) = [each for each in case.prove.schedule("mg6c")["rows"] if each["id"] == done["id"]]
    assert done["count"] == len(row["items"])
    return list(row["items"])


def test_a_span_stands_for_each_of_its_items_once(ann: Case) -> None:
    assert described(ann, "ITM-000004..ITM-000006", "ITM-000005", "ITM-000009") == [
        "ITM-000004",
        "ITM-000005",
        "ITM-000006",
        "ITM-000009",
    ]
    assert described(ann, "ITM-000028..ITM-000099") == ["ITM-000028", "ITM-000029", "ITM-000030"]


def test_a_bundle_stands_for_all_of_its_items(ann: Case) -> None:
    files = sorted(id for name, id in named(ann).items() if name.startswith("file-"))  # noqa: A001
    assert described(ann, "BUN-0002") == files


def test_a_decision_has_a_whole_bundle_put_before_it(ann: Case) -> None:
    told = ann.prove.before_deciding(["BUN-0002"])
    assert (told["put_before"], told["unopened"]) == (27, 3)


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("ITM-000006..ITM-000004", "items: that ends before it begins"),
        ("ITM-000090..ITM-000099", "items: there is no item among those"),
        ("BUN-0009", "items: there is no such bundle"),
        ("ITM-000004..", "items: there is no such item"),
        ("ITM-000004..BUN-0002", "items: there is no such item"),
    ],
)
def test_what_is_no_span_names_its_field_and_enters_nothing(ann: Case, word: str, what: str) -> None:
    before = ann.as_of
    with pytest.raises((AskedWrong, UnknownItem), match=f"^{what}"):
        described(ann, word)
    assert ann.as_of == before


def test_what_is_held_is_in_no_span_and_in_no_bundle(ann: Case, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "note.txt").write_text("Whose it is is asked first.")
    ann.intake(tmp_path / "more", "Example Chambers", date(2015, 6, 1), hold=True)
    for word in ("BUN-0003", "ITM-000030..ITM-000031"):
        with pytest.raises(Refused, match=r"^items: BUN-0003 is held"):
            described(ann, word)
