"""`readings/`: one compressed file for each top-level item read, a line for it and for each member.

A file is a chain of gzip members, each holding whole lines of about 256 KiB: `zcat` shows all of it, and one line is had
without unpacking the rest. Members' lines come first, the top-level item's own line is the last.
"""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence

from muniment.errors import Broken
from muniment.model.line import decode, digest
from muniment.model.reading import Reading
from muniment.store.blobs import Blobs

BLOCK = 1 << 18
KEPT = 1 << 22  # bytes of one block that are remembered at most
SUFFIX = ".jsonl.gz"


def pack(lines: Sequence[bytes]) -> tuple[bytes, list[tuple[int, int]]]:
    """The lines of one top-level item as the bytes of a file, and where each lies, as `unpack` says it.

    The same lines give the same bytes with the same zlib.
    """
    packed, places = bytearray(), []
    block: list[bytes] = []
    size = 0
    for number, line in enumerate(lines, start=1):
        places.append((len(packed), len(block)))
        block += (line, b"\n")
        size += len(line) + 1
        if size >= BLOCK or number == len(lines):
            packed += gzip.compress(b"".join(block), 6, mtime=0)
            block.clear()
            size = 0
    return bytes(packed), [(start, count // 2) for start, count in places]


def unpack(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(offset of the gzip member, ordinal in it, line) of every line.

    Raises: Broken, where it is no such file.
    """
    start = 0
    while start < len(data):
        lines, used = _block(data, start)
        for ordinal, line in enumerate(lines):
            yield start, ordinal, line
        start += used


def _block(data: bytes, start: int) -> tuple[list[bytes], int]:
    engine = zlib.decompressobj(wbits=31)
    try:
        text = engine.decompress(data[start:] if start else data)
    except zlib.error as error:
        raise Broken("a file of readings cannot be unpacked", str(error), "run muniment verify") from None
    if not engine.eof or not text.endswith(b"\n"):
        raise Broken("a file of readings is cut short", "", "run muniment verify")
    return text[:-1].split(b"\n"), len(data) - start - len(engine.unused_data)


class Readings:
    """Reads single lines, and checks each against its hash."""

    def __init__(self, blobs: Blobs) -> None:
        self.blobs = blobs
        self._last: tuple[str, int, list[bytes]] | None = None  # neighbours are asked for one after the other

    def read(self, file: str, offset: int, ordinal: int, line: str) -> Reading:
        """One reading.

        Raises: Broken, where the line there does not have that hash.
        """
        try:
            found = self._block(file, offset)[ordinal]
        except (OSError, IndexError, zlib.error) as error:
            raise Broken("a reading is not where it should be", file, "run muniment verify") from error
        if digest(found) != line:
            raise Broken("a reading differs from what the ledger names", line, "run muniment verify")
        return decode(found)

    def _block(self, file: str, offset: int) -> list[bytes]:
        last = self._last
        if last is not None and last[:2] == (file, offset):
            return last[2]
        with self.blobs.path(file).open("rb") as handle:
            handle.seek(offset)
            found = _first_block(handle.read)
        self._last = (file, offset, found) if sum(map(len, found)) <= KEPT else None
        return found

    def alone(self, file: str, line: str) -> "Placed":
        """A reading by its hash, wherever it lies in a file.

        Raises: Broken, where it is not there.
        """
        for offset, ordinal, found in unpack(self.blobs.read(file)):
            if digest(found) == line:
                return Placed(decode(found), line, offset, ordinal)
        raise Broken("a reading is not in the file that the ledger names", line, "run muniment verify")

    def family(self, file: str, line: str) -> "Family":
        """All readings of one top-level item.

        Raises: Broken, where the file is gone, differs, or its last line is not the one that is named.
        """
        return Family.of(unpack(self.blobs.read(file)), line)


def _first_block(read: Callable[[int], bytes]) -> list[bytes]:
    engine = zlib.decompressobj(wbits=31)
    text = []
    while not engine.eof and (piece := read(BLOCK)):
        text.append(engine.decompress(piece))
    return b"".join(text)[:-1].split(b"\n")


class Family:
    """The readings of one top-level item, found by bytes and hints; each with its place in the file."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, tuple[tuple[str, str], ...]], Placed] = {}
        self.top: Placed | None = None

    @classmethod
    def told(cls, readings: Sequence[Reading], lines: Sequence[bytes], places: Sequence[tuple[int, int]]) -> "Family":
        """From readings that were just made, their lines, and where these will lie."""
        family = cls()
        for reading, line, place in zip(readings, lines, places, strict=True):
            family.top = family.by_key[reading.key] = Placed(reading, digest(line), *place)
        return family

    @classmethod
    def of(cls, lines: Iterator[tuple[int, int, bytes]], top: str) -> "Family":
        """From the lines of a file; `top` is the hash of its last line.

        Raises: Broken.
        """
        family = cls()
        placed = None
        for offset, ordinal, line in lines:
            placed = Placed(decode(line), hashlib.sha256(line).hexdigest(), offset, ordinal)
            family.by_key[placed.reading.key] = placed
        if placed is None or placed.line != top:
            raise Broken("the last line of a file of readings is not the one named", top, "run muniment verify")
        family.top = placed
        return family


class Placed:
    """A reading, the hash of its line, and where the line lies."""

    __slots__ = ("line", "offset", "ordinal", "reading")

    def __init__(self, reading: Reading, line: str, offset: int, ordinal: int) -> None:
        self.reading = reading
        self.line = line
        self.offset = offset
        self.ordinal = ordinal
