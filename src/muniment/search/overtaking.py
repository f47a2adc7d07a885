"""Which entries overtake a search: after them it might find something else, or look at something else."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from muniment.ledger.entry import Entry, erased
from muniment.search.lex import OF_PEOPLE

# an item came in, became readable or was no longer so, got words that people wrote, or a bundle was opened or taken out
KINDS = frozenset(
    {"intake-began", "took", "missed", "read", "recognised", "described", "noted", "box-added"}
    | {"released", "withdrawn", "item-erased"}
)
_NAMES = frozenset({"listed"})  # they hold words that are searched, and change no item themselves
# what people said, by the field that asks for it: these overtake no search but one that does
OF_FIELDS: Mapping[str, str] = {
    "opened": "opened",
    "box-opened": "opened",
    "judged": "judged",
    "taken-back": "judged",
    "settled": "settled",
    "unsettled": "settled",
}
CODES = frozenset({"coded", "code-undone"})  # the first says of which field it is, the second which entry it undoes


class Overtaking:
    """Hears every entry of a ledger, in order."""

    def __init__(self) -> None:
        self._found = array("q")  # entries that overtake what was searched before them
        self._words = array("q")  # entries that hold words that are searched
        self._said = {field: array("q") for field in OF_PEOPLE}
        self._coded: dict[str, str] = {}  # the field of entries that can be undone
        self._called: dict[int, str] = {}  # the field that asks by the name that an entry holds

    def hear(self, entry: Entry) -> None:
        """One entry."""
        do = entry.fields.get("do")
        if do in KINDS or self._of_words(entry):
            self._found.append(entry.seq)
        if do in KINDS or do in _NAMES:
            self._words.append(entry.seq)
        for field in self._of_people(entry):
            self._said[field].append(entry.seq)

    def _of_words(self, entry: Entry) -> bool:
        """Whether it erases what was searched; to erase a reason or a query changes no search."""
        return any(self._is_in(self._words, seq) for seq, _ in erased(entry.fields))

    def _of_people(self, entry: Entry) -> Iterator[str]:
        """Which fields ask for what it says of items, or asked by a name that it erases."""
        fields = entry.fields
        field = OF_FIELDS.get(str(fields.get("do")), "")
        match fields.get("do"):
            case "coded":
                field = self._coded[str(entry.seq)] = str(fields.get("field"))
            case "code-undone":
                field = self._coded.get(str(fields.get("entry")), "")
            case "person-named":
                self._called[entry.seq] = "opened"
            case "tag-defined":
                self._called[entry.seq] = "tag"
        yield from {field, *(self._called.get(seq, "") for seq, _ in erased(fields))}.intersection(OF_PEOPLE)

    def after(self, size: int, fields: Iterable[str] = ()) -> int | None:
        """The first that overtakes a search of so many entries; `fields` are those of what people said that it asked for."""
        found: list[int] = []
        for numbers in (self._found, *(self._said[field] for field in fields)):
            at = bisect_left(numbers, size)
            found += numbers[at : at + 1]
        return min(found, default=None)

    @staticmethod
    def _is_in(numbers: "array[int]", number: int) -> bool:
        at = bisect_left(numbers, number)
        return at < len(numbers) and numbers[at] == number
