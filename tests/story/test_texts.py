"""Where a method of a case takes a list of texts, one text is refused, and is not taken for its letters."""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from asking import small_folder

from muniment import Case
from muniment.errors import AskedWrong
from muniment.model.brought import Brought

LISTS = (Sequence[str], Iterable[str], list[str], tuple[str, ...])


def taken() -> Iterator[tuple[str, str]]:
    """Each public method that takes texts, and by which name."""
    for name, method in inspect.getmembers(Case, callable):
        if not name.startswith("_"):
            for each in inspect.signature(method).parameters.values():
                if any(kind in LISTS for kind in (each.annotation, *get_args(each.annotation))):
                    yield name, each.name


def arguments(method: str, but: str) -> dict[str, Any]:
    """Something for all else that a method cannot do without."""
    wanted = inspect.signature(getattr(Case, method)).parameters.values()
    needed = (each for each in wanted if each.default is each.empty and each.kind is not each.VAR_POSITIONAL)
    return {
        each.name: "ITM-000001" if each.annotation is str else [] for each in needed if each.name not in {"self", but}
    }


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case.new("Eastmere", tmp_path_factory.mktemp("texts") / "case", by="Ann Example") as case:
        yield case


@pytest.mark.parametrize(("method", "name"), [*taken()], ids=str)
def test_one_text_is_no_list_of_texts(case: Case, method: str, name: str) -> None:
    as_of = case.as_of
    with pytest.raises(AskedWrong, match=f"{name} is a list, and one text was given") as told:
        getattr(case, method)(**arguments(method, name) | {name: "kingfisher"})
    assert "kingfisher" not in str(told.value), "it may be a password"
    assert case.as_of == as_of


def test_what_takes_lists_is_found() -> None:
    assert {("retry", "passwords"), ("erase", "agreed_by"), ("reread", "items")} <= set(taken())


def test_the_hands_that_a_bundle_came_through_are_a_list(case: Case, tmp_path: Path) -> None:
    with pytest.raises(AskedWrong, match="via is a list"):
        case.intake(small_folder(tmp_path / "box"), "Somebody", date(2026, 3, 3), brought=Brought(via="DPP"))
