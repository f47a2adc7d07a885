"""What a search needs of a case; the store satisfies it."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from muniment.model.item import Item
from muniment.model.reading import Reading
from muniment.model.state import State


class Rows(Protocol):
    """Tables that are asked in SQL."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""

    def numbers(self, sql: str, values: Sequence[Any] = ()) -> "array[int]":
        """The first value of each row, where that is a whole number."""

    def still(self) -> AbstractContextManager[None]:
        """All that is asked within is answered from one moment."""


class Source(Protocol):
    """The tables and readings of one case."""

    @property
    def tables(self) -> Rows:
        """The tables themselves: what people said is asked there."""

    @property
    def derived(self) -> Path:
        """The folder of what machines worked out."""

    @property
    def as_of(self) -> int:
        """The last entry applied to the tables."""

    @property
    def zone(self) -> str:
        """The zone of the case's days."""

    def items(self, changed_after: int = -1) -> Iterator[Item]:
        """Items that an entry after this one touched, ascending by `changed`."""

    def item(self, id: str) -> Item:  # noqa: A002 (the word of the tables)
        """One item.

        Raises: UnknownItem.
        """

    def reading(self, item: Item) -> Reading | None:
        """What its reader made of it, or None where there is none."""

    def state_counts(self) -> Mapping[State, int]:
        """How many items are in each state, but for those that were withdrawn."""

    def held_counts(self) -> Mapping[State, int]:
        """How many of them are held, by state: nobody finds these."""
