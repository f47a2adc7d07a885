"""What is no more to be had: an item that was erased, or whose bundle was withdrawn, supports nothing and is cited no more."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from prove.deciding import alleged, named

from muniment.case import Case
from muniment.errors import AskedWrong, Refused
from muniment.prove.days import today

WORDS = "what witness 1 told the court"


@pytest.fixture
def linked(ann: Case) -> tuple[str, str]:
    """An allegation with the file that supports one element of it, and a claim of the same words."""
    allegation, file = alleged(ann), named(ann)["file-01.txt"]
    ann.prove.link(allegation, "a1", "for", file, words=WORDS, routes={"criminal-court": "direct"})
    ann.prove.claim("told", "Witness 1", file, words=WORDS)
    return allegation, file


def cell(case: Case, allegation: str) -> dict[str, Any]:
    """The first element in the criminal court."""
    found = case.prove.matrix(allegation)["forums"][0]["elements"][0]
    assert isinstance(found, dict)
    return found


def gaps(case: Case) -> int:
    """How many elements have a gap in the criminal court, by the list of allegations."""
    return int(case.prove.allegations()["allegations"][0]["gaps"]["criminal-court"])


def erase(case: Case, item: str) -> None:
    """By two persons, as the law asks."""
    case.erase(item, authority="Order 1", agreed_by=["Ann Example", "Ben Example"], count=1)


def withdraw(case: Case, item: str) -> None:
    """With all that came beside it."""
    case.withdraw(str(next(row["bundle"] for row in case.items() if row["id"] == item)), "The wrong stick.")


@pytest.mark.parametrize(("take", "what"), [(erase, "erased"), (withdraw, "withdrawn")])
def test_what_is_gone_supports_nothing_and_its_words_are_not_shown(
    ann: Case, linked: tuple[str, str], take: Any, what: str
) -> None:
    allegation, file = linked
    before = gaps(ann)
    assert (cell(ann, allegation)["gap"], cell(ann, allegation)["links"][0]["gone"]) == (False, "")
    take(ann, file)
    here = cell(ann, allegation)
    (row,) = here["links"]
    assert (row["gone"], row["words"], row["item"]) == (what, None, file), "the link stays, and says so"
    assert (here["for"], here["usable"], here["gap"]) == (1, 0, True)
    counted = sum(each["gap"] for each in ann.prove.matrix(allegation)["forums"][0]["elements"])
    assert gaps(ann) == counted > before, "the list counts as the matrix does"
    (claim,) = ann.prove.claims()["claims"]
    assert (claim["gone"], claim["words"]) == (what, None)
    for number in (row["id"], claim["id"]):
        assert WORDS not in json.dumps(ann.prove.number(number)), "nor does its history"
    ann.prove.strike(row["id"], "Another file was meant.")
    assert WORDS not in json.dumps(ann.prove.struck(["LNK"]))
    size = ann.prove.allegations()["as_of"]
    with pytest.raises(Refused, match=r"^item: "):
        ann.prove.link(allegation, "a1", "for", file)
    with pytest.raises(Refused, match=r"^item: "):
        ann.prove.claim("told", "Witness 1", file, says="Something.")
    assert ann.prove.allegations()["as_of"] == size, "nothing was written"


def test_what_is_held_is_refused_by_the_name_of_the_field(ann: Case, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "note.txt").write_text("Shut away.")
    ann.intake(tmp_path / "shut", "Example Chambers", date(2016, 1, 4), hold=True)
    held = next(str(row["id"]) for row in ann.items() if row["bundle"] == "BUN-0003")
    allegation, wit = alleged(ann), ann.prove.add_witness("Cy Example")["id"]
    acts: list[tuple[str, Callable[[], object]]] = [
        ("item", lambda: ann.prove.link(allegation, "a1", "for", held)),
        ("item", lambda: ann.prove.exhibit(wit, "CE/1", held)),
        ("items", lambda: ann.prove.ask_advice("Example Chambers", "May we?", items=[held])),
        ("items", lambda: ann.prove.complain("Once more.", "voting", "letter", items=[held])),
    ]
    for field, act in acts:
        with pytest.raises(Refused, match=f"^{field}: BUN-0003 is held"):
            act()


def test_one_item_is_named_where_one_is_asked_for(ann: Case) -> None:
    wit = ann.prove.add_witness("Cy Example")["id"]
    with pytest.raises(Exception, match=r"^item: there is no such item"):
        ann.prove.exhibit(wit, "CE/1", "BUN-0001")
    with pytest.raises(Exception, match=r"^item: there is no such item"):
        ann.prove.statement(wit, "mg11", item="ITM-000001..ITM-000003")


def test_nothing_was_done_on_a_day_that_has_not_come(ann: Case) -> None:
    tomorrow = (today(ann._store) + timedelta(1)).isoformat()
    allegation = alleged(ann)
    advice = ann.prove.ask_advice("Example Chambers", "May we?")["id"]
    acts: list[tuple[str, Callable[[], object]]] = [
        ("when", lambda: ann.prove.allege("Again.", "s.60", tomorrow)),
        ("day", lambda: ann.prove.ask_advice("Example Chambers", "May we?", day=tomorrow, of=[allegation])),
        ("day", lambda: ann.prove.give_advice(advice, "You may.", day=tomorrow)),
    ]
    for field, act in acts:
        with pytest.raises(AskedWrong, match=f"^{field} has not come yet"):
            act()
