"""What file systems say alike: a file with its name and where its bytes lie, and a handle over them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source
from muniment.model.reading import Json

_STEP = 1 << 18
DEEP = 255  # folders inside each other


@dataclass(frozen=True, slots=True)
class File:
    """One entry of a folder."""

    name: str  # with its folders
    size: int
    first: int  # cluster
    folder: bool = False
    deleted: bool = False
    straight: bool = False  # its clusters follow each other without a chain
    valid: int | None = None  # bytes that were written; zeros stand behind them
    facts: dict[str, Json] = field(default_factory=dict)


class Extents:
    """A handle over the stretches in which a file's bytes lie.

    Reading raises Damaged where they end before its size.
    """

    def __init__(
        self, source: Source, stretches: Iterator[tuple[int, int]], size: int, valid: int | None = None
    ) -> None:
        self._source = source
        self._stretches = stretches
        self._left = size
        self._valid = size if valid is None else min(valid, size)
        self._place = self._end = 0

    def read(self, size: int = -1) -> bytes:
        """The next piece; b"" at the end."""
        if not self._left:
            return b""
        if self._valid <= 0:
            piece = bytes(min(self._left, _STEP))
            self._left -= len(piece)
            return piece
        while self._place >= self._end:
            stretch = next(self._stretches, None)
            if stretch is None:
                raise Damaged("truncated")
            self._place, self._end = stretch
        wanted = min(self._valid, self._end - self._place, _STEP if size < 0 else size)
        piece = self._source.head(wanted, self._place)
        if len(piece) < wanted:
            raise Damaged("truncated")
        self._place += wanted
        self._left -= wanted
        self._valid -= wanted
        return piece


def joined(stretches: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same stretches, those that touch made one, up to a few MiB."""
    start = end = 0
    for one, other in stretches:
        if one == end and end - start < 16 * _STEP:
            end = other
            continue
        if end > start:
            yield start, end
        start, end = one, other
    if end > start:
        yield start, end
