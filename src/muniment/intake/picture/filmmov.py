"""The frames of a film in QuickTime that are whole pictures, motion JPEG. Runs in the jail.

Source: QuickTime File Format Specification: the sample table says where each frame lies, and how long it is shown.
Cannot: lists of edits, which show frames in another order.
"""

import struct
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice, pairwise, repeat

from muniment.intake.limits import Unreadable
from muniment.intake.picture.moments import Film, Moment
from muniment.intake.source import Source
from muniment.model.state import State

_ATOM = struct.Struct(">I4s")
_JPEG = frozenset({b"jpeg", b"mjpa"})
_TABLE = 8  # bytes of a table before its lines: version, flags, and how many
Place = tuple[int, int]  # the first byte of what is in an atom, and the first behind it


def opened(source: Source) -> Film:
    """The first film in it.

    Raises: Unreadable, where its frames are no pictures.
    """
    whole = (0, source.size)
    for moov in _inside(source, whole, b"moov"):
        for trak in _inside(source, moov, b"trak"):
            for mdia in _inside(source, trak, b"mdia"):
                for table in _down(source, mdia, b"minf", b"stbl"):
                    film, scale = _film(source, mdia), _scale(source, mdia)
                    if film and scale and _kind(source, table) in _JPEG:
                        return Film("image/jpeg", b"", partial(_frames, source, table, scale))
    raise Unreadable(State.UNREAD_UNSUPPORTED, "no-codec")


def _film(source: Source, mdia: Place) -> bool:
    return any(source.head(4, at + 8) == b"vide" for at, _ in _inside(source, mdia, b"hdlr"))


def _scale(source: Source, mdia: Place) -> int:
    """How many of its units a second has."""
    for at, _ in _inside(source, mdia, b"mdhd"):
        return _number(source, at + (20 if source.head(1, at) == b"\1" else 12))
    return 0


def _kind(source: Source, table: Place) -> bytes:
    return next((source.head(4, at + _TABLE + 4) for at, _ in _inside(source, table, b"stsd")), b"")


def _frames(source: Source, table: Place, scale: int) -> Iterator[Moment]:
    """Its frames, as far as they lie in the file."""
    sizes = _sizes(source, table)
    steps = chain.from_iterable(repeat(step, count) for count, step in _lines(source, table, b"stts", ">II"))
    time = 0
    for (start,), count in zip(_starts(source, table), _counts(source, table), strict=False):
        at = start
        for size in islice(sizes, count):
            if 0 < size <= source.size - at:
                yield Moment(time / scale, place=(at, size))
            at, time = at + size, time + next(steps, 0)


def _starts(source: Source, table: Place) -> Iterator[tuple[int]]:
    """Where each chunk of frames begins."""
    yield from chain(_lines(source, table, b"stco", ">I"), _lines(source, table, b"co64", ">Q"))


def _counts(source: Source, table: Place) -> Iterator[int]:
    """How many frames each chunk has; the last run goes on for as many chunks as there are."""
    runs = list(_lines(source, table, b"stsc", ">III"))
    for (first, count, _), (after, *_) in pairwise([*runs, (0, 0, 0)]):
        yield from repeat(count, after - first) if after else repeat(count)


def _sizes(source: Source, table: Place) -> Iterator[int]:
    """How many bytes each frame has; where all have as many, no more of them than the file has room for."""
    for at, end in _inside(source, table, b"stsz"):
        size = _number(source, at + 4)
        if size:
            return repeat(size, min(_number(source, at + 8), source.size // size))
        return (found for (found,) in struct.iter_unpack(">I", source.head((end - at - 12) // 4 * 4, at + 12)))
    return iter(())


def _lines(source: Source, table: Place, name: bytes, form: str) -> Iterator[tuple[int, ...]]:
    line = struct.Struct(form)
    for at, end in _inside(source, table, name):
        count = min(_number(source, at + 4), max(end - at - _TABLE, 0) // line.size)
        yield from line.iter_unpack(source.head(count * line.size, at + _TABLE))
        return


def _down(source: Source, place: Place, first: bytes, then: bytes) -> Iterator[Place]:
    for each in _inside(source, place, first):
        yield from _inside(source, each, then)


def _inside(source: Source, place: Place, name: bytes) -> Iterator[Place]:
    """What is in the atoms of this name."""
    at, end = place
    while at + _ATOM.size <= end:
        size, found = _ATOM.unpack(source.head(_ATOM.size, at))
        head = _ATOM.size
        if size == 1:  # a longer one
            size, head = int.from_bytes(source.head(8, at + 8)), 16
        size = size or end - at  # the last one goes on to the end
        if size < head:
            return
        if found == name:
            yield at + head, min(at + size, end)
        at += size


def _number(source: Source, at: int) -> int:
    return int.from_bytes(source.head(4, at))
