"""Which entries overtake a search: after them it might find something else, or look at something else."""

from array import array
from bisect import bisect_left

from muniment.ledger.entry import Entry, erased

# an item came in, became readable or was no longer so, got words that people wrote, or a bundle was opened or taken out
KINDS = frozenset(
    {"intake-began", "took", "missed", "read", "recognised", "described", "box-added"}
    | {"released", "withdrawn", "item-erased"}
)
_NAMES = frozenset({"listed"})  # they hold words that are searched, and change no item themselves


class Overtaking:
    """Hears every entry of a ledger, in order."""

    def __init__(self) -> None:
        self._found = array("q")  # entries that overtake what was searched before them
        self._words = array("q")  # entries that hold words that are searched

    def hear(self, entry: Entry) -> None:
        """One entry."""
        do = entry.fields.get("do")
        if do in KINDS or self._of_words(entry):
            self._found.append(entry.seq)
        if do in KINDS or do in _NAMES:
            self._words.append(entry.seq)

    def _of_words(self, entry: Entry) -> bool:
        """Whether it erases what was searched; to erase a reason or a query changes no search."""
        return any(self._is_in(self._words, seq) for seq, _ in erased(entry.fields))

    def after(self, size: int) -> int | None:
        """The first that overtakes a search of so many entries."""
        at = bisect_left(self._found, size)
        return self._found[at] if at < len(self._found) else None

    @staticmethod
    def _is_in(numbers: "array[int]", number: int) -> bool:
        at = bisect_left(numbers, number)
        return at < len(numbers) and numbers[at] == number
