"""Whatever people do while they review, in whatever order: the history is whole, and nothing is acknowledged that is not kept."""

import random
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from reviewing import ANN, BEN, CAT, ids, whole

from muniment.case import Case
from muniment.errors import AskedWrong, Refused

STEPS = 60
Done = list[dict[str, Any]]


def judge(case: Case, chance: random.Random, items: list[str], done: Done) -> None:
    judgement, decides = chance.choice(["relevant", "not-relevant", "unsure"]), chance.random() < 0.2
    if chance.random() < 0.3:
        query = chance.choice(["estate", "hall", "drivers", "minutes OR menu"])
        count = case.to_judge(query, judgement, decides=decides)
        if count:
            said = case.judge(judgement=judgement, query=query, count=count, decides=decides)
            assert (said["count"], said["entry"]) == (count, said["as_of"]), "in bulk it is one step"
            done.append(said)
        return
    done.append(case.judge(*chance.sample(items, chance.randrange(1, 4)), judgement=judgement, decides=decides))


def take_back(case: Case, chance: random.Random, _: list[str], done: Done) -> None:
    if not done:
        return
    one = chance.choice(done)
    try:
        said = case.take_back(one["entry"])
    except Refused:
        assert one["by"] != case.by or "back" in one
        return
    assert one["by"] == case.by
    assert "back" not in one
    assert said["count"] == one["count"], "one step back, whatever it was of"
    one["back"] = said["entry"]


def code(case: Case, chance: random.Random, items: list[str], done: Done) -> None:
    del done
    field, value = chance.choice([("privileged", "yes"), ("privileged", "no"), ("used", "used")])
    try:
        said = case.code(field, value, *chance.sample(items, 2), remove=chance.random() < 0.3)
    except AskedWrong:
        return  # nothing to remove
    if chance.random() < 0.5:
        case.undo_code(said["entry"])


def open_(case: Case, chance: random.Random, items: list[str], done: Done) -> None:
    del done
    case.opened(chance.choice(items), how="on screen")


ACTS: list[Callable[[Case, random.Random, list[str], Done], None]] = [
    judge,
    judge,
    judge,
    take_back,
    take_back,
    code,
    open_,
]


def plainly(history: Done) -> tuple[str | None, bool]:
    """What stands after a history, and whether people differ, worked out from it alone."""
    left = [each for each in history if each["do"] == "judged" and each["taken_back"] is None]
    while any(each["decides"] for each in left[1:]):
        left.pop(0)
    last = {each["by"]: each["judgement"] for each in left}
    found = set(last.values())
    return (None if not found else found.pop() if len(found) == 1 else "unsure"), len(set(last.values())) > 1


def test_the_history_is_whole_and_what_stands_follows_from_it(path: Path) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance, done = random.Random(seed), Done()
    with ExitStack() as stack:
        people = [stack.enter_context(Case.open(path, by=name)) for name in (ANN, BEN, CAT)]
        items = list(ids(people[0]).values())
        for _ in range(STEPS):
            chance.choice(ACTS)(chance.choice(people), chance, items, done)
        case = people[0]
        case.account()
        of: dict[str, set[int]] = {item: set() for item in items}
        for item in items:
            said = case.reviewed(item)
            assert (said["judgement"], said["differ"]) == plainly(said["history"])
            of[item] = {each["entry"] for each in said["history"] if each["do"] == "judged"}
            entries = [each["entry"] for each in said["history"]]
            assert entries == sorted(entries)
        for one in done:
            assert sum(one["entry"] in entries for entries in of.values()) == one["count"], (
                "nothing is lost, nothing added"
            )
        progress = case.progress()
        stands = [case.reviewed(item)["judgement"] for item in items]
        assert (progress["judged"], progress["relevant"]) == (len(items) - stands.count(None), stands.count("relevant"))
        assert case.check() == []
        whole(case)
