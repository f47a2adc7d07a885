"""Whether a PDF is as whole as it seems: what pdfium passes over in silence."""

import re
from collections.abc import Iterator

from muniment.intake.readers.pdf.pdfraw import Raw
from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source
from muniment.model.state import State

_CHECKED = 256 << 20  # bytes of streams that are unpacked to see whether they can be
_NODES = 10_000
_OTHER = re.compile(rb"/(?:Type|Subtype|Length1|FunctionType|ShadingType|N)\b")  # in dictionaries of what is no page
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_A_PAGE = re.compile(rb"/Type\s*/(?:Page|ObjStm)(?![A-Za-z])")
_LABELS = re.compile(rb"/PageLabels\s*(?:<<|(\d{1,10})\s+\d{1,5}\s+R\b)")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")


def broken(raw: Raw) -> Iterator[int]:
    """Numbers of packed streams, of those that pages and their letters are made of, that cannot be unpacked whole.

    pdfium shows what comes before the damage and says nothing.
    """
    left = 0 if raw.sealed else _CHECKED
    for stream in raw.streams(b"/FlateDecode") if left else ():
        if _OTHER.search(stream.entries):
            continue
        pieces = raw.pieces(stream)
        try:
            while piece := pieces.read():
                left -= len(piece)
                if left < 0:
                    return
            if not pieces.sound:
                yield stream.number
        except Damaged as fault:
            if fault.state is State.UNREAD_CORRUPT:
                yield stream.number


def says_empty(source: Source) -> bool:
    """Whether a document without pages says so itself, and hides none."""
    data = source.buffer()
    return bool(_NO_PAGES.search(data)) and not _A_PAGE.search(data)


def labelled(raw: Raw) -> bool:
    """Whether pages have labels, in a tree that leads nowhere twice: pdfium would follow such a one without end."""
    root = raw.object(raw.named(b"Root"))
    found = _LABELS.search(root)
    if found is None:
        return not root  # where the catalog is encrypted, nobody knows
    waiting = [raw.object(int(found[1])) if found[1] else root[found.end() :]]
    seen: set[bytes] = set()
    while waiting and len(seen) < _NODES:
        kids = _KIDS.search(waiting.pop())
        for number in _REFERENCE.findall(kids[1]) if kids else ():
            if number in seen:
                return False
            seen.add(number)
            waiting.append(raw.object(int(number)))
    return not waiting
