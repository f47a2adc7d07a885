"""What acts of reviewers mean for the tables: the same as a plain recomputation, and the same when they are made anew."""

import json
from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewing import Book, rows, runs

from muniment.errors import Broken
from muniment.ledger.entry import Entry
from muniment.model.act import Act
from muniment.model.deed import As, Described, Opened, Settled, Words
from muniment.model.review import (
    VALUES,
    Answer,
    Answered,
    Coded,
    CodeUndone,
    Field,
    Judged,
    Judgement,
    Noted,
    TagDefined,
    TakenBack,
    Way,
)

PEOPLE, ITEMS = st.sampled_from(["p1", "p2", "p3"]), st.sets(st.integers(1, 4), min_size=1).map(sorted)
JUDGE = st.tuples(st.just("judge"), PEOPLE, ITEMS, st.sampled_from(Judgement), st.booleans())
BACK = st.tuples(st.just("back"), st.integers(0, 30))
OPEN = st.tuples(st.just("open"), PEOPLE, st.integers(1, 4))
DONE = st.lists(st.one_of(JUDGE, JUDGE, BACK, OPEN), max_size=20)

CODE = st.tuples(
    st.just("code"),
    ITEMS,
    st.sampled_from([("tag", "1"), ("tag", "2"), ("privileged", "yes"), ("privileged", "no")]),
    st.booleans(),
)
UNDO = st.tuples(st.just("undo"), st.integers(0, 30))


def judged(judgement: Judgement, *numbers: int, decides: bool = False, note: str = "") -> Judged:
    return Judged(judgement, Way.ASIDE, note, runs(numbers), len(numbers), decides=decides)


def do(book: Book, each: tuple[Any, ...]) -> None:
    """One step; only who judged takes back, and only once, as `record` has it."""
    match each:
        case "judge", by, numbers, judgement, decides:
            book.say(judged(judgement, *numbers, decides=decides), by)
        case "open", by, n:
            book.say(Opened(f"ITM-{n:06d}", None, ""), by)
        case _, place:
            mine = [seq for seq, (_, act) in enumerate(book.acts, 1) if isinstance(act, Judged)]
            gone = {act.entry for _, act in book.acts if isinstance(act, TakenBack)}
            left = [seq for seq in mine if seq not in gone]
            if left:
                taken = left[place % len(left)]
                book.say(TakenBack(taken, ""), book.acts[taken - 1][0])


def plainly(book: Book) -> dict[int, tuple[str, bool]]:
    """What stands of each item, and whether people differ, worked out from the acts alone."""
    gone = {act.entry for _, act in book.acts if isinstance(act, TakenBack)}
    said: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for seq, (by, act) in enumerate(book.acts, 1):
        if isinstance(act, Judged) and seq not in gone:
            for n, _ in act.ids:
                said[n].append((by, act.judgement.value, act.decides))
    found = {}
    for n, each in said.items():
        while any(decides for _, _, decides in each[1:]):
            each.pop(0)
        last = {by: judgement for by, judgement, _ in each}
        differ = len(set(last.values())) > 1
        found[n] = ("unsure" if differ else each[-1][1]), differ
    return found


@settings(max_examples=150, deadline=None)
@given(DONE)
def test_what_stands_is_what_a_plain_recomputation_gives(done: list[tuple[Any, ...]]) -> None:
    book = Book()
    for each in done:
        do(book, each)
    stands = {
        n: (judgement, bool(differ))
        for n, judgement, differ in book.tables.rows("SELECT item, judgement, differ FROM standing")
    }
    assert stands == plainly(book)
    assert rows(book.again()) == rows(book.tables), "made anew they are the same"
    everything = Counter(n for _, act in book.acts if isinstance(act, Judged) for n, _ in act.ids)
    assert Counter(n for (n,) in book.tables.rows("SELECT item FROM judged")) == everything, "nothing is overwritten"


@settings(max_examples=100, deadline=None)
@given(DONE)
def test_the_counts_that_are_kept_are_those_that_counting_gives(done: list[tuple[Any, ...]]) -> None:
    book = Book()
    for each in done:
        do(book, each)
    kept = book.tables.rows("SELECT * FROM progress WHERE items<>0 ORDER BY bundle, person, what")
    counted = (
        "SELECT bundle, '', judgement, count(*) FROM standing JOIN item ON n=standing.item GROUP BY 1, 3 UNION ALL "
        "SELECT bundle, '', 'differ', count(*) FROM standing JOIN item ON n=standing.item WHERE differ GROUP BY 1 UNION ALL "
        "SELECT bundle, person, judgement, count(*) FROM says JOIN item ON n=says.item GROUP BY 1, 2, 3 UNION ALL "
        "SELECT bundle, '', 'opened', count(DISTINCT n) FROM opened JOIN item ON n=opened.item GROUP BY 1 UNION ALL "
        "SELECT bundle, person, 'opened', count(DISTINCT n) FROM opened JOIN item ON n=opened.item GROUP BY 1, 2 "
        "ORDER BY 1, 2, 3"
    )
    assert kept == book.tables.rows(counted)
    newest = (
        "SELECT item, person, judgement, entry FROM judged AS one WHERE back IS NULL AND entry=(SELECT max(entry) FROM judged "
        "WHERE item=one.item AND person=one.person AND back IS NULL) ORDER BY 1, 2"
    )
    assert book.tables.rows("SELECT item, person, judgement, entry FROM says ORDER BY 1, 2") == book.tables.rows(newest)


def coded(book: Book) -> set[tuple[int, str, str]]:
    """What is said of items, worked out as if what was undone had never been."""
    gone = {act.entry for _, act in book.acts if isinstance(act, CodeUndone)}
    found: set[tuple[int, str, str]] = set()
    for seq, (_, act) in enumerate(book.acts, 1):
        if not isinstance(act, Coded) or seq in gone:
            continue
        for n, _ in act.ids:
            if not act.remove and act.field is not Field.TAG:
                found -= {(n, act.field.value, value) for value in VALUES[act.field]}
            (found.discard if act.remove else found.add)((n, act.field.value, act.value))
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(CODE, CODE, UNDO), max_size=20))
def test_undoing_is_as_if_it_had_never_been(done: list[tuple[Any, ...]]) -> None:
    book = Book()
    for each in done:
        match each:
            case "code", numbers, (field, value), remove:
                book.say(Coded(Field(field), value, remove, "", runs(numbers), len(numbers)))
            case _, place:
                gone = {act.entry for _, act in book.acts if isinstance(act, CodeUndone)}
                left = [s for s, (_, act) in enumerate(book.acts, 1) if isinstance(act, Coded) and s not in gone]
                if left:
                    book.say(CodeUndone(left[int(str(place)) % len(left)], ""))
        now = book.tables.rows("SELECT item, field, value FROM code WHERE gone IS NULL")
        assert len(now) == len(set(now)), "nothing is said twice"
        assert set(now) == coded(book)
    assert rows(book.again()) == rows(book.tables)


def test_a_decision_stands_until_somebody_judges_another_way() -> None:
    book = Book()

    def stands() -> list[tuple[Any, ...]]:
        return book.tables.rows("SELECT judgement, differ FROM standing WHERE item=1")

    book.say(judged(Judgement.RELEVANT, 1), "p1")
    book.say(judged(Judgement.NOT_RELEVANT, 1), "p2")
    assert stands() == [("unsure", 1)]
    decision = book.say(judged(Judgement.RELEVANT, 1, decides=True), "p3")
    assert stands() == [("relevant", 0)]
    book.say(judged(Judgement.RELEVANT, 1), "p1")
    assert stands() == [("relevant", 0)], "who says the same leaves it decided"
    other = book.say(judged(Judgement.NOT_RELEVANT, 1), "p2")
    assert stands() == [("unsure", 1)]
    book.say(TakenBack(other, ""), "p2")
    assert stands() == [("relevant", 0)]
    book.say(TakenBack(decision, ""), "p3")
    assert stands() == [("unsure", 1)], "without the decision both stand as before"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        (judged(Judgement.RELEVANT, 1), {"as": "guilty"}),
        (judged(Judgement.RELEVANT, 1), {"way": "by magic"}),
        (judged(Judgement.RELEVANT, 1), {"count": 2}),
        (Coded(Field.PRIVILEGED, "yes", False, "", runs([1]), 1), {"value": "perhaps"}),
        (Coded(Field.PRIVILEGED, "yes", False, "", runs([1]), 1), {"field": "score"}),
        (Coded(Field.USED, "used", False, "", runs([1]), 1), {"count": 0}),
        (Answered(1, Answer.STANDS, "it does"), {"answer": "perhaps"}),
    ],
    ids=["judgement", "way", "judged-count", "value", "field", "coded-count", "answer"],
)  # fmt: skip
def test_what_no_reviewer_can_say_is_broken(act: Act, fields: dict[str, Any]) -> None:
    book = Book()
    known = {"do": act.do, "v": act.version, "by": "p1", "uid": 0, "proved": "none"} | act.fields() | fields
    with pytest.raises(Broken, match="entry 1"):
        book.tables.apply([Entry(1, 1, json.loads(json.dumps(known)), tuple(act.sealed()))])


def test_what_comes_after_a_judgement_overtakes_it() -> None:
    book = Book()
    before = book.say(Described("ITM-000001", Words.DESCRIPTION, "", "a dark film"))
    first = book.say(judged(Judgement.RELEVANT, 1, 2), "p1")
    second = book.say(judged(Judgement.UNSURE, 1), "p2")
    back = book.say(judged(Judgement.UNSURE, 1), "p3")
    book.say(TakenBack(back, ""), "p3")
    words = book.say(Described("ITM-000001", Words.TRANSCRIPT, "en", "They speak."))
    found = book.tables.rows("SELECT item, judged, entry, what, person FROM overtaken")
    assert found == [(1, first, words, "transcript", "p1"), (1, second, words, "transcript", "p2")]
    assert before not in {entry for _, _, entry, _, _ in found}
    book.say(Settled(As.READ_ELSEWHERE, "there", runs([1]), 1))
    assert len(book.tables.rows("SELECT 1 FROM overtaken")) == 2, "settling is no evidence"


def test_another_reading_overtakes_and_the_same_one_does_not() -> None:
    book = Book()
    read = "INSERT INTO reading VALUES (1,?,?,'f',0,0)"
    book.tables.base.execute(read, (0, "a"))
    first = book.say(judged(Judgement.RELEVANT, 1))
    book.tables.base.execute(read, (100, "a"))
    assert book.tables.rows("SELECT 1 FROM overtaken") == []
    book.tables.base.execute(read, (101, "b"))
    assert book.tables.rows("SELECT judged, entry, what FROM overtaken") == [(first, 101, "reading")]
    book.tables.base.execute(read, (102, "b"))
    book.tables.base.execute(read, (103, "a"))
    assert book.tables.rows("SELECT count(*) FROM overtaken") == [(1,)], "the one that was judged is back"


def test_a_note_makes_its_item_new_to_the_index() -> None:
    book = Book()
    entry = book.say(Noted("ITM-000002", "Compare the hall."))
    assert book.tables.rows("SELECT n FROM item WHERE changed=?", (entry,)) == [(2,)]
    assert book.tables.rows("SELECT * FROM note") == [(entry, 2, "p1", "Compare the hall.")]


def test_tags_of_erased_names_are_kept() -> None:
    book = Book()
    entry = book.say(TagDefined("Issues", "treating"))
    fields = {"do": "tag-defined", "v": 1, "by": "p1", "uid": 0, "proved": "none"}
    book.tables.apply([Entry(entry + 1, 1, fields, (None, None))])
    assert book.tables.rows("SELECT entry, list, name FROM tag") == [
        (entry, "Issues", "treating"),
        (entry + 1, None, None),
    ]
