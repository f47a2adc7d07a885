"""What a drawing writes, put together into lines: pieces of one height on the page are a line, in the order of writing."""

import hashlib
from dataclasses import dataclass, field

_ICON, _STRIP = (
    96,
    12,
)  # pixels: a picture no larger either way is an icon, one less high a line, and nobody reads in them
_MOST = 1 << 16  # pieces that wait for their line; members
_DIB_HEADS = frozenset({12, 40, 52, 56, 64, 108, 124})


@dataclass(slots=True)
class Drawing:
    """What was found so far, of a file of so many bytes."""

    size: int
    members: list[bytes] = field(default_factory=list)
    small: int = 0  # pictures that are too small for words
    unknown: bool = False  # some words are not to be had
    _lines: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _height: float | None = None
    _end: float | None = None
    _known: set[bytes] = field(default_factory=set)
    _left: int = 0

    def __post_init__(self) -> None:
        self._left = 2 * self.size + 1024

    def write(
        self, text: str, across: float | None = None, down: float | None = None, width: float | None = None
    ) -> None:
        """A piece of text at a place of the page; without one it follows the piece before it."""
        text = text.replace("\0", "")[: self._left]
        self._left -= len(text)
        if not text:
            return
        if down is not None and self._height is not None and down != self._height:
            self._break()
        elif (
            across is not None and self._end is not None and self._line and _apart(across, self._end, width, len(text))
        ):
            self._line.append(" ")
        if down is not None:
            self._height = down
        self._line.append(text)
        self._end = across + width if across is not None and width is not None else None
        if self._end is None and across is not None:
            self._line.append(" ")

    def text(self) -> str:
        """All lines."""
        self._break()
        return "\n".join(self._lines)

    def picture(self, head: bytes, bits: bytes) -> None:
        """A picture of dots: a member, unless it is too small for words or was there before."""
        size = int.from_bytes(head[:4], "little")
        if size not in _DIB_HEADS or not bits:
            return
        step = 2 if size == 12 else 4
        wide, high = (int.from_bytes(head[4 + step * at : 4 + step * (at + 1)], "little", signed=True) for at in (0, 1))
        if max(abs(wide), abs(high)) <= _ICON or min(abs(wide), abs(high)) < _STRIP:
            self.small += 1
            return
        offset = 14 + len(head)
        whole = offset + len(bits)
        self.member(b"BM" + whole.to_bytes(4, "little") + bytes(4) + offset.to_bytes(4, "little") + head + bits)

    def member(self, data: bytes) -> None:
        """Something in the drawing that is a file of its own."""
        mark = hashlib.sha256(data).digest()
        if mark not in self._known and len(self.members) < _MOST:
            self._known.add(mark)
            self.members.append(data)

    def _break(self) -> None:
        line = "".join(self._line).strip()
        self._line.clear()
        self._end = self._height = None
        if line:
            self._lines.append(line)


def _apart(across: float, end: float, width: float | None, count: int) -> bool:
    """Whether there is room between two pieces of a line: more than 0.4 of a letter, or back to the left."""
    letter = abs(width or 0) / max(count, 1)
    return across - end > 0.4 * letter or across < end - 2 * letter
