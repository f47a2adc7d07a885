"""Made-up reviews that go every way, right and wrong: Muniment and both single files come to the same of each."""

import random
from collections.abc import Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from muniment.model.review import Judgement, Way
from muniment.review.certificate import table
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
from muniment.review.certificate.issue import Decision, Draw, decide
from muniment.review.certificate.number import numbers, seed
from muniment.store.alone import certificates as check
from muniment.store.ids import id_of, number_of

SEEDED, REVIEWS = 8, 120
ALPHAS = [(1, 25), (1, 2), (1, 4), (3, 4), (1, 50), (2, 125), (355_687, 1_000_003)]
_ASK = """all => all.map(([deeds, about]) => {
  const course = new Course(about.draw);
  for (const [seq, act, said, items, gone] of deeds) course.take({ seq, act, said, items }, gone);
  const [what, figures] = verdict(course, about.draw, new Set(about.hidden));
  const plain = Object.entries(figures).map(([name, value]) => [name, Number(value)]);
  return [course.breaks, what, Object.fromEntries(plain)];
})"""


class Review:
    """Some people read; mostly as the proof allows, and sometimes not. `deeds` are as the single files take them in."""

    def __init__(self, number: int) -> None:
        self.chance, self.entry = random.Random(number), SEEDED - 1
        self.frame = [id_of(n) for n in range(1, self.chance.choice([12, 30, 70]))]
        self.seed = seed("ab" * 32, "typed", str(100_000 + number))
        self.course = Course(self.frame, numbers(self.seed, self.frame), SEEDED)
        self.deeds: list[tuple[int, str, dict[str, Any], list[int], list[int]]] = []
        self.hidden = self.chance.sample(self.frame, self.chance.choice([0, 1, 3]))
        self.said, self.settled = list[int](), list[int]()
        self.faults = 0 if number % 3 == 0 else self.chance.choice([0, 0.01, 0.05])
        share = self.chance.choice([0.2, 0.5, 1.0])
        self.relevant = set(self.frame[: max(1, int(len(self.frame) * share))])
        self.chance.shuffle(self.frame)
        self.about = self._about(number)
        for _ in range(self.chance.choice([20, 60, 120])):
            self.entry += 1
            self.step()
        for _ in range(0 if number % 3 else 200):
            if self.verdict() in {"read", "audit"}:
                self.entry += 1
                self.go_on()

    def step(self) -> None:
        """Something happens."""
        kind, course = self.chance.random(), self.course
        audits = self.entry > SEEDED + 10
        if kind < 0.03:
            self.take_back()
        elif kind < 0.05:
            back = bool(course.gone) and self.chance.random() < 0.7
            items = [*course.gone] if back else self.chance.sample(self.frame, 2)
            self.tell([Gone(self.entry, tuple(items), back)], "released" if back else "withdrawn", {}, [], items)
        elif kind < 0.15 and self.hidden:
            self.look()
        elif (course.batch_read or self.chance.random() < self.faults) and kind < 0.5:
            self.rank()
        elif kind < 0.75 and (item := course.next_queued()) is not None:
            self.judge(item, Way.QUEUE)
        elif kind < 0.9 and audits and (item := next(course.audits(not_readable=self.hidden), None)):
            self.judge(item, Way.AUDIT)
        elif kind < 0.92 and audits:
            self.tell([AuditBegan(self.entry)], "audit-began", {"draw": 3}, [])
        else:
            some = self.hidden if self.hidden and self.chance.random() < 0.3 else self.frame
            self.judge(self.chance.choice(some), self.chance.choice([Way.ASIDE, Way.SAMPLE]))

    def look(self) -> None:
        """Somebody opens what cannot be read, or says that they read some elsewhere, or that they did not."""
        by, kind, item = self.chance.choice("pq"), self.chance.random(), self.chance.choice(self.hidden)
        if kind < 0.5:
            do = self.chance.choice(["opened", "box-opened"])
            self.tell([Opened(self.entry, item, by)], do, {"on": item, "by": by}, [number_of(item)])
        elif kind < 0.8:
            items, says = [item, self.chance.choice(self.frame)], self.chance.choice(["read-elsewhere", "set-aside"])
            events = [Opened(self.entry, each, by) for each in items if says == "read-elsewhere"]
            self.tell(events, "settled", {"as": says, "by": by}, [*map(number_of, items)])
            self.settled.append(self.entry)
        else:
            of = self.chance.choice([*self.settled, 2])
            self.tell([Unsettled(self.entry, of)], "unsettled", {"entry": of}, [])

    def judge(self, item: str, way: Way) -> None:
        """Somebody judges one item, or it and another."""
        says = Judgement.RELEVANT if item in self.relevant else Judgement.NOT_RELEVANT
        says = Judgement.UNSURE if self.chance.random() < 0.02 else says
        by, decides = self.chance.choice("pppq"), self.chance.random() < 0.1
        items = [item] if self.chance.random() < 0.95 else [item, self.chance.choice(self.frame)]
        events = [Judged(self.entry, each, says, by, way, decides) for each in items]
        said = {"as": says.value, "by": by, "way": way.value, "decides": decides}
        self.tell(events, "judged", said, [*map(number_of, items)])
        self.said.append(self.entry)

    def take_back(self) -> None:
        """An entry's judgements are taken back; or of an entry that judged nothing, or again."""
        of = self.chance.choice([*self.said, 2])
        self.tell([TakenBack(self.entry, of)], "taken-back", {"entry": of}, [])

    def rank(self) -> None:
        """A batch of what was not reached, with what it says of itself."""
        began = not self.course.batches or self.chance.random() < self.faults
        left = [*self.course.candidates()] or self.frame
        items = left[: self.chance.choice([1, 4, 9])]
        if self.chance.random() < self.faults:
            items.append(self.chance.choice(self.frame))
        reached, trained = len(self.course.reached()), len(self.course.taught())
        if self.chance.random() < self.faults:
            trained += 1
        said = {} if began else {"reached": reached, "trained": trained}
        event = Ranked(self.entry, tuple(items), began, said.get("reached"), said.get("trained"))
        self.tell([event], "ranking-began" if began else "ranked", said, [*map(number_of, items)])

    def tell(self, events: Sequence[Event], do: str, said: dict[str, Any], items: list[int], gone: Any = ()) -> None:
        """To Muniment, and to the others."""
        self.course.follow(events)
        self.deeds.append((self.entry, do, said, items, [*map(number_of, gone)]))

    def _about(self, number: int) -> dict[str, Any]:
        """The draw, and what cannot be read."""
        draw: dict[str, Any] = {"rule": self.chance.choice([*check.RULES]), "frame": [*map(number_of, self.frame)]}
        draw |= {"target": (1, 2) if number % 3 == 0 else self.chance.choice([(1, 2), (4, 5), (19, 20)])}
        draw |= {"alpha": self.chance.choice(ALPHAS[:2]), "entry": 3, "size": len(self.frame), "ordinal": 2}
        return {"draw": draw | {"seeded": SEEDED, "seed": self.seed}, "hidden": [*map(number_of, self.hidden)]}

    def decide(self) -> Decision:
        """What Muniment says of it now."""
        said = self.about["draw"]
        shares = Fraction(*said["target"]), Fraction(*said["alpha"])
        return decide(self.course, Draw(3, said["rule"], *shares, said["size"], 2, "typed"), self.hidden)

    def verdict(self) -> str:
        """What is to be done."""
        return self.decide().verdict.what.value

    def go_on(self) -> None:
        """Do what is to be done."""
        if self.verdict() == "audit":
            self.judge(next(self.course.audits(not_readable=self.hidden)), Way.AUDIT)
        elif (item := self.course.next_queued()) is not None:
            self.judge(item, Way.QUEUE)
        else:
            self.rank()


def of_muniment(review: Review) -> list[Any]:
    decision = review.decide()
    breaks = [f"entry {each.entry}: {each.what}" for each in review.course.breaks]
    what = decision.verdict.what.value
    return [breaks, what, decision.figures() if what == "stop" else {}]


def of_the_file(review: Review) -> list[Any]:
    draw = SimpleNamespace(**review.about["draw"])
    course = check.Course(draw)
    for seq, do, said, items, gone in review.deeds:
        course.take((seq, do, said, items), gone)
    return [course.breaks, *check.verdict(course, draw, set(review.about["hidden"]))]


def test_all_three_come_to_the_same(page: Any) -> None:
    asked, found = [], []
    for number in range(REVIEWS):
        review = Review(number)
        found.append(of_muniment(review))
        assert of_the_file(review) == found[-1], number
        asked.append([review.deeds, review.about])
    for number, (said, wanted) in enumerate(zip(page.evaluate(_ASK, asked), found, strict=True)):
        assert said == wanted, number
    assert {what for _, what, _ in found} == {"void", "impossible", "read", "audit", "stop"}
    kinds = {what.partition(": ")[2].rstrip("0123456789 ")[:14] for breaks, _, _ in found for what in breaks}
    assert len(kinds) >= 4, kinds
    assert sum(what == "stop" and bool(figures["left"]) for _, what, figures in found) > 3
    assert sum(what == "stop" and bool(figures["not_readable"]) for _, what, figures in found) > 3
    assert sum(what == "stop" and bool(figures["sample_opened"]) for _, what, figures in found) > 3


def test_levels_are_the_same(page: Any) -> None:
    """In whole numbers, in decimal ones, and where a chance is alpha exactly."""
    asked = [(m, k, alpha) for m in (*range(1, 64), 500, 5_264, 52_632) for k in (0, 1, 2) for alpha in ALPHAS]
    found = [check.level(m, k, [*alpha]) for m, k, alpha in asked]
    assert found == [table.level(m, k, Fraction(*alpha)) for m, k, alpha in asked]
    assert page.evaluate("all => all.map(([m, k, alpha]) => level(BigInt(m), k, alpha))", asked) == found


def test_a_level_is_the_lowest_that_is_exact() -> None:
    """By the sum itself, in fractions, for what is small enough."""
    for m, k, alpha in [
        (1, 0, (1, 2)),
        (1, 1, (3, 4)),
        (2, 0, (1, 4)),
        (6, 1, (1, 25)),
        (56, 2, (1, 25)),
        (40, 1, (1, 3)),
    ]:
        c = check.level(m, k, [*alpha])
        assert _chance(c, m, k) <= Fraction(*alpha) < _chance(c - 1, m, k)


def _chance(c: int, m: int, k: int) -> Fraction:
    below, n = Fraction(c, check.SCALE), m + k
    ways = (1, n, n * (n - 1) // 2)
    return sum((ways[i] * below**i * (1 - below) ** (n - i) for i in range(k + 1)), Fraction())


def test_numbers_and_shares_are_the_same(page: Any) -> None:
    made, frame = seed("cd" * 32, "typed", "271828"), [1, 7, 999_999, 1_000_000, 123_456_789_012]
    given = numbers(made, map(id_of, frame))
    assert [check.number(made, item) for item in frame] == [given[id_of(item)] for item in frame]
    assert page.evaluate("([made, all]) => all.map((item) => number(made, item))", [made, frame]) == [*given.values()]
    shares = [(0, 7), (7, 7), (1, 3), (199_999, 200_000), (2**53 - 2, 2**53 - 1), (57, 100), (29, 100)]
    said = [check.percent(part, of) for part, of in shares]
    assert said == ["0.00 %", "100.00 %", "33.33 %", "99.99 %", "99.99 %", "57.00 %", "29.00 %"]
    assert page.evaluate("all => all.map(([part, of]) => percent(part, of))", shares) == said
