"""Texts to numbered terms: words, pairs of neighbours, and runs of five characters inside words; many texts at a time.

A term's number is a hash of its characters, so no vocabulary has to be kept and items may come in at any time. Runs of
characters meet a word that is spelled or recognised a little otherwise. Scripts written without spaces have a word for
each sign, and pairs of signs.

Version: FORM, with the Unicode tables of the Python that runs it (NORMAL).
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FORM = 1
NORMAL = f"{FORM} unicode {unicodedata.unidata_version}"
WORD_BITS, RUN_BITS = 21, 18
WORDS = 1 << WORD_BITS  # numbers of words and pairs; those of runs come after them
COLUMNS = WORDS + (1 << RUN_BITS)
RUN = 5  # characters, the space before and after a word among them
LONGEST = 1_000_000  # characters of an item that are taken apart; the rest does not count for its place
_AT_ONCE = 400_000  # characters
_TEXTS = 1 << (32 - WORD_BITS)  # as many as a key of 32 bits tells apart

Ints: TypeAlias = NDArray[np.int64]
Columns: TypeAlias = NDArray[np.int32]
Counts: TypeAlias = NDArray[np.uint8]
_Words: TypeAlias = NDArray[np.uint64]

_ODD, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_BACK = np.uint64(pow(int(_ODD), -1, 1 << 64))
_END = "\0"  # before each text
_UNKNOWN, _OTHER, _LETTER, _SIGN = -1, 0, 1, 2
_SIGNS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_kinds = np.full(0x110000, _UNKNOWN, np.int8)  # of characters, found as they are met


@dataclass(frozen=True, slots=True)
class Taken:
    """The terms of some texts: those of text n are columns[starts[n]:starts[n + 1]], ascending, with how often each occurs."""

    starts: Ints
    columns: Columns
    counts: Counts


@dataclass(frozen=True, slots=True)
class _Spelled:
    """Some texts as the characters of their words, one separator after each word, and where words begin and end."""

    codes: NDArray[np.uint32]
    text: NDArray[np.uint32]  # the text that a character belongs to
    inner: NDArray[np.bool_]  # a character of a word
    start: Ints
    end: Ints
    hashes: _Words  # of characters


def take(texts: Iterable[str]) -> Taken:
    """Take texts apart. *Cost*: about 0.1 CPU-s a million characters; memory in proportion to the terms."""
    parts = [_counted(batch) for batch in _batches(texts)]
    if not parts:
        return Taken(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8))
    lengths = np.concatenate([part[0] for part in parts])
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return Taken(starts, np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts]))


def placed(text: str) -> tuple[list[str], Columns, Ints]:
    """Every occurrence of a term in one text: its words as they were taken, and for each occurrence its column and word.

    A pair belongs to its first word, and is named by the word after it too.
    """
    spelled = _spelled([text])
    points, width = spelled.codes.tolist(), len(spelled.start)
    words = ["".join(map(chr, points[a:b])) for a, b in zip(spelled.start.tolist(), spelled.end.tolist(), strict=True)]
    singles, pairs, runs = _hashes(spelled)
    columns = [
        _columns(singles[1], WORD_BITS),
        _columns(pairs[1], WORD_BITS),
        _columns(runs[1], RUN_BITS) + np.uint32(WORDS),
    ]
    owners = [singles[2], width + pairs[2], runs[2]]
    names = words + [f"{one} {two}" for one, two in pairwise(words)]
    return names, np.concatenate(columns).astype(np.int32), np.concatenate(owners).astype(np.int64)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text[:LONGEST])
        size += len(batch[-1])
        if size >= _AT_ONCE or len(batch) == _TEXTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.casefold().replace(_END, " ")


def _kinds_of(codes: NDArray[np.uint32]) -> NDArray[np.int8]:
    found = _kinds[codes]
    if (found == _UNKNOWN).any():
        for code in np.unique(codes[found == _UNKNOWN]).tolist():
            letter = chr(code).isalnum() or unicodedata.category(chr(code))[0] == "M"
            sign = any(low <= code <= high for low, high in _SIGNS)
            _kinds[code] = (_SIGN if sign else _LETTER) if letter else _OTHER
        found = _kinds[codes]
    return found


def _spelled(texts: Sequence[str]) -> _Spelled:
    joined = "".join(f"{_END}{_plain(text)} " for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds_of(codes)
    keep = kinds > _OTHER
    keep[1:] |= kinds[:-1] > _OTHER  # what follows a word parts it from the next
    keep |= codes == 0
    codes, kinds = codes[keep], kinds[keep]
    inner, sign = kinds > _OTHER, kinds == _SIGN
    text = (np.cumsum(codes == 0) - 1).astype(np.uint32)
    begins = inner[1:] & (~inner[:-1] | sign[1:] | sign[:-1])
    ends = inner[:-1] & (~inner[1:] | sign[1:] | sign[:-1])
    hashes = _mixed(np.where(inner, codes, 0).astype(np.uint64) * _ODD + np.uint64(1))
    return _Spelled(codes, text, inner, np.flatnonzero(begins) + 1, np.flatnonzero(ends) + 1, hashes)


_Kind: TypeAlias = tuple[NDArray[np.uint32], _Words, Ints]  # of each occurrence: its text, its hash, its word


def _hashes(spelled: _Spelled) -> tuple[_Kind, _Kind, _Kind]:
    """Words, pairs and runs. Single letters and digits count in runs and pairs alone."""
    size = len(spelled.codes)
    powers = np.multiply.accumulate(np.full(size, _ODD))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(spelled.hashes * powers)])
    back = np.multiply.accumulate(np.full(size, _BACK))
    words = _mixed((sums[spelled.end] - sums[spelled.start]) * back[spelled.start])
    text, numbers = spelled.text[spelled.start], np.arange(len(words))
    whole = (spelled.end - spelled.start > 1) | (_kinds[spelled.codes[spelled.start]] == _SIGN)
    singles = text[whole], words[whole], numbers[whole]
    near = text[1:] == text[:-1]
    pairs = text[1:][near], (words[:-1] * _ODD + words[1:] * _MIX)[near], numbers[:-1][near]
    run = spelled.hashes
    for step in range(1, RUN):
        run = run[:-1] * _ODD + spelled.hashes[step:]
    last = len(run)
    good = spelled.text[:last] == spelled.text[RUN - 1 :]
    for step in range(1, RUN - 1):
        good &= spelled.inner[step : step + last]  # inside one word
    at = np.flatnonzero(good)
    owner = np.searchsorted(spelled.start, at + 1, side="right") - 1  # the first may be the space before the word
    return singles, pairs, (spelled.text[at], run[at] + np.uint64(RUN), owner)


def _mixed(value: _Words) -> _Words:
    value = (value ^ (value >> np.uint64(30))) * _MIX
    return value ^ (value >> np.uint64(27))


def _columns(hashes: _Words, bits: int) -> NDArray[np.uint32]:
    return (_mixed(hashes) >> np.uint64(64 - bits)).astype(np.uint32)


def _counted(texts: Sequence[str]) -> tuple[Ints, Columns, Counts]:
    """Of some texts: how many terms each has, and all their columns and counts."""
    singles, pairs, runs = _hashes(_spelled(texts))
    words = _sorted(np.concatenate([singles[0], pairs[0]]), np.concatenate([singles[1], pairs[1]]), WORD_BITS)
    inside = _sorted(runs[0], runs[1], RUN_BITS)
    text = np.concatenate([words[0], inside[0]])
    columns = np.concatenate([words[1], inside[1] + np.int32(WORDS)])
    together = np.argsort(text, kind="stable")  # words before runs, each ascending
    counts = np.concatenate([words[2], inside[2]])[together]
    return np.bincount(text, minlength=len(texts)).astype(np.int64), columns[together], counts


def _sorted(text: NDArray[np.uint32], hashes: _Words, bits: int) -> tuple[Ints, Columns, Counts]:
    keys = (text << np.uint32(bits)) | _columns(hashes, bits)
    keys.sort()
    first = np.flatnonzero(np.concatenate([np.ones(min(len(keys), 1), np.bool_), keys[1:] != keys[:-1]]))
    counts = np.minimum(np.diff(np.append(first, len(keys))), 255).astype(np.uint8)
    keys = keys[first]
    columns = (keys & np.uint32((1 << bits) - 1)).astype(np.int32)
    return (keys >> np.uint32(bits)).astype(np.int64), columns, counts
