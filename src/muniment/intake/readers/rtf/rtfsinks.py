"""Where the text of an RTF group goes: into a flow, into a fact, into the bytes of a picture, or nowhere."""

import re
from collections.abc import Callable

from muniment.intake.readers.flow import Flow

_NO_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_ENOUGH = 1 << 20  # digits that wait to be turned into bytes
_MOMENT = ("yr", "mo", "dy", "hr", "min", "sec")


class Sink:
    """Takes nothing, but groups within may go elsewhere; the others are kinds of it."""

    closed = False  # nothing within it is wanted, of whatever name
    wants = False  # takes text
    raw = False  # takes bytes
    parted = False  # wants to know where a group within ends
    plain = False  # its characters are those of the document, whatever the font

    def text(self, text: str) -> None:
        """Text that belongs here."""

    def data(self, data: bytes, *, binary: bool = False) -> None:
        """Bytes that belong here: digits, or already what they stand for."""

    def word(self, name: str, number: int | None) -> None:
        """A control word that only this place understands."""

    def inner(self) -> None:
        """A group within has ended."""

    def done(self) -> None:
        """The group has ended."""


class Nowhere(Sink):
    """Takes nothing at all."""

    closed = True


class Told(Sink):
    """Text for a page."""

    wants = True

    def __init__(self, flow: Flow, done: Callable[[Flow], None] | None = None) -> None:
        self.flow = flow
        self._done = done

    def text(self, text: str) -> None:
        """Add it."""
        self.flow.write(text)

    def done(self) -> None:
        """Hand the flow on."""
        if self._done:
            self._done(self.flow)


class Again(Told):
    """A drawing once more, for old programs: its text boxes are no boxes of their own."""


class Kept(Sink):
    """Text as a value: of a property, of a field, of a shape."""

    wants = True

    def __init__(self, done: Callable[[str], None], between: str = "", *, plain: bool = False) -> None:
        self._done = done
        self.plain = plain
        self._between = between
        self.parted = bool(between)
        self._pieces: list[str] = []

    def text(self, text: str) -> None:
        """Add it."""
        self._pieces.append(text)

    def inner(self) -> None:
        """Part the values of two groups."""
        if self._pieces and self._pieces[-1] != self._between:
            self._pieces.append(self._between)

    def done(self) -> None:
        """Hand the value on."""
        self._done("".join(self._pieces).strip())


class Moment(Sink):
    """A time, given as one control word for each part of it; without an offset, as the writer's clock stood."""

    def __init__(self, done: Callable[[str], None]) -> None:
        self._done = done
        self._parts: dict[str, int] = {}

    def word(self, name: str, number: int | None) -> None:
        """Keep a part of the time."""
        if name in _MOMENT and number is not None:
            self._parts[name] = number

    def done(self) -> None:
        """Hand it on, as far as it is given."""
        year, month, day, *clock = (self._parts.get(name, 0) for name in _MOMENT)
        if not (0 < year < 10_000 and 0 < month < 13 and 0 < day < 32):
            return
        text = f"{year:04d}-{month:02d}-{day:02d}"
        if all(0 <= part < 60 for part in clock):
            text += "T" + ":".join(f"{part:02d}" for part in clock)
        self._done(text)


class Fonts(Sink):
    """The table of fonts: the character set of each."""

    def __init__(self) -> None:
        self.charsets: dict[int, int] = {}
        self.pages: dict[int, int] = {}
        self._font = 0

    def word(self, name: str, number: int | None) -> None:
        """Note the set, or the code page, of the font that was named last."""
        if name == "f":
            self._font = number or 0
        elif name == "fcharset":
            self.charsets[self._font] = number or 0
        elif name == "cpg" and number:
            self.pages[self._font] = number


class Bytes(Sink):
    """A picture or an object: hexadecimal digits, or raw bytes."""

    raw = True

    def __init__(self, done: Callable[["Bytes"], None]) -> None:
        self._done = done
        self._digits = bytearray()
        self._found = bytearray()
        self.words: dict[str, int | None] = {}

    def data(self, data: bytes, *, binary: bool = False) -> None:
        """Add digits, or bytes."""
        if not binary:
            self._digits += data
            if len(self._digits) > _ENOUGH:
                self._turn()
            return
        self._turn()
        self._digits.clear()
        self._found += data

    def word(self, name: str, number: int | None) -> None:
        """Note what is said of a picture."""
        if len(self.words) < 100:
            self.words[name] = number

    def take(self) -> bytes:
        """All bytes; they are held here no longer."""
        self._turn()
        found, self._found = self._found, bytearray()
        return bytes(found)

    def done(self) -> None:
        """Hand it on."""
        self._done(self)

    def _turn(self) -> None:
        digits = _NO_HEX.sub(b"", self._digits)
        pairs = len(digits) & ~1
        self._found += bytes.fromhex(digits[:pairs].decode("ascii"))
        self._digits = bytearray(digits[pairs:])
