"""The texts of an old presentation: what its shapes, lists, comments, headers and footers say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import artrecords
from muniment.intake.readers.ole.artrecords import Record

CHARS, BYTES, STRING, OUTLINE = 0x0FA0, 0x0FA8, 0x0FBA, 0x0F9E
HEADER, TEXTBOX = 0x0F9F, 0xF00D
_COMMENT, _COMMENT_SAID, _FOOTERS = 0x2EE0, 0x2EE1, 0x0FD9
_SHOW = 0x03F9  # how a slide is shown
_HIDDEN = 0x0004
_LINES = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\0": None})
_FOOTER_KINDS = {0: "footer", 1: "header", 2: "footer"}


@dataclass(slots=True)
class Told:
    """The text of one slide, of notes or of a master."""

    flow: Flow = field(default_factory=Flow)
    used: set[int] = field(default_factory=set)  # the texts of the outline that a shape shows
    authors: dict[str, None] = field(default_factory=dict)
    hidden: bool = False


def of(stream: bytes, record: Record) -> str:
    """The text of an atom."""
    raw = stream[record.start : record.end]
    wide = record.kind != BYTES
    text = raw[: len(raw) & ~1].decode("utf-16-le", "replace") if wide else raw.decode("latin-1")
    return text.translate(_LINES).rstrip("\n")


def strings(stream: bytes, record: Record) -> dict[int, str]:
    """The strings in a container, by their number."""
    return {
        inner.instance: of(stream, inner)
        for inner in artrecords.children(stream, record.start, record.end)
        if inner.kind == STRING
    }


class _Teller:
    """Gathers the texts of one object, a container before what it holds."""

    def __init__(self, stream: bytes, outline: Sequence[str]) -> None:
        self._stream = stream
        self._outline = outline
        self._beyond = 0  # where what was taken as a whole ends
        self.told = Told()
        self.body: list[str] = []
        self.beside: dict[str, list[str]] = {}

    def take(self, part: Record) -> None:
        """One record."""
        if part.start < self._beyond:
            return
        if part.kind in {CHARS, BYTES}:
            self.body.append(of(self._stream, part))
        elif part.kind == OUTLINE:
            self._listed(int.from_bytes(self._stream[part.start : part.start + 4], "little"))
        elif part.kind == _COMMENT:
            self.beside.setdefault("comment", []).append(_comment(self._stream, part, self.told))
            self._beyond = part.end
        elif part.kind == _FOOTERS and part.container:
            for number, text in strings(self._stream, part).items():
                self.beside.setdefault(_FOOTER_KINDS.get(number, "footer"), []).append(text)
            self._beyond = part.end
        elif part.kind == _SHOW:
            self.told.hidden |= bool(
                int.from_bytes(self._stream[part.start + 10 : part.start + 12], "little") & _HIDDEN
            )
        else:
            for kind, text in artrecords.words(self._stream, part):
                self.beside.setdefault(kind, []).append(text)

    def _listed(self, index: int) -> None:
        """A text that the document keeps, where a shape shows it."""
        if index < len(self._outline) and index not in self.told.used:
            self.told.used.add(index)
            self.body.append(self._outline[index])


def tell(stream: bytes, record: Record, outline: Sequence[str]) -> Told:
    """All that an object says; `outline` are the texts of its slide that the document keeps."""
    teller = _Teller(stream, outline)
    for part in artrecords.walk(stream, record.start, record.end):
        teller.take(part)
    told = teller.told
    rest = [text for index, text in enumerate(outline) if index not in told.used]
    for text in rest + teller.body:
        told.flow.add(text)
    had = set(told.flow.text().splitlines())
    for kind, texts in teller.beside.items():
        for text in dict.fromkeys(texts):
            if text not in had:
                told.flow.add(text, kind)
    return told


def outlines(stream: bytes, record: Record, mark: int) -> Iterator[tuple[Record, list[str]]]:
    """What a list says of each of its objects: the record that names it, and its texts."""
    named: Record | None = None
    texts: list[str] = []
    for part in artrecords.children(stream, record.start, record.end):
        if part.kind == mark:
            if named is not None:
                yield named, texts
            named, texts = part, []
        elif part.kind == HEADER:
            texts.append("")
        elif part.kind in {CHARS, BYTES}:
            if not texts:
                texts.append("")
            texts[-1] += of(stream, part)
    if named is not None:
        yield named, texts


def _comment(stream: bytes, record: Record, told: Told) -> str:
    said = strings(stream, record)
    author, initials = said.get(0) or said.get(2) or "", said.get(2, "")
    if author:
        told.authors[author] = None
    date = ""
    for part in artrecords.children(stream, record.start, record.end):
        if part.kind == _COMMENT_SAID and part.end - part.start >= 20:
            date = _moment(stream[part.start + 4 : part.start + 20])
    who = f"{author} ({initials})" if initials and initials != author else author or "?"
    return f"Comment by {who}{', ' + date if date else ''}: {said.get(1, '')}"


def _moment(raw: bytes) -> str:
    """A time as Windows writes it: year, month, day of the week, day, hour, minute, second."""
    year, month, _, day, hour, minute, second = (int.from_bytes(raw[at : at + 2], "little") for at in range(0, 14, 2))
    if not (1900 < year < 10_000 and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 61):
        return ""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
