"""`near`, asked of the engine as phrases with slop, is what the reading says: at every distance, also of words over line ends."""

import random
from itertools import product
from pathlib import Path
from unittest import mock

import pytest
import tantivy
from memory import Case

from muniment.search import document, plan, schema
from muniment.search.find import every, find
from muniment.search.index import snapshot
from muniment.search.match import Matcher
from muniment.search.query import parse

WORDS = ("ab", "cd", "ef", "abcd", "cdef")  # two of them are others together
SIDES = ("ab", "cd", "abcd", "ab*", "(ab OR ef)", '"ab cd"')


Documents = list[document.Document]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    draw, made = random.Random(4), Case(tmp_path_factory.mktemp("distance"))
    for _ in range(70):
        words = draw.choices(WORDS, k=draw.choice((1, 2, 4, 9)))
        filled = [word for each in words for word in (each, *["x"] * draw.choice((0, 0, 1, 3, 6)))]
        text = "".join(word + draw.choice((" ", " ", " ", "-\n", "\n")) for word in filled)
        made.put(text, name=draw.choice(WORDS), facts={"title": draw.choice(WORDS)})
    return made


@pytest.fixture(scope="module")
def documents(case: Case) -> Documents:
    return [document.of(item, case.reading(item)) for item in case.items()]


@pytest.mark.parametrize("distance", [1, 2, 3, 8])
def test_near_is_near_in_the_reading(case: Case, documents: Documents, distance: int) -> None:
    answers = set()
    for left, right in product(SIDES, repeat=2):
        query = f"{left} near/{distance} {right}"
        matcher = Matcher(parse(query))
        found = every(case, query)[1]
        assert found == [schema.number(made.item.id) for made in documents if matcher.of(made).holds()], query
        answers.add(len(found))
    assert len(answers) > 3  # no question that finds all or nothing


@pytest.mark.parametrize("distance", [1, 2, 3, 8])
def test_a_prefix_that_is_one_pattern_finds_the_same(
    case: Case, documents: Documents, monkeypatch: pytest.MonkeyPatch, distance: int
) -> None:
    rooms, sequence, asked = plan._rooms, plan.Planner._sequence, list[plan.Placed]()
    monkeypatch.setattr(plan, "_rooms", lambda *phrases: list(rooms(*phrases))[-1:])
    monkeypatch.setattr(plan, "_DEAR", 1)  # a prefix of two words is a pattern already

    def heard(self: plan.Planner, field: str, run: plan.Placed, slop: int = 0) -> tantivy.Query:
        asked.append(run)
        return sequence(self, field, run, slop)

    monkeypatch.setattr(plan.Planner, "_sequence", heard)
    answers = set()
    prefixes = ("a*", "ab*", "(a* OR ef)", '"a* x"', '"x c*"')
    for left, right in (*product(prefixes, SIDES), *product(SIDES, prefixes)):
        query = f"{left} near/{distance} {right}"
        asked.clear()
        found = every(case, query)[1]
        assert any(term.endswith(".*") for run in asked for _, terms in run for term in terms), query
        matcher = Matcher(parse(query))
        assert found == [schema.number(made.item.id) for made in documents if matcher.of(made).holds()], query
        answers.add(len(found))
    assert len(answers) > 3


def test_a_prefix_of_more_words_than_a_leaf_may_become_is_not_read_for(tmp_path: Path) -> None:
    case = Case(tmp_path)
    for begin in range(0, 3_000, 100):
        case.put(" ".join(f"in{number} x x the" for number in range(begin, begin + 100)))
    case.put("in0 x x x the")
    for query, total in (
        ("in* near/3 the", 30),
        ('"in* x x the"', 30),
        ('"the in*" near/2 x', 30),
        ("in* near/2 the", 30),
    ):
        assert planned(case, query).exact, query
        assert find(case, query).total == total, query
    assert find(case, "in* near/4 the").total == 31
    with mock.patch.object(plan, "_EXPANDED", 2_999):  # still too many: the readings decide, and say the same
        assert not planned(case, "in* near/3 the").exact
        assert find(case, "in* near/3 the").total == 30


def planned(case: Case, query: str) -> plan.Plan:
    index = snapshot(case)
    return plan.Planner(index.index.schema, index.searcher).plan(parse(query))


def test_a_thousand_words_do_not_reach_into_the_name(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.put("tally", name="count.txt", facts={"title": "ballot"})
    assert find(case, "tally near/1000 count").total == 0
    assert find(case, "count near/1000 ballot").total == 0
    assert find(case, "tally AND count AND ballot").total == 1
