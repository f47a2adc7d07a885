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
from muniment.ledger.lines import lines, seek

_STEP = 1 << 17
_NEXT = "change nothing; run muniment verify, and look for a copy of the folder"


def set_aside(files: Files, end: int, origin: str, *, behind: bool) -> None:
    """Keep a torn commit in a file of its own, and cut it off.

    `behind`: its sealed values are not there, so it may be whole otherwise. Raises: Broken, where it is no torn commit.
    """
    tail = disk.read_at(files.log, files.size() - end, end)
    name = canonical(origin)[1:-1] + b"\\n"
    heads = sum(line[:1] == b'"' or name in line for line in tail.splitlines())
    unbroken = heads and tail.endswith(b'\\n"\n') and b"\0" not in tail
    if heads > 1 or (unbroken and not behind):
        raise Broken(f"the ledger changed after byte {end}, and no crash does that", str(files.path), _NEXT)
    path = next(
        path for number in itertools.count() if not (path := files.folder / f"{files.names.torn}{number}").exists()
    )
    with path.open("xb") as file:
        file.write(tail)
        file.flush()
        os.fsync(file.fileno())
    disk.sync_folder(files.folder)
    # A crash before this: the tail is set aside once more, under another number.
    os.truncate(files.log, end)
    os.fsync(files.log)


def drop_orphans(files: Files, size: int) -> int:
    """Cut off sealed values of entries from `size` on; returns where the file ends now."""
    end = start = files.sealed_size()
    keep = 0
    while not keep and start:
        start = max(start - _STEP, 0)
        for offset, line in lines(files.sealed, start, end):
            found = sealed.seq_of(line)
            if found is not None and found < size:
                keep = offset + len(line)
            elif found is None and b"\0" not in line:
                raise Broken(f"{files.names.sealed} changed at byte {offset}", str(files.folder), _NEXT)
    if end != keep:
        os.truncate(files.sealed, keep)  # again after a crash: harmless
        os.fsync(files.sealed)
    return keep


def blank(files: Files, owed: list[sealed.Place]) -> None:
    """Carry out erasures that are recorded; a crash half-way leaves them owed, and doing it twice is harmless."""
    for place in owed:
        offset, line = find(files, place)
        start, room = sealed.room(line)
        if line[start : start + len(sealed.BLANK)] != sealed.BLANK:
            disk.write_at(files.sealed, sealed.BLANK.ljust(room), offset + start)
    disk.sync_data(files.sealed)


def find(files: Files, place: sealed.Place) -> tuple[int, bytes]:
    """(offset, line) of one sealed value.

    Raises: Broken.
    """
    end = files.sealed_size()
    for offset, line in lines(files.sealed, seek(files.sealed, end, place[0], sealed.seq_of), end):
        found = sealed.parse(line)
        if found is None or found[0] > place:
            break
        if found[0] == place:
            return offset, line
    raise Broken("a sealed value is missing", f"{place[0]}.{place[1]}", _NEXT)
