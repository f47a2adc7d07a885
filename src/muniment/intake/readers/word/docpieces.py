"""The pieces that the text of a Word document lies in: which characters stand where in the file."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from muniment.intake.readers.rtf.rtfcodepages import decode
from muniment.intake.readers.word.docfib import PIECES, Fib

_NARROW = 0x4000_0000
_MOST = 1 << 20  # pieces
_TIMES = 2  # how often all bytes may be told as text: damaged pieces lie one over the other


class Piece(NamedTuple):
    """Characters that lie side by side."""

    start: int  # the number of the first character
    end: int
    at: int  # where it lies
    width: int  # bytes for each


class Pieces:
    """The text by numbers of characters. `damaged` says whether some of it is not to be had."""

    def __init__(self, stream: bytes, pieces: Sequence[Piece], codec: str) -> None:
        self._stream = stream
        self.pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._codec = codec
        self._left = _TIMES * len(stream) + 1
        self.damaged = False
        self.replaced = False

    @property
    def end(self) -> int:
        """How many characters there are."""
        return self.pieces[-1].end if self.pieces else 0

    def spans(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces, or parts of them, with these characters."""
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self.pieces)):
            piece = self.pieces[index]
            if piece.end <= start:
                continue
            if piece.start >= end:
                return
            first, last = max(piece.start, start), min(piece.end, end)
            yield Piece(first, last, piece.at + (first - piece.start) * piece.width, piece.width)

    def text(self, at: int, count: int, width: int) -> str:
        """So many characters from here on."""
        wanted = min(count * width, self._left)
        raw = self._stream[at : at + wanted]
        self._left -= len(raw)
        self.damaged |= len(raw) < count * width
        if width == 2:
            return raw[: len(raw) & ~1].decode("utf-16-le", "surrogatepass")
        text, replaced = decode(raw, self._codec)
        self.replaced |= replaced
        return text


def of_table(fib: Fib, table: bytes) -> list[Piece] | None:
    """The pieces as their table says; None where it cannot be had."""
    place = fib.place(PIECES)
    data = table[place.at : place.at + place.size]
    at = 0
    while at + 3 <= len(data) and data[at] == 1:  # properties that pieces refer to
        at += 3 + int.from_bytes(data[at + 1 : at + 3], "little")
    if data[at : at + 1] != b"\2":
        return None
    size = int.from_bytes(data[at + 1 : at + 5], "little")
    rows = data[at + 5 : at + 5 + size]
    count = min((len(rows) - 4) // 12, _MOST)
    if count < 1:
        return None
    borders = [int.from_bytes(rows[4 * index : 4 * index + 4], "little") for index in range(count + 1)]
    found = []
    for index, (start, end) in enumerate(pairwise(borders)):
        if end <= start:
            continue
        said = 4 * (count + 1) + 8 * index + 2
        where = int.from_bytes(rows[said : said + 4], "little")
        if fib.version < 8:
            found.append(Piece(start, end, where, 1))
        elif where & _NARROW:
            found.append(Piece(start, end, (where & (_NARROW - 1)) // 2, 1))
        else:
            found.append(Piece(start, end, where & (_NARROW - 1), 2))
    ordered = all(first.end <= second.start for first, second in pairwise(found))
    return found if found and ordered else None


def of_run(fib: Fib, stream: bytes) -> list[Piece]:
    """The one piece of a text that lies in one run."""
    count = sum(fib.counts)
    room = max(min(fib.text_end or len(stream), len(stream)) - fib.text_at, 0)
    raw = stream[fib.text_at : fib.text_at + 2 * count]
    wide = fib.version > 2 and room >= 2 * count and (fib.wide or fib.version == 8) and _looks_wide(raw)
    width = 2 if wide else 1
    count = min(count or room, room // width) if room else 0
    return [Piece(0, count, fib.text_at, width)] if count else []


def _looks_wide(raw: bytes) -> bool:
    """Whether bytes are characters of two bytes each: spaces and line ends of one byte are rare among them."""
    wide = sum(raw.count(mark) for mark in (b" \0", b"\r\0"))
    return wide * 2 > raw.count(b" ") + raw.count(b"\r")
