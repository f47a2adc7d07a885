"""TAR: header by header; what is damaged is passed over and kept, what follows the end is read too, no link is followed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives import tarhead, tarsparse
from muniment.intake.readers.archives.archivenames import moment, shown
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.archivespan import Stretch
from muniment.intake.readers.archives.tarhead import BLOCK, Finder, Header
from muniment.intake.readers.archives.tarsparse import Sparse
from muniment.intake.readers.rows import Damaged
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "1"
TYPE = "application/x-tar"
_KINDS = {b"1": "link", b"2": "link", b"3": "device", b"4": "device", b"6": "fifo"}
_FOLDER, _SPARSE, _DUMPED, _CONTINUED, _LABEL = b"5", b"S", b"D", b"M", b"V"
_NAMES, _TARGETS, _RECORDS, _FOR_ALL = b"L", b"K", b"xX", b"g"
_KEPT = {b"path", b"linkpath", b"size", b"mtime", b"uname", b"comment"}
_BARE = b"123456"  # kinds that have no data, though some programs give them a size


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with all that the headers before it say."""

    header: Header
    data: int
    size: int  # of its data as it lies there
    name: bytes
    target: bytes
    said: Mapping[bytes, bytes]
    sparse: Sparse | None = None
    fault: Damaged | None = None


@dataclass(slots=True)
class _Said:
    """What headers say of the entry that follows them."""

    name: bytes | None = None
    target: bytes | None = None
    records: list[tuple[bytes, bytes]] = field(default_factory=list)


def read(source: Source, scope: Scope) -> Draft:
    """Read a TAR.

    Raises: Unreadable, where there is no header.
    """
    finder = Finder(source)
    if tarhead.parse(source.head(BLOCK)) is None and finder.following(0, old=False) < 0:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no header")
    draft = Draft(TYPE, State.NONE_CONTAINER)
    rows = ArchiveRows(draft, scope)
    _Tape(source, scope, draft, rows, finder).read()
    rows.finish()
    return draft


class _Tape:
    """One archive from its first block to its last."""

    def __init__(self, source: Source, scope: Scope, draft: Draft, rows: ArchiveRows, finder: Finder) -> None:
        self._source = source
        self._scope = scope
        self._draft = draft
        self._rows = rows
        self._finder = finder
        self._for_all: dict[bytes, bytes] = {}
        self._ended = False  # whether the mark at its end was met
        self._old = False

    def read(self) -> None:
        """Every entry as a row, and what is none as a member of its own."""
        for ordinal, entry in enumerate(self._entries(), start=1):
            self._row(entry, f"{ordinal:06d}")
            if self._rows.full:
                self._rows.lost(self._rows.stopped or "limit-children")
                return
        if not self._ended:
            self._rows.lost("truncated")

    def _entries(self) -> Iterator[Entry]:
        place, said = 0, _Said()
        while place < self._source.size:
            block = self._source.head(BLOCK, place)
            header = tarhead.parse(block)
            if header is None:
                said = _Said()
                place = self._pass_over(place) if block.strip(b"\0") else self._after_zeros(place)
                continue
            self._old = self._old or not header.magic
            data, self._ended = place + BLOCK, False
            if header.kind in _NAMES + _TARGETS + _RECORDS + _FOR_ALL:
                self._listen(header, data, said)
                place = data + _padded(header.size)
                continue
            entry = self._entry(header, place, said)
            yield entry
            place, said = entry.data + _padded(entry.size), _Said()

    def _after_zeros(self, place: int) -> int:
        """Behind the zeros that mark the end; another archive may follow."""
        found = tarhead.not_zero(self._source, place)
        blocks = (found if found >= 0 else self._source.size) - place
        self._ended = True
        if found < 0:
            return self._source.size
        self._flag("trailing-data" if blocks >= 2 * BLOCK else "header-malformed")
        return found - (found - place) % BLOCK

    def _pass_over(self, place: int) -> int:
        """From what is no header to the next one; the bytes between become a member of their own."""
        found = self._finder.following(place, old=self._old)
        end = found if found >= 0 else self._source.size
        after = self._ended
        if after:
            self._flag("trailing-data")
        else:
            self._flag("header-malformed")
            self._rows.lost("damaged")
        where = "after" if after else "between"
        called = "after the archive" if after else "between the entries"
        row = Child(f"{where}:{place}", called, size=end - place)
        self._rows.member(row, Stretch(self._source, place, end))
        return end

    def _listen(self, header: Header, data: int, said: _Said) -> None:
        """A header that speaks of the next one."""
        found = tarhead.long(self._source, data, header.size)
        records = tarhead.records(found) if found is not None and header.kind in _RECORDS + _FOR_ALL else []
        if found is None or records is None:
            self._flag("header-malformed")
            self._rows.lost("damaged")
        elif header.kind == _NAMES:
            said.name = found.partition(b"\0")[0]
        elif header.kind == _TARGETS:
            said.target = found.partition(b"\0")[0]
        elif header.kind == _FOR_ALL:
            self._for_all.update((key, value) for key, value in records if key in _KEPT)
            if b"comment" in self._for_all:
                self._draft.facts["comment"] = shown(self._for_all[b"comment"])[0]
        else:
            said.records += records

    def _entry(self, header: Header, place: int, said: _Said) -> Entry:
        last = self._for_all | dict(said.records)
        size, data = last.get(b"size", b""), place + BLOCK
        length = int(size) if size.isdigit() and len(size) < 19 else header.size
        if header.kind in _BARE and length and self._bare(data):
            length = 0
        name = last.get(b"GNU.sparse.name") or last.get(b"path") or said.name
        entry = Entry(
            header=header,
            data=data,
            size=length,
            name=header.name if name is None else name,
            target=last.get(b"linkpath") or (header.target if said.target is None else said.target),
            said=last,
        )
        try:
            if header.kind == _SPARSE:
                sparse = tarsparse.of_header(self._source, self._source.head(BLOCK, place), data)
                return replace(entry, sparse=sparse, data=sparse.start)
            return replace(entry, sparse=tarsparse.of_records(self._source, said.records, data, length))
        except Damaged as fault:
            return replace(entry, fault=fault)

    def _bare(self, place: int) -> bool:
        """Whether another header, or the end, stands where data would."""
        block = self._source.head(BLOCK, place)
        return not block.strip(b"\0") or tarhead.parse(block) is not None

    def _row(self, entry: Entry, locator: str) -> None:
        rows, header = self._rows, entry.header
        name, facts = shown(entry.name), _facts(entry)
        folder = header.kind == _FOLDER or (header.kind in b"\00" and entry.name.endswith(b"/"))
        row = Child(locator, *name, size=entry.size, facts=facts)
        cut = entry.data + entry.size > self._source.size
        if header.kind == _LABEL:
            self._draft.facts["label"] = name[0]
        elif (folder or header.kind == _DUMPED) and not entry.size:
            rows.folder(name[0])
        elif header.kind in _KINDS and not entry.size:
            kind = _KINDS[header.kind]
            if kind == "link":
                facts["target"] = shown(entry.target)[0]
            rows.unread(Child(locator, *name, kind=kind, state=State.UNREAD_REFUSED, reason=kind, facts=facts))
        elif entry.fault is not None:
            rows.unread(replace(row, state=entry.fault.state, reason=entry.fault.reason))
        elif cut:
            rows.unread(replace(row, state=State.UNREAD_CORRUPT, reason="truncated"))
        else:
            if header.kind in _KINDS and entry.target:
                facts["target"] = shown(entry.target)[0]
            self._member(entry, row)

    def _member(self, entry: Entry, row: Child) -> None:
        sparse, end = entry.sparse, entry.data + entry.size
        if sparse is None:
            self._rows.member(row, Stretch(self._source, entry.data, end))
        elif sparse.size > max(self._scope.limits.member_bytes, entry.size):
            # holes cost the sender nothing: it would only be hashed
            row = replace(row, size=sparse.size, state=State.UNREAD_LIMIT, reason="limit-member")
            self._rows.unread(row)
        else:
            self._rows.member(replace(row, size=sparse.size), tarsparse.Expanded(self._source, sparse, end))

    def _flag(self, flag: str) -> None:
        if flag not in self._draft.flags:
            self._draft.flags.append(flag)


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _facts(entry: Entry) -> dict[str, Json]:
    facts: dict[str, Json] = {}
    said = (entry.said.get(b"mtime", b"")).partition(b".")[0]
    when = moment(int(said)) if said.isdigit() and len(said) < 19 else moment(entry.header.modified)
    if when and (said or entry.header.modified):
        facts["modified"] = when
    owner = entry.said.get(b"uname") or entry.header.owner
    if owner:
        facts["owner"] = shown(owner)[0]
    if entry.header.kind == _CONTINUED:
        facts["continued"] = True  # it began in another volume
    return facts
