"""A PDF whose end or table is lost, with a new table of the objects that are left: as many pages as can be found.

Source: ISO 32000-1, 7.5 (file structure), 7.7.2 and 7.7.3 (catalog and page tree).
"""

import re

from muniment.intake.readers.pdf.pdfraw import Raw
from muniment.intake.source import Source

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_CATALOG = re.compile(rb"/Type\s*/Catalog(?![A-Za-z])")
_TREE = re.compile(rb"/Pages\s+\d+\s+\d+\s+R")
_NAME = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f\s]*>\s*<[0-9A-Fa-f\s]*>\s*\]")
_MOST = 1 << 28  # bytes of a file that is held in memory to be mended
_HIGHEST = 4_000_000  # pdfium takes no higher number for an object


def mended(source: Source) -> Source | None:
    """The bytes with a table that leads to every page in them; None where there is none."""
    if source.size > _MOST:
        return None
    lock = Raw(source).named(b"Encrypt")
    raw = Raw(source, sealed=bool(lock))
    added = _Added(source)
    pages, catalog, top = [], b"", 0
    for number, start, text in raw.objects():
        if number > _HIGHEST:
            continue
        top = max(top, number)
        if start < 0:
            added.put(number, text)
        else:
            added.known(number, start)
        if _PAGE.search(text):
            pages.append(number)
        elif _CATALOG.search(text):
            catalog = text.strip()
    if not pages:
        return None
    tree, root = top + 1, top + 2
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    added.put(tree, b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)))
    led = _TREE.sub(b"/Pages %d 0 R" % tree, catalog)
    added.put(root, led if led != catalog else b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    return Source(added.finish(root, raw.named(b"Info"), lock))


class _Added:
    """What is put behind the bytes that are there: objects that were packed, and the table."""

    def __init__(self, source: Source) -> None:
        self._data = source.whole()
        self._head = max(source.head(1024).find(b"%PDF-"), 0)  # places in the table count from here
        self._out = bytearray(b"\nendstream\nendobj\n")  # what was cut off in the middle ends here
        self._table: dict[int, int] = {}

    def known(self, number: int, start: int) -> None:
        """An object that lies in the file."""
        self._table[number] = start - self._head

    def put(self, number: int, text: bytes) -> None:
        """Write an object."""
        self._table[number] = len(self._data) + len(self._out) - self._head
        self._out += b"%d 0 obj\n%b\nendobj\n" % (number, text)

    def finish(self, root: int, info: int, lock: int) -> bytes:
        """All bytes with the table."""
        start = len(self._data) + len(self._out) - self._head
        rows = b"".join(b"%d 1\n%010d 00000 n \n" % row for row in sorted(self._table.items()))
        said = [b"/Size %d /Root %d 0 R" % (root + 1, root)]
        said += [b"/Info %d 0 R" % info] if info in self._table else []
        if lock:
            name = _NAME.search(self._data)
            said += [b"/Encrypt %d 0 R" % lock, *([name[0]] if name else [])]
        self._out += b"xref\n0 1\n0000000000 65535 f \n" + rows + b"trailer\n<< %b >>\n" % b" ".join(said)
        self._out += b"startxref\n%d\n%%%%EOF\n" % start
        return self._data + bytes(self._out)
