"""Searching with names: in phrases, near, fields and bare words; the index and the readings agree; without, it is exact."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import Case

from muniment.search import document, plan
from muniment.search.expand import Expander
from muniment.search.find import find, stream
from muniment.search.match import Matcher
from muniment.search.query import parse

LATIN = [
    "Mohammed",
    "Md",
    "Miah",
    "Meah",
    "M",
    "John",
    "J",
    "P",
    "Smith",
    "Smyth",
    "Mr",
    "Uddin",
    "Nasiruddin",
    "O'Brien",
]
PART = st.sampled_from([*LATIN, "Wang", "Xiaoming", "王小明", "paid", "to", "-", "-\n"])
TEXT = st.lists(PART, max_size=12).map(" ".join)
NAME = st.sampled_from(["Md Miah", "John Smith", "J Smith", "Nasir Uddin", "Wang Xiaoming", "Mr John O'Brien", "Smith"])
QUERY = st.one_of(
    NAME,
    NAME.map('"{}"'.format),
    NAME.map('from:"{}"'.format),
    NAME.map("NOT ({})".format),
    NAME.map('paid near/3 "{}"'.format),
    NAME.map('"paid to {}"'.format),
    NAME.map("from:({})".format),
)


def found(case: Case, query: str, *, names: bool = True) -> list[str]:
    return sorted(hit.name for hit in find(case, query, names=names).hits)


@pytest.fixture
def people(case: Case) -> Case:
    case.put("paid to Md Meah on Monday", name="phrase", facts={"from": ["MIAH, Mohammed <m@example.org>"]})
    case.put("Miah, M., and others", name="initial")
    case.put("Mohammed said that Mr Meah came", name="apart")
    case.put("Mohammed Miah", name="exact")
    case.put("Mahmud Miah", name="other")
    return case


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('"Mohammed Miah"', ["exact", "initial", "phrase"]),
        ("Mohammed Miah", ["apart", "exact", "initial", "phrase"]),
        ('"paid to Mohammed Miah"', ["phrase"]),
        ('paid near/3 "Mohammed Miah"', ["phrase"]),
        ('from:"Mohammed Miah"', ["phrase"]),
        ("from:(Mohammed Miah)", ["phrase"]),
        ('NOT "Mohammed Miah"', ["apart", "other"]),
        ("Mohamed~1 Miah", ["apart", "exact", "phrase"]),
        ("others", ["initial"]),
    ],
)
def test_names_are_found(people: Case, query: str, names: list[str]) -> None:
    assert found(people, query) == names
    assert sorted(hit.name for hit in stream(people, query, names=True)) == names


def test_without_names_a_search_is_exact(people: Case) -> None:
    assert found(people, '"Mohammed Miah"', names=False) == ["exact"]
    assert find(people, '"Mohammed Miah"').expanded == ()


@pytest.mark.parametrize("query", ["Moh* Mia*", "Mohamed~1", "name:exact", '"of the ward"'])
def test_what_is_no_name_is_searched_as_without(people: Case, query: str) -> None:
    assert found(people, query) == found(people, query, names=False)


def test_what_was_expanded_is_in_the_answer(people: Case) -> None:
    [one] = find(people, '"Mohammed Miah"', names=True).expanded
    assert one.written == "Mohammed Miah"
    assert find(people, "others", names=True).expanded == ()


def test_spellings_are_marked(people: Case) -> None:
    [hit] = [hit for hit in find(people, '"Mohammed Miah"', names=True).hits if hit.name == "phrase"]
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["Md", "Meah"]


@pytest.mark.parametrize("most", [1, 40, plan.MOST])
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4), queries=st.lists(QUERY, min_size=1, max_size=5))
def test_the_index_answers_what_the_readings_say(most: int, texts: list[tuple[str, str]], queries: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        patch.setattr(plan, "MOST", most)
        case = Case(Path(folder))
        for text, sender in texts:
            case.put(text, facts={"from": [sender]})
        for query in queries:
            matcher = Matcher(parse(query, Expander()))
            said = [i.id for i in case.rows.values() if matcher.of(document.of(i, case.reading(i))).holds()]
            answer = find(case, query, limit=None, names=True)
            assert sorted(hit.item for hit in answer.hits) == said, query


def test_a_pattern_never_outgrows_the_engine(case: Case) -> None:
    """Every spelling of the commonest names, and every name that may stand between them, is in the index."""
    lexicon = Expander().spotter.lexicon
    names = sorted(lexicon.middle(frozenset({"Bengali", "Urdu", "Arabic", "Somali"})))
    case.put(" ".join(names), "Mohammed Karim Ali", name="all")
    assert found(case, '"Mohammed Ali"') == ["all"]
