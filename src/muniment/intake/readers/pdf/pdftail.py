"""What lies before and after a PDF in its file: junk, or another file that hides there."""

import re
import struct
from dataclasses import dataclass

from muniment.intake.source import Source

_EDGE = 66_000  # bytes at the end in which what closes a zip can begin
_HEAD = 1024  # a PDF may begin this late
_END = b"%%EOF"
_MAGIC = (b"PK\3\4", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x7fELF")
_NOTHING = b"\0\t\n\f\r \x1a"
_MARK = b"\xef\xbb\xbf"
_JUNK = 8  # bytes of it are left over from some transfer
_LOOKED = 1 << 16  # bytes after the end in which objects of the PDF are looked for
_OBJECT = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+obj\b|\bendobj\b|\bendstream\b")
_BETWEEN = re.compile(rb"%%EOF[\s\0]*\Z")
_TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)\b")
_START = re.compile(rb"startxref\s+(\d{1,12})")
_ENTRY = struct.Struct("<4s6H3L5H2L")  # of a zip's directory
_FOOT = struct.Struct("<4s4H2LH")  # what closes it


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the PDF begins and ends in its file, and what is said of that."""

    start: int  # of the PDF; what lies before is something else
    end: int  # of the PDF; what lies behind is something else
    whole: bool  # it does not break off
    flags: tuple[str, ...] = ()


def look(source: Source) -> Ends:
    """Look at both ends of the file. Cost: two searches through it."""
    head = source.head(_HEAD)
    at = max(head.find(b"%PDF-"), 0)
    start, flags = 0, []
    if head[:at].strip(_NOTHING + _MARK):
        flags.append("polyglot" if head.startswith(_MAGIC) else "header-malformed")
        start = at
    end, kind = _end(source, at)
    if kind not in {"", "broken", *flags}:
        flags.append(kind)
    return Ends(start, end, whole=kind != "broken", flags=tuple(flags))


def _end(source: Source, start: int) -> tuple[int, str]:
    """Where it ends, and what the bytes behind it are."""
    data = source.buffer()
    other = _zip(source, start) or _second(source, start)
    if other:
        return other, "polyglot"
    at = data.rfind(_END, start)
    if at < 0:
        return source.size, ""
    end = at + len(_END)
    rest = source.head(_LOOKED, end)
    if len(rest) < _LOOKED and len(rest.strip(_NOTHING)) <= _JUNK:
        return source.size, ""
    if rest.lstrip(_NOTHING).startswith(_MAGIC):
        return end, "polyglot"
    # objects of its own behind its end: it goes on, and breaks off
    return (source.size, "broken") if _OBJECT.search(rest) else (end, "trailing-data")


def _zip(source: Source, start: int) -> int:
    """Where a zip begins that ends where the file ends; 0 where there is none."""
    tail = source.tail(_EDGE)
    foot = tail.rfind(b"PK\5\6")
    if foot < 0 or len(tail) - foot < _FOOT.size:
        return 0
    *_, size, offset, comment = _FOOT.unpack_from(tail, foot)
    if tail[foot + _FOOT.size + comment :].strip(_NOTHING) or foot + _FOOT.size + comment > len(tail):
        return 0
    place = source.size - len(tail) + foot - size  # of the directory
    shift = place - offset  # what stands before the zip, where its offsets do not count it
    first, data = source.size, source.buffer()
    while 0 <= place <= source.size - _ENTRY.size and data[place : place + 4] == b"PK\1\2":
        *_, name, extra, remark, _, _, _, entry = _ENTRY.unpack_from(data, place)
        first = min(first, entry + shift)
        place += _ENTRY.size + name + extra + remark
    return first if start < first < source.size and data[first : first + 4] == b"PK\3\4" else 0


def _second(source: Source, start: int) -> int:
    """Where another PDF begins that is simply put behind the first; 0 where there is none.

    One that lies inside an attachment is not meant: then the table at the end counts from the start of the file.
    """
    data = source.buffer()
    tables = _START.findall(source.tail(_HEAD))
    if not tables or _TABLE.match(source.head(32, start + int(tables[-1]))):
        return 0
    at = data.find(b"%PDF-", start + 1)
    while at >= 0:
        if _BETWEEN.search(source.head(min(at, 64), max(at - 64, 0))):
            return at
        at = data.find(b"%PDF-", at + 1)
    return 0
