"""Where the entries of a zip lie: those that overlap are refused, those that no directory names are found."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from muniment.intake.readers.archives import zipdir
from muniment.intake.readers.archives.archivespan import says
from muniment.intake.readers.archives.zipdata import METHODS, STORED, Member
from muniment.intake.readers.archives.zipdir import LOCAL, Entry
from muniment.intake.readers.rows import NAMED, Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source

_DESCRIPTOR = b"PK\7\x08"
_SLACK = 24  # bytes at most that follow the data of an entry


def overlapping(source: Source, entries: Sequence[Entry], edge: int) -> set[int]:
    """Ordinals of entries that begin inside another, or run into the directory: no packer writes such.

    Where one of two is wrong about its own size, it is that one.
    """
    ordered = _by_place(entries)
    following = [*(entry.offset for entry in ordered[1:]), edge][: len(ordered)]
    found = {
        entry.ordinal
        for entry, limit in zip(ordered, following, strict=True)
        if entry.end > edge or (entry.end > limit and not _sound(source, entry))
    }
    reach = 0
    for entry in ordered:
        if entry.ordinal in found:
            continue
        if entry.offset < reach:
            found.add(entry.ordinal)
        else:
            reach = max(entry.end, entry.data)
    return found


def _by_place(entries: Sequence[Entry]) -> list[Entry]:
    here = (entry for entry in entries if entry.data >= 0)
    return sorted(here, key=lambda entry: (entry.offset, entry.ordinal))


def _sound(source: Source, entry: Entry) -> bool:
    """Whether both headers agree on how long the data is, and something of a zip follows it."""
    return "packed" not in entry.disagrees and b"PK" in source.head(_SLACK + 2, entry.end)


def gaps(entries: Sequence[Entry], edge: int, first: int | None = None) -> Iterator[tuple[int, int]]:
    """Stretches after the first entry, or after `first`, that no entry of the directory covers."""
    ordered = _by_place(entries)
    reach = min((entry.offset for entry in ordered), default=edge) if first is None else first
    for entry in ordered:
        if entry.offset > reach + _SLACK:
            yield reach, entry.offset
        reach = max(reach, min(entry.end, edge))
    if edge > reach + _SLACK:
        yield reach, edge


class Walk:
    """Entries found by their own headers alone."""

    def __init__(self, source: Source, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._ends: dict[int, tuple[int, int, int]] | None = None

    def entries(self, start: int, end: int) -> Iterator[Entry]:
        """Those from `start` to `end`.

        Raises: LimitReached.
        """
        place = self._after(start, end)
        while 0 <= place < end:
            entry = zipdir.local(self._source, place)
            if entry is None or not entry.name or entry.data > end:
                place = self._after(place + 4, end)
                continue
            if entry.packed is None:
                entry = self._sized(entry)
            yield entry
            place = self._after(max(self._end(entry, end), place + 4), end)

    def _after(self, start: int, end: int) -> int:
        return self._source.buffer().find(LOCAL, start, end)

    def _sized(self, entry: Entry) -> Entry:
        """The entry with the sizes that stand behind its data, where they do."""
        if self._ends is None:
            self._ends = _descriptors(self._source)
        found = self._ends.get(entry.data)
        if found is None:
            return entry
        crc, packed, size = found
        return replace(entry, crc=crc, packed=packed, size=size)

    def _end(self, entry: Entry, end: int) -> int:
        """Where the data of an entry ends, so far as that can be believed; it may have to be unpacked to know."""
        if entry.packed is not None:
            known = entry.end <= end and (b"PK" in self._source.head(_SLACK + 2, entry.end) or entry.end == end)
            return entry.end if known else entry.data
        if entry.flags & 1 or entry.method not in METHODS or entry.method == STORED:
            return entry.data
        member = Member(self._source, entry)
        try:
            while piece := member.read():
                self._scope.budget.spend(len(piece))
        except Damaged:
            return entry.data
        return member.end


def relocate(source: Source, walk: Walk, entries: list[Entry], edge: int) -> None:
    """Entries that do not lie where the directory says, found by their own headers: same name, same method.

    Raises: LimitReached.
    """
    lost: dict[tuple[bytes, int], list[Entry]] = {}
    for entry in reversed(entries):
        if entry.data < 0 and not entry.elsewhere:
            lost.setdefault((entry.name, entry.method), []).append(entry)
    if not lost:
        return
    for start, end in list(gaps(entries, edge, 0)):
        for own in islice(walk.entries(start, end), NAMED):
            same = lost.get((own.name, own.method))
            if same:
                entry = same.pop()
                placed = zipdir.compare(source, replace(entry, offset=own.offset, disagrees=()))
                entries[entry.ordinal - 1] = replace(placed, disagrees=("place", *placed.disagrees))


def _descriptors(source: Source) -> dict[int, tuple[int, int, int]]:
    """For each set of sizes that stands behind data: where that data begins, and checksum and sizes."""
    found: dict[int, tuple[int, int, int]] = {}
    data, place = source.buffer(), -1
    while len(found) < NAMED and (place := data.find(_DESCRIPTOR, place + 1)) >= 0:
        said = source.head(20, place + 4)
        for form in ("<LLL", "<LQQ"):
            if len(said) >= struct.calcsize(form):
                crc, packed, size = struct.unpack_from(form, said)
                if packed <= place:
                    found.setdefault(place - packed, (crc, packed, size))
    return found


def silent(source: Source, start: int, end: int) -> bool:
    """Whether a stretch between entries is padding or the sizes of the entry before it."""
    return end - start <= _SLACK or not says(source, start, end)
