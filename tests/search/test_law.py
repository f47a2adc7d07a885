"""What the index answers is what the reading says: for any items and any query."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from memory import Case

from muniment.model.reading import Page
from muniment.model.state import State
from muniment.search import document, plan
from muniment.search.find import find, stream
from muniment.search.match import Matcher, close
from muniment.search.query import parse

WORDS = st.sampled_from(["a", "ab", "abc", "b", "ba", "Ä", "c", "x1", "選挙", "bribe's"])
BETWEEN = st.sampled_from([" ", " ", " ", ". ", "-", "-\n", "-\n", "\n"])
TEXT = st.lists(st.tuples(WORDS, BETWEEN), max_size=9).map(lambda pairs: "".join(w + b for w, b in pairs))

TERM = st.one_of(
    WORDS,
    WORDS.map(lambda word: word + "*"),
    st.sampled_from(["a~1", "abc~1", "b~1", "aba", "abab", "bab~1", "abb*"]),
    st.lists(st.one_of(WORDS, WORDS.map(lambda word: word + "*")), min_size=1, max_size=4).map(
        lambda found: '"' + " ".join(found) + '"'
    ),
)
OPERAND = st.one_of(TERM, st.lists(TERM, min_size=1, max_size=3).map(lambda found: f"({' OR '.join(found)})"))
NEAR = st.tuples(OPERAND, st.integers(1, 4), OPERAND).map(lambda found: f"{found[0]} near/{found[1]} {found[2]}")
FIELD = st.one_of(
    st.tuples(st.sampled_from(["name:", "from:", "to:"]), TERM).map("".join),
    st.sampled_from(
        [
            "date:2014",
            "date:2014-05..",
            "date:..2014-04",
            "state:text",
            "state:none.blank",
            "type:pdf",
            "bytes:..100",
            "bytes:90..200",
            "bytes:0",
        ]
    ),
)
QUERY = st.recursive(
    st.one_of(TERM, NEAR, FIELD),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR "]), inner).map(lambda found: f"({''.join(found)})"),
        inner.map(lambda found: f"(NOT {found})"),
    ),
    max_leaves=4,
)
ITEM = st.fixed_dictionaries(
    {
        "pages": st.lists(TEXT, max_size=3),
        "name": TEXT,
        "title": TEXT,
        "sender": TEXT,
        "date": st.sampled_from([None, "2014", "2014-04-30", "2014-05-01T23:30:00-05:00", "no date"]),
        "state": st.sampled_from([State.TEXT_COMPLETE, State.NONE_BLANK, State.UNREAD_CORRUPT]),
        "kind": st.sampled_from(["application/pdf", "text/plain"]),
    }
)


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for an index. The engine's own threads may still tidy files away in it while it is removed."""
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)


def fill(case: Case, found: dict[str, object], key: str | None = None) -> None:
    facts = {"title": found["title"], "from": [found["sender"]], "to": ["x", found["title"]], "date": found["date"]}
    case.put(*found["pages"], key=key, name=found["name"], facts=facts, state=found["state"], kind=found["kind"])  # type: ignore[misc, arg-type]


def said(case: Case, query: str) -> list[str]:
    matcher = Matcher(parse(query))
    return [i.id for i in case.rows.values() if matcher.of(document.of(i, case.reading(i))).holds()]


def agree(case: Case, queries: list[str]) -> None:
    for query in queries:
        answer = find(case, query, limit=None)
        assert sorted(hit.item for hit in answer.hits) == said(case, query), query
        assert answer.total == len(answer.hits)
        assert answer.searched + answer.searched_in_part + answer.not_searchable == len(case.rows)


@pytest.mark.parametrize("most", [1, 6, plan.MOST])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(ITEM, min_size=1, max_size=5), queries=st.lists(QUERY, min_size=1, max_size=12), again=ITEM)
def test_the_index_answers_what_the_readings_say(
    most: int, items: list[dict[str, object]], queries: list[str], again: dict[str, object]
) -> None:
    with pytest.MonkeyPatch.context() as patch, _folder() as folder:
        patch.setattr(plan, "MOST", most)
        case = Case(Path(folder))
        for item in items:
            fill(case, item)
        agree(case, queries)
        fill(case, again, key="ITM-000001")
        agree(case, queries)


@settings(max_examples=100, deadline=None)
@given(st.text("ab", max_size=5), st.text("ab", max_size=5))
def test_close_is_one_edit(one: str, other: str) -> None:
    edits = {one[:i] + c + one[j:] for i in range(len(one) + 1) for j in (i, i + 1) for c in ("", "a", "b")}
    assert close(one, other) == (other in edits | {one})
    assert close(one, other) == close(other, one)


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3), QUERY)
def test_what_is_marked_are_tokens_of_the_page(pages: list[str], query: str) -> None:
    with _folder() as folder:
        case = Case(Path(folder))
        case.put(*[Page(text, number) for number, text in enumerate(pages, 1)])
        for hit in stream(case, query):
            assert [hit.snippet[a:b] for a, b in hit.marks if not hit.snippet[a:b].strip()] == []
            if hit.page:
                assert hit.spans
                assert all(0 <= a < b <= len(pages[hit.page - 1]) for a, b in hit.spans)
