"""What is done, under the lock, before anything else: after a crash, and always.

The last head whose root matches, with its sealed values there, is the end. One torn commit behind it, which nobody was
told of, is kept aside and cut off; sealed values behind which no entry came are cut off. All else is refused.
"""

import itertools
import os

from muniment.errors import Broken
from muniment.ledger import disk, sealed
from muniment.ledger.canonical import canonical
from muniment.ledger.files import Files
from muniment.ledger.lines import BLOCK, lines, seek
from muniment.ledger.position import Position, fields_of

_BACK = (BLOCK, 8 * BLOCK, 32 * BLOCK)  # bytes that are looked through for the last entry with sealed values
_NEXT = "change nothing; run muniment verify, and look for a copy of the folder"


def sealed_whole(files: Files, before: Position, here: Position) -> bool:
    """Whether the last commit's sealed values are there; False where a crash can have kept them from the disk.

    Raises: Broken, where they are there and are not what was committed to: no crash does that.
    """
    found = lines(files.sealed, sealed_end(files, before), files.sealed_size())
    for _, entry in lines(files.log, before.end, here.end):
        fields = fields_of(entry) if entry[:1] == b"{" else {}
        for number, committed in enumerate(fields.get("seal", ())):
            place = fields["seq"], number
            _, line = next(found, (0, b""))
            if not line or b"\0" in line:  # the file ends before it, or a block was not written
                return False
            value = sealed.parse(line)
            if value is None or value[0] != place:
                raise Broken("a sealed value is missing", f"{place[0]}.{number}", _NEXT)
            sealed.value(place, value[1], committed)
    return True


def is_torn(tail: bytes, origin: str, *, behind: bool = False) -> bool:
    """Whether a crash can have left this behind the last head: one commit at most, and not all of it.

    `behind`: its sealed values are not there, so it is whole otherwise.
    """
    name = canonical(origin)[1:-1] + b"\\n"  # a head that lost its beginning still has this
    heads = sum(line[:1] == b'"' or (bool(origin) and name in line) for line in tail.splitlines())
    unbroken = bool(heads) and tail.endswith(b'\\n"\n') and b"\0" not in tail
    return heads <= 1 and unbroken == behind


def set_aside(files: Files, end: int, origin: str, *, behind: bool) -> None:
    """Keep a torn commit in a file of its own, and cut it off.

    Raises: Broken, where it is no torn commit.
    """
    tail = disk.read_at(files.log, files.size() - end, end)
    if not is_torn(tail, origin, behind=behind):
        raise Broken(f"the ledger changed after byte {end}, and no crash does that", str(files.path), _NEXT)
    path = next(
        path for number in itertools.count() if not (path := files.folder / f"{files.names.torn}{number}").exists()
    )
    try:
        with path.open("xb") as file:
            file.write(tail)
            file.flush()
            os.fsync(file.fileno())
    except OSError:  # no room: nothing is cut off, and no half of it is left behind
        path.unlink(missing_ok=True)
        raise
    disk.sync_folder(files.folder)
    # A crash before this: the tail is set aside once more, under another number.
    os.truncate(files.log, end)
    os.fsync(files.log)


def sealed_end(files: Files, here: Position) -> int:
    """Where the sealed values of the entries up to there end; what lies behind belongs to no entry.

    Raises: Broken, where they are not all there.
    """
    end = start = files.sealed_size()
    step, keep, last = BLOCK, 0, None
    while not keep and start:
        start, step = max(end - step, 0), step * 2
        for offset, line in lines(files.sealed, start, end):
            place = sealed.place_of(line)
            if place is not None and place[0] < here.tree.size:
                keep, last = offset + len(line), place
            elif place is None and b"\0" not in line:
                raise Broken(f"{files.names.sealed} changed at byte {offset}", str(files.folder), _NEXT)
    wanted = _last_sealed(files, here.end)
    if wanted is not None and wanted != last:
        raise Broken(f"{files.names.sealed} does not end with the sealed value {wanted[0]}.{wanted[1]}", "", _NEXT)
    return keep


def _last_sealed(files: Files, end: int) -> sealed.Place | None:
    """The last place that an entry commits to; None where there is none in reach."""
    for step in _BACK:
        start = max(end - step, 0)
        for _, line in reversed(list(lines(files.log, start, end))):
            if line[:1] == b"{" and b'"seal":' in line and (seal := fields_of(line).get("seal")):
                return int(fields_of(line)["seq"]), len(seal) - 1
        if not start:
            break
    return None


def drop_orphans(files: Files, end: int) -> None:
    """Cut off sealed values that no entry answers for."""
    os.truncate(files.sealed, end)  # again after a crash: harmless
    os.fsync(files.sealed)


def blank(files: Files, owed: list[sealed.Place]) -> None:
    """Carry out erasures that are recorded; a crash half-way leaves them owed, and doing it twice is harmless."""
    for place in owed:
        offset, line = find(files, place)
        start, nothing = sealed.blanked(line)
        if line[start : start + len(nothing)] != nothing:  # also where a crash let only a part of it reach the disk
            disk.write_at(files.sealed, nothing, offset + start)
    disk.sync_data(files.sealed)


def find(files: Files, place: sealed.Place) -> tuple[int, bytes]:
    """(offset, line) of one sealed value, erased, half erased or not.

    Raises: Broken.
    """
    end = files.sealed_size()
    for offset, line in lines(files.sealed, seek(files.sealed, end, place[0], sealed.seq_of), end, BLOCK):
        found = sealed.place_of(line)
        if found is None or found > place:
            break
        if found == place:
            return offset, line
    raise Broken("a sealed value is missing", f"{place[0]}.{place[1]}", _NEXT)
