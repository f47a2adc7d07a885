"""Words to what is compared: runs of three words, a hash of all of them, and a MinHash signature.

Capital letters, accents and punctuation make no difference, as in a search. Two texts are nearly the same where at
least half of their runs are common to both, each counted as often as it occurs; of a mail its body alone. The signature
only proposes: nothing is said that was not counted. 128 values of 16 bits, in 32 bands of four: two texts are proposed
to each other where they share one band.
"""

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import eq

from rensa import RMinHash

from muniment.model.reading import Page, Reading
from muniment.search.document import BETWEEN
from muniment.search.normalise import tokens

FORM = 1  # of what is kept
SHORTEST = 20  # words; of a shorter text only the whole is compared
LONGEST = 8_000_000  # characters; of a longer text too
LEAST = 0.5  # share of runs in common
RUN = 3
BANDS = 32
WIDE = 8  # bytes of one band
LENGTH = BANDS * WIDE
_HEADERS = "headers"  # of the parts of a page
_VALUES, _SEED, _AT_ONCE = 128, 1, 100_000
_PIECE = 1_000_000  # characters that are taken to words at once
_SPACE = re.compile(r"\s")
_SPREAD = 0.18  # four times the error of an estimate from 128 values


def pages_of(reading: Reading | None) -> tuple[Page, ...]:
    """The pages that are compared: not what a document says of itself (title, author, outline), where it has others."""
    pages = reading.pages if reading else ()
    body = tuple(page for page in pages if page.number is not None or page.label != "document")
    return body or pages


def body_of(reading: Reading | None) -> list[str]:
    """The words of a text without a mail's headers: else short letters of the same people were all alike."""
    return tokens(BETWEEN.join(map(_body, pages_of(reading))))


def _body(page: Page) -> str:
    text = page.text
    for kind, start, end in sorted(page.parts, key=lambda part: -part[1]):
        if kind == _HEADERS:
            text = f"{text[:start]}\n{text[end:]}"
    return text


def signed(reading: Reading | None) -> tuple[bytes | None, int, bytes]:
    """What stands for a text, the same for the same words in the same order; how many words; and its signature.

    A text that is compared as a whole alone has no signature. A very long one is taken piece by piece.
    """
    pages = pages_of(reading)
    found, count = hashlib.blake2b(digest_size=16), 0
    if not short(reading):
        for words in (tokens(piece) for page in pages for piece in _pieces(page.text)):
            found.update("".join(f"{word}\n" for word in words).encode())
            count += len(words)
        return found.digest() if count else None, count, b""
    words = tokens(BETWEEN.join(page.text for page in pages))
    found.update("".join(f"{word}\n" for word in words).encode())
    body = body_of(reading) if any(part[0] == _HEADERS for page in pages for part in page.parts) else words
    made = signature(body) if len(body) >= SHORTEST else b""
    return found.digest() if words else None, len(words), made


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that cut no word, unless it is one word."""
    start = 0
    while len(text) - start > _PIECE:
        cut = _SPACE.search(text, start + _PIECE, start + 2 * _PIECE)
        end = cut.end() if cut else min(start + 2 * _PIECE, len(text))
        yield text[start:end]
        start = end
    yield text[start:]


def short(reading: Reading | None) -> bool:
    """Whether a text can be compared word by word."""
    return sum(len(page.text) for page in pages_of(reading)) <= LONGEST


def signature(words: Sequence[str]) -> bytes:
    """The signature of a text's runs; band n is the eight bytes from 8n."""
    sketch = RMinHash(_VALUES, _SEED)
    for start in range(0, len(words) - RUN + 1, _AT_ONCE):
        part = words[start : start + _AT_ONCE + RUN - 1]
        sketch.update(list(map(" ".join, zip(part, islice(part, 1, None), islice(part, 2, None), strict=False))))
    return array("H", [value & 0xFFFF for value in sketch.digest()]).tobytes()


def runs(words: Sequence[str]) -> Mapping[int, int]:
    """The runs of a text and how often each occurs; as numbers that hold in this process alone."""
    return Counter(map(hash, zip(words, islice(words, 1, None), islice(words, 2, None), strict=False)))


def share(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """How many of the runs of two texts are common to both, each counted as often as it occurs."""
    if len(one) > len(other):
        one, other = other, one
    common = sum(min(count, other.get(run, 0)) for run, count in one.items())
    return common / (sum(one.values()) + sum(other.values()) - common) if common else 0.0


def hopeless(one: bytes, other: bytes) -> bool:
    """Whether two signatures are so far apart that counting can be spared."""
    same: Iterable[bool] = map(eq, memoryview(one).cast("H"), memoryview(other).cast("H"))
    return sum(same) < (LEAST - _SPREAD) * _VALUES
