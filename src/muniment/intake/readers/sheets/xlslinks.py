"""The links of an old workbook: where a cell leads to.

Source: [MS-XLS] 2.4.140, [MS-OSHARED] 2.3.7 (hyperlink object and its monikers).
"""

from dataclasses import dataclass

from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode

_HEAD = 8 + 16 + 4  # the cells, the class of the object, its version
_THERE, _PLACE, _SHOWN, _FRAME, _AS_TEXT = 0x01, 0x08, 0x10, 0x80, 0x100
_ADDRESS = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
_LONGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class Link:
    """A link; the target is "" where it leads to a place in the same workbook."""

    target: str
    place: str
    shown: str


class _Fields:
    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        self._at += count
        return found

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    def wide(self, count: int) -> str:
        return self.take(min(count, _LONGEST)).decode("utf-16-le", "replace").partition("\0")[0]

    def counted(self) -> str:
        return self.wide(2 * self.number())

    def moniker(self) -> str:
        kind = self.take(16)
        if kind == _ADDRESS:
            return self.wide(self.number())
        if kind != _FILE:
            return ""
        up = self.number(2)
        short = decode(self.take(min(self.number(), _LONGEST)).partition(b"\0")[0], WESTERN)[0]
        self.take(24)
        found = short
        if self.number():
            size = self.number()
            self.take(2)
            found = self.wide(size) or short
        return "..\\" * min(up, 100) + found


def link(body: bytes) -> Link:
    """What a record of a link says; as much of it as is understood."""
    fields = _Fields(body, _HEAD)
    flags = fields.number()
    shown = fields.counted() if flags & _SHOWN else ""
    if flags & _FRAME:
        fields.counted()
    target = ""
    if flags & _THERE:
        target = fields.counted() if flags & _AS_TEXT else fields.moniker()
    return Link(target, fields.counted() if flags & _PLACE else "", shown)


def tooltip(body: bytes) -> str:
    """What is shown beside a link."""
    return body[10:].decode("utf-16-le", "replace").partition("\0")[0]
