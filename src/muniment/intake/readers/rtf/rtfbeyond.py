"""The same text twice, in two forms: what the second has and the first has not."""

import re
from collections.abc import Iterator
from itertools import pairwise

from muniment.intake.readers.flow import Flow

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"<?\b(?:https?|ftp|mailto|cid|file):[^\s<>\"\]]+>?", re.IGNORECASE)
_MOST = 1_000_000  # words; of a longer text only the words are compared and not their order


class Had:
    """What was said so far: words, and which stood after which."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._pairs: set[str] = set()
        self._ordered = True

    def add(self, text: str) -> None:
        """Note what a text says; where an address stands between two words, also without it."""
        self._note(_tokens(text))
        if _ADDRESS.search(text):
            self._note(_tokens(_ADDRESS.sub(" ", text)))

    def beyond(self, text: str) -> Iterator[str]:
        """The lines of a text that say more, noted as they come."""
        for line in text.splitlines():
            tokens = _tokens(line)
            if not self._words.issuperset(tokens) or (self._ordered and not self._pairs.issuperset(_pairs(tokens))):
                self._note(tokens)
                yield line.rstrip()

    def _note(self, tokens: list[str]) -> None:
        self._words.update(tokens)
        self._ordered = self._ordered and len(tokens) <= _MOST
        if self._ordered:
            self._pairs.update(_pairs(tokens))


def add(flow: Flow, text: str, had: Had, kind: str = "alternate") -> None:
    """Add the lines of a text that say more than what is had, as one part."""
    flow.add("\n".join(had.beyond(text)), kind)


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _pairs(tokens: list[str]) -> Iterator[str]:
    return (f"{first} {second}" for first, second in pairwise(tokens))
