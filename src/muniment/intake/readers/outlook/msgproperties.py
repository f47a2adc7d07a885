"""The properties of a message, a recipient or an attachment: fixed ones in one stream, the others in a stream each.

Source: MS-OXMSG and MS-OXCDATA. A property is asked for by its number; of what type it was written is looked up.
"""

import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

from muniment.intake import charset
from muniment.intake.readers.ole.ole import STREAM, Compound, Entry
from muniment.intake.readers.rtf.rtfcodepages import decode

STREAM_NAME = "__properties_version1.0"
TOP, EMBEDDED, OTHER = 32, 24, 8  # bytes before the properties: of a message, of one inside another, of anything else

_NAME = re.compile(r"__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(?:-([0-9a-f]{8}))?")
_INTEGERS = {0x02: "<h", 0x03: "<i", 0x0B: "<H", 0x14: "<q"}
_REALS = {0x04: "<f", 0x05: "<d"}
_CURRENCY, _DAYS, _TIME = 0x06, 0x07, 0x40
_NARROW, _WIDE, _BYTES, _OBJECT, _SEVERAL = 0x1E, 0x1F, 0x0102, 0x0D, 0x1000
_EPOCH = datetime(1601, 1, 1)
_NEVER = datetime(4500, 1, 1)  # from here on a time means that there is none
_MOST = 10_000  # values of one property
_SAMPLE = 1 << 16


class Properties:
    """What is said of one thing. `codec` is that of text in 8 bits; "" where nothing says it."""

    def __init__(self, compound: Compound, storage: Entry, before: int, codec: str = "") -> None:
        self._compound = compound
        self.codec = codec
        self.guessed = self.replaced = False
        self.streams: dict[int, dict[int, Entry]] = {}
        self._several: dict[tuple[int, int], dict[int, Entry]] = {}
        children = compound.children(storage)
        for name, entry in children.items():
            if found := _NAME.fullmatch(name):
                number, kind = int(found[1], 16), int(found[2], 16)
                if found[3]:
                    self._several.setdefault((number, kind), {})[int(found[3], 16)] = entry
                else:
                    self.streams.setdefault(number, {})[kind] = entry
        line = children.get(STREAM_NAME)
        self.there = line is not None
        data = compound.stream(line) if line else b""
        self.head = data[:before]
        self._fixed: dict[int, dict[int, bytes]] = {}
        for at in range(before, len(data) - 15, 16):
            kind, number = struct.unpack_from("<HH", data, at)
            self._fixed.setdefault(number, {})[kind] = data[at + 8 : at + 16]

    @property
    def numbers(self) -> Iterator[int]:
        """The properties that there are, in order."""
        yield from sorted({*self.streams, *self._fixed})

    def whole(self, number: int) -> int | None:
        """A whole number; None where there is none."""
        for kind, raw in self._fixed.get(number, {}).items():
            if kind in _INTEGERS:
                return int(struct.unpack_from(_INTEGERS[kind], raw)[0])
        return None

    def time(self, number: int) -> str:
        """A time in RFC 3339; "" where there is none."""
        return _moment(self._fixed.get(number, {}).get(_TIME, b""))

    def text(self, number: int) -> str:
        """A text, without the zeros at its end."""
        entries = self.streams.get(number, {})
        if entry := entries.get(_WIDE):
            return _wide(self._compound.stream(entry))
        if entry := entries.get(_NARROW):
            return self._narrow(self._compound.stream(entry))
        return ""

    def texts(self, number: int) -> list[str]:
        """A text, or several under one number."""
        found = []
        for kind in (_SEVERAL | _WIDE, _SEVERAL | _NARROW):
            entries = self._several.get((number, kind), {})
            for at in sorted(entries)[:_MOST]:
                data = self._compound.stream(entries[at])
                found.append(_wide(data) if kind & 1 else self._narrow(data))
        return [text for text in (self.text(number), *found) if text]

    def data(self, number: int) -> bytes | None:
        """Bytes, or a text as bytes; None where there are none."""
        entries = self.streams.get(number, {})
        for kind in (_BYTES, _NARROW, _WIDE, _OBJECT):
            if (entry := entries.get(kind)) and entry.kind == STREAM:
                return self._compound.stream(entry)
        return None

    def is_wide(self, number: int) -> bool:
        """Whether a text is kept in 16 bits."""
        return _WIDE in self.streams.get(number, {})

    def storage(self, number: int) -> Entry | None:
        """A storage of its own: an object inside the thing."""
        entry = self.streams.get(number, {}).get(_OBJECT)
        return entry if entry and entry.kind != STREAM else None

    def shown(self, number: int) -> str:
        """Whatever there is, as text; "" for bytes."""
        if texts := self.texts(number):
            return "; ".join(texts)
        for kind, raw in self._fixed.get(number, {}).items():
            if kind == 0x0B:
                return "yes" if raw[0] else "no"
            if kind in _INTEGERS:
                return str(struct.unpack_from(_INTEGERS[kind], raw)[0])
            if kind in _REALS:
                return f"{struct.unpack_from(_REALS[kind], raw)[0]:g}"
            if kind == _CURRENCY:
                return f"{struct.unpack_from('<q', raw)[0] / 10_000:.4f}"
            if kind == _TIME:
                return _moment(raw)
        return ""

    @cached_property
    def narrow_sample(self) -> bytes:
        """Texts in 8 bits, for a guess at their characters."""
        found, size = [], 0
        for entries in self.streams.values():
            if (entry := entries.get(_NARROW)) and size < _SAMPLE:
                data = self._compound.stream(entry)
                if not data.isascii():
                    found.append(data[:_SAMPLE])
                    size += len(data)
        return b"\n".join(found)

    def _narrow(self, raw: bytes) -> str:
        raw = raw.rstrip(b"\0")
        if raw.isascii():
            return raw.decode("ascii")
        if self.codec:
            text, replaced = decode(raw, self.codec)
            self.replaced |= replaced
            return text
        found = charset.decode(raw)
        self.guessed |= found.guessed
        self.replaced |= bool(found.replaced)
        return found.text


def _wide(raw: bytes) -> str:
    return raw[: len(raw) & ~1].decode("utf-16-le", "replace").rstrip("\0")


def _moment(raw: bytes) -> str:
    if len(raw) < 8:
        return ""
    ticks = int.from_bytes(raw, "little")
    if not ticks:
        return ""
    try:
        when = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if when < _NEVER else ""
