"""The file of sealed values beside a ledger that is verified: each line is of an entry, of none, or broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from muniment.errors import Broken
from muniment.ledger import sealed
from muniment.ledger.entry import Value
from muniment.ledger.files import Files
from muniment.ledger.lines import lines
from muniment.ledger.sealed import Place


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no sealed value; `place` where it still says whose it is."""

    place: Place | None
    offset: int
    what: str


@dataclass(slots=True)
class Found:
    """What was met on the way."""

    blank: dict[Place, int] = field(default_factory=dict)  # and of how many blocks its line is
    missing: list[Place] = field(default_factory=list)
    wrong: list[tuple[Place, str]] = field(default_factory=list)  # not what was committed to, and why
    broken: list[Unread] = field(default_factory=list)
    behind: bool = False  # a crash left something behind the last whole line


class Beside:
    """Follows the sealed lines while the entries are followed, and goes on whatever they are."""

    def __init__(self, files: Files, end: int) -> None:
        self._lines: Iterator[tuple[int, bytes]] = lines(files.sealed, 0, end) if end else iter(())
        self._end = end
        self._seen = 0
        self._last: Place = (-1, 0)
        self._skipped: list[Place] = []
        self.found = Found()
        self._next = self._step()

    def _step(self) -> tuple[Place, bytes, int] | None:
        for offset, line in self._lines:
            self._seen = offset + len(line)
            found = sealed.parse(line)
            if found is None:
                what = f"the line at byte {offset} is no sealed value"
                self.found.broken.append(Unread(sealed.place_of(line), offset, what))
            elif found[0] <= self._last:
                what = f"sealed value {found[0][0]}.{found[0][1]} is out of order"
                self.found.broken.append(Unread(None, offset, what))
            else:
                self._last = found[0]
                return *found, len(line)
        if self._seen < self._end:
            self.found.behind = True  # a line without its end: the last write was cut short
        return None

    def of(self, seq: int, seal: Sequence[str]) -> tuple[Value | None, ...]:
        """The values of the next entry, None where one was erased or cannot be had."""
        return tuple([self._one((seq, number), committed) for number, committed in enumerate(seal)])

    def _one(self, place: Place, committed: str) -> Value | None:
        while self._next is not None and self._next[0] < place:
            self._skipped.append(self._next[0])
            self._next = self._step()
        if self._next is None or self._next[0] != place:
            self.found.missing.append(place)
            return None
        _, opened, length = self._next
        self._next = self._step()
        try:
            value = sealed.value(place, opened, committed)
        except Broken as error:
            self.found.wrong.append((place, error.what))
            return None
        if value is None:
            self.found.blank[place] = length // sealed.BLOCK
        return value

    def strays(self, size: int) -> Iterator[Place]:
        """Places that no entry committed to; what belongs to entries from `size` on is left by a crash."""
        yield from (place for place in self._skipped if place[0] < size)
        while self._next is not None:
            if self._next[0][0] < size:
                yield self._next[0]
            else:
                self.found.behind = True
            self._next = self._step()
