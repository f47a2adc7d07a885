"""The texts of items, as they are compared; some are kept, since one is compared with many."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.item import Item
from muniment.search.document import BETWEEN
from muniment.search.near import differs, sign
from muniment.search.normalise import placed
from muniment.search.source import Source
from muniment.store.ids import id_of

_KEPT = 500_000  # different runs
CONTEXT = 5  # words beside what differs


@dataclass(frozen=True, slots=True)
class Difference:
    """A passage that differs: what stands here only, what stands there only, and what both have beside it."""

    page: int | None
    page_there: int | None
    before: str
    here: str
    there: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts, word by word: `common` words stand in both, in the same order, of `words` here and `words_there`."""

    common: int
    words: int
    words_there: int
    differences: tuple[Difference, ...]

    @property
    def share(self) -> float:
        """Words in common, of all words of both."""
        both = self.words + self.words_there
        return 2 * self.common / both if both else 1.0


class Texts:
    """The texts of one case."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._runs: OrderedDict[int, Mapping[int, int]] = OrderedDict()
        self._size = 0

    def item(self, n: int) -> Item | None:
        """An item that may be shown; None where there is none of that number, or it may not."""
        try:
            found = self.source.item(id_of(n))
        except UnknownItem:
            return None
        return None if found.aside else found

    def runs(self, n: int) -> Mapping[int, int]:
        """The runs of an item's text, of a mail's body; none where it has none that may be shown."""
        if n in self._runs:
            self._runs.move_to_end(n)
            return self._runs[n]
        item = self.item(n)
        made = sign.runs(sign.body_of(self.source.reading(item))) if item else {}
        self._runs[n] = made
        self._size += len(made)
        while self._size > _KEPT and len(self._runs) > 1:
            self._size -= len(self._runs.popitem(last=False)[1])
        return made

    def share(self, one: int, other: int) -> float:
        """The share of runs that two items have in common, counted."""
        return sign.share(self.runs(one), self.runs(other))

    def compared(self, one: Item, other: Item) -> Compared:
        """What differs between two items.

        Raises: AskedWrong, where a text is too long.
        """
        return compared(_Side.of(self.source, one), _Side.of(self.source, other))


class _Side:
    """One of two texts: its words, each with its place."""

    def __init__(self, pages: list[tuple[int | None, str]]) -> None:
        self.text = BETWEEN.join(text for _, text in pages)
        self._pages = [number for number, _ in pages]
        self._starts = [0, *accumulate(len(text) + len(BETWEEN) for _, text in pages)][:-1]
        found = list(placed(self.text))
        self.words = [word for word, _, _ in found]
        self.spans = [(start, end) for _, start, end in found]

    @classmethod
    def of(cls, source: Source, item: Item) -> "_Side":
        reading = source.reading(item)
        if not sign.short(reading):
            raise AskedWrong(
                "this text is too long to be compared word by word", item.id, "save it, and compare it elsewhere"
            )
        return cls([(page.number, page.text) for page in sign.pages_of(reading)])

    def piece(self, low: int, high: int) -> str:
        """The text of some of the words, as it is written, on one line."""
        low, high = max(low, 0), min(high, len(self.spans))
        if low >= high:
            return ""
        return " ".join(self.text[self.spans[low][0] : self.spans[high - 1][1]].split())

    def page(self, word: int) -> int | None:
        """The page on which a word stands."""
        if not self.spans:
            return None
        at = self.spans[min(word, len(self.spans) - 1)][0]
        return self._pages[bisect_right(self._starts, at) - 1]


def compared(one: _Side, other: _Side) -> Compared:
    """Two texts, word by word."""
    same = differs.blocks(one.words, other.words)
    found = tuple(
        Difference(
            one.page(low),
            other.page(down),
            one.piece(low - CONTEXT, low),
            one.piece(low, high),
            other.piece(down, up),
            one.piece(high, high + CONTEXT),
        )
        for low, high, down, up in differs.gaps(same, len(one.words), len(other.words))
    )
    return Compared(sum(size for _, _, size in same), len(one.words), len(other.words), found)
