"""Sealed values beside the entries they belong to; both files are in order."""

from collections.abc import Collection, Iterator

from muniment.errors import Broken
from muniment.ledger import sealed
from muniment.ledger.entry import Fields, Value
from muniment.ledger.sealed import Place


class Values:
    """Follows the sealed lines while the entries are followed. `owed` are erased already, whatever still lies there."""

    def __init__(self, found: Iterator[tuple[int, bytes]], owed: Collection[Place] = ()) -> None:
        self._lines = found
        self._owed = frozenset(owed)
        self._next = self._step()

    def _step(self) -> tuple[Place, bytes] | None:
        line = next(self._lines, None)
        if line is None:
            return None
        # A value that a crash left half erased is no whole line any more, but it still says whose it is.
        place = sealed.place_of(line[1])
        return None if place is None else (place, line[1])

    def of(self, fields: Fields) -> tuple[Value | None, ...]:
        """The values of the next entry.

        Raises: Broken, where one is missing or is not what was committed to.
        """
        return tuple(
            self._one((fields["seq"], number), committed) for number, committed in enumerate(fields.get("seal", ()))
        )

    def _one(self, place: Place, committed: str) -> Value | None:
        while self._next is not None and self._next[0] < place:
            self._next = self._step()
        if self._next is None or self._next[0] != place:
            raise Broken("a sealed value is missing", f"{place[0]}.{place[1]}", "run muniment verify")
        line = self._next[1]
        self._next = self._step()
        if place in self._owed:
            return None
        found = sealed.parse(line)
        if found is None:
            raise Broken("a sealed value is broken", f"{place[0]}.{place[1]}", "run muniment verify")
        return sealed.value(place, found[1], committed)
