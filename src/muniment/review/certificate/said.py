"""What people said of items, what stands, and whether whoever said it had the item before them.

Both judgements of two people are kept, and where they differ none stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from muniment.model.review import Judgement, Way


@dataclass(frozen=True, slots=True)
class Saying:
    """One person's judgement of one item."""

    entry: int
    by: str
    judgement: Judgement
    decides: bool
    way: Way


class Sayings:
    """Judgements and openings by item, in the order of the ledger."""

    def __init__(self) -> None:
        self._of: dict[str, list[Saying]] = {}
        self._items: dict[int, list[str]] = {}  # of an entry
        self._now: dict[str, Judgement] = {}
        self._openings: dict[str, set[tuple[str, int]]] = {}  # of an item: by whom, and the entry that says so
        self._opened: dict[int, list[tuple[str, str]]] = {}  # of an entry: which item, by whom

    def say(
        self, entry: int, item: str, by: str, judgement: Judgement, *, decides: bool = False, way: Way = Way.ASIDE
    ) -> None:
        """A person judged an item."""
        self._of.setdefault(item, []).append(Saying(entry, by, judgement, decides, way))
        self._items.setdefault(entry, []).append(item)
        self._work_out(item)

    def take_back(self, entry: int) -> list[str]:
        """The judgements of an entry no longer stand; the items that it was of."""
        items = self._items.pop(entry, [])
        for item in items:
            self._of[item] = [each for each in self._of[item] if each.entry != entry]
            self._work_out(item)
        return items

    def open(self, entry: int, item: str, by: str) -> None:
        """A person had an item before them, here or elsewhere."""
        self._openings.setdefault(item, set()).add((by, entry))
        self._opened.setdefault(entry, []).append((item, by))

    def unsettle(self, entry: int) -> None:
        """What an entry says was opened elsewhere was not."""
        for item, by in self._opened.pop(entry, []):
            self._openings[item].discard((by, entry))

    def _work_out(self, item: str) -> None:
        last = self.voices(item)
        if not last:
            self._now.pop(item, None)
            return
        agreed = {each.judgement for each in last}
        self._now[item] = agreed.pop() if len(agreed) == 1 else Judgement.UNSURE

    def voices(self, item: str) -> list[Saying]:
        """What counts of an item: what each person said last, from the last judgement on that was to decide."""
        said = self._of.get(item, [])
        deciding = max((i for i, each in enumerate(said) if each.decides), default=0)
        return [*{each.by: each for each in said[deciding:]}.values()]

    def of(self, item: str) -> Judgement | None:
        """What stands of an item: unsure where people differ; None where nobody's judgement stands."""
        return self._now.get(item)

    def judged(self) -> Iterator[str]:
        """The items of which a judgement stands, in the order in which they first were judged since none did."""
        return iter(self._now)

    def seen(self, item: str) -> bool:
        """Whether somebody whose judgement of an item counts had it before them; in which order does not matter."""
        openers = {by for by, _ in self._openings.get(item, ())}
        return bool(openers) and any(each.by in openers for each in self.voices(item))

    def blind(self, item: str) -> bool:
        """Whether a judgement of an item that counts was made in an audit."""
        return any(each.way is Way.AUDIT for each in self.voices(item))
