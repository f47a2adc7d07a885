"""The headers of a mail that is made of a mailbox's properties: those with which it came, and what the properties say beyond.

Values are written as UTF-8 (RFC 6532). Headers that speak of the form of the bytes as sent are kept under another name,
for the bytes are not those.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from muniment.intake.readers.outlook import msgpeople
from muniment.intake.readers.outlook.pstlines import added_headers, begins
from muniment.intake.readers.outlook.pstsaid import Said
from muniment.intake.readers.outlook.pstthing import Thing

BUILT = "made of the properties of an Outlook mailbox; not the bytes as sent"
SUBJECT = 0x0037
SENT, RECEIVED = 0x0039, 0x0E06
_HEADERS, _CREATED, _CHANGED = 0x007D, 0x3007, 0x3008
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_SHOWN = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}  # the names as one text
# name, address, kind of address, SMTP address: the one for whom it was sent, and the one who sent it
_SENDERS = (("From", 0x0042, 0x0065, 0x5D02), ("Sender", 0x0C1A, 0x0C1F, 0x5D01))
_IDS = (("Message-ID", 0x1035), ("In-Reply-To", 0x1042), ("References", 0x1039))
_FIELD = re.compile(r"([!-9;-~]{1,76})[ \t]*:(.*)", re.DOTALL)
_FIRST_LINE = re.compile(r"\A\s*Microsoft Mail Internet Headers Version [\d.]+[ \t]*\r?\n?")
_FORM = re.compile(r"(?:content-|mime-version$)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w \-]+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u0085\u2028\u2029]+")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST = 100_000  # receivers


def original(thing: Thing) -> bool:
    """Whether the headers with which it came are kept."""
    return bool(thing.said.text(_HEADERS).strip())


def subject(said: Said) -> str:
    """The subject, without the mark before it that says how long its prefix is."""
    text = said.text(SUBJECT) or said.text(0x0E1D)
    return " ".join(_UNSAFE.sub(" ", text[2:] if text[:1] == "\1" else text).split())


def headers(thing: Thing) -> Iterator[str]:
    """The header lines, each whole."""
    yield f"X-Muniment-Built: {BUILT}"
    met = set()
    for name, value in _carried(thing.said.text(_HEADERS)):
        shown = f"X-As-Sent-{name}" if _FORM.match(name) else name
        met.add(name.lower())
        yield f"{shown}:{value}"
    for name, value in _own(thing):
        if name.lower() not in met and value:
            yield f"{name}: {_line(value)}"
    if not met:
        for name, value in added_headers(thing).items():
            if _FIELD.fullmatch(f"{name}:") and not _FORM.match(name):
                yield f"{name}: {_line(value)}"


def dated(thing: Thing) -> tuple[str, datetime] | None:
    """Which time stands for the date of a thing, and what it is."""
    start = begins(thing)
    kind = thing.said.text(0x001A).lower()
    choices = [("sent", SENT), ("received", RECEIVED), ("created", _CREATED), ("modified", _CHANGED)]
    if start:
        choices.insert(0 if kind.startswith(("ipm.appointment", "ipm.activity")) else 2, ("start", start))
    for word, number in choices:
        if when := thing.said.moment(number):
            return word, when
    return None


def _carried(text: str) -> Iterator[tuple[str, str]]:
    """The fields of the headers as kept; a line that is none goes with the field before it."""
    lines = _FIRST_LINE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    field: tuple[str, list[str]] | None = None
    for line in lines:
        if not line.strip():
            continue
        found = _FIELD.fullmatch(line)
        if found and line[0] not in " \t":
            if field:
                yield field[0], "\r\n".join(field[1])
            field = found[1], [_clean(found[2])]
        elif field:
            field[1].append(f" {_clean(line.strip())}")
        else:
            field = "X-Line", [f" {_clean(line.strip())}"]
    if field:
        yield field[0], "\r\n".join(field[1])


def _own(thing: Thing) -> Iterator[tuple[str, str]]:
    """What the properties say."""
    said = thing.said
    known = ""
    for name, *numbers in _SENDERS:
        person = _person(*(said.text(number) for number in numbers))
        if person and person != known:
            yield name, person
            known = known or person
    for name, people in _receivers(thing).items():
        yield name, ", ".join(people)
    yield "Reply-To", ", ".join(_person(name, "", "") for name in said.text(0x0050).split(";") if name.strip())
    if when := dated(thing):
        yield "Date", _date(when[1])
    yield "Subject", subject(said)
    for name, number in _IDS:
        yield name, said.text(number)


def _receivers(thing: Thing) -> dict[str, list[str]]:
    """By the table, and by the names as one text where the table lacks them."""
    found: dict[str, list[str]] = {}
    named: dict[str, set[str]] = {}
    for row in thing.people[:_MOST]:
        name, address, smtp = row.text(0x3001) or row.text(0x5FF6), row.text(0x3003), row.text(0x39FE)
        kind = _KINDS.get((row.whole(0x0C15) or 1) & 0x0F, "To")
        if person := _person(name, address, smtp):
            found.setdefault(kind, []).append(person)
            named.setdefault(kind, set()).update(text.strip("' ").casefold() for text in (name, address, smtp))
    for kind, number in _SHOWN.items():
        for name in thing.said.text(number).split(";"):
            bare = name.strip().strip("'")
            if bare and bare.casefold() not in named.get(kind, ()):
                named.setdefault(kind, set()).add(bare.casefold())
                found.setdefault(kind, []).append(_person(bare, "", ""))
    return found


def places(thing: Thing) -> list[str]:
    """Everybody who has a place in a directory (Exchange), with it: the mail that is made names the address of mail."""
    said = [(thing.said.text(name), thing.said.text(place)) for _, name, place, _ in _SENDERS]
    said += [(row.text(0x3001) or row.text(0x5FF6), row.text(0x3003)) for row in thing.people[:_MOST]]
    return list(dict.fromkeys(msgpeople.shown(name, place) for name, place in said if place.startswith("/")))


def _person(name: str, address: str, smtp: str) -> str:
    """Somebody as a mail names them: an address of mail is taken before one of a directory."""
    shown = _UNSAFE.sub(" ", msgpeople.shown(name, address, smtp)).strip()
    label, mark, rest = shown.rpartition(" <")
    if not mark:
        return shown if "@" in shown and " " not in shown else _quoted(shown)
    return f"{_quoted(label)} <{rest.rstrip('>')}>"


def _quoted(name: str) -> str:
    if not name or _PLAIN.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _date(when: datetime) -> str:
    day, month = _DAYS[when.weekday()], _MONTHS[when.month - 1]
    return f"{day}, {when.day} {month} {when.year} {when:%H:%M:%S} +0000"


def _clean(text: str) -> str:
    return _UNSAFE.sub(lambda match: "\t" if match[0] == "\t" else " ", text)


def _line(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split())
