"""Which items that a decision or advice was based on were read again with other text."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from muniment.model.prove import AdviceAsked, Decided
from muniment.prove.entered import Entered, entered, numbers_in
from muniment.store.view import View

_LATER = "SELECT item, entry FROM reading WHERE entry>? AND item<?"
_OF = (
    "SELECT item, entry, do='recognised', hash, file, block, line FROM reading JOIN act USING (entry) "
    "WHERE item IN (SELECT value FROM json_each(?)) ORDER BY item, entry"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """One reading of an item: since which entry, and where it lies; `words` are those of the one before it, and what it recognised."""

    entry: int
    words: bool
    hash: str
    place: tuple[str, int, int]


class Rereadings:
    """The readings of every item that was read again after a decision or advice, and was there by then.

    *Cost*: a pass over the readings, once for all decisions; the texts of those items alone.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._texts: dict[str, bytes] = {}
        self._made = entered(view, Decided, AdviceAsked)
        self._read: dict[int, list[_Read]] = {}
        for n, entry, words, line, *place in view.tables.rows(_OF, (json.dumps(self._again()),)):
            file, block, at = place
            self._read.setdefault(n, []).append(_Read(entry, bool(words), line, (file, block, at)))

    def of(self, id: str, entry: int) -> list[tuple[int, int]]:  # noqa: A002 # the number of a decision or of advice
        """Each item of its basis whose text is another by now, with the entry of the reading since which it is."""
        later = [n for n, readings in self._read.items() if readings[-1].entry > entry]
        if not later:
            return []
        (said,) = [each for each in self._made if each.id == id]
        basis = set(_basis(self._view, said))
        return [(n, at) for n in later if n in basis and (at := self._changed(n, entry)) is not None]

    def _changed(self, n: int, entry: int) -> int | None:
        """The first reading after an entry with the text that stands now; None where that is the text of then.

        Of a scan that is read again, the reading before its words are recognised is passed over: nothing was decided by it.
        """
        readings = self._read[n]
        stands = self._text(readings[-1])
        if stands == self._at(n, entry):
            return None
        passed = {before.entry for before, each in pairwise(readings) if each.words}
        later = (each for each in readings if each.entry > entry and each.entry not in passed)
        return next(each.entry for each in later if self._text(each) == stands)

    def _again(self) -> list[int]:
        """The items with a reading that is later than a decision or advice, and which were there when that was made."""
        decided = [each for each in self._made if each.do == Decided.do]
        entries, nexts = [each.entry for each in decided], [int(each["next_item"]) for each in decided]
        later = self._view.tables.rows(_LATER, (entries[0], nexts[-1])) if decided else []
        found = {n for n, entry in later if bisect_right(nexts, n) < bisect_right(entries, entry)}
        for each in self._made:
            found |= set(_basis(self._view, each)) if each.do == AdviceAsked.do else set()
        return sorted(found)

    def _at(self, n: int, entry: int) -> bytes:
        """The text that the newest reading up to an entry had."""
        readings = [each for each in self._read[n] if each.entry <= entry]
        return self._text(readings[-1] if readings else None)

    def _text(self, read: _Read | None) -> bytes:
        """The hash of a text: texts of many items are not kept; b"" where there was none."""
        if read is None:
            return b""
        if read.hash not in self._texts:
            pages = self._view.places.readings.read(*read.place, read.hash).pages
            text = "\f".join(page.text for page in pages)
            self._texts[read.hash] = sha256(text.encode()).digest() if text else b""
        return self._texts[read.hash]


def _basis(view: View, said: Entered) -> Sequence[int]:
    """The items that somebody had before them; of a decision all but those that nobody had opened."""
    numbers = numbers_in(view, said.entry)
    return numbers[: sum(said["parts"][:-1])] if said.do == Decided.do else numbers
