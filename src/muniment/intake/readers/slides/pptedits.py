"""Where the live objects of an old presentation lie: each save adds a directory, later ones count. Source: MS-PPT 2.1.2."""

from dataclasses import dataclass, field

from muniment.intake.readers.ole import artrecords

USER_EDIT, DIRECTORY, DOCUMENT, CRYPT = 0x0FF5, 0x1772, 0x03E8, 0x2F14
SLIDE, NOTES, MASTER, HANDOUT = 0x03EE, 0x03F0, 0x03F8, 0x0FC9
_LOCKED = 0xF3D1C4DF  # in "Current User", where the presentation is encrypted
_SAVES = 10_000
_OBJECTS = 1_000_000


@dataclass(slots=True)
class Edits:
    """Places by the numbers of objects; `whole` says whether all directories were to be had."""

    places: dict[int, int] = field(default_factory=dict)
    document: int | None = None
    locked: bool = False
    whole: bool = True


def read(stream: bytes, user: bytes) -> Edits:
    """Follow the saves from the last to the first."""
    found = Edits(locked=int.from_bytes(user[12:16], "little") == _LOCKED)
    at = int.from_bytes(user[16:20], "little")
    seen: set[int] = set()
    left = len(stream)  # bytes of directories: each may be named once
    last = artrecords.at(stream, at, len(stream))
    if len(user) < 20 or last is None or last.kind != USER_EDIT:
        found.whole = False
        at = _last_edit(stream)
    while at not in seen and len(seen) < _SAVES:
        seen.add(at)
        edit = artrecords.at(stream, at, len(stream))
        if edit is None or edit.kind != USER_EDIT or edit.end - edit.start < 28:
            found.whole = False
            break
        said = [int.from_bytes(stream[place : place + 4], "little") for place in range(edit.start, edit.end, 4)]
        if len(said) > 7 and said[7]:  # the session of a cipher
            found.locked = True
        if found.document is None:
            found.document = said[4]
        left -= _directory(stream, said[3], found)
        if left < 0:
            found.whole = False
            break
        at = said[2]
        if not at:
            break
    return found


def in_order(stream: bytes) -> list[artrecords.Record]:
    """The objects one behind the other, where no directory is to be had; later ones may be earlier ones anew."""
    kinds = {DOCUMENT, SLIDE, NOTES, MASTER, HANDOUT}
    return [record for record in artrecords.children(stream, 0, len(stream)) if record.kind in kinds]


def _last_edit(stream: bytes) -> int:
    """The last save that the stream shows; -1 where it shows none."""
    at = -1
    for record in artrecords.children(stream, 0, len(stream)):
        if record.kind == USER_EDIT:
            at = record.start - 8
    return at


def _directory(stream: bytes, place: int, found: Edits) -> int:
    """Note the places in a directory; returns how many bytes it has."""
    record = artrecords.at(stream, place, len(stream))
    if record is None or record.kind != DIRECTORY:
        found.whole = False
        return 0
    at = record.start
    while at + 4 <= record.end and len(found.places) < _OBJECTS:
        head = int.from_bytes(stream[at : at + 4], "little")
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        fits = min(count, (record.end - at) // 4)
        found.whole &= fits == count
        for number in range(first, first + fits):
            found.places.setdefault(number, int.from_bytes(stream[at : at + 4], "little"))
            at += 4
    return record.end - record.start
