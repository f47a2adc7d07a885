"""Sparse members of a TAR: stretches of data, and holes between them that are zeros and take no room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.intake.readers.archives.tarhead import BLOCK, number
from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source

_PIECE = 1 << 20
_MAP = 4 << 20  # bytes of a map
_ENTRY, _IN_HEADER, _IN_BLOCK = 24, 4, 21  # bytes of a stretch, stretches in a header and in a block of more

Parts = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sparse:
    """Where the stretches belong, how long the whole is, and where their data begins."""

    parts: Parts
    size: int
    start: int


def of_header(source: Source, block: bytes, place: int) -> Sparse:
    """The map of the GNU form, whose first entries stand in the header; `place` is behind that.

    Raises: Damaged.
    """
    parts = _entries(block, 386, _IN_HEADER)
    size, more = number(block[483:495]), block[482]
    while more:
        block = source.head(BLOCK, place)
        if len(block) < BLOCK or len(parts) > _MAP // _ENTRY:
            raise Damaged("damaged")
        parts += _entries(block, 0, _IN_BLOCK)
        place, more = place + BLOCK, block[504]
    if size is None:
        raise Damaged("damaged")
    return Sparse(parts, size, place)


def _entries(block: bytes, start: int, count: int) -> list[tuple[int, int]]:
    found = []
    for at in range(start, start + count * _ENTRY, _ENTRY):
        offset, size = number(block[at : at + 12]), number(block[at + 12 : at + _ENTRY])
        if offset is None or size is None:
            raise Damaged("damaged")
        if block[at] or block[at + 12]:
            found.append((offset, size))
    return found


def of_records(source: Source, said: Sequence[tuple[bytes, bytes]], place: int, archived: int) -> Sparse | None:
    """The map of the PAX forms 0.0, 0.1 and 1.0; None where the member is not sparse.

    Raises: Damaged.
    """
    last: Mapping[bytes, bytes] = dict(said)
    size = last.get(b"GNU.sparse.realsize", last.get(b"GNU.sparse.size"))
    if size is None:
        return None
    if last.get(b"GNU.sparse.major") == b"1":
        numbers, place = _in_data(source, place, archived)
    elif b"GNU.sparse.map" in last:
        numbers = [_decimal(word) for word in last[b"GNU.sparse.map"].split(b",") if word]
    else:
        numbers = [_decimal(value) for key, value in said if key in {b"GNU.sparse.offset", b"GNU.sparse.numbytes"}]
    if len(numbers) % 2:
        raise Damaged("damaged")
    return Sparse(list(zip(numbers[::2], numbers[1::2], strict=True)), _decimal(size), place)


def _in_data(source: Source, place: int, archived: int) -> tuple[list[int], int]:
    """The map that stands before the data: a count and so many pairs, a number a line, up to a whole block."""
    lines = source.head(min(_MAP, archived), place).split(b"\n", 1)
    count = 2 * _decimal(lines[0])
    if len(lines) < 2 or count > _MAP:
        raise Damaged("damaged")
    words = lines[1].split(b"\n", count)
    if len(words) <= count:
        raise Damaged("damaged")
    taken = len(lines[0]) + 1 + sum(len(word) + 1 for word in words[:count])
    return [_decimal(word) for word in words[:count]], place + -(-taken // BLOCK) * BLOCK


def _decimal(word: bytes) -> int:
    if not word.isdigit() or len(word) > 18:
        raise Damaged("damaged")
    return int(word)


class Expanded:
    """A handle over a sparse member as it was: its data, and zeros in the holes.

    Reading raises Damaged where the map contradicts itself.
    """

    def __init__(self, source: Source, sparse: Sparse, end: int) -> None:
        self._source = source
        self._sparse = sparse
        self._end = end
        self._pieces = self._expand()

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is given
        """The next piece; b"" at the end."""
        return next(self._pieces, b"")

    def _expand(self) -> Iterator[bytes]:
        at, place = 0, self._sparse.start
        for offset, count in self._sparse.parts:
            if offset < at or offset + count > self._sparse.size or place + count > self._end:
                raise Damaged("damaged")
            yield from _zeros(offset - at)
            for start in range(place, place + count, _PIECE):
                yield self._source.head(min(_PIECE, place + count - start), start)
            at, place = offset + count, place + count
        yield from _zeros(self._sparse.size - at)


def _zeros(count: int) -> Iterator[bytes]:
    while count > 0:
        yield bytes(min(count, _PIECE))
        count -= _PIECE
