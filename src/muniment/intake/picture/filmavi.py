"""The frames of a film in AVI that are whole pictures: motion JPEG, or dots without compression. Runs in the jail.

Source: AVI RIFF file reference and OpenDML AVI 1.02: heads, and frames as chunks one after another. No index is believed:
a film whose camera lost its power has none.
"""

import struct
from collections.abc import Iterator
from functools import partial

from muniment.intake.limits import Unreadable
from muniment.intake.picture.moments import Film, Moment
from muniment.intake.source import Source
from muniment.model.state import State

_CHUNK = struct.Struct("<4sI")
_LISTS = (b"RIFF", b"LIST")
_FRAME = (b"dc", b"db")  # behind the two figures of the stream's number
_JPEG = frozenset({b"MJPG", b"JPEG"})
_PLAIN = bytes(4)
_FORM = 40 + 1024  # bytes of a head of a bitmap with 256 colours
_HEAD = 14  # bytes before it in a file of its own


def opened(source: Source) -> Film:
    """The first film in it.

    Raises: Unreadable, where its frames are no pictures.
    """
    stream, step, video = -1, 0.0, False
    for name, at, size in _chunks(source):
        if name == b"avih":
            step = _number(source, at) / 1_000_000
        elif name == b"strh":
            stream, video = stream + 1, source.head(4, at) == b"vids"
            scale, rate = _number(source, at + 20), _number(source, at + 24)
            step = scale / rate if video and scale and rate else step
        elif name == b"strf" and video:
            return _film(source, stream, step, source.head(min(size, _FORM), at))
    raise Unreadable(State.UNREAD_UNSUPPORTED, "no-codec")


def _film(source: Source, stream: int, step: float, form: bytes) -> Film:
    packed, frames = form[16:20], partial(_frames, source, stream, step)
    if packed.upper() in _JPEG:
        return Film("image/jpeg", b"", frames)
    if packed != _PLAIN:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "no-codec")
    return Film("image/bmp", b"BM" + struct.pack("<IHHI", 0, 0, 0, _HEAD + len(form)) + form, frames)


def _frames(source: Source, stream: int, step: float) -> Iterator[Moment]:
    """Its frames; one without bytes was dropped, and time went on."""
    names = tuple(b"%02d" % stream + kind for kind in _FRAME)
    number = 0
    for name, at, size in _chunks(source):
        if name in names:
            if 0 < size <= source.size - at:
                yield Moment(number * step, place=(at, size))
            number += 1


def _chunks(source: Source) -> Iterator[tuple[bytes, int, int]]:
    """All chunks of all lists in the order of the file: name, place, size. How long a list says that it is counts for nothing."""
    at = 0
    while at + _CHUNK.size <= source.size:
        name, size = _CHUNK.unpack(source.head(_CHUNK.size, at))
        at += _CHUNK.size
        if name in _LISTS:
            at += 4
            continue
        yield name, at, size
        at += size + size % 2


def _number(source: Source, at: int) -> int:
    return int.from_bytes(source.head(4, at), "little")
