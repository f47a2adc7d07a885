"""Numbers at the Python door: what is no whole number is refused by the name of its argument, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from prove.deciding import alleged, named, no_action

from muniment.case import Case
from muniment.errors import AskedWrong

NO_NUMBERS = ("5", "", -1, True, 1.5, 10**30, [1])
ASKED: dict[str, Callable[[Case, Any], Any]] = {
    "limit": lambda case, said: case.prove.basis("DEC-0001", "unopened", limit=said),
    "unopened": lambda case, said: case.prove.decide(
        "refer", "police", "Example Police", of=["ALG-0001"], reason="It is theirs.", unopened=said
    ),
    "until": lambda case, said: case.prove.answer_decision("DEC-0001", "stands", "As before.", until=said),
    "page": lambda case, said: case.prove.link("ALG-0001", "a1", "for", _letter(case), page=said),
    "page of a claim": lambda case, said: case.prove.claim("call", "Ann Example", _letter(case), "A man.", page=said),
    "span": lambda case, said: case.prove.link("ALG-0001", "a1", "for", _letter(case), span=(0, said)),
    "span of a claim": lambda case, said: case.prove.claim("call", "Ann Example", _letter(case), span=said),
    "year": lambda case, said: case.prove.yearly_return(said),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_no_whole_number_names_its_argument_and_writes_nothing(ann: Case, asked: str) -> None:
    no_action(ann, alleged(ann))
    before = ann.as_of
    for said in NO_NUMBERS:
        with pytest.raises(AskedWrong, match=f"^{asked.partition(' ')[0]}\\b"):
            ASKED[asked](ann, said)
    assert ann.as_of == before


def test_a_list_of_a_basis_comes_by_any_number_from_one_on(ann: Case) -> None:
    decision = no_action(ann, alleged(ann))
    with pytest.raises(AskedWrong, match=r"^limit"):
        ann.prove.basis(decision, "unopened", limit=0)
    first = ann.prove.basis(decision, "unopened", limit=1)
    assert (len(first["items"]), first["next"]) == (1, first["items"][0]["item"])
    assert len(ann.prove.basis(decision, "unopened", limit=10_000)["items"]) == first["count"]


def _letter(case: Case) -> str:
    return named(case)["letter-1.txt"]
