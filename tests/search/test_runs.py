"""All hits, streamed: the same in whatever parts they are asked for, and no list of all of them is held."""

import random
import tracemalloc
from pathlib import Path

import pytest
from memory import Case

from muniment.search import find, plan, runs

QUERIES = [
    "alpha",
    "alpha OR beta",
    "NOT beta",
    '"alpha beta"',
    "alpha near/3 gamma",
    "type:txt",
    "al* near/2 (b* OR gamma)",
]
SMALL, LARGE = 400, 2_000  # hits
MOST = 55  # bytes a hit; as a tuple of objects it takes 80


def made(folder: Path, items: int) -> Case:
    draw, case = random.Random(8), Case(folder)
    for _ in range(items):
        case.put(" ".join(draw.choices(["alpha", "beta", "gamma", "delta"], k=draw.choice((2, 2, 9)))))
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    found = made(tmp_path_factory.mktemp("runs"), 90)
    found.put("alpha beta gamma", key="ITM-000950")  # a gap in the numbers
    return found


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("most", [1, plan.MOST])
def test_hits_are_the_same_in_whatever_parts_they_are_found(
    case: Case, query: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST", most)
    whole = list(find.stream(case, query))
    assert whole
    assert find.find(case, query, limit=len(whole) + 5).hits == whole
    for length in (7, 90):
        monkeypatch.setattr(runs, "LENGTH", length)
        answer, hits = find.whole(case, query)
        assert list(hits) == whole
        assert answer.total == len(whole)
        numbers = sorted(int(hit.item.removeprefix("ITM-")) for hit in whole)
        assert find.every(case, query)[1] == numbers


def test_what_is_held_of_a_hit_that_waits_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LENGTH", 100)
    peaks = []
    for size in (SMALL, LARGE):
        case = made(tmp_path / str(size), size)
        next(find.stream(case, "NOT omega"))  # the index is made
        tracemalloc.start()
        hits = sum(1 for _ in find.stream(case, "NOT omega"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert hits == size
    assert peaks[1] - peaks[0] < (LARGE - SMALL) * MOST
