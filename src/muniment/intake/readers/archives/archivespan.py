"""A stretch of a container's own bytes, as a handle: read piece by piece, never copied whole."""

import re

from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source

_SAYS = re.compile(rb"[^\0\t\n\r ]")


class Stretch:
    """A handle over the bytes from `start` to `end`.

    Reading raises Damaged where the file ends before.
    """

    def __init__(self, source: Source, start: int, end: int) -> None:
        self._source = source
        self._place = start
        self._end = end

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end."""
        left = self._end - self._place
        piece = self._source.head(left if size < 0 else min(size, left), self._place)
        if not piece and left > 0:
            raise Damaged("truncated")
        self._place += len(piece)
        return piece


def says(source: Source, start: int, end: int) -> bool:
    """Whether there is anything but zeros and white space in a stretch."""
    return start < end and _SAYS.search(source.buffer(), start, end) is not None
