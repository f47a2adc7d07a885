"""Films made by hand, of frames that are whole pictures: what their heads claim may be another thing."""

import io
import struct
from collections.abc import Sequence

from PIL import Image

SIZE = (96, 64)
Frames = Sequence[bytes]


def frame(number: int) -> bytes:
    """A JPEG in a grey that says which frame it is."""
    made = io.BytesIO()
    Image.new("L", SIZE, shade(number)).convert("RGB").save(made, "JPEG", quality=95)
    return made.getvalue()


def shade(number: int) -> int:
    return 20 + 10 * (number % 22)


def avi(
    frames: Frames, *, rate: int = 4, claimed: int | None = None, packed: bytes = b"MJPG", index: bool = True
) -> bytes:
    """A film in AVI. Source: AVI RIFF file reference."""
    count = len(frames) if claimed is None else claimed
    wide, high = SIZE
    main = struct.pack("<14I", 1_000_000 // rate, 0, 0, 0x10, count, 0, 1, 0, wide, high, 0, 0, 0, 0)
    stream = b"vids" + packed + struct.pack("<10I4H", 0, 0, 0, 1, rate, 0, count, 0, 0, 0, 0, 0, wide, high)
    form = struct.pack("<IiiHH4sIiiII", 40, wide, high, 1, 24, packed, 3 * wide * high, 0, 0, 0, 0)
    heads = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", form))
    body = _list(b"hdrl", _chunk(b"avih", main) + heads) + _list(
        b"movi", b"".join(_chunk(b"00dc", each) for each in frames)
    )
    at, places = 4, b""
    for each in frames:
        places += b"00dc" + struct.pack("<III", 0x10, at, len(each))
        at += 8 + len(each) + len(each) % 2
    return _chunk(b"RIFF", b"AVI " + body + (_chunk(b"idx1", places) if index else b""))


def mov(frames: Frames, *, rate: int = 4, claimed: int | None = None, long: bool = False) -> bytes:
    """A film in QuickTime, its frames before its tables. Source: QuickTime File Format Specification.

    With `claimed` all frames are said to be as large as the first, and so many.
    """
    wide, high = SIZE
    whole = b"".join(frames)
    ftyp, mdat = _atom(b"ftyp", b"qt  " + bytes(4) + b"qt  "), _atom(b"mdat", whole)
    count = len(frames) if claimed is None else claimed
    one = len(frames[0]) if frames and claimed else 0
    sizes = b"" if one else struct.pack(f">{len(frames)}I", *map(len, frames))
    place = len(ftyp) + 8
    entry = struct.pack(">6xH16xHHIIIH32xHh", 1, wide, high, 72 << 16, 72 << 16, 0, 1, 24, -1)
    table = (
        _full(b"stsd", struct.pack(">I", 1) + _atom(b"jpeg", entry))
        + _full(b"stts", struct.pack(">III", 1, count, 1))
        + _full(b"stsc", struct.pack(">IIII", 1, 1, count, 1))
        + _full(b"stsz", struct.pack(">II", one, count) + sizes)
        + (_full(b"co64", struct.pack(">IQ", 1, place)) if long else _full(b"stco", struct.pack(">II", 1, place)))
    )
    data = _atom(b"dinf", _full(b"dref", struct.pack(">I", 1) + _full(b"url ", b"", flags=1)))
    minf = _atom(b"minf", _full(b"vmhd", bytes(8), flags=1) + data + _atom(b"stbl", table))
    hdlr = _full(b"hdlr", b"mhlrvide" + bytes(13))
    mdia = _atom(b"mdia", _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, rate, count, 0, 0)) + hdlr + minf)
    tkhd = _full(
        b"tkhd", struct.pack(">IIIII8xHHHH36sII", 0, 0, 1, 0, count, 0, 0, 0, 0, _MATRIX, wide << 16, high << 16), 7
    )
    mvhd = _full(b"mvhd", struct.pack(">IIIIIH10x36s24xI", 0, 0, rate, count, 1 << 16, 1 << 8, _MATRIX, 2))
    return ftyp + mdat + _atom(b"moov", mvhd + _atom(b"trak", tkhd + mdia))


_MATRIX = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _list(name: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", name + data)


def _atom(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), name) + data


def _full(name: bytes, data: bytes, flags: int = 0) -> bytes:
    return _atom(name, struct.pack(">I", flags) + data)
