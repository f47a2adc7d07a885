"""The objects of a PDF as they lie in its bytes, found by their marks: for what pdfium has no call for.

No table is trusted. A search costs one pass over the bytes, whatever they hold.
Source: ISO 32000-1, 7.3 (objects), 7.5.7 (object streams).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from muniment.intake.readers.pdf.pdfunpack import Unpacking
from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source

_HEAD = 4096  # bytes of a stream's dictionary that are looked at
_BODY = 1 << 20  # bytes of an object that is no stream
_UNPACKED = 64 << 20  # bytes of object streams together, and of any one stream that is held whole
_FEW = 8
_OBJECTS = 2_000_000  # whose places are kept
_TRIES = 16
_PLACES = 100_000  # of one word
_SOUGHT = (
    b"JS",
    b"JavaScript",
    b"Launch",
    b"RichMedia",
    b"SubmitForm",
    b"ImportData",
    b"EmbeddedFile",
    b"EF",
    b"XFA",
    b"Widget",
    b"Metadata",
)
_WORDS = re.compile(b"/(?:%s)(?![A-Za-z])" % b"|".join(_SOUGHT))
_MISSES = 50_000  # places that only look like a stream
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})\b(\s+\d{1,5}\s+R\b)?")
_FIRST = re.compile(rb"/First\s+(\d{1,9})\b")
_OBJECT = re.compile(rb"obj\b")
_NUMBER = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+\Z")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: the number of its object, its dictionary, and where its bytes lie."""

    number: int  # 0 where it has none
    entries: bytes
    start: int
    end: int


class Raw:
    """The bytes of one PDF. `sealed` where it is encrypted: then what is packed in it cannot be had."""

    def __init__(self, source: Source, *, sealed: bool = False) -> None:
        self._data = source.buffer()
        self._source = source
        self.sealed = sealed
        self._asked = 0
        self.cut = False  # there was too much to look at

    @cached_property
    def packed(self) -> list[tuple[bytes, bytes]]:
        """Object streams: dictionary and what they unpack to."""
        found: list[tuple[bytes, bytes]] = []
        left = 0 if self.sealed else _UNPACKED
        for stream in self.streams(b"/ObjStm") if left else ():
            data = self.unpack(stream, left)
            left -= len(data)
            found.append((stream.entries, data))
            if left <= 0:
                self.cut = True
                break
        return found

    @cached_property
    def _marks(self) -> dict[bytes, list[tuple[bytes, int]]]:
        """Where each of the words stands, in the file and then in its object streams."""
        found: dict[bytes, list[tuple[bytes, int]]] = {}
        for text in (self._data, *(data for _, data in self.packed)):
            for match in _WORDS.finditer(text):
                places = found.setdefault(match[0], [])
                if len(places) >= _PLACES:
                    self.cut = True
                    break
                places.append((text, match.start()))  # type: ignore[arg-type]  # mapped bytes are sliced alike
        return found

    def places(self, word: bytes) -> list[tuple[bytes, int]]:
        """Where one of the words that are looked for stands: (text, place)."""
        return self._marks.get(word, [])

    def named(self, name: bytes) -> int:
        """The number of the object that the last trailer names so (Root, Info); 0 where there is none."""
        reference = re.compile(rb"/%s\s+(\d{1,10})\s+\d{1,5}\s+R\b" % name)
        at = len(self._data)
        for _ in range(_TRIES):
            at = self._data.rfind(b"/" + name, 0, at)
            if at < 0:
                break
            if found := reference.match(self._data, at):
                return int(found[1])
        return 0

    def streams(self, word: bytes) -> Iterator[Stream]:
        """Streams that have a word in their dictionary, in the order of the file."""
        data, past, missed, closed = self._data, 0, 0, True
        for match in re.finditer(re.escape(word), data):
            at = match.start()
            if at < past:
                continue
            found = self._around(at, word)
            if found is None:
                missed += 1
                if missed > _MISSES:
                    self.cut = True
                    return
                continue
            stream = self._stream(*found, search=closed)
            closed = stream.end < len(data)  # where one has no end, none behind it has
            yield stream
            past = stream.end

    def stream(self, number: int) -> Stream | None:
        """The stream that is the object with this number."""
        place = self._place(number)
        text = self._data[place : place + _HEAD] if place >= 0 else b""
        close, end = text.find(b"stream"), text.find(b"endobj")
        if close < 0 or -1 < end < close:
            return None
        return self._stream(number, text[:close], place + close + 6, search=True)

    def _around(self, at: int, word: bytes) -> tuple[int, bytes, int] | None:
        """Number and dictionary of the stream in whose dictionary this place is, and where its mark ends."""
        before = self._data[max(at - _HEAD, 0) : at]
        begin = before.rfind(b"obj")
        if begin < 0 or before.rfind(b"stream") > begin:
            return None  # in the bytes of another stream
        after = self._data[at : at + _HEAD]
        close, end = after.find(b"stream", len(word)), after.find(b"endobj")
        if close < 0 or -1 < end < close:
            return None
        number = _NUMBER.search(before[max(begin - 24, 0) : begin])
        return int(number[1]) if number else 0, before[begin + 3 :] + after[:close], at + close + 6

    def _stream(self, number: int, entries: bytes, mark: int, *, search: bool) -> Stream:
        data = self._data
        after = data[mark : mark + 2]
        start = mark + (2 if after == b"\r\n" else 1 if after[:1] in {b"\n", b"\r"} else 0)
        length = _LENGTH.search(entries)
        size = length[1] if length and not length[2] else b""
        if length and length[2] and b"/Fl" not in entries:  # what is packed ends by itself
            size = self._text(self._place(int(length[1]))).strip()
        end = start + int(size) if size.isdigit() and len(size) < 12 else -1
        if end < 0 or not data[end : end + 12].lstrip().startswith(b"endstr"):
            end = data.find(b"endstream", start) if search else -1
        return Stream(number, entries, start, end if end >= 0 else len(data))

    def pieces(self, stream: Stream) -> Unpacking:
        """A handle over what a stream unpacks to."""
        return Unpacking(self._source, stream.entries, stream.start, stream.end)

    def unpack(self, stream: Stream, most: int = _UNPACKED) -> bytes:
        """As much of a stream as can be had, up to so many bytes."""
        found = bytearray()
        pieces = self.pieces(stream)
        try:
            while len(found) < most and (piece := pieces.read()):
                found += piece
        except Damaged:
            pass  # what came before is as good as it gets
        return bytes(found[:most])

    def object(self, number: int) -> bytes:
        """The text of the object with this number, of the last where there are several; b"" where it is not found."""
        if not number:
            return b""
        place = self._seek(number)
        if place < 0 and number in self._index:
            which, start, end = self._index[number]
            return self.packed[which][1][start : max(end, start)][:_BODY]
        return self._text(place if place >= 0 else self._place(number))

    def objects(self) -> Iterator[tuple[int, int, bytes]]:
        """All objects: number, where it begins, or -1 where it is packed in an object stream, and text or dictionary."""
        for number, (start, place) in self._bodies.items():
            text = self._data[place : place + _HEAD]
            ends = [end for end in (text.find(b"endobj"), text.find(b"stream")) if end >= 0]
            yield number, start, text[: min(ends, default=len(text))]
        for number, (which, first, last) in self._index.items():
            if number not in self._bodies:
                yield number, -1, self.packed[which][1][first : max(last, first)]

    def _text(self, place: int) -> bytes:
        """The text of the object whose body begins here."""
        text = self._data[place : place + _BODY] if place >= 0 else b""
        end = text.find(b"endobj")
        return text[: end if end >= 0 else None]

    def _place(self, number: int) -> int:
        """Where the body of the last object with this number begins in the file; -1 where it is not found."""
        place = self._seek(number)
        return place if place >= 0 else self._bodies.get(number, (-1, -1))[1]

    def _seek(self, number: int) -> int:
        """The same, by looking for the words that most files have, as often as that costs less than a list of all."""
        if self._asked >= _FEW:
            return self._bodies.get(number, (-1, -1))[1]
        self._asked += 1
        mark = b"%d 0 obj" % number
        at = self._data.rfind(mark)
        found = at == 0 or (at > 0 and not self._data[at - 1 : at].isdigit())
        return at + len(mark) if found else -1

    @cached_property
    def _bodies(self) -> dict[int, tuple[int, int]]:
        """Where each object and its body begin in the file; the last one, where several have its number."""
        found: dict[int, tuple[int, int]] = {}
        for match in _OBJECT.finditer(self._data):
            low = max(match.start() - 24, 0)
            number = _NUMBER.search(self._data[low : match.start()])
            if number:
                found[int(number[1])] = low + number.start(), match.end()
                if len(found) >= _OBJECTS:
                    self.cut = True
                    break
        return found

    @cached_property
    def _index(self) -> dict[int, tuple[int, int, int]]:
        """For each number in an object stream: which one, from, to."""
        found: dict[int, tuple[int, int, int]] = {}
        for which, (entries, text) in enumerate(self.packed):
            first = _FIRST.search(entries)
            head = text[: int(first[1])].split() if first else []
            numbers = [int(word) for word in head if word.isdigit() and len(word) < 11]
            if not first or len(numbers) != len(head):
                continue
            starts = [int(first[1]) + offset for offset in numbers[1::2]]
            for number, start, end in zip(numbers[::2], starts, [*starts[1:], len(text)], strict=False):
                found[number] = which, start, end
        return found
