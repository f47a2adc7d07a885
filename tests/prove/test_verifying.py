"""What a decision says of its basis, held against the ledger: by verify, and by hand as docs/reference/ledger.md says."""

import hashlib
from collections.abc import Sequence
from typing import Any

import pytest
from prove.deciding import alleged, named, no_action

from muniment.case import Case
from muniment.model.act import ranges
from muniment.model.prove import Decided
from muniment.prove import basis
from muniment.prove.entered import entered, numbers_in

PARTS = ("opened_by_decider", "put_before", "opened", "unopened")


@pytest.fixture
def decided(ann: Case, ben: Case) -> str:
    """A decision with something in each list of its basis, and a bundle withdrawn before it."""
    items = named(ann)
    ann.withdraw("BUN-0001", "The wrong folder.")
    ann.opened(items["file-01.txt"], how="on paper")
    ben.opened(items["file-02.txt"], how="on paper")
    return no_action(ann, alleged(ann), items=[items["file-03.txt"]])


def tree(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, as anyone writes it from the text."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree(leaves[:split]) + tree(leaves[split:])).digest()


def test_each_root_is_made_again_by_hand_from_the_ids_in_its_list(ann: Case, decided: str) -> None:
    said = ann.prove.decisions(decided)["decisions"][0]["basis"]
    roots = []
    for part in PARTS:
        found = ann.prove.basis(decided, part)
        roots.append(tree([each["item"].encode() for each in found["items"]]))
        assert roots[-1].hex() == found["root"] == said["roots"][part], part
        assert len(found["items"]) == said[part], part
    assert [said[part] for part in PARTS] == [1, 1, 1, 24]
    assert tree(roots).hex() == said["root"]


def test_verify_holds_every_basis_against_the_ledger(ann: Case, ben: Case, decided: str) -> None:
    elsewhere = ann.prove.decide("strategy", "police", "Example Police", elsewhere=True, day="2016-01-04")
    ben.opened(named(ann)["file-04.txt"], how="on paper")
    ann.withdraw("BUN-0002", "It was another's.")
    found = ann.verify()
    assert found["problems"] == []
    (first,) = ann.prove.decisions(decided)["decisions"]
    assert found["decisions"] == [
        {"entry": first["entry"], "decision": decided, "holds": True},
        {"entry": elsewhere["entry"], "decision": elsewhere["id"], "holds": True},
    ], "what came later changes nothing of it"


def moved(parts: list[list[int]], source: int, target: int) -> list[list[int]]:
    """The first item of one list in another."""
    parts[target] = sorted([*parts[target], parts[source].pop(0)])
    return parts


WRONG: dict[str, tuple[Any, str]] = {
    "another root": (None, "the roots of its basis are not those of its lists"),
    "an item left out": (lambda parts: [*parts[:3], parts[3][1:]], "its basis is not every item that was there"),
    "said to be opened": (lambda parts: moved(parts, 3, 0), "who had opened what"),
    "said to be opened by others": (lambda parts: moved(parts, 3, 2), "who had opened what"),
    "said to be opened by nobody": (lambda parts: moved(parts, 2, 3), "who had opened what"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_basis_that_the_ledger_does_not_show_is_a_problem(ann: Case, decided: str, wrong: str) -> None:
    store, (change, what) = ann._store, WRONG[wrong]
    (said,) = entered(store, Decided, on=decided)
    numbers, parts = iter(numbers_in(store, said.entry)), []
    for count in said["parts"]:
        parts.append([next(numbers) for _ in range(count)])
    parts = change(parts) if change else parts
    every = [n for each in parts for n in each]
    roots = basis.roots_of(parts)
    if change is None:
        roots[3] = roots[2]
    fields = dict(said.said) | {"parts": [len(each) for each in parts], "roots": roots, "items": len(every)}
    entry = store.record(Decided(**fields | {"ids": ranges(every), "count": len(every)}))
    found = ann.verify()
    assert [each["holds"] for each in found["decisions"]] == [True, False]
    (problem,) = found["problems"]
    assert what in problem["what"]
    assert problem["where"] == str(entry)
