"""The best hits, asked of the engine, are the first of all hits, ranked one by one."""

import random

import pytest
from memory import Case

from muniment.search import best
from muniment.search.find import find, stream

QUERIES = [
    "alpha",
    "alpha OR beta",
    "alpha NOT gamma",
    '"alpha beta"',
    "alpha near/3 gamma",
    "NOT beta",
    "type:txt",
    "al*",
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    draw = random.Random(3)
    made = Case(tmp_path_factory.mktemp("best"))
    for _ in range(150):  # many of one length and one score, so that numbers decide
        made.put(" ".join(draw.choices(["alpha", "beta", "gamma", "delta"], k=draw.choice((3, 3, 3, 12, 200)))))
    return made


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("more", [1, best._MORE])
def test_any_page_of_hits_is_that_page_of_all(
    case: Case, query: str, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(best, "_MORE", more)
    whole = [(hit.item, hit.score) for hit in stream(case, query)]
    for limit, offset in ((1, 0), (5, 0), (7, 20), (100, 60), (10, len(whole)), (0, 0)):
        answer = find(case, query, limit=limit, offset=offset)
        assert answer.total == len(whole)
        assert [(hit.item, hit.score) for hit in answer.hits] == whole[offset : offset + limit]
