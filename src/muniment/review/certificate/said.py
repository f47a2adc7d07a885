"""What people said of items, and what stands: both judgements of two people are kept, and where they differ none stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from muniment.model.review import Judgement


@dataclass(frozen=True, slots=True)
class Saying:
    """One person's judgement of one item."""

    entry: int
    by: str
    judgement: Judgement
    decides: bool


class Sayings:
    """Judgements by item, in the order of the ledger."""

    def __init__(self) -> None:
        self._of: dict[str, list[Saying]] = {}
        self._items: dict[int, list[str]] = {}  # of an entry
        self._now: dict[str, Judgement] = {}

    def say(self, entry: int, item: str, by: str, judgement: Judgement, *, decides: bool = False) -> None:
        """A person judged an item."""
        self._of.setdefault(item, []).append(Saying(entry, by, judgement, decides))
        self._items.setdefault(entry, []).append(item)
        self._work_out(item)

    def take_back(self, entry: int) -> list[str]:
        """The judgements of an entry no longer stand; the items that it was of."""
        items = self._items.pop(entry, [])
        for item in items:
            self._of[item] = [each for each in self._of[item] if each.entry != entry]
            self._work_out(item)
        return items

    def _work_out(self, item: str) -> None:
        said = self._of[item]
        deciding = max((i for i, each in enumerate(said) if each.decides), default=0)
        last = {each.by: each.judgement for each in said[deciding:]}  # what a person said last is what they say
        if not last:
            self._now.pop(item, None)
            return
        agreed = set(last.values())
        self._now[item] = agreed.pop() if len(agreed) == 1 else Judgement.UNSURE

    def of(self, item: str) -> Judgement | None:
        """What stands of an item: unsure where people differ; None where nobody's judgement stands."""
        return self._now.get(item)

    def judged(self) -> Iterator[str]:
        """The items of which a judgement stands, in the order in which they first were judged since none did."""
        return iter(self._now)
