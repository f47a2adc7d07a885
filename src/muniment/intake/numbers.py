"""Which numbers the members of a top-level item had before: reading it again keeps them."""

import json
from collections import deque
from collections.abc import Callable, Hashable, Sequence

from muniment.store.family import Unfolded
from muniment.store.store import Store

Row = tuple[int, str, str | None]  # a number, the locators that lead to the member, its hash


def before(store: Store, top: int, unfolded: Unfolded) -> tuple[list[int | None], list[int]]:
    """The number that each member had, None for a new one; and the numbers of members not found again.

    A member is known by its place and hash; else by its place, as where its bytes were not had before; else by its hash.
    """
    left: list[Row] = store.tables.rows(
        "SELECT n, place, sha256 FROM item WHERE top=? AND n<>top ORDER BY lost, ordinal", (top,)
    )
    found: list[Row] = [
        (at, json.dumps(member.place, separators=(",", ":"), ensure_ascii=False), member.child.sha256)
        for at, member in enumerate(unfolded.members)
    ]
    known: list[int | None] = [None] * len(found)
    for key in (_both, _place, _hash):
        left = _meet(left, found, known, key) if left else left
    return known, sorted(n for n, _, _ in left)


def _both(row: Row) -> Hashable:
    return row[1:]


def _place(row: Row) -> Hashable:
    return row[1]


def _hash(row: Row) -> Hashable:
    return row[2]


def _meet(
    left: Sequence[Row], found: Sequence[Row], known: list[int | None], key: Callable[[Row], Hashable]
) -> list[Row]:
    """Give members without a number that of a row with the same key, in their order; returns the rows that are left."""
    there: dict[Hashable, deque[int]] = {}
    for row in left:
        if key(row) is not None:
            there.setdefault(key(row), deque()).append(row[0])
    given: set[int] = set()
    for row in found:
        if known[row[0]] is None and (same := there.get(key(row))):
            known[row[0]] = number = same.popleft()
            given.add(number)
    return [row for row in left if row[0] not in given]
