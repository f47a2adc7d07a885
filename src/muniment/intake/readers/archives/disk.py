"""Images of disks, sticks and cards: partitions, and the files of FAT and exFAT; what else a volume holds is named.

What was deleted is named and not brought back; what lies outside files is not looked at.
"""

from muniment.intake.readers.archives import diskparts
from muniment.intake.readers.archives.archiverows import ArchiveRows
from muniment.intake.readers.archives.diskexfat import ExFat
from muniment.intake.readers.archives.diskfat import Fat
from muniment.intake.readers.archives.diskfiles import Extents, File
from muniment.intake.readers.archives.diskparts import EXFAT, FAT, LOCKED, Volume
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "1"
RAW = "application/x-raw-disk-image"
_NAMED = 1000  # names of deleted files that a fact lists
_WRAPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"conectix", "application/x-vhd", "VHD"),
    (b"vhdxfile", "application/x-vhd", "VHDX"),
    (b"KDMV", "application/x-vhd", "VMDK"),
    (b"QFI\xfb", "application/x-vhd", "QCOW"),
    (b"<<< ", "application/x-vhd", "VDI"),
    (b"EVF", "application/x-ewf", "E01"),
)


def read(source: Source, scope: Scope) -> Draft:
    """Read the files of every volume that is of a kind that is read here."""
    wrapped = _wrapped(source)
    if wrapped is not None:
        return wrapped
    volumes = diskparts.volumes(source)
    draft = Draft(RAW, State.NONE_CONTAINER)
    if len(volumes) == 1 and not volumes[0].number and volumes[0].kind not in {FAT, EXFAT}:
        return _closed(draft, volumes[0].kind)
    disk = _Disk(source, draft, ArchiveRows(draft, scope))
    for volume in volumes:
        disk.volume(volume)
    disk.finish(len(volumes))
    return draft


def _wrapped(source: Source) -> Draft | None:
    """The state of an image in a format of its own; None where it is as the disk was."""
    for mark, kind, name in _WRAPPED:
        if source.head(len(mark)) == mark:
            return _closed(Draft(kind), name)
    if source.tail(512).startswith(b"koly"):
        return _closed(Draft("application/x-apple-diskimage"), "DMG")
    if source.head(5, 0x8001) == b"BEA01":
        return _closed(Draft("application/x-udf-image"), "UDF")
    return None


def _closed(draft: Draft, kind: str) -> Draft:
    """Nothing of it is had: what it holds is not known either."""
    locked = kind in LOCKED
    draft.state = State.UNREAD_ENCRYPTED if locked else State.UNREAD_UNSUPPORTED
    draft.reason = "password" if locked else "disk-image"
    draft.facts["file_system"] = kind
    draft.declared, draft.complete, draft.incomplete = None, False, draft.reason
    return draft


class _Disk:
    """One image and the rows that come of it."""

    def __init__(self, source: Source, draft: Draft, rows: ArchiveRows) -> None:
        self._source = source
        self._draft = draft
        self._rows = rows
        self._reach: list[tuple[int, int]] = []
        self._deleted: list[str] = []
        self._count = 0
        self._told: list[dict[str, Json]] = []

    def volume(self, volume: Volume) -> None:
        """The files of one volume, or a row for it where they are not read."""
        end = volume.start + volume.size
        overlaps = any(volume.start < other and one < end for one, other in self._reach)
        self._reach.append((volume.start, end))
        told: dict[str, Json] = {"file_system": volume.kind or "not known", "bytes": volume.size}
        if volume.label:
            told["label"] = volume.label
        if volume.kind in {FAT, EXFAT} and not overlaps:
            system = (Fat if volume.kind == FAT else ExFat)(self._source, volume)
            self._files(system, volume)
            told |= {key: value for key, value in (("name", system.label), ("serial", system.serial)) if value}
        else:
            self._rows.unread(_row(volume, overlaps=overlaps, beyond=volume.start >= self._source.size))
        self._told.append(told)

    def finish(self, count: int) -> None:
        """Say what follows from all volumes together."""
        draft = self._draft
        draft.facts["volumes"] = self._told
        if self._count:
            draft.facts["deleted"] = self._deleted
            draft.facts["deleted_count"] = self._count
        if not count:
            self._rows.lost("damaged")
        self._rows.finish()

    def _files(self, system: Fat | ExFat, volume: Volume) -> None:
        rows, where = self._rows, f"p{volume.number}-" if volume.number else ""
        folder = f"partition {volume.number}/" if volume.number else ""
        for ordinal, file in enumerate(system.files(), start=1):
            if rows.full:
                rows.lost(rows.stopped or "limit-children")
                return
            if file.deleted:
                self._count += 1
                if len(self._deleted) < _NAMED:
                    self._deleted.append(folder + file.name)
            elif file.folder:
                rows.folder(folder + file.name)
            else:
                self._file(
                    system, file, Child(f"{where}{ordinal:06d}", folder + file.name, size=file.size, facts=file.facts)
                )
        if system.broken:
            rows.lost("damaged")

    def _file(self, system: Fat | ExFat, file: File, row: Child) -> None:
        if file.size > system.room:
            self._rows.unread(_damaged(row))
        else:
            self._rows.member(row, Extents(self._source, system.stretches(file), file.size, file.valid))


def _damaged(row: Child) -> Child:
    return Child(row.locator, row.name, size=row.size, state=State.UNREAD_CORRUPT, reason="damaged", facts=row.facts)


def _row(volume: Volume, *, overlaps: bool, beyond: bool) -> Child:
    """A volume that is not read."""
    state, reason = State.UNREAD_UNSUPPORTED, "disk-image"
    if overlaps:
        state, reason = State.UNREAD_REFUSED, "unsafe-entry"
    elif beyond:
        state, reason = State.UNREAD_CORRUPT, "truncated"
    elif volume.kind in LOCKED:
        state, reason = State.UNREAD_ENCRYPTED, "password"
    elif not volume.kind:
        state, reason = State.UNREAD_UNKNOWN_TYPE, "unknown-type"
    name = f"partition {volume.number} ({volume.kind or 'not known'})" if volume.number else "volume"
    return Child(f"p{volume.number}", name, size=volume.size, state=state, reason=reason)
