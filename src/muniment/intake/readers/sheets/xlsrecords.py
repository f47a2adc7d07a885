"""The records that an old workbook is made of, and the strings in them.

Source: [MS-XLS] 2.1.4 (record), 2.5.240, 2.5.293, 2.5.294 (strings).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode
from muniment.intake.readers.sheets.xlsbrecords import BreaksOff

BEGIN, END, GOES_ON = frozenset({0x0009, 0x0209, 0x0409, 0x0809}), 0x0A, 0x3C
_VERSIONS = {0x0009: 2, 0x0209: 3, 0x0409: 4}


@dataclass(frozen=True, slots=True)
class Record:
    """One record, with those that go on where it ends."""

    at: int
    kind: int
    body: bytes
    more: tuple[bytes, ...]
    after: int

    def number(self, at: int) -> int:
        """A whole number of 16 bits; 0 where the record is too short for it."""
        return int.from_bytes(self.body[at : at + 2], "little")

    @property
    def whole(self) -> bytes:
        """All bytes of it."""
        return b"".join((self.body, *self.more)) if self.more else self.body


def records(data: bytes, at: int, end: int) -> Iterator[Record]:
    """Each record from one place to another.

    Raises: BreaksOff.
    """
    end = min(end, len(data))
    while at + 4 <= end:
        kind = data[at] | data[at + 1] << 8
        body, after = _body(data, at, end)
        more: list[bytes] = []
        while after + 4 <= end and data[after] == GOES_ON and not data[after + 1]:
            piece, after = _body(data, after, end)
            more.append(piece)
        yield Record(at, kind, body, tuple(more), after)
        at = after


def _body(data: bytes, at: int, end: int) -> tuple[bytes, int]:
    after = at + 4 + (data[at + 2] | data[at + 3] << 8)
    if after > end:
        raise BreaksOff("it breaks off")
    return data[at + 4 : after], after


def version(begin: Record) -> int:
    """Which of these formats a stream has, by its first record: 2, 3, 4, 5 or 8."""
    return _VERSIONS.get(begin.kind) or (8 if begin.number(0) >= 0x0600 else 5)


@dataclass(slots=True)
class Dialect:
    """How strings are written: in which format, and with which code page where each letter is a byte."""

    version: int
    codec: str = WESTERN
    replaced: bool = False  # whether some bytes stood for no letter

    def text(self, pieces: "Pieces", width: int) -> str:
        """A string with its length before it, a number of so many bytes."""
        count = pieces.number(width)
        if self.version < 8:
            return self.plain(pieces.take(count))
        return pieces.letters(count)

    def plain(self, data: bytes) -> str:
        """Letters that are a byte each, or two in the East."""
        text, replaced = decode(data, self.codec)
        self.replaced |= replaced
        return _sound(text)

    def counted(self, pieces: "Pieces", count: int) -> str:
        """A string whose length was said elsewhere."""
        return self.plain(pieces.take(count)) if self.version < 8 else pieces.letters(count)


class Pieces:
    """The bytes of a record from the front, into those that go on; past the end all is empty, and `short` says so."""

    __slots__ = ("_at", "_body", "_next", "_pieces", "short")

    def __init__(self, body: bytes, more: tuple[bytes, ...] = (), at: int = 0) -> None:
        self._body, self._pieces, self._next, self._at = body, more, 0, at
        self.short = False

    @classmethod
    def of(cls, record: Record, at: int = 0) -> "Pieces":
        """Those of a record, from some place in it."""
        return cls(record.body, record.more, at)

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._body) and self._next >= len(self._pieces)

    def number(self, size: int) -> int:
        """A whole number."""
        return int.from_bytes(self.take(size), "little")

    def take(self, count: int) -> bytes:
        """So many bytes, as many of them as are there."""
        found = self._body[self._at : self._at + count]
        self._at += len(found)
        while len(found) < count:
            if not self._turn():
                self.short = True
                break
            part = self._body[: count - len(found)]
            self._at = len(part)
            found += part
        return found

    def letters(self, count: int, *, extras: list[bytes] | None = None) -> str:
        """The letters of a string; what says how it looks or sounds is passed over, or kept in `extras`."""
        flags = self.number(1)
        runs = self.number(2) if flags & 8 else 0
        extra = self.number(4) if flags & 4 else 0
        text = self._letters(count, wide=bool(flags & 1))
        if runs:
            self.take(4 * runs)
        if extra:
            kept = self.take(extra)
            if extras is not None:
                extras.append(kept)
        return text

    def _letters(self, count: int, *, wide: bool) -> str:
        found: list[str] = []
        while count:
            if self._at >= len(self._body):
                if not self._turn():
                    self.short = True
                    break
                wide = bool(self.take(1) and self._body[0] & 1)  # each piece says anew how it is written
                continue
            piece = self._body[self._at : self._at + (count << wide)]
            self._at += len(piece)
            count -= max(len(piece) >> wide, 1)
            if wide:
                found.append(piece[: len(piece) & ~1].decode("utf-16-le", "surrogatepass"))
            else:
                found.append(piece.decode("latin-1"))
        return _sound("".join(found))

    def _turn(self) -> bool:
        if self._next >= len(self._pieces):
            return False
        self._body, self._at = self._pieces[self._next], 0
        self._next += 1
        return True


def _sound(text: str) -> str:
    """Without halves of letters, which no text can hold."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
