"""The header fields of a mail or of a part of one: where each stands, and where the body begins. Broken blocks are read on."""

import mmap
import re
from collections.abc import Collection

from muniment.intake import charset
from muniment.intake.source import Source

Buffer = bytes | mmap.mmap
Field = tuple[bytes, bytes]  # the name, and the value in one line

ENVELOPE = b"From_"  # what the line that an mbox puts before a mail is called
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_BLANK = re.compile(rb"\r*(?:\n|\Z)")
_LINE = re.compile(rb"[^\n]*+(?:\n|\Z)")
_FROM = re.compile(rb">?From ([^\n]*+)(?:\n|\Z)")
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r*\n)*+")
_FIRST_LINE_END = re.compile(rb"(?<=[^\r\n])(?:\r*\n|\r)")
_LONE = re.compile(rb"\r(?!\n)")
_FOLD = re.compile(rb"\r*\n[ \t]")
_TRANSPORT = re.compile(
    rb"\n(?:(content-[a-z-]+|mime-version|message-id|received|return-path|references|in-reply-to|delivered-to|"
    rb"dkim-signature|user-agent|x-[a-z0-9-]+)|(from|to|cc|subject|date|reply-to))[ \t]*:",
    re.IGNORECASE,
)  # the second group also begins the lines of a quoted mail
_AHEAD = 4096
_AHEAD_LINES = 10
_MOST = 10_000  # fields; what follows them is kept as text
_NONE = [b""]
_BAD = 100  # lines that are none, in one block


class Head:
    """The fields of one block in their order, and where what follows it begins."""

    __slots__ = ("_by_name", "end", "fields", "malformed")

    def __init__(self, fields: list[Field], end: int, *, malformed: bool) -> None:
        self.fields = fields
        self.end = end
        self.malformed = malformed
        self._by_name: dict[bytes, list[bytes]] = {}
        for name, value in fields:
            self._by_name.setdefault(name.lower(), []).append(value)

    def first(self, name: bytes) -> bytes:
        """The first value under this name, which is in lower case; b"" where there is none."""
        return self._by_name.get(name, _NONE)[0]

    def every(self, name: bytes) -> list[bytes]:
        """All values under this name."""
        return self._by_name.get(name, [])


def characters_of_one_byte(source: Source) -> Buffer:
    """All bytes without a copy; a mail that somebody saved as UTF-16 or UTF-32 comes as UTF-8."""
    head = source.head(64)  # of the first field: bytes of a member further on may look like anything
    name = charset.marked(head)[0]
    if not name and head.count(0) * 4 >= len(head):
        name = charset.wide(head[: len(head) & ~3])
    if name.startswith(("utf_16", "utf_32")):
        return charset.decode(source.whole(), name).text.encode("utf-8", "replace")
    return source.buffer()


def lines_as_line_feeds(data: Buffer) -> Buffer:
    """The same bytes, or, where a lone carriage return ends its lines, a copy in which a line feed stands in its place."""
    found = _FIRST_LINE_END.search(data)
    if found is None or found[0].endswith(b"\n"):
        return data
    return _LONE.sub(b"\n", data)


def top(data: Buffer) -> Head:
    """The fields at the start of a mail; a byte order mark, blank lines and the lines of an mbox may stand before them."""
    return block(data, lead(data))


def quick(data: bytes, start: bytes) -> bytes | None:
    """The value of one field without all others being read; None where that is not sure."""
    at = data.find(start)
    if at < 0 or data.find(b"\n\n", 0, at) >= 0 or data.find(b"\n\r", 0, at) >= 0:
        return None
    found = _FIELD.match(data, at + 1)
    return _unfolded(found[2]) if found else None


def lead(data: Buffer) -> int:
    """Where the first line that is not blank begins."""
    found = _LEAD.match(data)
    return found.end() if found else 0


def block(data: Buffer, start: int, edges: Collection[bytes] = ()) -> Head:
    """The fields from here on. It ends at a blank line, at a line that parts the mail, or where no field follows any more."""
    fields: list[Field] = []
    place, bad, size = start, 0, len(data)
    malformed = False
    while place < size:
        if data[place] == 45 and edges and _is_edge(data, place, edges):  # "-"
            return Head(fields, place, malformed=malformed)
        if (found := _FIELD.match(data, place)) and len(fields) < _MOST:
            fields.append((found[1], _unfolded(found[2])))
            place = found.end()
        elif blank := _BLANK.match(data, place):
            return Head(fields, blank.end(), malformed=malformed)
        elif (found := _FROM.match(data, place)) and bad < _BAD:
            malformed |= any(name != ENVELOPE for name, _ in fields)
            fields.append((ENVELOPE, found[1].strip()))
            place, bad = found.end(), bad + 1
        elif bad < _BAD and len(fields) < _MOST and _goes_on(data, place, fields):
            malformed = True
            place, bad = _mended(data, place, fields), bad + 1
        else:
            return Head(fields, place, malformed=malformed or bool(fields))
    return Head(fields, min(place, size), malformed=malformed)


def _is_edge(data: Buffer, place: int, edges: Collection[bytes]) -> bool:
    line = data[place + 2 : place + 1002].partition(b"\n")[0].rstrip(b" \t\r")
    return line in edges or (line.endswith(b"--") and line[:-2] in edges)


def _unfolded(value: bytes) -> bytes:
    return (_FOLD.sub(b" ", value) if b"\n" in value else value).strip(b" \t\r")


def _goes_on(data: Buffer, place: int, fields: list[Field]) -> bool:
    """Whether a line that is no field stands among fields: soon after it comes one that a mail's text would not have."""
    ahead = data[place : place + _AHEAD]
    if not fields and ahead[:1] in b" \t" and _FIELD.match(ahead.lstrip(b" \t")):
        return True
    if ahead.startswith(b"--"):
        return False
    ahead = re.split(rb"\n\r*\n", ahead, maxsplit=1)[0]
    ahead = b"\n".join(ahead.split(b"\n", _AHEAD_LINES)[:_AHEAD_LINES])
    return any(found[1] or not _has(fields, found[2]) for found in _TRANSPORT.finditer(ahead))


def _has(fields: list[Field], name: bytes) -> bool:
    return any(other.lower() == name.lower() for other, _ in fields)


def _mended(data: Buffer, place: int, fields: list[Field]) -> int:
    """Take a line that lost its indent as the end of the field before it."""
    line = _LINE.match(data, place)
    text = line[0].strip() if line else b""
    if fields:
        name, value = fields[-1]
        fields[-1] = (name, value + b" " + text)
    elif found := _FIELD.match(text):
        fields.append((found[1], found[2].strip()))
    else:
        fields.append((b"", text))
    return line.end() if line else place + 1
