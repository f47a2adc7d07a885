"""The records of an enhanced metafile (EMF, EMF+), as far as they write words or hold pictures.

Source: MS-EMF 2.3, MS-EMFPLUS 2.3.
"""

import mmap
import struct
from dataclasses import dataclass, field

from muniment.intake.readers.pictures.metafiletext import Drawing

_END, _COMMENT, _SAVE, _RESTORE, _SET, _MODIFY, _ALIGN, _MOVE = 14, 70, 33, 34, 35, 36, 22, 27
_TEXTS = {83: False, 84: True}  # whether wide
_SMALL_TEXT = 108
_MANY = {96: False, 97: True}
_BITS = {76: 84, 77: 84, 78: 84, 114: 84, 116: 84, 79: 96, 80: 48, 81: 48}  # where it says where its picture lies
_GLYPHS, _NO_BOUNDS, _NARROW = 0x10, 0x100, 0x200
_FOLLOW = 1  # text goes where the last one ended
_PLUS_OBJECT, _PLUS_TEXT = 0x4008, 0x401C
_IMAGE = 5
_DEEP = 4096
_SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, ...]


@dataclass(slots=True)
class _State:
    drawing: Drawing
    matrix: Matrix = _SAME
    follow: bool = False
    saved: list[tuple[Matrix, bool]] = field(default_factory=list)
    plus: list[tuple[str, float, float]] = field(default_factory=list)  # words of EMF+, mostly the same again
    wrote: bool = False
    parts: bytearray = field(default_factory=bytearray)  # of a picture in several records


def walk(data: bytes | mmap.mmap, drawing: Drawing) -> bool:
    """Tell a drawing all records; gives back whether they came to their end."""
    state = _State(drawing)
    at, whole = 0, False
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data):
            break
        if kind == _END:
            whole = True
            break
        _record(state, kind, bytes(data[at : at + size]))
        at += size
    if not state.wrote:
        for text, across, down in state.plus:
            drawing.write(text, across, down)
    return whole


def _record(state: _State, kind: int, record: bytes) -> None:
    if kind in _TEXTS and len(record) >= 76:
        _text(state, record, 36, wide=_TEXTS[kind])
    elif kind in _MANY and len(record) >= 40:
        count = min(_long(record, 36), (len(record) - 40) // 40)
        for index in range(count):
            _text(state, record, 40 + 40 * index, wide=_MANY[kind])
    elif kind == _SMALL_TEXT and len(record) >= 36:
        _small(state, record)
    elif kind in _BITS:
        place = _BITS[kind]
        if len(record) >= place + 16:
            head, heads, bits, sizes = struct.unpack_from("<4I", record, place)
            if head and bits:
                state.drawing.picture(record[head : head + heads], record[bits : bits + sizes])
    elif kind == _COMMENT:
        _comment(state, record)
    else:
        _place(state, kind, record)


def _place(state: _State, kind: int, record: bytes) -> None:
    """What says where the next words stand."""
    if kind == _SAVE and len(state.saved) < _DEEP:
        state.saved.append((state.matrix, state.follow))
    elif kind == _RESTORE and state.saved:
        back = int.from_bytes(record[8:12], "little", signed=True)
        index = max(len(state.saved) + back, 0) if back < 0 else min(max(back - 1, 0), len(state.saved) - 1)
        state.matrix, state.follow = state.saved[index]
        del state.saved[index:]
    elif kind == _SET and len(record) >= 32:
        state.matrix = struct.unpack_from("<6f", record, 8)
    elif kind == _MODIFY and len(record) >= 36:
        given, mode = struct.unpack_from("<6f", record, 8), _long(record, 32)
        chosen = {1: _SAME, 2: _times(given, state.matrix), 3: _times(state.matrix, given), 4: given}
        state.matrix = chosen.get(mode, state.matrix)
    elif kind == _ALIGN:
        state.follow = bool(_long(record, 8) & _FOLLOW)
    elif kind == _MOVE and state.follow and len(record) >= 16:
        across, down = struct.unpack_from("<2i", record, 8)
        state.drawing.write(" ", *_on_page(state, across, down), 0)


def _text(state: _State, record: bytes, at: int, *, wide: bool) -> None:
    across, down, count, offset, options = struct.unpack_from("<2i3I", record, at)
    spaces = _long(record, at + 36)
    steps = record[spaces : spaces + 4 * count]
    width = sum(struct.unpack(f"<{len(steps) // 4}i", steps[: len(steps) & ~3])) if spaces else None
    _write(state, record[offset : offset + count * (2 if wide else 1)], (across, down), options, width, wide=wide)


def _small(state: _State, record: bytes) -> None:
    across, down, count, options = struct.unpack_from("<2i2I", record, 8)
    at = 36 if options & _NO_BOUNDS else 52
    wide = not options & _NARROW
    _write(state, record[at : at + count * (2 if wide else 1)], (across, down), options, None, wide=wide)


def _write(state: _State, raw: bytes, place: tuple[int, int], options: int, width: float | None, *, wide: bool) -> None:
    if options & _GLYPHS:
        state.drawing.unknown |= bool(raw)
        return
    text = raw[: len(raw) & ~1].decode("utf-16-le", "replace") if wide else raw.decode("cp1252", "replace")
    state.wrote |= bool(text.strip())
    if state.follow:
        state.drawing.write(text)
    else:
        state.drawing.write(text, *_on_page(state, *place), width and width * abs(state.matrix[0] or 1))


def _on_page(state: _State, across: float, down: float) -> tuple[float, float]:
    a, b, c, d, e, f = state.matrix
    return across * a + down * c + e, round(across * b + down * d + f, 1)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _comment(state: _State, record: bytes) -> None:
    data = record[12 : 12 + _long(record, 8)]
    if data[:4] == b"EMF+":
        _plus(state, data[4:])
    elif (start := data.find(b"%PDF-")) >= 0:
        state.drawing.member(data[start:])


def _plus(state: _State, data: bytes) -> None:
    at = 0
    while at + 12 <= len(data):
        kind, flags, size, length = struct.unpack_from("<HHII", data, at)
        body = data[at + 12 : at + 12 + length]
        if kind == _PLUS_OBJECT:
            _object(state, flags, body)
        elif kind == _PLUS_TEXT and len(body) >= 28:
            count = _long(body, 8)
            across, down = struct.unpack_from("<2f", body, 12)
            state.plus.append((body[28 : 28 + 2 * count].decode("utf-16-le", "replace"), across, down))
        if size < 12:
            return
        at += size


def _object(state: _State, flags: int, body: bytes) -> None:
    """A picture of EMF+, where it is a file of its own; it may lie in several records."""
    if flags & 0x8000:
        state.parts += body[4:]
        if len(state.parts) < _long(body, 0):
            return
        body = bytes(state.parts)
    state.parts.clear()
    if flags >> 8 & 0x7F == _IMAGE and _long(body, 4) == 1 and _long(body, 24) == 1:
        state.drawing.member(body[28:])


def _long(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
