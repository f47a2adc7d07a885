"""The records of an older metafile (WMF), as far as they write words or hold pictures.

Source: MS-WMF 2.3.
"""

import mmap
import struct
from dataclasses import dataclass, field
from heapq import heappop, heappush

from muniment.intake.readers.pictures.metafiletext import Drawing
from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode, of_charset

_PLACED = b"\xd7\xcd\xc6\x9a"
_TEXT, _LONG_TEXT = 0x0521, 0x0A32
_FONT, _SELECT, _DELETE, _ESCAPE = 0x02FB, 0x012D, 0x01F0, 0x0626
_MADE = frozenset({0x02FA, 0x02FC, 0x00F7, 0x01F9, 0x0142, 0x06FF, _FONT})
_PICTURES = {0x0940: 16, 0x0B41: 20, 0x0F43: 22, 0x0D33: 18}  # bytes before the picture
_GLYPHS, _BOX = 0x0010, 0x0006
_MOST = 1 << 14  # things to draw with


@dataclass(slots=True)
class _State:
    drawing: Drawing
    things: list[str | None] = field(default_factory=list)  # what was made to draw with: a font's codec, else ""
    free: list[int] = field(default_factory=list)  # places in it: the lowest is used again first
    codec: str = WESTERN


def walk(data: bytes | mmap.mmap, drawing: Drawing) -> bool:
    """Tell a drawing all records; gives back whether they came to their end."""
    state = _State(drawing)
    at = 22 if data[:4] == _PLACED else 0
    at += 2 * int.from_bytes(data[at + 2 : at + 4], "little")
    while at + 6 <= len(data):
        size, kind = struct.unpack_from("<IH", data, at)
        if kind == 0:
            return True
        if size < 3 or at + 2 * size > len(data):
            return False
        _record(state, kind, bytes(data[at + 6 : at + 2 * size]))
        at += 2 * size
    return False


def _record(state: _State, kind: int, body: bytes) -> None:
    if kind == _TEXT and len(body) >= 6:
        count = _short(body, 0)
        end = 2 + count + count % 2
        _write(state, body[2 : 2 + count], _signed(body, end + 2), _signed(body, end))
    elif kind == _LONG_TEXT and len(body) >= 8:
        _long_text(state, body)
    elif kind in _MADE and len(state.things) <= _MOST:
        codec = of_charset(body[13]) if kind == _FONT and len(body) > 13 else ""
        if state.free:
            state.things[heappop(state.free)] = codec
        else:
            state.things.append(codec)
    elif kind == _SELECT and _short(body, 0) < len(state.things):
        state.codec = state.things[_short(body, 0)] or state.codec
    elif kind == _DELETE and _short(body, 0) < len(state.things) and state.things[_short(body, 0)] is not None:
        state.things[_short(body, 0)] = None
        heappush(state.free, _short(body, 0))
    elif kind in _PICTURES:
        _picture(state, body[_PICTURES[kind] :])
    elif kind == _ESCAPE and (start := body.find(b"%PDF-")) >= 0:
        state.drawing.member(body[start:])


def _long_text(state: _State, body: bytes) -> None:
    down, across, count, options = struct.unpack_from("<hhHH", body)
    at = 16 if options & _BOX else 8
    if options & _GLYPHS:
        state.drawing.unknown = True
        return
    steps = body[at + count + count % 2 :]
    width = sum(struct.unpack_from(f"<{count}h", steps)) if count and len(steps) >= 2 * count else None
    _write(state, body[at : at + count], across, down, width)


def _write(state: _State, raw: bytes, across: int, down: int, width: int | None = None) -> None:
    state.drawing.write(decode(raw, state.codec)[0], across, down, width)


def _picture(state: _State, dib: bytes) -> None:
    """A picture whose head and dots lie one behind the other."""
    size = int.from_bytes(dib[:4], "little")
    if size < 40 or len(dib) < 40:
        return
    depth, packing = _short(dib, 14), int.from_bytes(dib[16:20], "little")
    used = int.from_bytes(dib[32:36], "little")
    colours = min(used or (1 << depth if depth <= 8 else 0), 256)
    head = size + 4 * colours + (12 if packing == 3 and size == 40 else 0)
    state.drawing.picture(dib[:head], dib[head:])


def _short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _signed(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little", signed=True)
