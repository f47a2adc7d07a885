"""Which sealed values name something: found by words, whatever kind of entry they belong to."""

import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from muniment.ledger.sealed import Place
from muniment.model.reading import Json

SHORTEST = 4  # letters of a name that is looked for
_APART = "\0"


def folded(text: str) -> str:
    """A text as it is compared: composed, without its case."""
    return unicodedata.normalize("NFC", text).casefold()


@dataclass(slots=True)
class Values:
    """Sealed values by their place, as one long text that is searched for many words."""

    _places: list[Place] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _end: int = 0

    def add(self, place: Place, value: Json) -> None:
        """A value; all texts in it are looked at."""
        text = folded(_APART.join(_texts(value))) + _APART
        self._places.append(place)
        self._starts.append(self._end)
        self._texts.append(text)
        self._end += len(text)

    def naming(self, words: Iterable[str]) -> set[Place]:
        """The places of the values in which one of these stands as whole words."""
        whole = "".join(self._texts)
        return {
            self._places[bisect_right(self._starts, at) - 1]
            for word in {folded(each) for each in words} - {""}
            for at in _found(whole, word)
        }


def _found(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, behind = text[at - 1 : at] if at else "", text[end : end + 1]
        if not (_part(before) and _part(word[0])) and not (_part(behind) and _part(word[-1])):
            yield at
        at = text.find(word, at + 1)


def _part(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def names(text: str, words: Collection[str]) -> bool:
    """Whether one of these stands in a text as whole words."""
    values = Values()
    values.add((0, 0), text)
    return bool(values.naming(words))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
