"""What a stream of a PDF unpacks to, piece by piece: as it lies, or by the one filter that files are kept with."""

import re
import zlib

from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source
from muniment.model.state import State

_STEP = 1 << 16
_LIST = re.compile(rb"/Filter\s*\[([^\]]*)\]")
_ONE = re.compile(rb"/Filter\s*/([A-Za-z0-9]+)")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)\d")
_FLATE = {b"FlateDecode", b"Fl"}


def filter_of(entries: bytes) -> bytes | None:
    """The one filter that a stream's dictionary names, b"" where it names none; None where we cannot undo it."""
    listed = _LIST.search(entries)
    names = _NAME.findall(listed[1]) if listed else _ONE.findall(entries)[:1]
    if _PREDICTED.search(entries) or len(names) > 1 or (not names and b"/Filter" in entries and not listed):
        return None
    if names and names[0] not in _FLATE:
        return None
    return names[0] if names else b""


class Unpacking:
    """A handle over what a stream unpacks to."""

    def __init__(self, source: Source, entries: bytes, start: int, end: int) -> None:
        self._source = source
        self._at, self._end = start, end
        self._filter = filter_of(entries)
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)  # without the checksum: who lacks it is read all the same
        self._begun = not self._filter
        self._sum = 1

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is allowed
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        if self._filter is None:
            raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
        if not self._filter or (not self._begun and self._at >= self._end):
            return self._take()
        if not self._begun:
            self._begin()
        while not self._inflate.eof:
            data = self._inflate.unconsumed_tail or self._take()
            if not data:
                raise Damaged("truncated")
            try:
                piece = self._inflate.decompress(data, _STEP)
            except zlib.error:
                raise Damaged("damaged") from None
            if piece:
                self._sum = zlib.adler32(piece, self._sum)
                return piece
        return b""

    @property
    def sound(self) -> bool:
        """Whether the checksum of what was read to its end is right, or is left out."""
        rest = (self._inflate.unused_data + self._take())[:4] if self._inflate.eof else b""
        return len(rest) < 4 or not any(rest) or int.from_bytes(rest, "big") == self._sum

    def _begin(self) -> None:
        head = self._source.head(2, self._at)
        if len(head) < 2 or head[0] & 15 != zlib.DEFLATED or int.from_bytes(head, "big") % 31:
            raise Damaged("damaged")
        self._at += 2
        self._begun = True

    def _take(self) -> bytes:
        data = self._source.head(max(min(_STEP, self._end - self._at), 0), self._at)
        self._at += len(data)
        return data
