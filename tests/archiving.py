"""iWork documents made for tests: protocol buffers, Snappy as iWork frames it, and the archives of objects."""

import struct
from collections.abc import Mapping, Sequence

Field = int | str | bytes | float


def varint(value: int) -> bytes:
    """A number of as many bytes as it needs."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def message(*fields: tuple[int, Field]) -> bytes:
    """A message of these fields, in this order."""
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        elif isinstance(value, float):
            out += varint(number << 3 | 1) + struct.pack("<d", value)
        else:
            raw = value.encode() if isinstance(value, str) else value
            out += varint(number << 3 | 2) + varint(len(raw)) + raw
    return out


def refer(number: int) -> bytes:
    """A reference to an object."""
    return message((1, number))


def snappy(data: bytes) -> bytes:
    """Frames of raw Snappy data, without any copy."""
    out = b""
    for start in range(0, len(data), 65536):
        piece = data[start : start + 65536]
        block = varint(len(piece))
        for at in range(0, len(piece), 60):
            part = piece[at : at + 60]
            block += bytes([(len(part) - 1) << 2]) + part
        out += b"\0" + len(block).to_bytes(3, "little") + block
    return out


def archive(*objects: tuple[int, int, bytes, Sequence[int]]) -> bytes:
    """An archive of objects: number, kind, fields and references."""
    out = b""
    for number, kind, data, refers in objects:
        packed = b"".join(map(varint, refers))
        info = message((1, number), (2, message((1, kind), (3, len(data)), *([(5, packed)] if packed else []))))
        out += varint(len(info)) + info + data
    return snappy(out)


def cell(kind: int, *, number: float | None = None, text: int | None = None) -> bytes:
    """A cell as newer documents pack it."""
    flags = (2 if number is not None else 0) | (8 if text is not None else 0)
    body = b"" if number is None else struct.pack("<d", number)
    body += b"" if text is None else struct.pack("<I", text)
    return bytes([5, kind]) + bytes(6) + struct.pack("<I", flags) + body


def row(number: int, *cells: bytes) -> bytes:
    """A row of a table."""
    places, data = b"", b""
    for one in cells:
        places += struct.pack("<h", len(data) if one else -1)
        data += one
    return message((1, number), (2, len(cells)), (6, data), (7, places))


def table(
    first: int, name: str, texts: Mapping[int, str], rows: Sequence[bytes]
) -> list[tuple[int, int, bytes, list[int]]]:
    """The objects of a table, numbered from `first`: what is drawn, what it holds, its texts and its one tile."""
    drawn, model, listed, tile = range(first, first + 4)
    store = message((3, message((1, message((1, 0), (2, refer(tile)))), (2, 256))), (4, refer(listed)))
    return [
        (drawn, 6000, message((2, refer(model))), [model]),
        (model, 6001, message((1, "table"), (4, store), (6, len(rows)), (7, 2), (8, name)), [listed, tile]),
        (
            listed,
            6005,
            message((1, 1), *((3, message((1, key), (2, 1), (3, text))) for key, text in texts.items())),
            [],
        ),
        (tile, 6002, message(*((5, one) for one in rows)), []),
    ]
