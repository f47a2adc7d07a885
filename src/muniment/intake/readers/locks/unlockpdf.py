"""A PDF under a password: opened by pdfium with it, and written again without any."""

import ctypes
import re
from typing import Any

import pypdfium2.raw as pdfium

from muniment.intake.limits import Unreadable
from muniment.intake.readers.locks.unlocktries import Tries, in_bytes
from muniment.intake.readers.pdf import pdftail
from muniment.intake.readers.pdf.pdfcalls import opened
from muniment.intake.source import Source
from muniment.model.state import State

_ID = re.compile(rb"/ID ?\[ ?<([0-9A-Fa-f]+)> ?<([0-9A-Fa-f]+)> ?\]")
_TAIL = 4096  # bytes in which the trailer stands


def open_(source: Source, tries: Tries) -> bytes | None:
    """The same PDF without security; None where no password fits."""
    end = pdftail.look(source).end
    own = source if end == source.size else Source(source.head(end))
    for password in tries:
        for form in in_bytes(password, "utf-8"):  # pdfium turns it into Latin-1 where the document is old
            try:
                with opened(own, form) as document:
                    tries.fits(password)
                    return _saved(document.raw)
            except Unreadable as closed:
                if closed.state != State.UNREAD_ENCRYPTED or closed.detail:
                    return None
    return None


def _saved(raw: Any) -> bytes | None:
    """The document as pdfium writes it."""
    out = bytearray()

    def write(_: object, block: int, size: int) -> int:
        out.extend(ctypes.string_at(block, size))
        return 1

    sink = pdfium.FPDF_FILEWRITE(version=1)
    sink.WriteBlock = type(sink.WriteBlock)(write)
    if not pdfium.FPDF_SaveAsCopy(raw, sink, pdfium.FPDF_REMOVE_SECURITY) or not out:
        return None
    return _settled(bytes(out))


def _settled(data: bytes) -> bytes:
    """The same bytes every time: the second half of its id, which pdfium draws by lot, is made to be the first."""
    start = max(len(data) - _TAIL, 0)
    found = None
    for found in _ID.finditer(data, start):  # noqa: B007 # the last one counts
        pass
    if found is None or len(found[1]) != len(found[2]):
        return data
    return data[: found.start(2)] + found[1] + data[found.end(2) :]
