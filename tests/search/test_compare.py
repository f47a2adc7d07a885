"""Whether anything in a bundle is new: every item is in one group, and the group is the right one."""

import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import Case as Memory

from muniment.model.state import State
from muniment.names import csvsafe
from muniment.search import compare
from muniment.search.compare import Against, Line
from muniment.search.near import base as bases
from muniment.search.near.texts import Texts

WORDS = [f"word{number}" for number in range(500)]
LONG = " ".join(random.Random(1).choices(WORDS, k=200))
CASE = Against("BUN-0002", but=True)


class Case(Memory):
    """Items with the bytes that a test says."""

    def add(self, bundle: str, text: str = "", sha256: str | None = None, parent: str | None = None) -> str:
        key = self.put(*[text] if text else [], bundle=bundle)
        item = replace(self.rows[key], sha256=sha256 or f"{len(self.rows):064x}", parent=parent)
        if parent is not None:
            above = self.rows[parent]
            item = replace(item, top=above.top)
            self.as_of += 1
            self.rows[parent] = replace(
                above, recorded=above.recorded + 1, state=State.NONE_CONTAINER, changed=self.as_of
            )
        self.rows[key] = item
        return key

    def held_against(self, against: Against, bundle: str = "BUN-0002") -> dict[str, Line]:
        with bases.brought(self) as base:
            items = [self.rows[key] for key in sorted(self.rows, key=lambda key: (self.rows[key].top, key))]
            mine = [item for item in items if item.bundle == bundle]
            return {line.item.id: line for line in compare.lines(base, Texts(self), mine, against)}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def groups(lines: Iterable[Line]) -> list[tuple[str, str]]:
    return [(line.group, line.how) for line in lines]


def test_each_group(case: Case) -> None:
    first = case.add("BUN-0001", LONG, "a" * 64)
    case.add("BUN-0001", "a short text")
    case.add("BUN-0002", LONG, "a" * 64)
    case.add("BUN-0002", LONG.upper())
    case.add("BUN-0002", LONG.replace("word7", "other"))
    case.add("BUN-0002", "another short text")
    case.add("BUN-0002")
    lines = list(case.held_against(CASE).values())
    assert groups(lines) == [
        ("same-bytes", "bytes"),
        ("nearly", "text"),
        ("nearly", "nearly"),
        ("only-here", ""),
        ("only-here", ""),
    ]
    assert {line.other.id for line in lines if line.other} == {first}
    assert [line.by for line in lines[3:]] == ["bytes", "bytes"]


def test_what_is_twice_in_the_bundle_is_not_there_for_that(case: Case) -> None:
    case.add("BUN-0002", LONG, "a" * 64)
    case.add("BUN-0002", LONG, "a" * 64)
    assert groups(case.held_against(CASE).values()) == [("only-here", "")] * 2


def test_another_bundle_is_not_the_case(case: Case) -> None:
    case.add("BUN-0003", LONG, "a" * 64)
    case.add("BUN-0001", "something else")
    one = case.add("BUN-0002", LONG, "a" * 64)
    assert case.held_against(CASE)[one].group == "same-bytes"
    assert case.held_against(Against("BUN-0001", but=False))[one].group == "only-here"
    assert case.held_against(Against("BUN-0003", but=False))[one].group == "same-bytes"


def test_a_container_whose_members_are_all_there_is_said_to_be_so(case: Case) -> None:
    case.add("BUN-0001", LONG, "a" * 64)
    case.add("BUN-0001", "short", "b" * 64)
    whole = case.add("BUN-0002")
    case.add("BUN-0002", LONG, "a" * 64, parent=whole)
    inner = case.add("BUN-0002", parent=whole)
    case.add("BUN-0002", "short", "b" * 64, parent=inner)
    half = case.add("BUN-0002")
    case.add("BUN-0002", LONG, "a" * 64, parent=half)
    case.add("BUN-0002", "new", parent=half)
    cut = case.add("BUN-0002")
    case.add("BUN-0002", LONG, "a" * 64, parent=cut)
    case.rows[cut] = replace(case.rows[cut], complete=False)
    empty = case.add("BUN-0002")
    found = case.held_against(CASE)
    assert (found[whole].group, found[whole].how) == ("nearly", "members")
    assert (found[inner].group, found[inner].how) == ("nearly", "members")
    for key in (half, cut, empty):
        assert found[key].group == "only-here", key


def test_a_mail_with_new_words_is_new_though_all_that_is_attached_is_there(case: Case) -> None:
    case.add("BUN-0001", LONG, "a" * 64)
    mail = case.add("BUN-0002", "please find attached")
    case.add("BUN-0002", LONG, "a" * 64, parent=mail)
    assert case.held_against(CASE)[mail].group == "only-here"


def test_only_there(case: Case) -> None:
    case.add("BUN-0001", LONG)
    there = case.add("BUN-0001", "only there")
    case.add("BUN-0002", LONG.replace("word7", "other"))
    with bases.brought(case) as base:
        theirs = [item for item in case.rows.values() if item.bundle == "BUN-0001"]
        lines = list(compare.only_there(base, Texts(case), theirs, Against("BUN-0002", but=False), set()))
    assert [(line.group, line.item.id) for line in lines] == [("only-there", there)]


THINGS = st.lists(
    st.tuples(
        st.sampled_from(["BUN-0001", "BUN-0002", "BUN-0003"]),
        st.sampled_from(["", "short", "short two", LONG, LONG.upper(), LONG.replace("word7", "x"), LONG[::-1]]),
        st.sampled_from(["a" * 64, "b" * 64, None]),
    ),
    max_size=12,
)


@given(THINGS)
@settings(max_examples=40, deadline=None)
def test_every_item_is_in_one_group_and_the_group_is_the_same_from_both_sides(
    things: list[tuple[str, str, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = Case(Path(folder))
        for bundle, text, sha256 in things:
            case.add(bundle, text, sha256)
        mine = [item for item in case.rows.values() if item.bundle == "BUN-0002"]
        lines = case.held_against(Against("BUN-0001", but=False))
        assert set(lines) == {item.id for item in mine}
        counts = Counter(line.group for line in lines.values())
        assert sum(counts.values()) == len(mine)
        theirs = case.held_against(Against("BUN-0002", but=False), "BUN-0001")
        for line in [*lines.values(), *theirs.values()]:
            assert (line.other is None) == (line.group == "only-here")
            if line.other is not None:
                back = (theirs if line.item.bundle == "BUN-0002" else lines)[line.other.id]
                assert back.group != "only-here"
            if line.how == "bytes":
                assert line.other is not None
                assert line.other.sha256 == line.item.sha256


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'␉=1"),
        ("\r=1", "'␍=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (-5, "-5"),
        (0.5, "0.5"),
        (True, "yes"),
        ("a\x1b[31m", "a␛[31m"),
    ],
)
def test_no_cell_is_taken_for_a_formula(value: csvsafe.Value, said: str) -> None:
    assert csvsafe.cell(value) == said
