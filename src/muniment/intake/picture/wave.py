"""How loud a sound is from its beginning to its end, drawn: of what is not packed (WAV), which needs no codec. Runs in the jail."""

import struct
import sys
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image, ImageDraw

from muniment.intake.limits import Unreadable
from muniment.intake.picture import pixels
from muniment.intake.picture.pixels import Pixels
from muniment.intake.source import Source
from muniment.model.state import State

_WIDE, _HIGH = 1200, 160
_CHUNK = struct.Struct("<4sI")
_FORM = struct.Struct("<HHIIHH")
_PLAIN, _MORE = 1, 0xFFFE  # numbers, or numbers with a longer head
_CODES = {16: "h", 32: "i"}  # bits of a number, and what Python calls it
_LOOKED = 4_000  # numbers that one column is drawn from
_PAPER, _INK, _LINE = 255, 70, 190


def drawn(source: Source, asked: Mapping[str, Any]) -> Pixels:
    """A picture of the whole of it: a column for each part, as high as its loudest moment.

    Raises: Unreadable, where it is packed or is no such sound.
    """
    del asked
    image = Image.new("L", (_WIDE, _HIGH), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.line((0, _HIGH // 2, _WIDE, _HIGH // 2), fill=_LINE)
    for column, loud in enumerate(_columns(source)):
        half = round(loud * (_HIGH // 2 - 2))
        pen.line((column, _HIGH // 2 - half, column, _HIGH // 2 + half), fill=_INK)
    return pixels.of(image)


def _columns(source: Source) -> Iterator[float]:
    """The loudest moment of each column, from 0 to 1."""
    start, size, bits, frame = _body(source)
    frames = size // frame
    for column in range(_WIDE):
        first, last = frames * column // _WIDE, frames * (column + 1) // _WIDE
        if first == last:
            yield 0.0
            continue
        count = min((last - first), max(_LOOKED * 8 // bits, 1))
        yield _loudest(source.head(count * frame, start + first * frame), bits)


def _loudest(data: bytes, bits: int) -> float:
    if bits == 8:
        return max(abs(max(data) - 128), abs(min(data) - 128)) / 128
    numbers = array(_CODES[bits], data[: len(data) // (bits // 8) * (bits // 8)])
    if sys.byteorder == "big":
        numbers.byteswap()
    extremes = max(numbers), -min(numbers)
    return min(max(*extremes) / (1 << (bits - 1)), 1.0)


def _body(source: Source) -> tuple[int, int, int, int]:
    """Where the numbers begin, how many bytes there are, the bits of a number, and the bytes of one moment."""
    head = source.head(12)
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        raise Unreadable(State.UNREAD_UNSUPPORTED, "no-codec")
    at, form = 12, None
    while at + _CHUNK.size <= source.size:
        name, size = _CHUNK.unpack(source.head(_CHUNK.size, at))
        at += _CHUNK.size
        if name == b"fmt " and size >= _FORM.size:
            form = _FORM.unpack(source.head(_FORM.size, at))
        if name == b"data" and form is not None:
            kind, _, _, _, frame, bits = form
            if kind not in {_PLAIN, _MORE} or bits not in {8, *_CODES} or not frame or frame % (bits // 8):
                raise Unreadable(State.UNREAD_UNSUPPORTED, "no-codec")
            return at, min(size, source.size - at), bits, frame
        at += size + size % 2
    raise Unreadable(State.UNREAD_CORRUPT, "damaged")
