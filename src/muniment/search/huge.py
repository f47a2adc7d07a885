"""A text of many millions of characters, taken to words piece by piece: a word as an object of its own costs 60 bytes.

No word lies across two pieces, nor one that is written over line ends, so the words are those of the whole text.
"""

import re
from collections import Counter
from collections.abc import Iterator

from muniment.search.normalise import broken, cut

HUGE = 4_000_000  # characters; of a longer text no list of all words is made
_PIECE = 1_000_000  # characters that are taken to words at once
_SPACE = re.compile(r"[ \t\r\n]")
_NEAR = 200  # characters beside a cut that may be part of a line end in a word
_COUNTERS = 1 << 26


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of a million characters, more where there is no place to cut."""
    start = 0
    while start < len(text):
        end = _end(text, start + _PIECE)
        yield text[start:end]
        start = end


def _end(text: str, after: int) -> int:
    """The first place behind a space that lies in no word written over line ends."""
    for found in _SPACE.finditer(text, after):
        if not broken(text[max(found.start() - _NEAR, 0) : found.end() + _NEAR]):
            return found.end()
    return len(text)


def often(text: str, least: int) -> dict[str, int]:
    """The words that occur so many times, and how often. Cost: two passes and 64 MiB, however many words differ.

    The first pass counts words by their hash alone, with a byte for each of many hashes; the second counts only those
    whose hash came often enough.
    """
    counters, mask = bytearray(_COUNTERS), _COUNTERS - 1
    for piece in pieces(text):
        for word, count in Counter(cut(piece)[1]).items():
            at = hash(word) & mask
            counters[at] = min(counters[at] + count, 255)
    found: Counter[str] = Counter()
    for piece in pieces(text):
        found.update(word for word in cut(piece)[1] if counters[hash(word) & mask] >= least)
    return {word: count for word, count in found.items() if count >= least}
