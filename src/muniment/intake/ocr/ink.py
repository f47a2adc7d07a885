"""Ink: the dark pixels of a page, and how much of it lies where words were recognised."""

from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from muniment.intake.ocr.flatten import share

Rectangle = tuple[int, int, int, int]  # left, top, right, bottom, in pixels

NO_INK = 60  # dark pixels: less than one letter
_DARK = [255 if value < 128 else 0 for value in range(256)]
_ROUND = 5  # pixels around a word that belong to it: accents, tails, lines below it
_EDGE = 0.02  # of the page: shadows and punched holes
_PICTURE = 0.3  # share of restless paper from which on a region is a picture, not letters
_IMAGES, _RULES = frozenset({9, 10, 11}), frozenset({12, 13})  # PolyBlockType of tesseract's publictypes.h
_BLOCK = 0  # RIL.BLOCK


def densest(image: Image.Image, height: int) -> Rectangle:
    """The band of this height, over the whole width, that holds the most ink."""
    rows = image.resize((1, image.height), Image.Resampling.BOX).tobytes()
    held = total = sum(rows[:height])
    top = 0
    for start in range(1, image.height - height + 1):
        held += rows[start + height - 1] - rows[start - 1]
        if held < total:
            total, top = held, start
    return 0, top, image.width, min(top + height, image.height)


def within(box: Rectangle, places: Iterable[Rectangle]) -> bool:
    """Whether the middle of a box lies in one of these places."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in places)


def without(image: Image.Image, boxes: Iterable[Rectangle], paper: int = 255) -> Image.Image:
    """The page with these places made white, or whatever stands for `paper`."""
    rest = image.copy()
    pen = ImageDraw.Draw(rest)
    for left, top, right, bottom in boxes:
        pen.rectangle((left - _ROUND, top - _ROUND, right + _ROUND, bottom + _ROUND), fill=paper)
    return rest


def pictures(layout: Iterable[tuple[int, Rectangle]], unrest: Image.Image, scale: float) -> list[Rectangle]:
    """Places of a page that hold no letters: rules, and blocks that are pictures to the eye too.

    `unrest` is the map of restless paper, `scale` its width by that of the page.
    """
    found = [box for kind, box in layout if kind in _RULES]
    for kind, box in layout:
        left, top, right, bottom = (round(edge * scale) for edge in box)
        if kind in _IMAGES and share(unrest.crop((left, top, max(right, left + 1), max(bottom, top + 1)))) >= _PICTURE:
            found.append(box)
    return found


def coverage(image: Image.Image, words: Iterable[Rectangle], aside: Iterable[Rectangle]) -> tuple[float, int]:
    """The share of ink that lies within words, of all that is not `aside`; and how many dark pixels lie outside."""
    inner = Image.new("L", image.size, 0)
    across, down = int(image.width * _EDGE), int(image.height * _EDGE)
    inner.paste(255, (across, down, image.width - across, image.height - down))
    words = list(words)
    pen = ImageDraw.Draw(inner)
    for box in aside:
        pen.rectangle(box, fill=0)
    for left, top, right, bottom in words:
        pen.rectangle((left - _ROUND, top - _ROUND, right + _ROUND, bottom + _ROUND), fill=255)
    inked = ImageChops.darker(image.point(_DARK), inner)
    total = inked.histogram()[255]
    outside = without(inked, words, 0).histogram()[255]
    return (1 - outside / total if total else 1.0), outside


def layout(engine: Any) -> list[tuple[int, Rectangle]]:
    """The blocks of the page that an engine has recognised: kind and place."""
    found: list[tuple[int, Rectangle]] = []
    walk = engine.GetIterator()
    while walk is not None:
        if box := walk.BoundingBox(_BLOCK):
            found.append((int(walk.BlockType()), box))
        if not walk.Next(_BLOCK):
            break
    return found
