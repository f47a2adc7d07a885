"""A certificate is replayed from plain facts; each lie in it, or in what lies under it, is said."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from muniment.model.review import Judgement, Way
from muniment.review.certificate.course import Course, Judged, Ranked
from muniment.review.certificate.issue import Draw, decide
from muniment.review.certificate.number import numbers, seed
from muniment.review.certificate.replay import replay

FRAME = [f"B1-{i}" for i in range(60)]
RELEVANT = set(FRAME[:12])
LEAF = "cd" * 32
Facts = list[dict[str, Any]]


def facts() -> Facts:
    """A case in which forty of sixty items were read in ranked order, then the rest was audited as far as is needed."""
    made = seed(LEAF, "typed", "271828")
    draw = Draw(2, "sealed-sample-1-all", Fraction(4, 5), Fraction(1, 25), len(FRAME), 1, "typed")
    told: Facts = [
        {"entry": 0, "kind": "taken-in", "items": FRAME},
        {"entry": 1, "kind": "ranking-began", "items": FRAME[:2], "reached": 0, "trained": 0},
        {
            "entry": 2,
            "kind": "draw-began",
            "frame": FRAME,
            "rule": draw.rule,
            "target": (4, 5),
            "alpha": (1, 25),
            "leaf": LEAF,
        },
        {"entry": 3, "kind": "draw-seeded", "draw": 2, "how": "typed", "added": "271828"},
    ]
    course = Course(FRAME, numbers(made, FRAME), 3)
    course.take(Ranked(1, tuple(FRAME[:2]), began=True))
    entry = 3

    def judged(item: str, way: Way) -> None:
        said = Judgement.RELEVANT if item in RELEVANT else Judgement.NOT_RELEVANT
        course.take(Judged(entry, item, said, "1", way))
        told.append(
            {"entry": entry, "kind": "judged", "items": [item], "judgement": said.value, "by": "1", "way": way.value}
        )

    for begin in range(2, 42, 4):
        while (item := course.next_queued()) is not None:
            entry += 1
            judged(item, Way.QUEUE)
        entry += 1
        batch = FRAME[begin : begin + 4]
        told.append({"entry": entry, "kind": "ranked", "items": batch, "reached": begin, "trained": begin})
        course.take(Ranked(entry, tuple(batch), reached=begin, trained=begin))
    for item in course.audits(decide(course, draw).verdict.need):
        entry += 1
        judged(item, Way.AUDIT)
    found = decide(course, draw)
    told.append(
        {
            "entry": entry + 1,
            "kind": "certificate-issued",
            "draw": 2,
            "figures": found.figures(),
            "found": sorted(RELEVANT),
            "not_readable": [],
        }
    )
    return told


def test_an_honest_certificate_holds() -> None:
    found = replay(facts())
    assert [each.what for each in found.findings] == []
    assert [(each.draw, each.holds, each.overtaken_by) for each in found.certificates] == [(2, True, None)]
    assert (found.abandoned, found.waiting) == ((), ())


def first(told: Facts, kind: str, **said: object) -> dict[str, Any]:
    return next(
        fact for fact in told if fact["kind"] == kind and all(fact.get(key) == value for key, value in said.items())
    )


def not_audited(told: Facts) -> None:
    told.remove(first(told, "judged", way="audit"))


def other_digits(told: Facts) -> None:
    first(told, "draw-seeded")["added"] = "271829"


def other_figure(told: Facts) -> None:
    first(told, "certificate-issued")["figures"]["recall_part"] += 1


def other_items(told: Facts) -> None:
    first(told, "certificate-issued")["found"][0] = FRAME[-1]


def less_frame(told: Facts) -> None:
    first(told, "draw-began")["frame"] = FRAME[:-1]


def more_frame(told: Facts) -> None:
    first(told, "draw-began")["frame"] = [*FRAME, "B9-0"]


def seeded_later(told: Facts) -> None:
    first(told, "draw-seeded")["entry"] = 10_000


def seeded_twice(told: Facts) -> None:
    told.append(first(told, "draw-seeded") | {"entry": 9_999})


def given_up(told: Facts) -> None:
    told.append({"entry": 3, "kind": "draw-abandoned", "draw": 2})


def ranked_early(told: Facts) -> None:
    """One audit first, and the batch is then exchanged for another before it was read."""
    told.append(
        {"entry": 3, "kind": "judged", "items": [FRAME[50]], "judgement": "not-relevant", "by": "1", "way": "audit"}
    )
    told.append({"entry": 3, "kind": "ranked", "items": FRAME[2:4]})


def taught_too_much(told: Facts) -> None:
    first(told, "ranked")["trained"] += 1


def no_digits(told: Facts) -> None:
    first(told, "draw-seeded")["added"] = "1"


LIES: list[Callable[[Facts], None]] = [
    not_audited,
    other_digits,
    other_figure,
    other_items,
    less_frame,
    more_frame,
    seeded_later,
    seeded_twice,
    given_up,
    ranked_early,
    taught_too_much,
    no_digits,
]


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_what_does_not_hold_is_said(lie: Callable[[Facts], None]) -> None:
    told = facts()
    lie(told)
    assert not replay(told).holds


def test_draws_that_were_given_up_or_wait_are_listed() -> None:
    told = facts()
    begun = first(told, "draw-began")
    told += [
        begun | {"entry": 5_000},
        begun | {"entry": 5_001},
        {"entry": 5_002, "kind": "draw-abandoned", "draw": 5_000},
    ]
    found = replay(told)
    assert (found.holds, found.abandoned, found.waiting) == (True, (5_000,), (5_001,))


def later(kind: str, **said: object) -> dict[str, Any]:
    return {"entry": 1_000, "kind": kind} | said


LATER = {
    "an item taken in": (later("taken-in", items=["B2-0"]), True),
    "a changed judgement": (later("judged", items=[FRAME[0]], judgement="unsure", by="1", way="aside"), True),
    "another's judgement that differs": (
        later("judged", items=[FRAME[0]], judgement="unsure", by="2", way="sample"),
        True,
    ),
    "another's judgement that agrees": (
        later("judged", items=[FRAME[0]], judgement="relevant", by="2", way="sample"),
        False,
    ),
    "a judgement taken back": (later("taken-back", of=4), True),
    "an item of another frame judged": (
        later("judged", items=["B9-9"], judgement="relevant", by="1", way="aside"),
        False,
    ),
}


@pytest.mark.parametrize("what", LATER)
def test_what_overtakes_a_certificate(what: str) -> None:
    fact, overtakes = LATER[what]
    (checked,) = replay([*facts(), fact]).certificates
    assert (checked.holds, checked.overtaken_by) == (True, 1_000 if overtakes else None)
