"""The directory of a compiled HTML help: what it holds, by name, section and place."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.source import Source

_LISTING = b"PMGL"


class Broken(Exception):
    """It does not hang together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the help holds; section 0 lies as it is, the next one is packed as a whole."""

    ordinal: int
    name: bytes
    section: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Help:
    """A help file's own heads."""

    language: int
    content: int  # where section 0 begins
    first: int  # where the chunks of the directory begin
    chunk: int
    chunks: int
    beyond: bool  # whether the directory runs over the end


def opened(source: Source) -> Help:
    """Its heads.

    Raises: Broken.
    """
    head = source.head(0x60)
    if len(head) < 0x60 or not head.startswith(b"ITSF"):
        raise Broken
    language = struct.unpack_from("<L", head, 0x14)[0]
    place, length, content = struct.unpack_from("<QQ8x", head, 0x48)[:2] + struct.unpack_from("<Q", head, 0x58)
    listing = source.head(0x54, place)
    if len(listing) < 0x54 or not listing.startswith(b"ITSP"):
        raise Broken
    size, chunk, chunks = (struct.unpack_from("<L", listing, at)[0] for at in (8, 0x10, 0x2C))
    if not (32 <= chunk <= 1 << 20 and 0x54 <= size <= 1 << 16):
        raise Broken
    if head[4] < 3:
        content = place + length
    least = max(source.size - place - size, 0) // chunk
    return Help(language, content, place + size, chunk, min(chunks, least), chunks > least)


def entries(source: Source, of: Help) -> Iterator[Entry | None]:
    """Every entry; None where a part of the directory is broken."""
    ordinal = 0
    for number in range(of.chunks):
        chunk = source.head(of.chunk, of.first + number * of.chunk)
        if not chunk.startswith(_LISTING):
            continue
        place, end = 0x14, len(chunk) - min(struct.unpack_from("<L", chunk, 4)[0], len(chunk))
        while place < end:
            ordinal += 1
            try:
                entry, place = _entry(chunk, place, end, ordinal)
            except Broken:
                yield None
                break
            yield entry


def _entry(chunk: bytes, place: int, end: int, ordinal: int) -> tuple[Entry, int]:
    length, place = _number(chunk, place, end)
    name = chunk[place : place + length]
    if not length or place + length > end:
        raise Broken
    section, place = _number(chunk, place + length, end)
    offset, place = _number(chunk, place, end)
    size, place = _number(chunk, place, end)
    return Entry(ordinal, name, section, offset, size), place


def _number(chunk: bytes, place: int, end: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    found = 0
    for at in range(place, min(place + 9, end)):
        found = found << 7 | chunk[at] & 0x7F
        if not chunk[at] & 0x80:
            return found, at + 1
    raise Broken
