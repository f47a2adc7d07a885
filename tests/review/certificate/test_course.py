"""What is reached, what is sealed, and what may teach: whatever people do, the order of reading does not hang on the audit."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.model.review import Judgement, Way
from muniment.review.certificate.course import (
    AuditBegan,
    Course,
    Event,
    Gone,
    Judged,
    Opened,
    Ranked,
    TakenBack,
    Unsettled,
)
from muniment.review.certificate.table import SCALE

YES, NO, UNSURE = Judgement.RELEVANT, Judgement.NOT_RELEVANT, Judgement.UNSURE
ITEMS = tuple("abcdef")
NUMBERS = {item: (i * 7 + 3) % 6 * (SCALE // 6) for i, item in enumerate(ITEMS)}


def course() -> Course:
    return Course(ITEMS, NUMBERS, 0)


def drawn() -> list[str]:
    return sorted(ITEMS, key=NUMBERS.__getitem__)


def test_what_was_judged_before_the_audit_teaches_and_after_it_is_sealed() -> None:
    found = course().follow(
        [
            Ranked(1, ("a", "b", "c")),
            Judged(2, "a", YES, "1"),
            Judged(3, "e", YES, "1", Way.ASIDE),
            Judged(4, "f", NO, "1", Way.AUDIT),
            Judged(5, "d", YES, "1", Way.ASIDE),
            Judged(6, "c", NO, "1", Way.AUDIT),
        ]
    )
    assert found.reached() == ["a", "e"]
    assert found.taught() == {"a": True, "e": True}
    assert found.sealed() == ["f", "d", "c"]
    assert found.sealed_relevant() == (NUMBERS["d"],)
    assert list(found.candidates()) == ["b", "c", "d", "f"]
    assert found.standing().found == 3


def test_a_sealed_item_is_reached_in_its_place_and_costs_nothing() -> None:
    found = course().follow([Ranked(1, ("a", "b", "c")), Judged(2, "b", YES, "1", Way.AUDIT)])
    assert (found.next_queued(), found.sealed()) == ("a", ["b"])
    found.take(Judged(3, "a", NO, "1"))
    assert found.reached() == ["a", "b"]
    assert (found.next_queued(), found.sealed(), found.batch_read) == ("c", [], False)
    found.take(Judged(4, "c", NO, "1"))
    assert (found.next_queued(), found.batch_read, found.taught()) == (None, True, {"a": False, "b": True, "c": False})


def test_handing_an_item_out_is_enough_to_begin_an_audit() -> None:
    found = course().follow([AuditBegan(1), Judged(2, "b", YES, "1", Way.ASIDE)])
    assert (found.audit_began, found.sealed(), found.taught()) == (1, ["b"], {})


def test_an_audit_of_an_earlier_draw_is_reached() -> None:
    found = Course(ITEMS, NUMBERS, 10).follow(
        [Judged(5, "a", YES, "1", Way.AUDIT), Judged(11, "b", YES, "1", Way.AUDIT)]
    )
    assert (found.reached(), found.sealed()) == (["a"], ["b"])


def test_a_second_draw_bears_the_batches_that_the_first_one_sealed_items_from() -> None:
    told: list[Event] = [
        Ranked(1, ("a", "b"), reached=0, trained=0),
        Judged(3, "d", YES, "1", Way.AUDIT),
        Judged(4, "a", YES, "1"),
        Judged(5, "b", NO, "1"),
        Ranked(6, ("c", "d"), reached=2, trained=2),
        Judged(7, "c", NO, "1"),
    ]
    first, second = Course(ITEMS, NUMBERS, 2).follow(told), Course(ITEMS, NUMBERS, 8).follow(told)
    assert (first.breaks, second.breaks) == ([], [])
    again = Ranked(9, ("e",), reached=4, trained=4)
    assert second.follow([again, Judged(10, "f", NO, "1", Way.AUDIT)]).breaks == []
    assert (second.reached(), second.sealed()) == (["d", "a", "b", "c"], ["f"])


def test_what_nobody_can_judge_is_passed_over_and_stays_unknown() -> None:
    found = course().follow(
        [Judged(1, "f", NO, "1", Way.AUDIT), Ranked(2, ("a", "b")), Judged(3, "b", NO, "1"), Gone(4, ("a",))]
    )
    assert (found.reached(), found.next_queued(), found.batch_read) == (["b"], None, True)
    assert list(found.candidates()) == ["c", "d", "e", "f"]
    assert "a" in list(found.audits())  # it holds the audit up, unless it is counted as what cannot be read
    found.follow([Ranked(5, ("c",)), Judged(6, "c", NO, "1"), Gone(7, ("a",), back=True)])
    assert (found.breaks, found.reached(), next(found.candidates())) == ([], ["b", "c"], "a")
    assert found.standing().left == 3


def test_the_level_of_an_audit_is_the_lowest_number_that_nobody_judged() -> None:
    found, order = course(), drawn()
    assert (found.level(), next(found.audits())) == (NUMBERS[order[0]], order[0])
    found.take(Judged(1, order[1], NO, "1", Way.AUDIT))  # out of turn: the level waits
    assert found.level() == NUMBERS[order[0]]
    found.take(Judged(2, order[0], NO, "1", Way.AUDIT))
    assert (found.level(), next(found.audits())) == (NUMBERS[order[2]], order[2])
    assert found.level({order[2]}) == NUMBERS[order[3]]  # what cannot be read does not hold an audit up
    assert list(found.audits(NUMBERS[order[3]])) == [order[2]]


def test_before_there_is_a_seed_nothing_is_audited() -> None:
    found = Course(ITEMS, None, 0).follow([Judged(1, "a", YES, "1")])
    assert (found.level(), list(found.audits()), found.standing().level, found.standing().left) == (0, [], 0, 5)


def test_unsure_and_differing_judgements_are_possibly_relevant_and_not_found() -> None:
    found = course().follow(
        [
            Judged(1, "a", UNSURE, "1", Way.AUDIT),
            Judged(2, "b", YES, "1", Way.AUDIT),
            Judged(3, "b", NO, "2", Way.SAMPLE),
            Judged(4, "c", YES, "1", Way.AUDIT),
            Judged(5, "c", YES, "2", Way.SAMPLE),
        ]
    )
    assert (found.standing().found, found.standing().undecided) == (1, 2)
    assert found.sealed_relevant() == (NUMBERS["c"],)
    found.take(Judged(6, "b", YES, "3", decides=True))
    assert (found.judgement("b"), found.standing().undecided) == (YES, 1)
    found.take(Judged(7, "b", NO, "1"))
    assert found.judgement("b") is UNSURE


UNREAD: dict[str, tuple[list[Event], bool]] = {
    "nobody did anything": ([], True),
    "judged, and opened by nobody": ([Judged(1, "a", YES, "1")], True),
    "opened by one, judged by another": ([Opened(1, "a", "1"), Judged(2, "a", YES, "2")], True),
    "opened, and judged by nobody": ([Opened(1, "a", "1")], True),
    "opened and judged by one": ([Opened(1, "a", "1"), Judged(2, "a", YES, "1")], False),
    "judged, and opened after that": ([Judged(1, "a", YES, "1"), Opened(2, "a", "1")], False),
    "another item opened": ([Judged(1, "a", YES, "1"), Opened(2, "b", "1")], True),
    "read elsewhere, and open again": ([Opened(1, "a", "1"), Judged(2, "a", YES, "1"), Unsettled(3, 1)], True),
    "opened twice, and one is open again": (
        [Opened(1, "a", "1"), Opened(2, "a", "1"), Judged(3, "a", YES, "1"), Unsettled(4, 2)],
        False,
    ),
    "opened and judged, then taken back": ([Opened(1, "a", "1"), Judged(2, "a", YES, "1"), TakenBack(3, 2)], True),
    "one who opened and one who did not agree": (
        [Opened(1, "a", "1"), Judged(2, "a", YES, "1"), Judged(3, "a", YES, "2")],
        False,
    ),
    "who did not open it decides": (
        [Opened(1, "a", "1"), Judged(2, "a", NO, "1"), Judged(3, "a", YES, "2", decides=True)],
        True,
    ),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_has_no_text_is_unread_until_one_person_opened_and_judged_it(what: str) -> None:
    events, unread = UNREAD[what]
    found = course().follow(events)
    standing = found.standing({"a"})
    assert found.unread({"a"}) == ({"a"} if unread else set())
    assert (standing.not_readable, standing.found, standing.undecided) == (int(unread), int(not unread), 0)
    assert standing.left == 5
    assert found.standing().found == len([*found._said.judged()]), (
        "what a machine could read is found once it is judged"
    )


def test_what_people_say_of_an_unread_item_is_neither_found_nor_undecided() -> None:
    found = course().follow([Judged(1, "a", UNSURE, "1"), Judged(2, "b", YES, "1"), Judged(3, "b", NO, "2")])
    standing = found.standing({"a", "b", "c"})
    assert (standing.found, standing.undecided, standing.not_readable, standing.left) == (0, 0, 3, 3)


def test_an_unread_item_that_is_said_to_be_relevant_is_still_a_hit_of_the_audit() -> None:
    """What it counts as must never make a certificate easier."""
    found = course().follow([AuditBegan(1), Judged(2, "a", YES, "1", Way.ASIDE)])
    assert found.standing({"a"}).sealed == (NUMBERS["a"],)


def test_taking_back_an_entry_lets_what_was_said_before_it_stand() -> None:
    found = course().follow([Judged(1, "a", NO, "1"), *(Judged(2, item, YES, "1") for item in "ab"), TakenBack(3, 2)])
    assert (found.judgement("a"), found.judgement("b"), found.reached()) == (NO, None, ["a"])


def test_what_taught_the_ranker_stays_reached_and_is_asked_for_again() -> None:
    found = course().follow(
        [
            Ranked(1, ("a", "b")),
            Judged(2, "a", YES, "1"),
            Judged(3, "b", NO, "1"),
            Ranked(4, ("c", "d")),
            TakenBack(5, 2),
        ]
    )
    assert (found.reached(), found.next_queued(), found.taught()) == (["a", "b"], "a", {"b": False})
    assert (found.standing().found, found.standing().undecided) == (0, 1)
    found.take(Judged(6, "a", YES, "1"))
    assert (found.next_queued(), found.standing().undecided, found.standing().found) == ("c", 0, 1)


BROKEN: dict[str, list[Ranked | Judged]] = {
    "a ranking began after the audit": [Ranked(2, ("b",), began=True)],
    "a batch was ranked before the one before it was read": [Ranked(2, ("b",)), Ranked(3, ("c",))],
    "a batch holds an item that was reached": [Ranked(2, ("b",)), Judged(3, "b", NO, "1"), Ranked(4, ("b",))],
    "a batch after 7 items, and 0 are reached": [Ranked(2, ("b",), reached=7)],
    "a batch taught by 1 items, and 0 may teach": [Ranked(2, ("b",), trained=1)],
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_the_proof_does_not_allow_is_said(what: str) -> None:
    found = course().follow([Judged(1, "a", YES, "1", Way.AUDIT), *BROKEN[what]])
    assert what in [each.what for each in found.breaks]


class Leaks(Course):
    """The planted fault."""

    def taught(self) -> dict[str, bool]:
        return {item: self.judgement(item) is YES for item in [*self.reached(), *self.sealed()]}


def reading(kind: Callable[..., Course], relevant: frozenset[int], number: list[int], steps: list[int]) -> list[str]:
    """The order in which a deterministic ranker reaches items where people audit and search in between as `steps` say."""
    size = len(number)
    found = kind(map(str, range(size)), {str(i): each for i, each in enumerate(number)}, 0)
    entry, turns = iter(range(1, 10_000)), iter(steps)
    while True:
        if found.batch_read:
            batch = ranked(found, size)
            if not batch:
                return found.reached()
            found.take(Ranked(next(entry), batch, reached=len(found.reached()), trained=len(found.taught())))
            continue
        turn = next(turns, 0)
        item, way = found.next_queued(), Way.QUEUE
        if turn == 1:
            item, way = next(found.audits(), item), Way.AUDIT
        elif turn > 1 and found.audit_began is not None:
            item, way = str(turn % size), Way.ASIDE
        assert item is not None
        found.take(Judged(next(entry), item, YES if int(item) in relevant else NO, "1", way))


def ranked(found: Course, size: int) -> tuple[str, ...]:
    """The two candidates that are nearest to something relevant and farthest from the rest, on a ring."""
    taught = found.taught()

    def pull(item: str) -> tuple[int, int]:
        near = [min((int(item) - int(each)) % size, (int(each) - int(item)) % size) for each in taught]
        return sum((5 - gap if good else gap) for gap, good in zip(near, taught.values(), strict=True)), int(item)

    return tuple(sorted(found.candidates(), key=pull, reverse=True)[:2])


RELEVANT = st.frozensets(st.integers(0, 14))
STEPS = st.lists(st.integers(0, 15), max_size=40)
DRAWN = st.permutations([i * (SCALE // 15) for i in range(15)])


@given(RELEVANT, DRAWN, STEPS)
@settings(max_examples=150, deadline=None)
def test_sealed_judgements_never_change_the_order_of_reading(
    relevant: frozenset[int], number: list[int], steps: list[int]
) -> None:
    assert reading(Course, relevant, number, steps) == reading(Course, relevant, number, [])


def test_the_same_law_catches_a_ranker_that_learns_from_sealed_judgements() -> None:
    number = [i * (SCALE // 15) for i in range(15)]
    orders: Iterator[bool] = (
        reading(Leaks, frozenset({3, 4, 9}), number, [1] * many) == reading(Leaks, frozenset({3, 4, 9}), number, [])
        for many in range(1, 9)
    )
    assert not all(orders)
