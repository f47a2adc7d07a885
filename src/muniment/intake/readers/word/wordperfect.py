"""WordPerfect documents, from 5.0 on: the text with its notes, headers and tables.

The text is a stream of letters among functions, each of which says or has a fixed length. Where one does not end as it
must, the reader steps over a single byte and says that the document is damaged.
"""

import re
from dataclasses import dataclass, field
from typing import ClassVar

from muniment.intake import insideole
from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole.ole import Compound, NotCompound
from muniment.intake.readers.word.wordperfectletters import control, letter
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
WORDPERFECT = "application/vnd.wordperfect"

_MAGIC = b"\xffWPC"
_FIXED5 = (4, 9, 11, 3, 3, 5, 6, 7, 4, 5, 6, 6, 8, 10, 10, 12)  # sizes from 0xC0
_FIXED6 = (4, 5, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 8, 8, 1)  # sizes from 0xF0
_SOFT6 = frozenset({0x80, 0x81, 0xCD, 0xCE, 0xCF})
_SOFT_ENDS6 = frozenset({0x01, 0x02, 0x03, 0x14, 0x15, 0x16})  # of the group of line ends
_LETTERS5, _LETTERS6 = re.compile(rb"[ -~]+"), re.compile(rb"[!-~]+")  # from 6 on a space is a function
_WORDS = re.compile(rb"[ -~]{4,}")
_TEXT_PACKET = 8
_PACKETS = 10_000


def read(source: Source, scope: Scope) -> Draft:
    """Read a document.

    Raises: Unreadable.
    """
    del scope
    data = _document(source)
    if int.from_bytes(data[12:14], "little"):
        raise Unreadable(State.UNREAD_ENCRYPTED, "password")
    draft = Draft(WORDPERFECT)
    story = Flow()
    start = int.from_bytes(data[4:8], "little")
    if data[9] not in {0x0A, 0x2C} or data[10] not in {0, 2} or start >= len(data):
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", f"file type {data[9]}, version {data[10]}")
    walk: _Walk = _Six(data, story) if data[10] == 2 else _Five(data, story)
    walk.read(start, len(data))
    if isinstance(walk, _Six):
        walk.packets()
    if not story.blank:
        draft.pages.append(story.page())
    _settle(draft, walk, text=not story.blank)
    return draft


def _document(source: Source) -> bytes:
    """The bytes of the document, which newer versions may put into an OLE2 file.

    Raises: Unreadable.
    """
    data = source.whole()
    if data.startswith(insideole.MAGIC):
        try:
            compound = Compound(data)
        except NotCompound as error:
            raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
        entry = compound.children(compound.root).get("perfectoffice_main")
        data = compound.stream(entry) if entry else b""
    if len(data) < 16 or not data.startswith(_MAGIC):
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no document")
    return data


def _settle(draft: Draft, walk: "_Walk", *, text: bool) -> None:
    if walk.unknown:
        draft.flags.append("replacement-chars")
    if walk.undone:
        draft.flags.append("hidden-content")
    failed = []
    if walk.faults:
        failed.append({"part": "text", "why": f"{walk.faults} places could not be followed"})
    if walk.unknown:
        failed.append({"part": "text", "why": f"{walk.unknown} letters of sets that are not known"})
    if failed:
        draft.facts["failed"] = failed
    if failed and text:
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged" if walk.faults else "part-failed"
    elif failed:
        draft.state, draft.reason = State.UNREAD_CORRUPT, "damaged"
    elif not text:
        draft.state, draft.reason = State.NONE_BLANK, "no-text"


@dataclass(slots=True)
class _Walk:
    """What both forms share."""

    letters: ClassVar[re.Pattern[bytes]] = _LETTERS5
    data: bytes
    flow: Flow
    faults: int = 0
    unknown: int = 0
    undone: bool = False
    _open: list[str] = field(default_factory=list)

    def read(self, at: int, end: int) -> None:
        """Walk the text from one place to another."""
        data = self.data
        while at < end:
            found = self.letters.match(data, at, end)
            if found:
                self.flow.write(found[0].decode("ascii"))
                at = found.end()
            else:
                at += self.step(data[at], at, end)

    def step(self, code: int, at: int, end: int) -> int:
        """What one code does; how many bytes it takes."""
        raise NotImplementedError

    def other(self, charset: int, number: int) -> None:
        """A letter of another set."""
        found = letter(charset, number)
        self.unknown += found == "\ufffd"
        self.flow.write(found)

    def fixed(self, size: int, at: int, end: int) -> bool:
        """Whether a function of fixed size ends with its own code, as it must."""
        if at + size <= end and self.data[at + size - 1] == self.data[at]:
            return True
        self.faults += 1
        return False

    def sized(self, at: int, end: int, beyond: int) -> int:
        """The size that a function says it has; 0 where it does not end with its own code."""
        size = int.from_bytes(self.data[at + 2 : at + 4], "little") + beyond
        if size >= 5 and at + size <= end and self.data[at + size - 1] == self.data[at]:
            return size
        self.faults += 1
        return 0


class _Five(_Walk):
    """The form of versions 5.0 and 5.1."""

    __slots__ = ()

    def step(self, code: int, at: int, end: int) -> int:
        """What one code does; how many bytes it takes."""
        if code >= 0xD0:
            return self._group(code, at, end)
        if code >= 0xC0:
            size = _FIXED5[code - 0xC0]
            if not self.fixed(size, at, end):
                return 1
            if code == 0xC0:
                self.other(self.data[at + 2], self.data[at + 1])
            elif code in {0xC1, 0xC2}:
                self.flow.write("\t")
            return size
        if code in {0x0A, 0x0C, 0x8C, 0x99}:
            self.flow.write("\n")
        elif code in {0x0B, 0x0D, 0xA0}:
            self.flow.write(" ")
        elif code == 0xA9:
            self.flow.write("-")
        elif code == 0x09:
            self.flow.write("\t")
        return 1

    def _group(self, code: int, at: int, end: int) -> int:
        size = self.sized(at, end, 4)
        if not size:
            return 1
        inside, kind = (at + 4, at + size - 4), self.data[at + 1]
        if code == 0xD6:
            skip = 2 * (self.data[at + 7] + 1) + 13 if kind == 0 else 7
            self._note(inside[0] + skip, inside[1])
        elif code == 0xD5:
            words = b"\n".join(_WORDS.findall(self.data, *inside))
            self.flow.add(words.decode("ascii"), "header")
        elif code in {0xDC, 0xDD}:
            self.flow.write("\t" if kind == 0 and code == 0xDC else "\n")
        return size

    def _note(self, at: int, end: int) -> None:
        inner = _Five(self.data, Flow())
        if at < end and "note" not in self._open:
            inner._open = ["note"]
            inner.read(at, end)
        self.faults += inner.faults
        self.unknown += inner.unknown
        self.flow.add(inner.flow.text().strip(), "note")


class _Six(_Walk):
    """The form of version 6 and later."""

    __slots__ = ()
    letters = _LETTERS6

    def step(self, code: int, at: int, end: int) -> int:
        """What one code does; how many bytes it takes."""
        if code >= 0xF0:
            return self._fixed(code, at, end)
        if code >= 0xD0:
            size = self.sized(at, end, 0)
            if size:
                self._group(code, self.data[at + 1])
            return size or 1
        if 0 < code <= 0x20:
            self.flow.write(control(code))
        elif code in _SOFT6:
            self.flow.write(" ")
        elif code == 0x84:
            self.flow.write("-")
        elif code == 0xC6:
            self.flow.write("\t")
        elif code == 0x87 or code >= 0x99:
            self.flow.write("\n")
        return 1

    def _fixed(self, code: int, at: int, end: int) -> int:
        size = _FIXED6[code - 0xF0]
        if code == 0xFF or not self.fixed(size, at, end):
            return 1
        if code == 0xF0:
            self.other(self.data[at + 2], self.data[at + 1])
        elif code == 0xF1 and self.data[at + 1] == 0:  # text that was taken back begins
            self.flow.open("deleted")
            self.undone = True
        elif code == 0xF1 and self.data[at + 1] == 1:
            self.flow.close("deleted")
        return size

    def _group(self, code: int, kind: int) -> None:
        if code == 0xD0:
            self.flow.write(" " if kind in _SOFT_ENDS6 else "\t" if kind == 0x0A else "\n")
        elif code == 0xE0:
            self.flow.write("\t")

    def packets(self) -> None:
        """Notes, headers, comments and boxes: texts of their own that lie before the document."""
        data = self.data
        first = int.from_bytes(data[14:16], "little")
        count = int.from_bytes(data[first + 2 : first + 4], "little")
        for number in range(1, min(count, _PACKETS)):
            entry = data[first + 14 * number : first + 14 * (number + 1)]
            if len(entry) < 14:
                break
            if entry[1] == _TEXT_PACKET:
                size, place = int.from_bytes(entry[6:10], "little"), int.from_bytes(entry[10:14], "little")
                self._packet(data[place : place + size])

    def _packet(self, packet: bytes) -> None:
        blocks = int.from_bytes(packet[:2], "little")
        start = 6 + 4 * blocks
        if not blocks or start >= len(packet):
            return
        inner = _Six(packet, Flow())
        inner.read(start, len(packet))
        self.faults += inner.faults
        self.unknown += inner.unknown
        self.flow.add(inner.flow.text().strip("\n"), "note")
