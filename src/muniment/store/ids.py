"""Ids as text and number, and the sealed values of an entry."""

from muniment.errors import AskedWrong
from muniment.ledger.log import Entry
from muniment.model.reading import Json
from muniment.names.filename import plain
from muniment.names.whole import whole

ERASED = "[erased]"


def number_of(item: str) -> int:
    """The number in an item's id."""
    return int(item.removeprefix("ITM-"))


def id_of(number: int) -> str:
    """An item's id."""
    return f"ITM-{number:06d}"


def behind(after: str) -> int:
    """The number of the item behind which a list goes on, 0 where it begins: every cursor of items is read here.

    Raises: AskedWrong, where that is no item's id.
    """
    found = whole(after.removeprefix("ITM-")) if after else 0
    if found is None:
        raise AskedWrong("a list goes on behind an item", after[:80], "take `next` from the answer before")
    return found


def value_of(entry: Entry, place: int) -> Json:
    """A sealed value, None where it was erased."""
    sealed = entry.sealed[place] if place < len(entry.sealed) else None
    return None if sealed is None else sealed[1]


def readable(value: Json) -> Json:
    """A text or a list of texts, as UTF-8 can hold it."""
    if isinstance(value, list):
        return [readable(part) for part in value]
    return plain(value) if isinstance(value, str) else value
