"""Where the entries of a zip lie: those that overlap are refused, those that no directory names are found."""

from collections.abc import Iterator
from dataclasses import replace

from muniment.intake.readers import zipdir
from muniment.intake.readers.archiverows import Damaged
from muniment.intake.readers.zipdata import DEFLATED, METHODS, STORED, Member
from muniment.intake.readers.zipdir import Entry
from muniment.intake.scope import Scope
from muniment.intake.source import Source

_DESCRIPTOR = 24  # bytes at most that follow the data of an entry


def overlapping(entries: list[Entry], edge: int) -> set[int]:
    """Ordinals of entries that begin inside another, or run into the directory: no packer writes such."""
    found, reach = set(), 0
    for entry in sorted(entries, key=lambda entry: (entry.offset, entry.ordinal)):
        if entry.data < 0:
            continue
        if entry.offset < reach or entry.end > edge:
            found.add(entry.ordinal)
        else:
            reach = entry.end
    return found


def gaps(entries: list[Entry], edge: int) -> Iterator[tuple[int, int]]:
    """Stretches between the entries that no entry of the directory covers."""
    reach = min((entry.offset for entry in entries), default=0)
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.data < 0:
            continue
        if entry.offset > reach + _DESCRIPTOR:
            yield reach, entry.offset
        reach = max(reach, entry.end)
    if edge > reach + _DESCRIPTOR and entries:
        yield reach, edge


def walk(source: Source, start: int, end: int, scope: Scope, ordinal: int = 0) -> Iterator[Entry]:
    """Entries found by their own headers alone, from `start` to `end`."""
    place = zipdir.after(source, start, end)
    while 0 <= place < end:
        entry = zipdir.local(source, place)
        if entry is None or not _sensible(entry, source):
            place = zipdir.after(source, place + 4, end)
            continue
        ordinal += 1
        entry = replace(entry, ordinal=ordinal)
        if entry.packed is None and entry.method == STORED:
            entry = _stored(source, entry, end)
        yield entry
        place = zipdir.after(source, _end(source, entry, end, scope), end)


def _sensible(entry: Entry, source: Source) -> bool:
    return entry.data <= source.size and (entry.method in METHODS or entry.packed is not None) and bool(entry.name)


def _stored(source: Source, entry: Entry, end: int) -> Entry:
    """An entry that is not packed, up to the size that stands behind its data."""
    data, place = source.buffer(), entry.data
    while (place := data.find(b"PK\7\x08", place, end)) >= 0:
        said = source.head(12, place + 4)
        size = place - entry.data
        if len(said) == 12 and said[4:8] == said[8:12] == (size & 0xFFFFFFFF).to_bytes(4, "little"):
            return replace(entry, packed=size, size=size, crc=int.from_bytes(said[:4], "little"))
        place += 4
    return replace(entry, packed=end - entry.data, size=-1)


def _end(source: Source, entry: Entry, end: int, scope: Scope) -> int:
    """Where the data of an entry ends; it may have to be unpacked to know."""
    if entry.packed is not None:
        return max(entry.end, entry.offset + 4)
    if entry.flags & 1 or entry.method != DEFLATED:
        return entry.data
    member = Member(source, entry, end)
    try:
        while piece := member.read():
            scope.budget.spend(len(piece))
    except Damaged:
        return entry.data
    return max(member.end, entry.data)
