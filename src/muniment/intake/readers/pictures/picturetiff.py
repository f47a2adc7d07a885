"""The pages of a TIFF by its directories: how many, how large, and whether it is a camera's raw picture.

Source: TIFF 6.0, BigTIFF.
"""

import struct
from dataclasses import dataclass, field

from muniment.intake.limits import Unreadable
from muniment.intake.source import Source
from muniment.model.state import State

_WIDTH, _HEIGHT, _REDUCED, _WITHIN, _DNG = 256, 257, 254, 330, 50706
_STRIPS, _TILES, _STRIP_SIZES, _TILE_SIZES = 273, 324, 279, 325
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_ENTRIES = 4096  # of one directory
_PIECES = 1 << 20  # strips or tiles of one page


@dataclass(slots=True)
class Pages:
    """What the directories say."""

    sizes: list[tuple[int, int]] = field(default_factory=list)
    raw: bool = False  # a camera's raw picture, of which only a small preview is a picture as others are
    whole: bool = True  # every page's pixels lie within the file
    cut: bool = False  # more pages than are looked at, or a directory that cannot be read


class _File:
    """A TIFF in its own order of bytes."""

    def __init__(self, source: Source) -> None:
        self.data = source.buffer()
        self.size = source.size
        self.order = "<" if source.head(2) == b"II" else ">"
        self.big = self.number(2, "H") == 43

    def number(self, at: int, code: str) -> int:
        """One number.

        Raises: struct.error, where it lies outside.
        """
        return int(struct.unpack_from(self.order + code, self.data, at)[0])

    def entries(self, at: int) -> tuple[dict[int, tuple[int, int, int]], int]:
        """A directory: (type, count, where its value is) by tag, and where the next one is.

        Raises: struct.error.
        """
        head, step, wide = (8, 20, "Q") if self.big else (2, 12, "I")
        count = min(self.number(at, "Q" if self.big else "H"), _ENTRIES)
        found: dict[int, tuple[int, int, int]] = {}
        for place in range(at + head, at + head + count * step, step):
            kind, many = self.number(place + 2, "H"), self.number(place + 4, wide)
            value = place + (12 if self.big else 8)
            if many * _SIZES.get(kind, 1) > (8 if self.big else 4):
                value = self.number(value, wide)
            found[self.number(place, "H")] = kind, many, value
        return found, self.number(at + head + count * step, wide)

    def values(self, entry: tuple[int, int, int] | None) -> tuple[int, ...]:
        """The numbers of an entry. Raises: struct.error."""
        kind, many, at = entry or (0, 0, 0)
        if kind not in _CODES or many > _PIECES:
            return ()
        return tuple(struct.unpack_from(f"{self.order}{many}{_CODES[kind]}", self.data, at))


def pages(source: Source, most: int) -> Pages:
    """The pages of a TIFF, at most so many.

    Raises: Unreadable, where not even the first can be found.
    """
    found, seen = Pages(), set[int]()
    try:
        file = _File(source)
        at = file.number(8, "Q") if file.big else file.number(4, "I")
        found.raw = source.head(2, 8) == b"CR"
        while at and at not in seen:
            if len(found.sizes) >= most:
                found.cut = True
                break
            seen.add(at)
            entries, at = file.entries(at)
            _page(file, entries, found)
    except struct.error:
        if not found.sizes:
            raise Unreadable(State.UNREAD_CORRUPT, "truncated") from None
        found.cut = True
    if not found.sizes:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no page")
    return found


def _page(file: _File, entries: dict[int, tuple[int, int, int]], found: Pages) -> None:
    width, height = ((file.values(entries.get(tag)) or (0,))[0] for tag in (_WIDTH, _HEIGHT))
    if not found.sizes:
        reduced = (file.values(entries.get(_REDUCED)) or (0,))[0] & 1
        found.raw |= _DNG in entries or bool(reduced and _WITHIN in entries)
    found.sizes.append((width, height))
    for places, sizes in ((_STRIPS, _STRIP_SIZES), (_TILES, _TILE_SIZES)):
        pieces = zip(file.values(entries.get(places)), file.values(entries.get(sizes)), strict=False)
        found.whole &= all(place + size <= file.size for place, size in pieces)
