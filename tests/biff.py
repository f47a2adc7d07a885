"""Old workbooks made for tests: the records of versions 2 to 8, bare or in a compound file."""

import struct
from collections.abc import Mapping, Sequence

from muniment.intake.readers.ole.olewrite import Node, write

_BEGIN = {2: 0x0009, 3: 0x0209, 4: 0x0409, 5: 0x0809, 8: 0x0809}
_FIRST = 6  # bytes of a line in the list of sheets before its name


def record(kind: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(body)) + body


def shorts(*numbers: int) -> bytes:
    """Numbers of 16 bits."""
    return struct.pack(f"<{len(numbers)}H", *(number & 0xFFFF for number in numbers))


def begin(version: int, kind: int) -> bytes:
    """The first record of a part: 5 is what all sheets share, 16 a sheet, 32 a chart, 64 a sheet of macros."""
    return record(_BEGIN[version], shorts(0x0600 if version == 8 else 0x0500, kind, 0, 0))


def string(text: str, count: str = "<H", *, wide: bool | None = None) -> bytes:
    """A string of version 8 with its length before it."""
    wide = not text.isascii() if wide is None else wide
    raw = text.encode("utf-16-le" if wide else "latin-1")
    return struct.pack(count, len(raw) >> wide) + bytes([wide]) + raw


def cell(kind: int, row: int, column: int, value: bytes, style: int = 0) -> bytes:
    """A cell of versions 3 to 8."""
    return record(kind, shorts(row, column, style) + value)


def old_cell(kind: int, row: int, column: int, value: bytes, style: int = 0) -> bytes:
    """A cell of version 2."""
    return record(kind, shorts(row, column) + bytes([style, 0, 0]) + value)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return cell(0x203, row, column, struct.pack("<d", value), style)


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    """A cell with a text of its own."""
    return cell(0x204, row, column, string(text), style)


def formula(row: int, column: int, value: float | bytes, tokens: bytes = b"\x1e\1\0") -> bytes:
    """A cell that is worked out, with its result."""
    result = value if isinstance(value, bytes) else struct.pack("<d", value)
    return cell(0x06, row, column, result + bytes(6) + shorts(len(tokens)) + tokens)


def strings(*pieces: bytes, count: int) -> bytes:
    """The shared strings, in one record and those that go on."""
    head = struct.pack("<II", count, count)
    return record(0xFC, head + pieces[0]) + b"".join(record(0x3C, piece) for piece in pieces[1:])


def text_box(number_: int, text: str, kind: int = 6) -> bytes:
    """An object with words on it."""
    head = record(0x5D, shorts(0x15, 0x12, kind, number_) + bytes(14))
    said = record(0x1B6, bytes(10) + shorts(len(text), 8) + bytes(4))
    return head + said + record(0x3C, b"\0" + text.encode("latin-1")) + record(0x3C, bytes(8))


def stream(
    *sheets: bytes,
    version: int = 8,
    shared: bytes = b"",
    states: Sequence[int] = (),
    kinds: Sequence[int] = (),
    formats: Mapping[int, str] | None = None,
    styles: Sequence[int] = (0,),
) -> bytes:
    """The workbook stream of versions 5 and 8: sheets named One, Two, ..."""
    names = ("One", "Two", "Three")[: len(sheets)]
    for index, pattern in (formats or {}).items():
        said = string(pattern) if version == 8 else bytes([len(pattern)]) + pattern.encode("latin-1")
        shared += record(0x41E, shorts(index) + said)
    shared += b"".join(record(0xE0, shorts(0, style) + bytes(16)) for style in styles)
    before = begin(version, 5) + shared
    lines = [_FIRST + 4 + len(_name(name, version)) for name in names]
    at = len(before) + sum(lines) + 4
    listed, bodies = b"", b""
    for place, (name, sheet) in enumerate(zip(names, sheets, strict=True)):
        state = states[place] if place < len(states) else 0
        kind = kinds[place] if place < len(kinds) else 16
        listed += record(0x85, struct.pack("<IBB", at + len(bodies), state, kind == 64) + _name(name, version))
        bodies += begin(version, kind) + sheet + record(0x0A)
    return before + listed + record(0x0A) + bodies


def workbook(*sheets: bytes, nodes: Sequence[Node] = (), version: int = 8, **more: object) -> bytes:
    """A workbook in a compound file, with other streams and storages beside it."""
    data = stream(*sheets, version=version, **more)  # type: ignore[arg-type]
    return write(Node("Root Entry", children=[Node("Workbook" if version == 8 else "Book", data), *nodes]))


def _name(name: str, version: int) -> bytes:
    return string(name, "<B") if version == 8 else bytes([len(name)]) + name.encode("latin-1")
