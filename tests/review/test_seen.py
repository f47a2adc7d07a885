"""Which pages of an item were on whose screen: what the access log says, and nothing more."""

import itertools
import json
from pathlib import Path

import pytest
import reviewing
from asking import ask
from hypothesis import given
from hypothesis import strategies as st

from muniment.case import Case
from muniment.errors import Refused, UnknownItem
from muniment.review import seen


def _item(case: Case) -> str:
    return str(next(iter(case.items()))["id"])


def _shows(case: Case, item: str, **what: object) -> None:
    """As the pages say it, before they show something."""
    case.consulted("showed", {"door": "web", "on": item, **what})


def test_pages_are_told_by_person_as_runs(case: Case, ben: Case) -> None:
    item = _item(case)
    case.opened(item, how="in the browser")
    for page in (2, 1, 2, 4):
        _shows(case, item, page=page)
    _shows(ben, item, page=9, what="picture")
    told = {each["by"]: each for each in case.pages_seen(item)}
    assert list(told) == [reviewing.ANN, reviewing.BEN]
    assert told[reviewing.ANN]["pages"] == [[1, 2], [4, 4]]
    assert told[reviewing.BEN]["pages"] == [[9, 9]]
    assert told[reviewing.ANN]["first"] <= told[reviewing.ANN]["last"] <= told[reviewing.BEN]["first"]


def test_who_had_not_acted_before_is_known_by_name_and_told_once(case: Case, path: Path) -> None:
    item = _item(case)
    with Case.open(path, by="Cara Example") as cara:
        _shows(cara, item, page=1)
        cara.opened(item, how="in the browser")
        _shows(cara, item, page=2)
    assert [(each["by"], each["pages"]) for each in case.pages_seen(item)] == [("Cara Example", [[1, 2]])]


def test_texts_pieces_and_films_are_told_beside_the_pages(case: Case) -> None:
    item = _item(case)
    _shows(case, item, page="d1", part=2)
    _shows(case, item, page="d1", part=3)
    _shows(case, item, what="played")
    (told,) = case.pages_seen(item)
    assert told["stills"] is False
    assert (told["pages"], told["texts"], told["pieces"], told["played"]) == ([], [[1, 1]], {"d1": [[2, 3]]}, True)
    assert told["of_texts"] == 1


def test_what_shows_no_page_is_no_page_seen(case: Case) -> None:
    first, second = [str(each["id"]) for each in case.items()][:2]
    for what in ("facts", "custody", "family", "alike", "waveform"):
        _shows(case, first, what=what)
    _shows(case, first)  # its page, where nothing could be shown
    case.consulted("showed", {"on": first})  # the command line
    _shows(case, second, page=1)
    assert list(case.pages_seen(first)) == []


def test_what_is_held_or_not_there_tells_nothing(case: Case, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "kingfisher.txt").write_text("The kingfisher sat on the weir.\n")
    bundle = case.intake(tmp_path / "more", "Example Society", reviewing.DAY, hold=True)["bundle"]["id"]
    held = case.item_page(bundle=bundle)["items"][0]["id"]
    with pytest.raises(Refused):
        case.pages_seen(held)
    with pytest.raises(UnknownItem):
        case.pages_seen("ITM-999999")


def test_the_command_line_tells_it_with_the_history(case: Case, path: Path) -> None:
    item = _item(case)
    _shows(case, item, page=1)
    case.close()
    told = ask("review", "history", item, "--json", case=path).json
    assert [(each["by"], each["pages"]) for each in told["seen"]] == [(reviewing.ANN, [[1, 1]])]
    assert json.dumps(told["history"]) == "[]"


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_each_number_once_and_in_order(numbers: set[int]) -> None:
    found = seen.runs(sorted(numbers))
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(numbers)
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(found))
