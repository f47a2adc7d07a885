"""What is worked out while people read is what would be worked out when they ask, and is used only where it is."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import ranked

from muniment.case import Case
from muniment.errors import Refused
from muniment.review.ahead import Ahead
from muniment.review.rank import base, batch
from muniment.store.ids import number_of

SAYS = ("relevant", "not-relevant", "unsure")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose ranking has begun, so that every copy of it has one seed."""
    made = ranked.make(tmp_path_factory.mktemp("ranked"))
    with Case.open(made, by=ranked.ANN) as case:
        case.rank("postal OR canteen")
    return made


@pytest.fixture
def opened(large: Path, tmp_path: Path) -> Iterator[Callable[[str], Case]]:
    """Opens a copy of it by a name."""
    cases: list[Case] = []

    def open_(name: str) -> Case:
        cases.append(Case.open(shutil.copytree(large, tmp_path / name), by=ranked.ANN))
        return cases[-1]

    yield open_
    for case in cases:
        case.close()


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The threads that brought rows, and that worked a batch out."""
    found: dict[str, list[str]] = {"brought": [], "given": []}

    def noted(what: str, work: Callable[..., object]) -> Callable[..., object]:
        def noting(*given: object) -> object:
            found[what].append(threading.current_thread().name)
            return work(*given)

        return noting

    monkeypatch.setattr(base, "brought", noted("brought", base.brought))
    monkeypatch.setattr(batch, "given", noted("given", batch.given))
    return found


def read_on() -> None:
    """Somebody reads for as long as it takes."""
    for each in threading.enumerate():
        if each.name == "ahead":
            each.join()


def judged(case: Case, says: Callable[[int, str], str], most: int = 45) -> list[tuple[str, list[dict[str, object]]]]:
    """What was handed out, and why, as it is judged."""
    found = []
    for number in range(most):
        following = case.review_next()
        if following["item"] is None:
            break
        found.append((following["item"], following["why"]))
        read_on()
        case.judge(following["item"], judgement=says(number, following["item"]), way=case.way_of(following["item"]))
    return found


def batches(case: Case) -> list[tuple[Any, ...]]:
    """The batches as the ledger has them."""
    return [
        (said["ids"], said["count"], said["reached"], said["trained"])
        for entry in range(case.as_of + 1)
        if (about := case.entry(entry))["do"] == "ranked" and (said := about["said"])
    ]


@pytest.mark.parametrize("step", [1, 5])
def test_the_order_is_the_same_and_nobody_waits_for_it(
    opened: Callable[[str], Case], by: dict[str, list[str]], step: int
) -> None:
    plain, ahead = opened("plain"), opened("ahead")

    def says(number: int, _: str) -> str:
        return SAYS[number * step % 11 % 3]

    expected = judged(plain, says)
    assert set(by["given"]) == {"MainThread"}
    for each in by.values():
        each.clear()
    ahead.work_ahead()
    assert judged(ahead, says) == expected
    assert batches(ahead) == batches(plain)
    assert len(batches(plain)) > 5
    assert set(by["brought"]) == {"ahead"}
    assert set(by["given"]) == {"ahead"}, "every batch was ready when it was asked for"


def test_the_order_is_the_same_under_an_audit(
    opened: Callable[[str], Case], by: dict[str, list[str]], tmp_path: Path
) -> None:
    begun = opened("begun")
    ranked.read(begun, 22)
    begun.begin_draw("80%")
    begun.seed_draw("314159", ranked.BEN)
    sealed = ranked.read(begun, 15, audit=True)
    plain = Case.open(shutil.copytree(begun.path, tmp_path / "plain"), by=ranked.ANN)
    with plain, Case.open(shutil.copytree(begun.path, tmp_path / "ahead"), by=ranked.ANN) as ahead:
        expected = judged(plain, lambda number, _: SAYS[number % 3], 30)
        by["given"].clear()
        ahead.work_ahead()
        assert judged(ahead, lambda number, _: SAYS[number % 3], 30) == expected
        given = batches(ahead)
        assert given == batches(plain)
    reached = [item for item, _ in expected]
    assert len(reached) == 30
    assert not set(reached) & set(sealed)
    used = by["given"]
    held = {number_of(each) for each in sealed}
    whole = sum(held.issuperset(n for first, count in ids for n in range(first, first + count)) for ids, *_ in given)
    # nothing was worked out before the first; and where all of a batch is sealed, which hangs on the draw, nobody reads meanwhile
    assert used.count("MainThread") <= 1 + whole
    assert used.count("ahead") > 3


def test_what_is_judged_elsewhere_makes_it_unused(opened: Callable[[str], Case], by: dict[str, list[str]]) -> None:
    ends = []
    for name in ("plain", "ahead"):
        case = opened(name)
        ranked.read(case, 19)
        if name == "ahead":
            case.work_ahead()
        last = case.review_next()["item"]
        read_on()
        with Case.open(case.path, by=ranked.BEN) as other:
            aside = next(each["id"] for each in other.items() if not other.reviewed(each["id"])["says"])
            other.judge(aside, judgement="relevant")
        by["given"].clear()
        case.judge(last, judgement="not-relevant", way="queue")
        ends.append((case.review_next()["item"], aside, [*by["given"]]))
        read_on()
    assert ends[0] == ends[1], "it is worked out when it is asked for, from all that was judged"
    assert ends[0][2] == ["MainThread"]


def test_what_came_in_is_weighed_before_anybody_asks(
    opened: Callable[[str], Case], by: dict[str, list[str]], tmp_path: Path
) -> None:
    case = opened("case")
    case.work_ahead()
    ranked.read(case, 19)
    read_on()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "late.txt").write_text("A late note about the postal ballots.")
    case.intake(tmp_path / "more", "Example Society", date(2026, 3, 4))
    by["brought"].clear()
    case.look_ahead()
    read_on()
    assert by["brought"] == [], "more may be coming"
    case.look_ahead()
    read_on()
    assert by["brought"] == ["ahead"]
    by["given"].clear()
    assert "ITM-000092" in [item for item, _ in judged(case, lambda *_: "relevant", 12)]
    assert by["brought"] == ["ahead"]
    assert set(by["given"]) == {"ahead"}


def test_a_note_costs_nothing(opened: Callable[[str], Case], by: dict[str, list[str]]) -> None:
    case = opened("case")
    case.work_ahead()
    ranked.read(case, 19)
    last = case.review_next()["item"]
    read_on()
    by["brought"].clear()
    by["given"].clear()
    case.note(last, "It names a second postal ballot.")
    case.judge(last, judgement="relevant", way="queue")
    assert case.review_next()["item"] is not None
    read_on()
    assert by["brought"] == []
    assert "MainThread" not in by["given"]


def test_a_batch_that_is_read_already_is_followed_before_anybody_asks(
    opened: Callable[[str], Case], by: dict[str, list[str]]
) -> None:
    case = opened("case")
    ranked.read(case, 20)
    case.work_ahead()
    for _ in range(2):
        case.look_ahead()
        read_on()
    assert by["given"] == ["ahead"]
    assert case.review_next()["item"] is not None
    assert by["given"][1:].count("MainThread") == 0


def test_closing_the_case_ends_it(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(_: object, tell: Callable[[object], None]) -> None:
        begun.set()
        while True:
            tell(None)
            time.sleep(0.001)

    monkeypatch.setattr(batch, "bring", endless)
    case = Case.open(shutil.copytree(large, tmp_path / "case"), by=ranked.ANN)
    case.work_ahead()
    assert begun.wait(60)
    case.close()
    assert not [each for each in threading.enumerate() if each.name == "ahead"]


# -- the memo alone


@pytest.fixture
def ahead() -> Iterator[Ahead[str]]:
    found: Ahead[str] = Ahead()
    yield found
    found.end()


def test_only_what_is_expected_is_ready(ahead: Ahead[str]) -> None:
    ahead.expect(lambda: {b"one": lambda: "1", b"two": lambda: "2"})
    read_on()
    assert [ahead.ready(key) for key in (b"one", b"two", b"three")] == ["1", "2", None]
    ahead.expect(lambda: {b"three": lambda: "3"})
    read_on()
    assert [ahead.ready(key) for key in (b"one", b"two", b"three")] == [None, None, "3"]


def test_what_is_overtaken_is_thrown_away(ahead: Ahead[str]) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        go.wait()
        return "old"

    def never() -> str:
        raise AssertionError("it was overtaken")

    ahead.expect(lambda: {b"key": slow, b"more": never})
    assert begun.wait(60)
    ahead.expect(lambda: {b"other": lambda: "new"})
    go.set()
    read_on()
    assert [ahead.ready(b"key"), ahead.ready(b"more"), ahead.ready(b"other")] == [None, None, "new"]


def test_what_goes_wrong_is_for_whoever_asks(ahead: Ahead[str]) -> None:
    def wrong() -> str:
        raise Refused("it cannot be had", "", "ask somebody")

    def full() -> str:
        raise OSError(28, "No space left on device")

    for works in ({b"key": wrong}, {b"key": full}):
        ahead.expect(works.copy)
        read_on()
        assert ahead.ready(b"key") is None
    ahead.expect(lambda: {b"key": lambda: "1"})
    read_on()
    assert ahead.ready(b"key") == "1", "and it goes on"


def test_after_its_end_nothing_begins(ahead: Ahead[str]) -> None:
    ahead.end()
    ahead.expect(lambda: {b"key": lambda: "1"})
    read_on()
    assert ahead.ready(b"key") is None
