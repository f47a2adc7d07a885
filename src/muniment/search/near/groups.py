"""Groups of items that are alike, over the whole case: bound by the same bytes, the same text, or nearly the same text."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import apsw

from muniment.intake.progress import Tell, silent
from muniment.search.near import base as bases
from muniment.search.near import columns, sign
from muniment.search.near.columns import Signatures
from muniment.search.near.texts import Texts
from muniment.search.source import Source

_FACES = 8  # groups that one key of a band is held against
_FAILED = 1_000_000  # pairs that are remembered as unlike
_HOWS = ("bytes", "text", "nearly")


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a group, and what binds it to an earlier one: bytes, text, or so many runs in common."""

    n: int
    like: int | None  # None for the first
    how: str  # "first", "bytes", "text" or "nearly"
    runs: float


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups, by their first item: how many, of how many items. Each is made when it is asked for."""

    bound: "_Bound"
    total: int
    items: int
    held: int
    as_of: int

    def each(self, start: int = 0, stop: int | None = None) -> Iterator[list[Member]]:
        """The groups, or some of them."""
        return self.bound.groups(start, stop)


def of(source: Source, tell: Tell = silent) -> Groups:
    """Every group of two or more."""
    with bases.brought(source, tell) as base:
        bound = _Bound(base, Texts(source))
        bound.same("bytes")
        bound.same("text")
        bound.nearly()
        total, items = bound.counts()
        return Groups(bound, total, items, sum(source.held_counts().values()), bases.as_of(base))


class _Bound:
    """Items, and what binds them: just enough bonds to hold each group together."""

    def __init__(self, base: apsw.Connection, texts: Texts) -> None:
        self._base = base
        self._texts = texts
        self._top = array("q", range(_last(base) + 1))  # towards the first of the group
        self._ends = array("q")  # two of each bond
        self._hows = bytearray()
        self._runs = array("d")
        self._failed: set[tuple[int, int]] = set()

    def same(self, column: str) -> None:
        """Bind what has the same value in a column."""
        sql = f"SELECT {column}, n FROM item WHERE {column} IS NOT NULL ORDER BY {column}, n"  # noqa: S608 # our own words
        first: tuple[bytes, int] | None = None
        for value, n in self._base.execute(sql):
            if first is None or first[0] != value:
                first = (value, n)
            else:
                self._bind(first[1], n, column, 1.0)

    def nearly(self) -> None:
        """Bind what is nearly the same, one band after the other."""
        # A text that several items have is looked at once, in the name of the first.
        names = array("q", bytes(8 * bases.rows(self._base)))
        for row, n in self._base.execute("SELECT row, min(n) FROM item WHERE row IS NOT NULL GROUP BY text"):
            names[row] = n
        signatures = Signatures(self._base)
        for band in range(sign.BANDS):
            faces: dict[int, int | tuple[int, ...]] = {}  # of a key: the rows that stand for a group each
            for start, keys in columns.column(self._base, band):
                for row, key in enumerate(columns.numbers(keys), start):
                    if names[row] and (met := faces.setdefault(key, row)) != row:
                        others = met if isinstance(met, tuple) else (met,)
                        alike = [self._alike(names, other, row, signatures) for other in others]
                        if not any(alike) and len(others) < _FACES:
                            faces[key] = (*others, row)

    def _alike(self, names: Sequence[int], one: int, other: int, signatures: Signatures) -> bool:
        """Whether the items of two rows are in one group, or belong there now that they were counted."""
        pair = names[one], names[other]
        if self._first(pair[0]) == self._first(pair[1]):
            return True
        if pair in self._failed:
            return False
        if not sign.hopeless(signatures.of(one), signatures.of(other)):
            share = self._texts.share(*pair)
            if share >= sign.LEAST:
                self._bind(*pair, "nearly", share)
                return True
        if len(self._failed) >= _FAILED:
            self._failed.clear()
        self._failed.add(pair)
        return False

    def _first(self, n: int) -> int:
        top = self._top
        while top[n] != n:
            top[n] = top[top[n]]
            n = top[n]
        return n

    def _bind(self, one: int, other: int, how: str, runs: float) -> None:
        first, second = sorted((self._first(one), self._first(other)))
        if first != second:
            self._top[second] = first
            self._ends.extend((one, other))
            self._hows.append(_HOWS.index(how))
            self._runs.append(runs)

    def counts(self) -> tuple[int, int]:
        """How many groups, of how many items."""
        bonds = len(self._hows)
        total = len({self._first(self._ends[2 * bond]) for bond in range(bonds)})
        return total, bonds + total

    def groups(self, start: int = 0, stop: int | None = None) -> Iterator[list[Member]]:
        """Some of the groups, by their first item; the members of each in the order of their numbers."""
        bonds: dict[int, array[int]] = {}  # of a group's first
        for bond in range(len(self._hows)):
            bonds.setdefault(self._first(self._ends[2 * bond]), array("q")).append(bond)
        for first in sorted(bonds)[start:stop]:
            yield self._members(first, bonds[first])

    def _members(self, first: int, bonds: Sequence[int]) -> list[Member]:
        """A group, each member with what binds it to one that lies nearer to the first."""
        beside: dict[int, list[tuple[int, int]]] = {}
        for bond in bonds:
            one, other = self._ends[2 * bond], self._ends[2 * bond + 1]
            beside.setdefault(one, []).append((other, bond))
            beside.setdefault(other, []).append((one, bond))
        found = {first: Member(first, None, "first", 1.0)}
        todo = [first]
        for n in todo:  # grows while it is walked
            for other, bond in beside[n]:
                if other not in found:
                    found[other] = Member(other, n, _HOWS[self._hows[bond]], self._runs[bond])
                    todo.append(other)
        return [found[n] for n in sorted(found)]


def _last(base: apsw.Connection) -> int:
    found = base.execute("SELECT coalesce(max(n), 0) FROM item").fetchone()
    return int(found[0])  # type: ignore[index]
