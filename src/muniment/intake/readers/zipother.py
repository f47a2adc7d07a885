"""Zip entries packed in a way that the standard library does not unpack, by libarchive."""

import struct
import zlib

from muniment.intake.limits import Unreadable
from muniment.intake.readers import archivecalls as archive
from muniment.intake.readers.archiverows import Damaged
from muniment.intake.readers.zipdir import Entry
from muniment.intake.source import Source
from muniment.model.state import State

ENGINE = archive.ENGINE


def unpack(source: Source, entry: Entry, limit: int) -> bytes:
    """The bytes of one entry.

    Raises: Damaged, also where libarchive does not know the method.
    """
    if not archive.AVAILABLE:
        raise Damaged("missing-library", State.UNREAD_DEPENDENCY_MISSING)
    if entry.packed is None or entry.size is None:
        raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    if entry.size > limit:
        raise Damaged("limit-member", State.UNREAD_LIMIT)
    found = bytearray()
    try:
        with archive.opened(Source(_alone(source, entry)), ("zip",)) as handle:
            if handle.advance() is None:
                raise Damaged("damaged")
            while piece := handle.read():
                found += piece
                if len(found) > entry.size:
                    raise Damaged("damaged")
    except (Unreadable, archive.Failed):
        raise Damaged("unsupported", State.UNREAD_UNSUPPORTED) from None
    if len(found) != entry.size:
        raise Damaged("unsupported", State.UNREAD_UNSUPPORTED)
    if zlib.crc32(found) != entry.crc:
        raise Damaged("checksum")
    return bytes(found)


def _alone(source: Source, entry: Entry) -> bytes:
    """A zip that holds this entry alone, under a plain name."""
    assert entry.packed is not None
    assert entry.size is not None
    said = struct.pack("<5H3L2H", 63, 0, entry.method, 0, 0x21, entry.crc, entry.packed, entry.size, 1, 0)
    head = b"PK\3\4" + said + b"x"
    data = source.head(entry.packed, entry.data)
    directory = b"PK\1\2" + struct.pack("<H", 63) + said + bytes(14) + b"x"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(head) + len(data), 0)
    return head + data + directory + end
