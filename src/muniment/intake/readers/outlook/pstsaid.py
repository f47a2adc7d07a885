"""What an Outlook data file says of one thing: values by the number of the property, each with its type. Source: MS-OXCDATA."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from muniment.intake import charset
from muniment.intake.readers.rtf.rtfcodepages import decode, of_page

FIXED = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 1, 0x14: 8, 0x40: 8}  # bytes of a value
_WHOLE = {0x02: "<h", 0x03: "<i", 0x14: "<q"}
_REAL = {0x04: "<f", 0x05: "<d"}
_TRUTH, _TIME, _NARROW, _WIDE, _SEVERAL = 0x0B, 0x40, 0x1E, 0x1F, 0x1000
_PAGE = 0x3FFD  # the code page of a message
_EPOCH, _NEVER = datetime(1601, 1, 1), datetime(4500, 1, 1)
_MOST = 10_000  # texts under one number


@dataclass(slots=True)
class Said:
    """The values of one thing. `lost` are the numbers of those that are not to be had; `codec` is that of narrow text."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)
    codec: str = ""

    @property
    def numbers(self) -> Iterator[int]:
        """The properties that there are, in order."""
        yield from sorted(self.values)

    def text(self, number: int) -> str:
        """A text, without the zeros at its end; "" where there is none."""
        kind, raw = self.values.get(number, (0, b""))
        if kind == _WIDE:
            return _wide(raw)
        return self._narrow(raw) if kind == _NARROW else ""

    def texts(self, number: int) -> list[str]:
        """A text, or several under one number."""
        kind, raw = self.values.get(number, (0, b""))
        if kind & ~_SEVERAL in {_NARROW, _WIDE} and kind & _SEVERAL:
            read = _wide if kind & 1 else self._narrow
            return [text for piece in _several(raw) if (text := read(piece))]
        return [text] if (text := self.text(number)) else []

    def data(self, number: int) -> bytes:
        """Bytes; b"" where there are none."""
        return self.values.get(number, (0, b""))[1]

    def kind(self, number: int) -> int:
        """The type of a value; 0 where there is none."""
        return self.values.get(number, (0, b""))[0]

    def whole(self, number: int) -> int | None:
        """A whole number; None where there is none."""
        kind, raw = self.values.get(number, (0, b""))
        if kind == _TRUTH and raw:
            return raw[0]
        form = _WHOLE.get(kind, "")
        return int(struct.unpack_from(form, raw)[0]) if form and len(raw) >= struct.calcsize(form) else None

    def moment(self, number: int) -> datetime | None:
        """A time, in UTC; None where there is none."""
        kind, raw = self.values.get(number, (0, b""))
        ticks = int.from_bytes(raw[:8], "little")
        if kind != _TIME or not ticks:
            return None
        try:
            when = _EPOCH + timedelta(microseconds=ticks // 10)
        except OverflowError:
            return None
        return when if when < _NEVER else None

    def shown(self, number: int) -> str:
        """Whatever there is, as text; "" for bytes."""
        if texts := self.texts(number):
            return "; ".join(texts)
        kind, raw = self.values.get(number, (0, b""))
        if kind == _TRUTH:
            return "yes" if any(raw) else "no"
        if kind in _REAL and len(raw) >= FIXED[kind]:
            return f"{struct.unpack_from(_REAL[kind], raw)[0]:g}"
        if when := self.moment(number):
            return stamp(when)
        found = self.whole(number)
        return "" if found is None else str(found)

    def settle(self, otherwise: str = "") -> None:
        """Find out in which characters narrow text is kept."""
        self.codec = of_page(self.whole(_PAGE)) or otherwise

    def _narrow(self, raw: bytes) -> str:
        raw = raw.rstrip(b"\0")
        if raw.isascii():
            return raw.decode("ascii")
        return decode(raw, self.codec)[0] if self.codec else charset.decode(raw).text


def stamp(when: datetime) -> str:
    """A time as RFC 3339 writes it."""
    return f"{when.isoformat(timespec='seconds')}Z"


def _wide(raw: bytes) -> str:
    return raw[: len(raw) & ~1].decode("utf-16-le", "replace").rstrip("\0")


def _several(raw: bytes) -> Iterator[bytes]:
    """The values under one number: how many, where each begins, and then they."""
    count = min(int.from_bytes(raw[:4], "little"), _MOST, (len(raw) - 4) // 4)
    if count <= 0:
        return
    places = [*struct.unpack_from(f"<{count}I", raw, 4), len(raw)]
    for start, end in pairwise(places):
        yield raw[start:end]
