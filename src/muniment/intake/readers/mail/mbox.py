"""Mbox: many mails in one file, each a member from the line after its `From ` line up to the blank line before the next.

A member's bytes are exactly those of the file, so that its hash can be checked there: a `>From ` that stands for `From `
stays as it is, in its text as well, which changes no word. Its locator is its number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from muniment.intake.readers.mail import mailfields
from muniment.intake.readers.mail.mailfields import Buffer
from muniment.intake.readers.mail.mailletters import Letters
from muniment.intake.readers.mail.mailmembers import MAIL, subject_of
from muniment.intake.readers.mail.mailtransfer import Decoded
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
TYPE = "application/mbox"

_LINE = re.compile(rb"From ([^\n]{0,1000})(?:\n|\Z)")
_DATED = re.compile(rb"\b\d{1,2}:\d\d(?::\d\d)?\b.*\b(?:19|20)\d\d\b")
_STRICT = re.compile(
    rb"\S*[ \t]+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+(?:\d{1,2}[ \t]+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
    rb".*\d:\d\d"
)
_ANY_FIELD = re.compile(rb">?From |[!-9;-~]{1,76}[ \t]*:")
_FIELD = re.compile(
    rb">From |(?:received|return-path|from|to|date|subject|message-id|mime-version|delivered-to|status|x-[a-z0-9-]+|"
    rb"content-[a-z-]+|reply-to|sender|cc|dkim-signature|in-reply-to|references|user-agent)[ \t]*:",
    re.IGNORECASE,
)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\n\r?\n")
_NEXT = re.compile(rb"(?:\r?\n){0,2}(From |\Z)")
_HEAD = 1 << 16
_SMALL = 1 << 20


class _Mail(NamedTuple):
    """Where one mail lies, and the line before it."""

    envelope: bytes
    start: int
    end: int


def read(source: Source, scope: Scope) -> Draft:
    """Read an mbox of any kind. What stands before the first mail is a member too."""
    given = mailfields.characters_of_one_byte(source)
    data = mailfields.lines_as_line_feeds(given)
    draft = Draft(TYPE, State.NONE_CONTAINER)
    rows = Rows(draft, scope)
    letters = Letters(data, (), 0)
    for number, (envelope, start, end) in enumerate(_mails(data)):
        size = end - start
        content = given[start:end] if size <= _SMALL else Decoded(given, start, end, "")
        if number:
            name = subject_of(data[start : min(end, start + _HEAD)], letters) or f"message {number}"
            facts = {"envelope": letters.text(envelope)}
            rows.member(Child(f"{number:06d}", name, size=size, hints={"type": MAIL}, facts=facts), content)
        elif not isinstance(content, bytes) or content.strip(b"\xef\xbb\xbf\r\n\t "):
            draft.flags.append("header-malformed")
            rows.member(Child("000000", "before the first message", size=size), content)
    draft.flags += sorted(letters.flags)
    return draft


def _mails(data: Buffer) -> Iterator[_Mail]:
    """First what stands before the first mail, then the mails."""
    envelope, start = b"", 0
    for line in _starts(data):
        yield _Mail(envelope, start, _end(data, start, line.start()))
        envelope, start = line[1].strip(), line.end()
    yield _Mail(envelope, start, _end(data, start, len(data)))


def _starts(data: Buffer) -> Iterator[re.Match[bytes]]:
    """The lines that begin a mail. Cost: linear."""
    counted = any(data.find(name) >= 0 for name in (b"\nContent-Length:", b"\ncontent-length:"))
    place = first = mailfields.lead(data)
    told, dated = False, True  # whether the first of these lines bears a date: then all do
    while place >= 0:
        line = _LINE.match(data, place)
        if line and place == first:
            dated = bool(_DATED.search(line[1]))
        if line and (told or place == first or (_after_blank(data, place) and _begins(data, line, dated=dated))):
            yield line
            after = _told(data, line.end()) if counted else -1
            told = after >= 0
            place = after if told else _next(data, line.end() - 1)
        else:
            told = False
            place = _next(data, place)


def _next(data: Buffer, place: int) -> int:
    at = data.find(b"\nFrom ", place)
    return at + 1 if at >= 0 else -1


def _after_blank(data: Buffer, place: int) -> bool:
    return data[max(place - 3, 0) : place].endswith((b"\n\n", b"\n\r\n"))


def _begins(data: Buffer, line: re.Match[bytes], *, dated: bool) -> bool:
    """Whether a line that begins with From is no line of a text: it bears a date, and a field follows."""
    if not dated:
        return bool(_FIELD.match(data, line.end()))
    if _STRICT.match(line[1]):
        return True
    return bool(_DATED.search(line[1]) and _ANY_FIELD.match(data, line.end()))


def _told(data: Buffer, start: int) -> int:
    """Where the next mail begins by what this one says of its length; -1 where it says none that is true."""
    blank = _BLANK.search(data, start, start + _HEAD)
    length = _LENGTH.search(data, start, blank.start() + 1) if blank else None
    if blank is None or length is None:
        return -1
    after = _NEXT.match(data, blank.end() + int(length[1]))
    return after.start(1) if after else -1


def _end(data: Buffer, start: int, end: int) -> int:
    """The end of a mail without the blank line that parts it from the next."""
    tail = data[max(start, end - 3) : end]
    if tail.endswith(b"\n\r\n") or tail == b"\r\n":
        return end - 2
    return end - 1 if tail.endswith(b"\n\n") or tail == b"\n" else end
