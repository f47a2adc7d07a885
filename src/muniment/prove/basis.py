"""On what a decision is based: every item of the case, in four lists by who had opened it; kept with their roots."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from muniment.ledger import tree
from muniment.model.reading import Json
from muniment.model.state import Sum
from muniment.prove.entered import Entered, numbers_in
from muniment.store.ids import id_of
from muniment.store.tables import COUNTED
from muniment.store.view import View

PARTS = ("opened_by_decider", "put_before", "opened", "unopened")
TITLES = {
    "opened_by_decider": "opened by the decider",
    "put_before": "put before the decider, and not opened by them",
    "opened": "opened by others here",
    "unopened": "opened by nobody",
}
_ITEMS = f"SELECT n FROM item WHERE {COUNTED} ORDER BY n"  # noqa: S608 # our own words
_OPENED = "SELECT DISTINCT item FROM opened"
_OPENED_BY = "SELECT DISTINCT item FROM opened WHERE person=?"


def titles(*, elsewhere: bool) -> dict[str, str]:
    """What each list is called; of a decision that was made elsewhere the first holds what somebody says."""
    return TITLES | ({"opened_by_decider": "said to have been opened by the decider"} if elsewhere else {})


@dataclass(frozen=True, slots=True)
class Basis:
    """Numbers of items, each in one of four lists; together they are all items that the account counts.

    What the decider had opened; else what was put before them; else what others here had opened; else what nobody had.
    """

    lists: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]
    put_unopened: int  # of those put before the decider, how many nobody here has opened either
    unread: int
    textless: int
    next_item: int

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """How many are in each list."""
        first, second, third, fourth = map(len, self.lists)
        return first, second, third, fourth

    @property
    def numbers(self) -> list[int]:
        """All four, one after the other."""
        return [n for each in self.lists for n in each]

    def roots(self) -> tuple[str, str, str, str]:
        """The Merkle root of each list, over the ids as bytes. *Cost*: two hashes for each item."""
        first, second, third, fourth = roots_of(self.lists)
        return first, second, third, fourth


def now(view: View, person: str, opened: Collection[int], before: Collection[int]) -> Basis:
    """The basis as the tables have it at this moment.

    `person`: whose openings are the decider's; "" where it was decided elsewhere, then `opened` are said to be theirs.
    `before`: what was put before them. *Cost*: a pass over the items, and over what was opened.
    """
    anybody = set(view.tables.numbers(_OPENED))
    mine = set(view.tables.numbers(_OPENED_BY, (person,))) if person else set(opened)
    put = set(before)
    lists: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for n in view.tables.numbers(_ITEMS):
        lists[0 if n in mine else 1 if n in put else 2 if n in anybody else 3].append(n)
    sums = dict.fromkeys(Sum, 0)
    for state, count in view.state_counts().items():
        sums[state.sum] += count
    put_unopened = sum(n not in anybody for n in lists[1])
    return Basis(lists, put_unopened, sums[Sum.UNREAD], sums[Sum.WITHOUT_TEXT], int(view.tables.meta("next_item") or 1))


def roots_of(lists: Sequence[Sequence[int]]) -> list[str]:
    """The Merkle root of each list of items (RFC 6962), whose leaves are their ids as bytes, in the list's order."""
    return [tree.root([id_of(n).encode() for n in each]).hex() for each in lists]


def of_roots(roots: Sequence[str]) -> str:
    """One root for a basis: that of the tree over its four."""
    return tree.root([bytes.fromhex(each) for each in roots]).hex()


def as_json(said: Entered) -> dict[str, Json]:
    """The basis of a decision as it was recorded: how many are in each list, its root and theirs."""
    parts = dict(zip(PARTS, said["parts"], strict=True))
    roots = dict(zip(PARTS, said["roots"], strict=True))
    counts = {name: said[name] for name in ("items", "unread", "textless")}
    return {"root": of_roots(said["roots"])} | parts | counts | {"roots": roots}


def numbers(view: View, said: Entered, part: str) -> list[int]:
    """The items of one of the four lists, as the ledger holds them."""
    place = PARTS.index(part)
    first, count = sum(said["parts"][:place]), said["parts"][place]
    return numbers_in(view, said.entry)[first : first + count] if count else []
