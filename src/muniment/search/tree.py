"""A query as a tree."""

import dataclasses
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a word of the query is compared with a token."""

    SAME = "same"
    PREFIX = "prefix"
    CLOSE = "close"  # at most one letter more, less or other


@dataclass(frozen=True, slots=True)
class Part:
    """One token of the query; `also` are other spellings of the name that it is, any of which will do (SAME only)."""

    text: str
    kind: Kind = Kind.SAME
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens side by side; a word is a phrase of one. `field` is words, name, from or to."""

    parts: tuple[Part, ...]
    field: str = "words"


@dataclass(frozen=True, slots=True)
class Near:
    """One of the left phrases and one of the right, apart from each other, in either order.

    The last word of the first and the first word of the second stand at most `distance` words apart: 1 is side by side.
    """

    left: tuple[Phrase, ...]
    right: tuple[Phrase, ...]
    distance: int
    field: str = "words"


@dataclass(frozen=True, slots=True)
class Dates:
    """The item's date may lie between these days, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """The item's own bytes are so many, both ends included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Is:
    """The item's type, bundle or state is one of these."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class ByPeople:
    """What people said of the item: of which items that holds stands in the tables, and changes without the index.

    `numbers` are these items, ascending, once somebody has looked them up (`people.resolved`); None before.
    """

    field: str
    value: str
    at: int = dataclasses.field(default=0, compare=False)  # where it stands in the query
    numbers: "array[int] | None" = dataclasses.field(default=None, compare=False, repr=False)

    @property
    def known(self) -> "array[int]":
        """The numbers of the items of which it holds."""
        assert self.numbers is not None  # whoever asks has had it looked up
        return self.numbers

    def holds(self, number: int) -> bool:
        """Whether it holds of the item of this number."""
        at = bisect_left(self.known, number)
        return at < len(self.known) and self.known[at] == number


@dataclass(frozen=True, slots=True)
class All:
    """AND."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """OR."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """NOT."""

    part: "Node"


Leaf = Phrase | Near | Dates | Sizes | Is | ByPeople
Node = Leaf | All | Either | Not
