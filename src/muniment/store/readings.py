"""`readings/`: one compressed file for each top-level item read, a line for it and for each member.

A file is a chain of gzip members, each holding whole lines of about 32 KiB (64 and 256 in what older versions wrote): `zcat` shows
all of it, and one line is had without unpacking the rest. Members' lines come first, the top-level item's own line is the last.
"""

import gzip
import hashlib
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from muniment.errors import Broken
from muniment.model.line import decode, digest
from muniment.model.reading import Page, Reading
from muniment.store.blobs import Blobs

BLOCK = 1 << 15
KEPT = 1 << 22  # bytes of one block that are remembered at most
_STEP = 1 << 13  # packed bytes that are read at once: a line near the beginning of a block needs no more of it
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
    engine, place, pieces = zlib.decompressobj(wbits=31), start, []
    try:
        while not engine.eof and place < len(data):  # in steps: what is left over would be copied for each block
            pieces.append(engine.decompress(data[place : place + _STEP]))
            place += _STEP
    except zlib.error as error:
        raise Broken("a file of readings cannot be unpacked", str(error), "run muniment verify") from None
    text = b"".join(pieces)
    if not engine.eof or not text.endswith(b"\n"):
        raise Broken("a file of readings is cut short", "", "run muniment verify")
    return text[:-1].split(b"\n"), min(place, len(data)) - start - len(engine.unused_data)


class Readings:
    """Reads single lines, and checks each against its hash."""

    def __init__(self, blobs: Blobs) -> None:
        self.blobs = blobs
        self._last: _Block | None = None  # neighbours are asked for one after the other
        self._turn = threading.Lock()

    def read(self, file: str, offset: int, ordinal: int, line: str) -> Reading:
        """One reading.

        Raises: Broken, where the line there does not have that hash.
        """
        try:
            with self._turn:
                found = self._line(file, offset, ordinal)
        except (OSError, IndexError, zlib.error) as error:
            self._last = None
            raise Broken("a reading is not where it should be", file, "run muniment verify") from error
        if digest(found) != line:
            raise Broken("a reading differs from what the ledger names", line, "run muniment verify")
        return decode(found)

    def _line(self, file: str, offset: int, ordinal: int) -> bytes:
        block = self._last
        if block is None or (block.file, block.offset) != (file, offset):
            block = self._last = _Block(file, offset)
        if len(block.lines) <= ordinal:
            with self.blobs.path(file).open("rb", buffering=0) as handle:
                block.unpack(handle, ordinal)
        if block.size > KEPT:
            self._last = None
        return block.lines[ordinal]

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


class _Block:
    """One gzip member of a file, unpacked as far as somebody asked."""

    def __init__(self, file: str, offset: int) -> None:
        self.file = file
        self.offset = offset
        self.lines: list[bytes] = []
        self.size = 0
        self._next = offset
        self._engine = zlib.decompressobj(wbits=31)
        self._begun: list[bytes] = []  # the line that is not at its end yet

    def unpack(self, handle: BinaryIO, ordinal: int) -> None:
        """Unpack up to this line, or to the end of the member."""
        handle.seek(self._next)
        while len(self.lines) <= ordinal and not self._engine.eof and (packed := handle.read(_STEP)):
            self._next += len(packed)
            text = self._engine.decompress(packed)
            self.size += len(text)
            first, *rest = text.split(b"\n")
            self._begun.append(first)
            if rest:
                self.lines += (b"".join(self._begun), *rest[:-1])
                self._begun = [rest[-1]]


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
            placed = Placed(_bare(decode(line)), hashlib.sha256(line).hexdigest(), offset, ordinal)
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


def _bare(reading: Reading) -> Reading:
    """What a row of the tables needs of it: a family may be a mailbox, and its words do not fit into memory."""
    facts = {name: reading.facts[name] for name in ("pages", "frames") if name in reading.facts}
    return replace(reading, facts=facts, pages=tuple(Page("", page.number) for page in reading.pages))
