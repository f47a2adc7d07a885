"""Recognised words: where each stands in the text and on the page, and how sure the engine is of it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.intake.ocr.ink import Rectangle

Word = tuple[int, int, int, int, int, int, int]  # from, to, left, top, right, bottom, confidence
WHOLE = 10_000  # the width and height of a page
_LINE, _WORD = "4", "5"  # the levels of a row of TSV: a line, and a word in it


@dataclass(frozen=True, slots=True)
class Found:
    """One word as the engine gives it: `line` and `paragraph` tell where a line and a paragraph ends.

    `band` is the place of its whole line: of joined letters an engine knows it better than that of each word.
    """

    text: str
    box: Rectangle
    band: Rectangle
    confidence: int
    line: tuple[int, ...]
    paragraph: tuple[int, ...]

    @property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return sum(sign.isalnum() for sign in self.text)


def found(engine: Any) -> list[Found]:
    """The words that an engine has recognised, in the order in which they are read."""
    return list(_rows(engine.GetTSVText(0)))


def _rows(table: str) -> Iterator[Found]:
    band = 0, 0, 0, 0
    for row in table.split("\n"):
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] not in {_LINE, _WORD}:
            continue
        _, _, block, paragraph, line, _, left, top, width, height = map(int, cells[:10])
        box = left, top, left + width, top + height
        if cells[0] == _LINE:
            band = box
        elif text := cells[11].strip():
            sure = min(max(round(float(cells[10])), 0), 100)
            yield Found(text, box, band, sure, (block, paragraph, line), (block, paragraph))


def confidence(words: Iterable[Found]) -> int:
    """The mean confidence, each word counted by its length; 0 where there is none."""
    total = weight = 0
    for word in words:
        total += word.confidence * len(word.text)
        weight += len(word.text)
    return round(total / weight) if weight else 0


def share(words: Iterable[Found], least: int) -> float:
    """The share of letters in words of at least this confidence; 1.0 where there are none."""
    total = sure = 0
    for word in words:
        total += len(word.text)
        sure += len(word.text) * (word.confidence >= least)
    return sure / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page that was recognised lies on the picture as it was shown: turned about its middle by `angle`."""

    shown: tuple[int, int]  # width and height before it was turned, at the scale of the page
    page: tuple[int, int]
    angle: float  # degrees, anticlockwise

    def back(self, box: Rectangle) -> Rectangle:
        """A box of the page as one of the picture, in its ten-thousandths."""
        sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
        across, down = self.page[0] / 2, self.page[1] / 2
        corners = [(x - across, y - down) for x in (box[0], box[2]) for y in (box[1], box[3])]
        lefts = [_part(cosine * x - sine * y, self.shown[0]) for x, y in corners]
        tops = [_part(sine * x + cosine * y, self.shown[1]) for x, y in corners]
        return min(lefts), min(tops), max(lefts), max(tops)


def written(words: Sequence[Found], frame: Frame) -> tuple[str, tuple[Word, ...]]:
    """The text, and each word's place in it and on the picture."""
    pieces: list[str] = []
    placed: list[Word] = []
    length = 0
    for index, word in enumerate(words):
        gap = _gap(words[index - 1], word) if index else ""
        start = length + len(gap)
        length = start + len(word.text)
        pieces += (gap, word.text)
        placed.append((start, length, *frame.back(word.box), word.confidence))
    return "".join(pieces), tuple(placed)


def _gap(before: Found, word: Found) -> str:
    if before.paragraph != word.paragraph:
        return "\n\n"
    return "\n" if before.line != word.line else " "


def _part(offset: float, whole: int) -> int:
    """An offset from the middle as ten-thousandths from the edge."""
    return min(max(round((offset / whole + 0.5) * WHOLE), 0), WHOLE)
