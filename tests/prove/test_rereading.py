"""What was read again: it bears on what was decided before, on nothing decided later, and only where it was in the basis."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from prove.deciding import alleged, named, no_action, one, why

from muniment.case import Case
from muniment.demo.sealed import locked_zip


@pytest.fixture
def locked(ann: Case, tmp_path: Path) -> str:
    """A statement in an archive that is locked, among other papers."""
    (tmp_path / "more").mkdir()
    made = locked_zip([("statement.txt", b"The votes were kept.", "marsh2014")], datetime(2016, 1, 3, tzinfo=UTC))
    (tmp_path / "more" / "locked.zip").write_bytes(made)
    ann.intake(tmp_path / "more", "Example Chambers", date(2016, 1, 4))
    return named(ann)["statement.txt"]


def unlock(case: Case) -> None:
    case.retry(["unread.encrypted"], passwords=["marsh2014"])


def test_it_overtakes_each_decision_before_it_and_none_after(ann: Case, locked: str) -> None:
    allegation = alleged(ann)
    before = [no_action(ann, allegation, items=[locked]) for _ in range(3)]
    without = no_action(ann, allegation)
    unlock(ann)
    after = no_action(ann, allegation, items=[locked])
    assert [why(ann, each) for each in before] == [[("reread", locked)]] * 3
    assert [why(ann, each) for each in (without, after)] == [[], []]
    every = {each["id"]: each["since"]["newly_readable"] for each in ann.prove.decisions()["decisions"]}
    assert every == dict.fromkeys([*before, without], 1) | {after: 0}


def test_what_came_later_and_is_read_at_once_was_in_no_basis(ann: Case, locked: str, tmp_path: Path) -> None:
    id = no_action(ann, alleged(ann), items=[locked])  # noqa: A001
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "new.txt").write_text("Come since.")
    ann.intake(tmp_path / "later", "Example Chambers", date(2016, 2, 1))
    assert why(ann, id) == []
    assert {name: one(ann, id)["since"][name] for name in ("arrived", "newly_readable")} == {
        "arrived": 1,
        "newly_readable": 0,
    }
    unlock(ann)
    assert why(ann, id) == [("reread", locked)]
    assert one(ann, id)["since"]["newly_readable"] == 1


def test_it_overtakes_advice_that_was_given_on_it(ann: Case, locked: str) -> None:
    allegation, other = alleged(ann), named(ann)["file-01.txt"]
    ids = []
    for items in ([locked], [other]):
        ids.append(ann.prove.ask_advice("Example Counsel", "Is it enough?", of=[allegation], items=items)["id"])
        ann.prove.give_advice(ids[-1], "No.")
    unlock(ann)
    found = {each["id"]: [one["about"] for one in each["overtaken"]] for each in ann.prove.advice()["advice"]}
    assert found == {ids[0]: [locked], ids[1]: []}


def test_the_same_text_again_is_no_other_text(ann: Case, locked: str) -> None:
    id = no_action(ann, alleged(ann), items=[named(ann)["file-01.txt"]])  # noqa: A001
    ann.retry(["text.complete"])
    assert why(ann, id) == []
