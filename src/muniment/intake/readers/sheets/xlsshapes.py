"""What lies over the cells of a sheet: notes, text boxes, words in drawings.

Source: [MS-XLS] 2.4.179 (note), 2.4.181 (object), 2.4.329 (text).
"""

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import artrecords
from muniment.intake.readers.openxml.remarks import Remark
from muniment.intake.readers.sheets.xlsbsheet import letters
from muniment.intake.readers.sheets.xlsrecords import Dialect, Pieces, Record

NOTE, OBJECT, WORDS, DRAWING = 0x1C, 0x5D, 0x1B6, 0xEC
_IS_NOTE = 0x19
_BOXES = frozenset({6, 7, 14})  # text boxes, buttons, labels
_GOES_ON = 0xFFFF  # the row of a note that goes on where another ended


class Shapes:
    """Gathers them while a sheet is told."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._notes: list[tuple[Remark, int]] = []
        self._texts: dict[int, str] = {}  # words of objects, by their numbers
        self._loose: list[str] = []
        self._kinds: dict[int, int] = {}
        self._object = -1
        self._drawing: list[bytes] = []
        self.kinds: set[int] = set()

    def tell(self, record: Record) -> None:
        """Take in one record."""
        kind = record.kind
        if kind == NOTE:
            self._note(record)
        elif kind == OBJECT:
            self._begin(record)
        elif kind == WORDS:
            self._words(record)
        elif kind == DRAWING:
            self._drawing.append(record.whole)

    def write(self, flow: Flow) -> dict[str, None]:
        """Add all that was gathered; returns who wrote the notes."""
        authors: dict[str, None] = {}
        for remark, number in self._notes:
            remark.text = self._texts.pop(number, remark.text)  # the words of an object belong to one note
            flow.add(remark.line({}), "comment")
            authors[remark.name({})] = None
        for number, text in self._texts.items():
            flow.add(text, "comment" if self._kinds.get(number) == _IS_NOTE else "drawing")
        flow.add("\n".join(self._loose), "drawing")
        drawn = b"".join(self._drawing)
        said = {
            said: None for record in artrecords.walk(drawn, 0, len(drawn)) for said in artrecords.words(drawn, record)
        }
        for kind, text in said:
            flow.add(text, kind or "drawing")
        return authors

    def _note(self, record: Record) -> None:
        row, column = record.number(0), record.number(2)
        place = f"{letters(column)}{row + 1}"
        if self._dialect.version == 8:
            pieces = Pieces.of(record, 8)
            self._notes.append((Remark(pieces.letters(pieces.number(2)), "", place), record.number(6)))
            return
        text = self._dialect.plain(record.body[6:])
        if row == _GOES_ON and self._notes:
            self._notes[-1][0].text += text
        else:
            self._notes.append((Remark("", "", place, text), -1))

    def _begin(self, record: Record) -> None:
        kind, self._object = record.number(4), record.number(6)  # at the same place in all versions
        if self._dialect.version == 5 and kind in _BOXES:
            self._boxed(record.whole)
        self._kinds[self._object] = kind
        self.kinds.add(kind)

    def _boxed(self, body: bytes) -> None:
        """The words of a text box of version 5: behind its name and its macro."""
        if len(body) < 70:
            return
        size, named, macro = (int.from_bytes(body[at : at + 2], "little") for at in (44, 30, 26))
        at = 70
        if named and at < len(body):
            at += 1 + body[at]
            at += at & 1
        at += macro + (macro & 1)
        if text := self._dialect.plain(body[at : at + size]).strip("\0"):
            self._loose.append(_lines(text))

    def _words(self, record: Record) -> None:
        if not record.more:
            return
        pieces = Pieces(record.more[0], record.more[1:])
        text = _lines(pieces.letters(record.number(10)))
        if not text.strip():
            return
        if self._object >= 0 and self._object not in self._texts:
            self._texts[self._object] = text
        else:
            self._loose.append(text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
