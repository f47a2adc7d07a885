"""Threads: who answers whom, what is missing, the same in whatever order the mails came in, and an end for every circle."""

import base64
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import Case

from muniment.errors import AskedWrong
from muniment.search import thread
from muniment.search.near import message
from muniment.search.near.message import Message
from muniment.search.threadtree import GAPS, Mail, Node, when, woven


def mail(case: Case, own: str | None = None, **facts: Any) -> str:
    if own is not None:
        facts["message_id"] = f"<{own}>"
    if isinstance(facts.get("to"), str):
        facts["in_reply_to"] = f"<{facts.pop('to')}>"
    if "refs" in facts:
        facts["references"] = [f"<{one}>" for one in facts.pop("refs")]
    day = facts.pop("day", len(case.rows) + 1)
    facts.setdefault("date", f"2014-05-{day:02d}T10:00:00+01:00")
    return case.put(f"mail {own}", kind="message/rfc822", facts=facts)


def tree(case: Case, id: str, **more: Any) -> list[tuple[int, str]]:  # noqa: A002
    """Depth and id of each node; of what is missing in brackets."""
    found = thread.of(case, case.item(id), **more)
    return [(node.depth, f"[{node.key[1]}]" if node.missing else node.key[1]) for node in found.nodes]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_answers_stand_below_what_they_answer_by_date(case: Case) -> None:
    mail(case, "late", to="first", day=9)
    mail(case, "first", day=1)
    mail(case, "early", to="first", day=2)
    ask = mail(case, "deep", to="early", day=3)
    mail(case, "alone")
    assert tree(case, ask) == [(0, "first"), (1, "early"), (2, "deep"), (1, "late")]
    assert tree(case, "ITM-000005") == [(0, "alone")]


def test_what_is_missing_is_a_gap_with_who_names_it(case: Case) -> None:
    one = mail(case, "4", to="3", refs=["1", "2", "3"])
    mail(case, "1", day=1)
    assert tree(case, one) == [(0, "1"), (1, "[2]"), (2, "[3]"), (3, "4")]
    found = thread.of(case, case.item(one))
    assert [node.referred_by for node in found.nodes if node.missing] == [[1], [1]]


def test_two_answers_to_a_mail_that_is_missing_are_one_thread(case: Case) -> None:
    one = mail(case, "a", to="gone", day=2)
    mail(case, "b", to="gone", day=1)
    assert tree(case, one) == [(0, "[gone]"), (1, "b"), (1, "a")]


def test_an_id_that_is_answered_goes_on_from_the_references(case: Case) -> None:
    one = mail(case, "c", to="b", refs=["a"])
    assert tree(case, one) == [(0, "[a]"), (1, "[b]"), (2, "c")]


def test_copies_of_one_mail_are_one_node(case: Case) -> None:
    one = mail(case, "1", day=1)
    two = mail(case, "1", day=1)
    mail(case, "2", to="1", day=2)
    nodes = thread.of(case, case.item(two)).nodes
    assert [[mail.n for mail in node.mails] for node in nodes] == [[1, 2], [3]]
    assert not nodes[0].differ
    assert one != two


def test_a_subject_binds_nothing_unless_asked_and_then_it_is_said(case: Case) -> None:
    one = mail(case, "1", subject="The rota", day=1)
    two = mail(case, "2", subject="RE: Fwd: the rota!", day=2)
    mail(case, "3", to="2", subject="other", day=3)
    mail(case, "4", subject="another rota", day=4)
    assert tree(case, one) == [(0, "1")]
    found = thread.of(case, case.item(one), subjects=True)
    assert [(node.key[1], node.why) for node in found.nodes] == [("1", ""), ("2", "subject"), ("3", "in-reply-to")]
    assert tree(case, two, subjects=True)[0] == (0, "2"), "the mail that was asked for is where the thread begins"


def test_outlooks_index_binds_where_nothing_else_does(case: Case) -> None:
    def index(steps: int) -> list[list[str]]:
        return [["Thread-Index", base64.b64encode(bytes(range(22)) + b"12345" * steps).decode()]]

    gap = [(bytes(range(22)) + b"12345" * steps).hex() for steps in range(3)]
    one = mail(case, "1", headers=index(0), day=1)
    mail(case, "2", headers=index(1), day=2)
    mail(case, "4", headers=index(3), day=4)
    assert tree(case, one) == [(0, "1"), (1, "2"), (2, f"[{gap[2]}]"), (3, "4")], "three was answered, and is a gap"
    found = thread.of(case, case.item(one)).nodes
    assert [(node.why, node.referred_by) for node in found] == [
        ("", []),
        ("thread-index", []),
        ("thread-index", [3]),
        ("thread-index", []),
    ]
    other = Case(case.derived / "other")
    lone = mail(other, "9", headers=index(2))
    mail(other, "8", headers=index(2), day=9)
    assert tree(other, lone) == [(0, f"[{gap[0]}]"), (1, f"[{gap[1]}]"), (2, "9"), (2, "8")]


def test_the_index_is_a_property_where_there_are_no_headers_and_overrides_none(case: Case) -> None:
    def index(steps: int, head: bytes = bytes(range(22))) -> str:
        return base64.b64encode(head + b"12345" * steps).decode()

    one = mail(case, thread_index=index(0), day=1)
    mail(case, "2", thread_index=index(1), day=2)
    mail(case, "3", to="2", thread_index=index(1), day=3)
    mail(case, "4", thread_index=index(1, b"another conversation...."[:22]), day=4)
    mail(case, "5", headers=[["Thread-Index", index(1)]], thread_index=index(0, b"x" * 22), day=5)
    assert tree(case, one) == [(0, "000000000001"), (1, "2"), (2, "3"), (1, "5")]
    why = {node.key[1]: node.why for node in thread.of(case, case.item(one)).nodes}
    assert why == {"000000000001": "", "2": "thread-index", "3": "in-reply-to", "5": "thread-index"}


def test_what_is_attached_leads_to_its_mail_and_other_things_to_none(case: Case) -> None:
    one = mail(case, "1")
    part = case.put("attached")
    case.rows[part] = replace(case.rows[part], parent=one)
    assert thread.of(case, case.item(part)).item == one
    loose = case.put("a letter")
    with pytest.raises(AskedWrong, match="no headers"):
        thread.of(case, case.item(loose))


def test_a_circle_ends_and_is_said(case: Case) -> None:
    one = mail(case, "a", to="c", day=2)
    mail(case, "b", to="a", day=1)
    mail(case, "c", to="b", day=3)
    mail(case, "self", to="self")
    nodes = thread.of(case, case.item(one)).nodes
    assert [(node.depth, node.key[1], node.circle) for node in nodes] == [
        (0, "b", True),
        (1, "c", False),
        (2, "a", False),
    ]
    assert tree(case, "ITM-000004") == [(0, "self")]


def test_hostile_references_are_cut_and_it_is_said(case: Case) -> None:
    refs = [f"{number}@x.test" for number in range(100_000)]
    one = mail(case, "h", refs=refs)
    mail(case, "real", to="h")
    nodes = thread.of(case, case.item(one)).nodes
    gaps = [node for node in nodes if node.missing]
    assert len(gaps) == message.MOST
    assert max(mail.said.cut for node in nodes for mail in node.mails) == 100_000 - message.MOST
    assert [node.key[1] for node in nodes if not node.missing] == ["h", "real"]
    assert [node.key[1] for node in nodes if node.parent is None] == ["99001@x.test", "0@x.test"], "the chain is cut"


def test_a_thread_has_no_more_nodes_than_can_be_shown() -> None:
    mails = [
        Mail(n, Message(str(n), ("hub",), tuple(f"{n}.{place}" for place in range(900))), float(n))
        for n in range(1, 60)
    ]
    nodes, whole = woven(mails)
    assert len(nodes) <= GAPS + 60
    assert not whole


IDS = st.sampled_from("abcdefgh")
MAILS = st.lists(
    st.builds(
        lambda own, answers, refers, at: (Message(own, tuple(answers), tuple(dict.fromkeys(refers))), at),
        IDS,
        st.lists(IDS, max_size=2),
        st.lists(IDS, max_size=4),
        st.none() | st.integers(0, 9).map(float),
    ),
    max_size=12,
    unique_by=lambda each: each[0].id,
)


def shape(nodes: list[Node]) -> list[tuple[object, ...]]:
    return [(node.key, node.parent, node.why, node.depth, node.circle) for node in nodes]


@given(MAILS, st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_a_thread_is_the_same_in_whatever_order_its_mails_came_in(
    mails: list[tuple[Message, float | None]], chance: random.Random
) -> None:
    nodes, whole = woven([Mail(n, said, at) for n, (said, at) in enumerate(mails, 1)])
    chance.shuffle(mails)
    again, _ = woven([Mail(n, said, at) for n, (said, at) in enumerate(mails, 1)])
    assert shape(nodes) == shape(again)
    assert whole
    seen: dict[object, int] = {}
    for node in nodes:  # each once, after its parent, one deeper: so there is no circle
        assert node.key not in seen
        assert node.depth == (0 if node.parent is None else seen[node.parent] + 1)
        seen[node.key] = node.depth
    assert {said.id for said, _ in mails} == {node.key[1] for node in nodes if not node.missing}
    named = {one for said, _ in mails for one in (said.id, *said.answers, *said.refers)}
    assert named == {node.key[1] for node in nodes}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"message_id": "<a@b>"}, ("a@b", (), ())),
        ({"message_id": "a@b"}, ("a@b", (), ())),
        ({"message_id": "<a@b>", "in_reply_to": "Your message of Tue <c@d>"}, ("a@b", ("c@d",), ())),
        ({"in_reply_to": "your note"}, None),
        ({"references": ["<a@b>", "<c@d>", "<a@b>"]}, ("", (), ("a@b", "c@d"))),
        ({"references": "<a@b> <c@d>"}, ("", (), ("a@b", "c@d"))),
        ({"message_id": 7, "references": [None, {}]}, None),
        ({"subject": "Re: x"}, None),
        ({"headers": [["Thread-Index", "no base64!"]]}, None),
        ({"headers": "odd"}, None),
    ],
)
def test_what_headers_say(facts: dict[str, Any], said: tuple[Any, ...] | None) -> None:
    found = message.of(facts)
    assert (None if found is None else (found.id, found.answers, found.refers)) == said


def test_dates_that_are_none_are_no_order() -> None:
    assert when("2014-05-22T10:00:00+01:00") == when("2014-05-22T09:00:00")
    assert when("not a date") is None
    assert when(None) is None
