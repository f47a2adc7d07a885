"""Makes a film: a few seconds of grey pictures, as a camera above a door keeps them.

Source: AVI RIFF file reference (Microsoft): hdrl, strl, movi and idx1; pictures without compression, from the bottom row up.
"""

import struct
from collections.abc import Iterator, Sequence

from muniment.demo.chance import Stream, moment
from muniment.demo.desk import Desk
from muniment.demo.paper import AVI, BY_NATURE, Entry, Paper, at
from muniment.demo.story import POLLING_DAY
from muniment.demo.truth import Said

_PATH = "Press and public/Films/Side door of the count.avi"
_WIDE, _HIGH = 64, 48
_FRAMES, _RATE = 12, 4  # to a second
_DOOR = 20  # dots across
SAID = Said(
    film=_PATH,
    watched="watched the whole film, three seconds, without sound",
    description="The side door opens, and somebody carries a carton out. The carton has no seal that can be seen.",
    logos="type:image bytes:..2kB",
    logos_why="logos under signatures",
)


def films(desk: Desk) -> Iterator[Entry]:
    """The one film there is."""
    rng = desk.voice("film").rng
    when = moment(rng, POLLING_DAY)
    frames = [_frame(rng, number) for number in range(_FRAMES)]
    yield at(_PATH, Paper(avi(frames), "film", AVI, states=BY_NATURE, when=when))


def avi(frames: Sequence[bytes]) -> bytes:
    """A film of frames, each a byte of grey to a dot."""
    size = _WIDE * _HIGH
    main = struct.pack(
        "<14I", 1_000_000 // _RATE, size * _RATE, 0, 0x10, len(frames), 0, 1, size, _WIDE, _HIGH, 0, 0, 0, 0
    )
    stream = b"vidsDIB " + struct.pack("<10I4H", 0, 0, 0, 1, _RATE, 0, len(frames), size, 0, 0, 0, 0, _WIDE, _HIGH)
    form = struct.pack("<IiiHHIIiiII", 40, _WIDE, _HIGH, 1, 8, 0, size, 0, 0, 256, 0)
    shades = b"".join(bytes((grey, grey, grey, 0)) for grey in range(256))
    heads = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", form + shades))
    places = b"".join(
        b"00db" + struct.pack("<III", 0x10, 4 + number * (8 + size), size) for number in range(len(frames))
    )
    body = _list(b"hdrl", _chunk(b"avih", main) + heads)
    body += _list(b"movi", b"".join(_chunk(b"00db", frame) for frame in frames)) + _chunk(b"idx1", places)
    return _chunk(b"RIFF", b"AVI " + body)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _list(name: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", name + data)


def _frame(rng: Stream, number: int) -> bytes:
    """The door, a little further open each time, in a grey that flickers."""
    open_ = min(_DOOR, 2 * number)
    dots = bytearray()
    for y in range(_HIGH):
        for x in range(_WIDE):
            within = 8 <= y < _HIGH - 6 and 22 <= x < 22 + _DOOR
            grey = 30 if within and x < 22 + open_ else 150 if within else 200
            dots.append(grey + rng.randint(0, 9))
    return bytes(dots)
