"""What a query means, and where one that does not parse says that it went wrong."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import BadQuery
from muniment.model.state import State
from muniment.search.query import parse
from muniment.search.tree import All, Dates, Either, Is, Kind, Near, Not, Part, Phrase


def words(*texts: str, field: str = "words") -> Phrase:
    return Phrase(tuple(Part(text) for text in texts), field)


A, B, C = words("a"), words("b"), words("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a b OR c", Either((All((A, B)), C))),
        ("a (b OR c)", All((A, Either((B, C))))),
        ("NOT a", Not(A)),
        ("NOT NOT a", A),
        ("a NOT b", All((A, Not(B)))),
        ("a AND NOT (b OR c)", All((A, Not(Either((B, C)))))),
        ("a and b or not", All((A, words("and"), B, words("or"), words("not")))),
        ('"a b"', words("a", "b")),
        ("“a b”", words("a", "b")),
        ("a-b", words("a", "b")),
        ("a.b@c.org", words("a", "b", "c", "org")),
        ("https://a.org", words("https", "a", "org")),
        ("10:30", words("10", "30")),
        ("a*", Phrase((Part("a", Kind.PREFIX),))),
        ("a~1", Phrase((Part("a", Kind.CLOSE),))),
        ("e-vot*", Phrase((Part("e"), Part("vot", Kind.PREFIX)))),
        ('"a* b"', Phrase((Part("a", Kind.PREFIX), Part("b")))),
        ('"a * b"', words("a", "b")),
        ("a near/5 b", Near((A,), (B,), 5)),
        ("a NEAR/5 b c", All((Near((A,), (B,), 5), C))),
        ("a AND b near/5 c", All((A, Near((B,), (C,), 5)))),
        ('(a OR "b c") near/2 c', Near((A, words("b", "c")), (C,), 2)),
        ("near", words("near")),
        ("near/far", words("near", "far")),
        ("from:Ann", words("ann", field="from")),
        ('TO:"ann lee"', words("ann", "lee", field="to")),
        ("name:(a OR b)", Either((words("a", field="name"), words("b", field="name")))),
        ("name:(a near/2 b)", Near((words("a", field="name"),), (words("b", field="name"),), 2, "name")),
        ("name: a b", All((words("a", field="name"), B))),
        ("date:2014", Dates(20140101, 20141231)),
        ("date:2014-02", Dates(20140201, 20140228)),
        ("date:2016-02", Dates(20160201, 20160229)),
        ("date:2014-05-22", Dates(20140522, 20140522)),
        ("date:2014-05..2015", Dates(20140501, 20151231)),
        ("date:2014-05..", Dates(20140501, 99991231)),
        ("date:..2014-05", Dates(0, 20140531)),
        ("bundle:bun-0002", Is("bundle", frozenset({"BUN-0002"}))),
        ("state:text.complete", Is("state", frozenset({"text.complete"}))),
        ("state:none", Is("state", frozenset(s.value for s in State if s.value.startswith("none.")))),
        ("type:PDF", Is("type", frozenset({"application/pdf"}))),
        ("type:text/csv", Is("type", frozenset({"text/csv"}))),
        ("type:image", Is("type", frozenset({"image"}))),
    ],
)
def test_a_query_means(query: str, tree: object) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("", 1),
        ("   ", 1),
        ('"postal ballot', 1),
        ('a "b', 3),
        ("(postal", 1),
        ("a (b (c)", 3),
        ("postal)", 7),
        ("()", 2),
        ("postal AND", 11),
        ("postal OR", 10),
        ("NOT", 4),
        ("AND postal", 1),
        ("a AND AND b", 7),
        ("a OR OR b", 6),
        ("...", 1),
        ("a ...", 3),
        ('""', 1),
        ("*", 1),
        ("a*b", 1),
        ("*a", 1),
        ("a~", 1),
        ("a~2", 1),
        ("a-b~1", 1),
        ("near/5 a", 1),
        ("a near/5", 9),
        ("a near/ b", 3),
        ("a near/0 b", 3),
        ("a near/1001 b", 3),
        ("a near/5 b near/5 c", 12),
        ("(a AND b) near/5 c", 1),
        ("a near/5 (b c)", 10),
        ("a near/5 NOT b", 10),
        ("a near/5 from:b", 10),
        ("(a near/5 b) near/5 c", 1),
        ("subject:a", 1),
        ("b subject:a", 3),
        ("from:", 1),
        ("date:", 1),
        ("date:(2014)", 1),
        ("name:(from:a)", 7),
        ("date:2014-13..", 6),
        ("date:..2014-13", 8),
        ("date:2014-02-30", 6),
        ("date:2014-2", 6),
        ("date:0000", 6),
        ("date:..", 6),
        ("date:2015..2014", 6),
        ("date:yesterday", 6),
        ("state:lost", 7),
        ("state:tex", 7),
        ("type:thing", 6),
        ("bundle:2", 8),
        ("(" * 60 + "a" + ")" * 60, 51),
    ],
)
def test_what_does_not_parse_says_where(query: str, at: int) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(query)
    assert caught.value.exit == 2
    assert caught.value.subject.startswith(f"at character {at}: ")
    assert "\n" not in str(caught.value)


@given(
    st.lists(
        st.sampled_from(
            ['"', "(", ")", "a", "b*", "~1", "near/2", "AND", "OR", "NOT", "date:", "from:", "*", "\ud800", "…"]
        )
    )
)
def test_any_query_is_a_tree_or_a_bad_query(signs: list[str]) -> None:
    with contextlib.suppress(BadQuery):
        assert parse(" ".join(signs)) is not None
