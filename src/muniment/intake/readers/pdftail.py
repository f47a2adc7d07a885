"""What lies before and after a PDF in its file: junk, or another file that hides there."""

import zipfile
from dataclasses import dataclass

from muniment.intake.source import Source

_EDGE = 66_000  # bytes at the end in which the directory of a zip can begin
_HEAD = 1024  # a PDF may begin this late
_END = b"%%EOF"
_MAGIC = (b"PK\3\4", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x7fELF")
_NOTHING = b"\0\t\n\f\r \x1a"
_JUNK = 8  # bytes of it are left over from some transfer


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the PDF ends, and what is said of that."""

    whole: bool  # it has an end of its own
    flags: tuple[str, ...] = ()
    start: int = 0  # of what follows it, 0 where nothing does


def look(source: Source) -> Ends:
    """Look at both ends of the file."""
    flags: list[str] = []
    head = source.head(_HEAD)
    before = head[: max(head.find(b"%PDF-"), 0)]
    if before.strip(_NOTHING + b"\xef\xbb\xbf"):
        flags.append("polyglot" if before.startswith(_MAGIC) else "header-malformed")
    start = _zip(source)
    data = source.buffer()
    end = data.rfind(_END, 0, start) if start else data.rfind(_END)
    if end < 0:
        return Ends(whole=False, flags=tuple(flags))
    start = start or end + len(_END)
    rest = source.head(4096, start)
    junk = len(rest.strip(_NOTHING)) <= _JUNK and len(rest) < 4096
    if junk:
        return Ends(whole=True, flags=tuple(flags))
    kind = "polyglot" if rest.lstrip(_NOTHING).startswith(_MAGIC) else "trailing-data"
    return Ends(whole=True, flags=(*flags, kind), start=start)


def _zip(source: Source) -> int:
    """Where a zip at the end of the file begins; 0 where there is none."""
    if b"PK\5\6" not in source.tail(_EDGE):
        return 0
    try:
        with zipfile.ZipFile(source.open()) as found:
            return min((info.header_offset for info in found.infolist()), default=0)
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0
