"""How loud a sound is from its beginning to its end, drawn: of what is not packed (WAV), which needs no codec. Runs in the jail."""

import struct
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
_FORMS = {8: ("L", "L"), 16: ("I", "I;16S"), 32: ("I", "I;32S")}  # bits of a number: Pillow's mode, and how they lie
_STEP = 1 << 20  # bytes that are looked at together
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
        yield _loudest(source, start + first * frame, start + last * frame, bits)


def _loudest(source: Source, start: int, end: int, bits: int) -> float:
    middle, most = (128, 128) if bits == 8 else (0, 1 << (bits - 1))
    found = 0
    for at in range(start, end, _STEP):
        low, high = _extremes(source.head(min(_STEP, end - at), at), bits)
        found = max(found, high - middle, middle - low)
    return min(found / most, 1.0)


def _extremes(data: bytes, bits: int) -> tuple[int, int]:
    """The smallest and the largest number. Pillow looks at all of them in the time that a loop takes for a hundredth."""
    mode, lie = _FORMS[bits]
    low, high = Image.frombytes(mode, (len(data) * 8 // bits, 1), data, "raw", lie).getextrema()
    return int(low), int(high)  # type: ignore[arg-type] # one band


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
            if kind not in {_PLAIN, _MORE} or bits not in _FORMS or not frame or frame % (bits // 8):
                raise Unreadable(State.UNREAD_UNSUPPORTED, "no-codec")
            return at, min(size, source.size - at), bits, frame
        at += size + size % 2
    raise Unreadable(State.UNREAD_CORRUPT, "damaged")
