"""The values of an Access database as text."""

import struct
from datetime import datetime, timedelta

from muniment.intake.readers.apps.jetpages import Jet

TRUTH, TEXT, OBJECT, MEMO, BINARY = 1, 10, 11, 12, 9
_BYTE, _SHORT, _WHOLE, _MONEY, _SINGLE, _DOUBLE, _DATE, _GUID, _DECIMAL, _COMPLEX, _BIG = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    15,
    16,
    18,
    19,
)
_EPOCH = datetime(1899, 12, 30)
_WIDTHS = {_BYTE: 1, _SHORT: 2, _WHOLE: 4, _MONEY: 8, _SINGLE: 4, _DOUBLE: 8, _DATE: 8, _COMPLEX: 4, _BIG: 8}


def show(jet: Jet, kind: int, raw: bytes | None) -> str:
    """A cell as text; bytes that are no text are not shown.

    Raises: jetpages.Broken.
    """
    if raw is None:
        return "no" if kind == TRUTH else ""
    if kind == TRUTH:
        return "yes"
    if kind == TEXT:
        return text(jet, raw)
    if kind == MEMO:
        return text(jet, jet.long(raw))
    if kind == _GUID and len(raw) == 16:
        one, two, three = struct.unpack("<IHH", raw[:8])
        return f"{one:08X}-{two:04X}-{three:04X}-{raw[8:10].hex().upper()}-{raw[10:].hex().upper()}"
    if kind == _DECIMAL and len(raw) == 17:
        return _decimal(raw)
    return _number(kind, raw) if len(raw) >= _WIDTHS.get(kind, 1 << 30) else ""


def text(jet: Jet, raw: bytes) -> str:
    """A text: of one code page in older files; in newer ones of two bytes a letter, or packed to one."""
    if jet.three:
        return raw.decode(jet.codec, "replace")
    if not raw.startswith(b"\xff\xfe"):
        return raw[: len(raw) & ~1].decode("utf-16-le", "replace")
    found, packed = [], True
    for piece in raw[2:].split(b"\0") if b"\0" in raw else [raw[2:]]:
        found.append(piece.decode("latin-1") if packed else piece[: len(piece) & ~1].decode("utf-16-le", "replace"))
        packed = not packed
    return "".join(found)


def _number(kind: int, raw: bytes) -> str:
    if kind == _DATE:
        return _moment(struct.unpack("<d", raw[:8])[0])
    if kind in {_SINGLE, _DOUBLE}:
        value = struct.unpack("<f", raw[:4])[0] if kind == _SINGLE else struct.unpack("<d", raw[:8])[0]
        return f"{value:.7g}" if kind == _SINGLE else f"{value:.15g}"
    whole = int.from_bytes(raw[: _WIDTHS[kind]], "little", signed=kind != _BYTE)
    if kind == _MONEY:
        sign, rest = "-" if whole < 0 else "", abs(whole)
        return f"{sign}{rest // 10_000}.{rest % 10_000:04d}"
    return str(whole)


def _moment(days: float) -> str:
    if not -700_000 < days < 3_000_000:
        return ""
    whole = int(days)
    seconds = round(abs(days - whole) * 86_400)
    try:
        when = _EPOCH + timedelta(days=whole, seconds=seconds)
    except OverflowError:
        return ""
    if not whole:
        return f"{when:%H:%M:%S}"
    return f"{when:%Y-%m-%d}" if not seconds else f"{when:%Y-%m-%d %H:%M:%S}"


def _decimal(raw: bytes) -> str:
    """A sign and four words, the highest first; where the point stands says the column, which is not looked at."""
    words = struct.unpack("<4I", raw[1:])
    whole = words[0] << 96 | words[1] << 64 | words[2] << 32 | words[3]
    return f"{'-' if raw[0] & 0x80 else ''}{whole}"
