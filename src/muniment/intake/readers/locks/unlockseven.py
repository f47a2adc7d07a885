"""A 7Z archive of which even the names are locked: the same archive with open names. Its members stay locked."""

import lzma

from muniment.intake.limits import LimitReached
from muniment.intake.readers.archives import sevenheads
from muniment.intake.readers.archives.sevenalone import locks, with_heads, without_locks
from muniment.intake.readers.archives.sevenfolders import Wrong
from muniment.intake.readers.archives.sevenseal import CHARSET, Keys
from muniment.intake.readers.locks.unlocktries import OutOfTime, Tries, in_bytes
from muniment.intake.scope import Scope
from muniment.intake.source import Source


def open_(source: Source, scope: Scope, tries: Tries) -> bytes | None:
    """The archive with its heads open; None where no password fits.

    Raises: LimitReached.
    """
    if source.size > scope.limits.member_bytes:
        raise LimitReached("limit-member")
    try:
        folder = sevenheads.wrapped(sevenheads.raw(source))
        if folder is None or not folder.locked or folder.crc is None:
            return None
        locks(folder)
    except Wrong:
        return None
    keys, bare = Keys(tries), without_locks(folder)
    for password in tries:
        for form in in_bytes(password, CHARSET):
            try:
                heads = sevenheads.unpacked(bare, keys.plain(source, folder, form))
                sevenheads.of(heads)
            except OutOfTime:
                break
            except (Wrong, lzma.LZMAError):
                continue
            tries.fits(password)
            return with_heads(source, heads)
    return None
