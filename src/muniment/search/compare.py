"""Is anything in a bundle new? Each of its items held against another bundle, or against the rest of the case.

Every item is in one group: the same bytes are there; nearly the same is there; only here. Something that holds others and
has no words of its own is nearly the same where all that it holds is there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import apsw

from muniment.model.item import Item
from muniment.search.near import alike, columns, sign
from muniment.search.near.columns import Signatures
from muniment.search.near.texts import Texts
from muniment.store.ids import number_of

_AT_ONCE = 4_096  # items
_PROPOSED = 200  # items that share something with one
_COUNTED = 32  # proposals that are counted for one item

Group = Literal["same-bytes", "nearly", "only-here", "only-there"]
How = Literal["bytes", "text", "nearly", "members", ""]
By = Literal["bytes and text", "bytes", "members", "nothing"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item: its group, what is like it there, and how; by what it was compared.

    `by` of what has no text, or too few words, is its bytes alone; of what has no bytes here, nothing.
    """

    group: Group
    item: Item
    other: Item | None = None
    how: How = ""
    runs: float | None = None
    by: By = "bytes and text"


@dataclass(frozen=True, slots=True)
class Against:
    """What is compared with: one bundle, or everything but one."""

    bundle: str
    but: bool

    def holds(self, item: Item) -> bool:
        """Whether an item is part of it."""
        return (item.bundle == self.bundle) != self.but


def lines(base: apsw.Connection, texts: Texts, items: Iterable[Item], against: Against) -> Iterator[Line]:
    """A line for each item, in their order, which is that of families: what holds others comes before them."""
    there = alike.rows_of(base, "(bundle=?)<>?", against.bundle, against.but)
    for some in _slices(items):
        yield from _Slice(base, texts, some, against, there).lines()


def _slices(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Whole families, some at once."""
    some: list[Item] = []
    for item in items:
        if len(some) >= _AT_ONCE and item.top != some[-1].top:
            yield some
            some = []
        some.append(item)
    if some:
        yield some


class _Slice:
    def __init__(
        self, base: apsw.Connection, texts: Texts, items: Sequence[Item], against: Against, there: bytearray
    ) -> None:
        self._base = base
        self._texts = texts
        self._items = items
        self._against = against
        self._there = there
        self._found: dict[str, Line] = {}

    def lines(self) -> Iterator[Line]:
        """A line for each."""
        rows: dict[int, Item] = {}
        for item in self._items:
            self._found[item.id] = self._plain(item, rows)
        self._nearly(rows)
        members: dict[str, list[Line]] = {}
        for item in reversed(self._items):
            held = members.pop(item.id, [])
            line = self._found[item.id]
            if line.group == "only-here" and line.by == "members" and _all_there(item, held):
                line = self._found[item.id] = Line("nearly", item, None, "members", by="members")
            if item.parent is not None:
                members.setdefault(item.parent, []).append(line)
        yield from (self._found[item.id] for item in self._items)

    def _plain(self, item: Item, rows: dict[int, Item]) -> Line:
        """By bytes and by the whole text; what is to be compared by runs is noted."""
        for n in alike.same_bytes(self._base, item):
            other = self._texts.item(n)
            if other is not None and other.sha256 == item.sha256 and self._against.holds(other):
                return Line("same-bytes", item, other, "bytes")
        sql = "SELECT text, words, row FROM item WHERE n=?"
        kept = self._base.execute(sql, (number_of(item.id),)).fetchone()
        text, words, row = kept or (None, 0, None)
        if not words:
            if item.recorded:
                return Line("only-here", item, by="members")
            return Line("only-here", item, by="nothing" if item.sha256 is None else "bytes")
        for (n,) in self._base.execute("SELECT n FROM item WHERE text=? ORDER BY n", (text,)):
            other = self._texts.item(n)
            if other is not None and self._against.holds(other):
                return Line("nearly", item, other, "text", 1.0)
        if row is not None:
            rows[row] = item
        return Line("only-here", item, by="bytes" if row is None else "bytes and text")

    def _nearly(self, rows: dict[int, Item]) -> None:
        """Hold what is left against every text there by its runs."""
        if not rows:
            return
        signatures = Signatures(self._base)
        wanted = {row: signatures.of(row) for row in rows}
        for row, proposals in columns.proposed(self._base, wanted, self._there, _PROPOSED).items():
            best = sorted(proposals, key=lambda one: (-proposals[one], one))
            self._best(rows[row], wanted[row], best, signatures)

    def _best(self, item: Item, signature: bytes, proposals: Sequence[int], signatures: Signatures) -> None:
        left = _COUNTED
        best: tuple[float, Item] | None = None
        for row in proposals:
            if not left:
                return
            if sign.hopeless(signature, signatures.of(row)):
                continue
            left -= 1
            found = self._base.execute("SELECT n FROM item WHERE row=?", (row,)).fetchone()
            other = None if found is None else self._texts.item(int(str(found[0])))
            if other is None:
                continue
            share = self._texts.share(number_of(item.id), number_of(other.id))
            if share >= sign.LEAST and (best is None or share > best[0]):
                best = share, other
                self._found[item.id] = Line("nearly", item, other, "nearly", share)


def _all_there(item: Item, members: Sequence[Line]) -> bool:
    """Whether all that an item holds is known, and is there."""
    known = item.complete and item.recorded == len(members) > 0
    return known and all(line.how in {"bytes", "text", "members"} for line in members)


def only_there(
    base: apsw.Connection, texts: Texts, items: Iterable[Item], against: Against, met: set[int]
) -> Iterator[Line]:
    """Lines for what is in the other bundle alone; `met` are items of it that something here is like."""
    for line in lines(base, texts, items, against):
        if line.group == "only-here" and number_of(line.item.id) not in met:
            yield Line("only-there", line.item, by=line.by)
