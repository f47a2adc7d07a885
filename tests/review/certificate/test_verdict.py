"""What may be said: never more because something was added unseen, cannot be read, or was judged and taken back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.errors import AskedWrong
from muniment.model.review import Judgement, Way
from muniment.review.certificate.course import Course, Event, Judged, Ranked, TakenBack
from muniment.review.certificate.issue import Decision, Draw, assumptions, decide
from muniment.review.certificate.number import number, numbers, seed
from muniment.review.certificate.table import SCALE, Table, Terms, terms
from muniment.review.certificate.verdict import Counting, Standing, What, claim, judge, shown

MADE = seed("00" * 32, "typed", "123456")
ALL, READABLE = "sealed-sample-1-all", "sealed-sample-1-readable"
RANK = {What.VOID: 0, What.IMPOSSIBLE: 0, What.READ: 1, What.AUDIT: 1, What.STOP: 2}


def standing(
    found: int, *, sealed: tuple[float, ...] = (), level: float = 1.0, doubt: int = 0, unread: int = 0
) -> Standing:
    return Standing(found, doubt, unread, int(level * SCALE), tuple(int(each * SCALE) for each in sealed), 100)


def test_it_says_audit_read_and_stop() -> None:
    table = Table(terms(5_000))
    need = table.need(table.least(100)) / SCALE
    assert judge(table, standing(100, level=0.1)).what is What.AUDIT
    assert judge(table, standing(100, level=need + 0.01)).what is What.STOP
    assert judge(table, standing(100, level=0.1, sealed=(0.01, 0.02))).what is What.READ  # of k = 1 there are two
    assert judge(table, standing(100, level=need + 0.01, sealed=(0.01,))).what is What.STOP
    assert judge(table, standing(100), void=True).what is What.VOID


def test_the_later_steps_of_k_are_tested() -> None:
    """Found 94: m is 5, and k 0. Two hits above its level are allowed by it alone, and not by the step at m = 6."""
    table = Table(terms(5_000))
    m = table.least(94)
    low, high = table.level(m) / SCALE, table.level(6) / SCALE
    assert (m, table.allowed(5), table.allowed(6)) == (5, 0, 1)
    between = (low + high) / 2
    assert judge(table, standing(94, level=between)).what is What.AUDIT  # m alone would stop here
    hit = standing(94, level=high + 0.01, sealed=(between, between))
    alone = hit.level >= table.level(m) and sum(each < table.level(m) for each in hit.sealed) <= table.allowed(m)
    assert alone  # the planted fault stops
    assert judge(table, hit).what is What.READ


def test_what_cannot_be_read_counts_as_missed_unless_the_target_leaves_it_out() -> None:
    table = Table(terms(5_000))
    assert judge(table, standing(100, unread=6)).what is What.IMPOSSIBLE
    assert judge(table, standing(100, unread=6), Counting.READABLE).what is What.STOP
    assert judge(table, standing(100, doubt=6), Counting.READABLE).what is What.IMPOSSIBLE


def test_both_figures_follow_from_one_test() -> None:
    table = Table(terms(5_000))
    whole = claim(table, standing(100, unread=2))
    assert (whole.missed_at_most, whole.recall, whole.readable) == (3, Fraction(100, 105), Fraction(100, 103))
    left_out = claim(table, standing(100, unread=60), Counting.READABLE)
    assert (left_out.recall, left_out.readable) == (Fraction(100, 165), Fraction(100, 105))
    assert shown(left_out.readable) == 0.9523  # rounded down, and still over the target


def test_where_all_was_judged_nothing_is_left_to_chance() -> None:
    table = Table(terms(30))
    everything = Standing(19, 1, 0, SCALE, (1, 2, 3), 0)
    assert judge(table, everything).what is What.STOP
    assert claim(table, everything).recall == Fraction(19, 20)


def test_nothing_found_can_be_certified_too() -> None:
    table = Table(terms(5_000))
    assert judge(table, standing(0, level=0.95)).what is What.AUDIT
    assert judge(table, standing(0, level=0.97)).what is What.STOP
    assert claim(table, standing(0, level=0.97)).recall == 1


# Laws over whole courses

LABELS = st.lists(st.sampled_from([*Judgement, Judgement.NOT_RELEVANT]), min_size=8, max_size=60)
TARGETS = st.sampled_from([Fraction(1, 2), Fraction(4, 5), Fraction(19, 20)])


def played(labels: list[Judgement], read: int, audited: int, batch: int = 5) -> tuple[list[str], list[Event]]:
    """Some of a frame read in ranked order, and some of it audited."""
    frame = [f"B1-{i}" for i in range(len(labels))]
    events: list[Event] = []
    for begin in range(0, read, batch):
        rows = range(begin, min(begin + batch, len(frame)))
        events.append(Ranked(len(events) + 1, tuple(frame[i] for i in rows)))
        events += [Judged(len(events) + 1 + j, frame[i], labels[i], "1") for j, i in enumerate(rows) if i < read]
    drawn = sorted(range(len(frame)), key=lambda i: number(MADE, frame[i]))
    for i in drawn[:audited]:
        events.append(Judged(len(events) + 1, frame[i], labels[i], "1", Way.AUDIT))
    return frame, events


def decided(
    frame: list[str], events: list[Event], target: Fraction, rule: str = ALL, unread: tuple[str, ...] = ()
) -> Decision:
    found = Course(frame, numbers(MADE, frame), 0).follow(events)
    return decide(found, Draw(0, rule, target, Fraction(1, 25), len(frame)), frozenset(unread))


def no_better(later: Decision, before: Decision) -> bool:
    if RANK[later.verdict.what] > RANK[before.verdict.what]:
        return False
    if later.claim is None or before.claim is None:
        return True
    return later.claim.recall <= before.claim.recall and later.claim.readable <= before.claim.readable


@given(LABELS, TARGETS, st.integers(0, 60), st.integers(0, 60), st.integers(1, 30), st.sampled_from([ALL, READABLE]))
@settings(max_examples=150, deadline=None)
def test_a_certificate_never_improves_when_items_are_added_unseen(
    labels: list[Judgement], target: Fraction, read: int, audited: int, added: int, rule: str
) -> None:
    frame, events = played(labels, min(read, len(labels)), min(audited, len(labels)))
    more = [*frame, *(f"B2-{i}" for i in range(added))]
    assert no_better(decided(more, events, target, rule), decided(frame, events, target, rule))


@given(LABELS, TARGETS, st.integers(0, 60), st.integers(0, 60), st.integers(1, 4), st.sampled_from([ALL, READABLE]))
@settings(max_examples=150, deadline=None)
def test_an_item_that_cannot_be_read_never_improves_it(
    labels: list[Judgement], target: Fraction, read: int, audited: int, added: int, rule: str
) -> None:
    frame, events = played(labels, min(read, len(labels)), min(audited, len(labels)))
    unread = tuple(f"B2-{i}" for i in range(added))
    later = decided([*frame, *unread], events, target, rule, unread)
    before = decided([*frame, *unread[1:]], events, target, rule, unread[1:])
    assert no_better(later, before)


@given(
    LABELS,
    TARGETS,
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 59),
    st.sampled_from([*Judgement]),
    st.sampled_from([*Way]),
)
@settings(max_examples=200, deadline=None)
def test_judging_and_taking_back_leaves_the_verdict(
    labels: list[Judgement], target: Fraction, read: int, audited: int, which: int, said: Judgement, way: Way
) -> None:
    audited = max(1, min(audited, len(labels)))
    frame, events = played(labels, min(read, len(labels)), audited)
    item, entry = frame[which % len(frame)], len(events) + 1
    again: list[Event] = [*events, Judged(entry, item, said, "1", way), TakenBack(entry + 1, entry)]
    before, after = decided(frame, events, target), decided(frame, again, target)
    assert (after.verdict, after.standing, after.need) == (before.verdict, before.standing, before.need)


# What a door shows


def test_a_decision_says_what_is_needed() -> None:
    frame, events = played([Judgement.RELEVANT] * 10 + [Judgement.NOT_RELEVANT] * 90, 20, 3)
    waiting = decided(frame, events, Fraction(4, 5))
    assert waiting.verdict.what is What.AUDIT
    assert waiting.need == sum(
        secret < waiting.verdict.need and item not in frame[:20] for item, secret in numbers(MADE, frame).items()
    ) - sum(
        1 for event in events if isinstance(event, Judged) and event.way is Way.AUDIT and event.item not in frame[:20]
    )
    frame, events = played([Judgement.RELEVANT] * 10 + [Judgement.NOT_RELEVANT] * 90, 20, 90)
    done = decided(frame, events, Fraction(4, 5))
    figures = done.figures()
    assert (figures["frame"], figures["found"], figures["missed_at_most"]) == (100, 10, 2)
    assert (figures["recall_part"], figures["recall_of"]) == (5, 6)
    assert figures["sampled"] >= 90
    assert (figures["sample_relevant"] > 0, done.need) == (True, None)


def test_where_too_much_cannot_be_read_it_says_how_much_must_be_settled() -> None:
    frame, events = played([Judgement.RELEVANT] * 20 + [Judgement.NOT_RELEVANT] * 80, 100, 1)
    unread = tuple(f"B2-{i}" for i in range(5))
    found = decided([*frame, *unread], events, Fraction(19, 20), ALL, unread)
    assert (found.verdict.what, found.settle) == (What.IMPOSSIBLE, 4)


def test_assumptions_are_said() -> None:
    frame, events = played([Judgement.RELEVANT] * 20 + [Judgement.UNSURE] + [Judgement.NOT_RELEVANT] * 79, 100, 1)
    said = " ".join(assumptions(decided([*frame, "B2-1"], events, Fraction(4, 5), ALL, ("B2-1",))))
    for words in (
        "taken as right",
        "101 items",
        "not independently seeded",
        "taken back): 1.",
        "judged by one person: 1.",
    ):
        assert words in said


@pytest.mark.parametrize("target", [Fraction(0), Fraction(1)], ids=str)
def test_no_target_of_nothing_or_all(target: Fraction) -> None:
    with pytest.raises(AskedWrong, match="no such target"):
        Terms(10, target)
