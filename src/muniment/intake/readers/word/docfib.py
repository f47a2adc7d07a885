"""The head of a Word document (FIB) of Word 2, Word 6 and 95, and Word 97 to 2003: what lies where."""

from dataclasses import dataclass
from typing import NamedTuple

HEAD = 0x800  # bytes that hold the head of any version
_MAGICS = {0xA5DB: 2, 0xA5DC: 6, 0xA5EC: 8}
_TEXT_AT = 0x18
_COUNTS_OLD, _COUNTS = 0x34, 76
_PLACES_OLD, _PLACES = 0x58, 154
STORIES = ("", "note", "header", "macro", "comment", "endnote", "textbox", "headertextbox")

# where the places of tables stand in the head, the same in all versions
NOTE_TEXT, COMMENT_MARKS, COMMENT_TEXT, HEADERS = 3, 4, 5, 11
CHARACTER_RUNS, PARAGRAPH_RUNS, FONTS, PIECES = 12, 13, 15, 33
STYLES, LIST_DEFINITIONS, LISTS = 1, 73, 74
COMMENT_OWNERS, ENDNOTE_TEXT, DRAWINGS, REVISERS, COMMENT_TIMES = 36, 47, 50, 51, 112


class Place(NamedTuple):
    """Where a table lies."""

    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Fib:
    """What the head says."""

    version: int  # 2, 6 or 8
    data: bytes
    counts: tuple[int, ...]  # characters of each story, in the order of STORIES

    @property
    def _flags(self) -> int:
        return int.from_bytes(self.data[10:12], "little")

    @property
    def encrypted(self) -> bool:
        """Whether its text is under a password, by a cipher or by the older disguise."""
        return bool(self._flags & 0x0100)

    @property
    def complex(self) -> bool:
        """Whether its text lies in pieces."""
        return bool(self._flags & 0x0004)

    @property
    def table(self) -> str:
        """The stream that its tables lie in; "" where they lie beside the text."""
        return "" if self.version < 8 else "1table" if self._flags & 0x0200 else "0table"

    @property
    def wide(self) -> bool:
        """Whether a text that lies in one run has two bytes for each character."""
        return bool(self._flags & 0x1000)

    @property
    def mac(self) -> bool:
        """Whether an older text is written in the characters of a Macintosh."""
        return int.from_bytes(self.data[0x14:0x16], "little") == 0x0100

    @property
    def language(self) -> int:
        """The language, as Windows numbers them."""
        return int.from_bytes(self.data[6:8], "little")

    @property
    def next(self) -> int:
        """Where the head of the texts that stand behind the document (AutoText) is; 0 where nowhere."""
        return int.from_bytes(self.data[8:10], "little") * 512

    @property
    def text_at(self) -> int:
        """Where a text that lies in one run begins."""
        return int.from_bytes(self.data[_TEXT_AT : _TEXT_AT + 4], "little")

    @property
    def text_end(self) -> int:
        """Where it ends."""
        return int.from_bytes(self.data[_TEXT_AT + 4 : _TEXT_AT + 8], "little")

    def place(self, number: int) -> Place:
        """Where a table lies; of size 0 where there is none."""
        if self.version == 8:
            known = int.from_bytes(self.data[152:154], "little")
            start, long = _PLACES + 8 * number, 4
            if number >= known:
                return Place(0, 0)
        else:
            long = 2 if self.version == 2 else 4
            start = _PLACES_OLD + (4 + long) * number
            if number > COMMENT_OWNERS:  # further on the older heads are of another order
                return Place(0, 0)
        at = int.from_bytes(self.data[start : start + 4], "little")
        return Place(at, int.from_bytes(self.data[start + 4 : start + 4 + long], "little"))


def read(stream: bytes, start: int = 0) -> Fib | None:
    """The head that begins here; None where there is none."""
    data = stream[start : start + HEAD]
    version = _MAGICS.get(int.from_bytes(data[:2], "little"))
    if version is None or len(data) < 0x60:
        return None
    if version == 8 and int.from_bytes(data[2:4], "little") < 0x69:
        version = 6  # Word 95 under the mark of its successor
    at = _COUNTS if version == 8 else _COUNTS_OLD
    known = 5 if version == 2 else 8
    numbers = tuple(
        int.from_bytes(data[at + 4 * index : at + 4 * index + 4], "little", signed=True) for index in range(known)
    )
    return Fib(version, data, tuple(max(number, 0) for number in numbers))
