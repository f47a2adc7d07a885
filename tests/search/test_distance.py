"""`near`, asked of the engine as phrases with slop, is what the reading says: at every distance, also of words over line ends."""

import random
from itertools import product
from pathlib import Path

import pytest
from memory import Case

from muniment.search import document, schema
from muniment.search.find import every, find
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


def test_a_thousand_words_do_not_reach_into_the_name(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.put("tally", name="count.txt", facts={"title": "ballot"})
    assert find(case, "tally near/1000 count").total == 0
    assert find(case, "count near/1000 ballot").total == 0
    assert find(case, "tally AND count AND ballot").total == 1
