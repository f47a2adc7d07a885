"""The queue: the same for the same numbers and seed, families together, some by lot, and batches that end by count."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import ToolMissing
from muniment.review import rank
from muniment.review.rank.order import MOST, START, TOGETHER, Queue, batch_size, lots, opening

NONE = np.zeros(0, np.int64)
NO = np.zeros(0, np.bool_)


def test_batches_grow_with_what_was_reached_and_no_further_than_that() -> None:
    assert [batch_size(reached) for reached in (0, 11, 12, 120, 1_200)] == [1, 1, 2, 11, 101]
    assert batch_size(10**9) == MOST


def test_the_best_come_first_and_equal_ones_by_lot() -> None:
    queue = Queue(np.arange(300), 5, chance=0)
    reached = np.arange(100)
    left = np.ones(300, np.bool_)
    left[reached] = False
    values = np.zeros(300)
    values[[250, 120]] = 2, 1
    batch = queue.batch(values, left, reached, np.zeros(100, np.bool_)).tolist()
    assert batch[:2] == [250, 120]
    assert len(batch) == batch_size(100) == len(set(batch) - set(range(100)))
    assert batch == queue.batch(values, left, reached, np.zeros(100, np.bool_)).tolist()
    assert batch != Queue(np.arange(300), 6, chance=0).batch(values, left, reached, np.zeros(100, np.bool_)).tolist()


@given(st.integers(0, 2**62), st.integers(2, 200))
def test_a_lot_hangs_on_seed_and_number_alone(seed: int, size: int) -> None:
    numbers = np.arange(size)
    assert lots(seed, numbers).tolist() == lots(seed, numbers[::-1]).tolist()[::-1]
    assert lots(seed, numbers[: size // 2]).tolist() == lots(seed, numbers).tolist()[: size // 2]
    assert len(set(lots(seed, numbers).tolist())) == size


def test_items_that_come_in_later_change_no_turn_of_the_others() -> None:
    few, many = Queue(np.arange(0, 50), 5, chance=0), Queue(np.arange(0, 90), 5, chance=0)
    left, more = np.ones(50, np.bool_), np.ones(90, np.bool_)
    more[50:] = False
    one = [few.batch(np.zeros(50), left, NONE, NO).tolist(), many.batch(np.zeros(90), more, NONE, NO).tolist()]
    assert one[0] == one[1]


def read(chance: int, every: int, size: int = 4_000) -> list[int]:
    """The places that are not in the order of the scores, when so much is read and one in `every` of it is relevant; 0: none."""
    queue, left = Queue(np.arange(size), 11, chance=chance), np.ones(size, np.bool_)
    values, order, odd = -np.arange(size, dtype=np.float64), np.zeros(0, np.int64), []
    while len(order) < size // 2:
        found = np.arange(len(order)) % every == 0 if every else np.zeros(len(order), np.bool_)
        batch = queue.batch(values, left, order, found)
        best = int(np.flatnonzero(left)[0])
        odd += [len(order) + n for n, each in enumerate(batch.tolist()) if each > best + len(batch) + 1]
        left[batch] = False
        order = np.concatenate([order, batch])
    assert len(set(order.tolist())) == len(order)
    return odd


def test_about_one_place_in_twenty_is_given_by_lot_where_next_to_nothing_is_found_and_none_elsewhere() -> None:
    found = read(20, every=0)
    assert 60 < len(found) < 140
    assert 60 < len(read(20, every=100)) < 140
    assert read(0, every=0) == []
    assert read(20, every=1) == read(20, every=50) == []


def test_a_lot_goes_to_a_family_that_nobody_looked_into() -> None:
    numbers = np.arange(1_000)
    families = np.where(numbers < 990, 0, numbers)
    queue = Queue(numbers, 3, families, chance=1)
    left = np.ones(1_000, np.bool_)
    left[:100] = False
    batch = queue.batch(np.zeros(1_000), left, np.arange(100), np.zeros(100, np.bool_))
    assert set(batch.tolist()) <= set(range(990, 1_000))


def test_a_family_comes_together_in_its_own_order_and_counts_once() -> None:
    numbers = np.arange(40)
    families = numbers // 4
    values = np.zeros(40)
    values[[14, 33]] = 5, 4
    queue = Queue(numbers, 1, families, chance=0)
    left = np.ones(40, np.bool_)
    left[[12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] = False
    reached = np.flatnonzero(~left)
    assert batch_size(len(reached)) == 2
    batch = queue.batch(values, left, reached, np.zeros(12, np.bool_)).tolist()
    assert batch == [13, 14, 15, 32, 33, 34, 35]


def test_a_large_family_does_not_fill_a_batch_for_ever() -> None:
    queue = Queue(np.arange(500), 1, np.zeros(500, np.int64), chance=0)
    batch = queue.batch(np.arange(500.0), np.ones(500, np.bool_), NONE, NO)
    assert sorted(batch.tolist()) == list(range(500 - TOGETHER, 500))


def test_what_is_left_ends_the_queue() -> None:
    queue = Queue(np.arange(30), 1)
    left = np.zeros(30, np.bool_)
    assert queue.batch(np.zeros(30), left, np.arange(30), np.zeros(30, np.bool_)).tolist() == []
    left[4] = True
    reached = np.delete(np.arange(30), 4)
    assert queue.batch(np.zeros(30), left, reached, np.zeros(29, np.bool_)).tolist() == [4]


def test_an_opening_from_what_was_named_what_was_found_or_by_lot() -> None:
    numbers = np.arange(100, 200)
    assert opening(numbers, 1, first=[150, 7, 150], found=[120, 150]) == [150, 120]
    assert len(opening(numbers, 1, found=list(range(100, 200)))) == START
    assert len(opening(numbers, 1, first=list(range(100, 160)), found=[199])) == 60
    drawn = opening(numbers, 1)
    assert len(set(drawn)) == START
    assert drawn == opening(numbers[::-1], 1) != opening(numbers, 2)
    assert opening(np.arange(3), 1) != []
    assert opening(NONE, 1) == []


def test_a_missing_library_is_named_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    rank.ready()
    found = importlib.util.find_spec
    monkeypatch.setattr(rank, "find_spec", lambda name: None if name == "scipy" else found(name))
    with pytest.raises(ToolMissing, match=r"scipy.*pip install 'muniment\[rank\]'"):
        rank.ready()
