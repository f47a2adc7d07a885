"""Access databases made for tests, in the form of Access 2000: a list of tables, their definitions, their rows."""

import struct
from collections.abc import Mapping, Sequence

from muniment.intake.readers.apps.jetpages import _HEADER_KEY, _rc4

PAGE = 4096
TRUTH, WHOLE, TEXT, OBJECT, MEMO = 1, 4, 10, 11, 12
_FIXED = {WHOLE: 4, TRUTH: 0}

Cell = int | bool | str | bytes | None
Columns = Mapping[str, int]


def database(
    tables: Mapping[str, tuple[Columns, Sequence[Sequence[Cell]]]], deleted: Sequence[int] = (), key: int = 0
) -> bytes:
    """A database of these tables; `deleted` are ordinals of rows, the same in each table; `key` covers its pages."""
    catalogue = {"Id": WHOLE, "Name": TEXT, "Type": WHOLE}
    pages = [_head(key), bytes(PAGE), _definition(catalogue)]
    listed: list[list[Cell]] = []
    rest: list[bytes] = []
    for at, (name, (columns, rows)) in enumerate(tables.items()):
        number = 4 + 2 * at
        listed.append([number, name, 1])
        rest += [_definition(columns), _data(number, columns, rows, deleted)]
    pages += [_data(2, catalogue, listed, ()), *rest]
    if key:
        pages[1:] = [_rc4((key ^ at).to_bytes(4, "little"), page) for at, page in enumerate(pages[1:], start=1)]
    return b"".join(pages)


def _head(key: int) -> bytes:
    inside = bytearray(128)
    inside[0x26:0x2A] = key.to_bytes(4, "little")
    head = b"\0\1\0\0Standard Jet DB\0" + b"\1\0\0\0" + _rc4(_HEADER_KEY, bytes(inside))
    return head.ljust(PAGE, b"\0")


def _definition(columns: Columns) -> bytes:
    entries, names, fixed, varying = b"", b"", 0, 0
    for number, (name, kind) in enumerate(columns.items()):
        entry = bytearray(25)
        entry[0] = kind
        entry[5:7] = struct.pack("<H", number)
        if kind in _FIXED:
            entry[15], entry[21:23] = 1, struct.pack("<H", fixed)
            entry[23:25] = struct.pack("<H", _FIXED[kind])
            fixed += _FIXED[kind]
        else:
            entry[7:9] = struct.pack("<H", varying)
            varying += 1
        entries += entry
        names += struct.pack("<H", 2 * len(name)) + name.encode("utf-16-le")
    head = bytearray(63)
    head[:4], head[45:47] = b"\2\1VC", struct.pack("<H", len(columns))
    return (bytes(head) + entries + names).ljust(PAGE, b"\0")


def _data(table: int, columns: Columns, rows: Sequence[Sequence[Cell]], deleted: Sequence[int]) -> bytes:
    page, end, places = bytearray(PAGE), PAGE, b""
    for at, row in enumerate(rows):
        data = _row(columns, row)
        end -= len(data)
        page[end : end + len(data)] = data
        places += struct.pack("<H", end | (0xC000 if at in deleted else 0))
    head = b"\1\1" + bytes(2) + struct.pack("<I", table) + bytes(4) + struct.pack("<H", len(rows)) + places
    page[: len(head)] = head
    return bytes(page)


def _row(columns: Columns, row: Sequence[Cell]) -> bytes:
    fixed, varying, there = b"", list[bytes](), 0
    for number, (kind, value) in enumerate(zip(columns.values(), row, strict=True)):
        there |= (value is not None and value is not False) << number
        if kind == WHOLE:
            fixed += struct.pack("<i", value or 0)
        elif kind != TRUTH:
            raw = value.encode("utf-16-le") if isinstance(value, str) else bytes(value or b"")
            long = kind in {MEMO, OBJECT} and value is not None
            varying.append(struct.pack("<II4x", len(raw) | 0x80000000, 0) + raw if long else raw)
    start, ends = 2 + len(fixed), list[int]()
    for piece in varying:
        ends.append(start)
        start += len(piece)
    tail = b"".join(struct.pack("<H", place) for place in [start, *reversed(ends)]) + struct.pack("<H", len(varying))
    mask = there.to_bytes((len(columns) + 7) // 8, "little")
    return struct.pack("<H", len(columns)) + fixed + b"".join(varying) + (tail if varying else b"") + mask
