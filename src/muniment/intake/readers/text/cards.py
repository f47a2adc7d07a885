"""Calendars, contact cards and LDIF: lines that the format folds are joined, and values are read as what they stand for.

A picture or an attachment that is written into such a text is a member.
"""

import base64
import binascii
import io
import quopri
import re
from collections.abc import Callable
from typing import BinaryIO

from muniment.intake import charset, texttype
from muniment.intake.readers import members
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json

CALENDAR, CARD = "text/calendar", "text/vcard"
_MOST = 64 << 20  # bytes that are read as such; beyond, the text is given as it stands
# possessive: lines of spaces could be told apart in too many ways
_LDIF = re.compile(rb"(?:\xef\xbb\xbf)?(?:(?:version: ?\d++|#[^\n]*+)?[^\S\n]*+\n){0,50}+dn::? ?[^\n]*=")
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_PROPERTY = re.compile(r"([\w.-]+)((?:;(?:\"[^\"]*\"|[^\":;])*)*):(.*)", re.DOTALL)
_BASE64 = re.compile(r";(?:ENCODING=)?(?:B|BASE64)(?=;|\Z)", re.IGNORECASE)
_QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE(?=;|\Z)", re.IGNORECASE)
_CHARSET = re.compile(r";CHARSET=\"?([\w-]+)", re.IGNORECASE)
_DATA = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
_NAMED = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_ESCAPES = {"n": "\n", "N": "\n"}


def folded(kind: str, source: Source) -> bool:
    """Whether these are lines of such a format."""
    if source.size > _MOST:
        return False
    return kind in {CALENDAR, CARD} or (kind == texttype.PLAIN and _LDIF.match(source.head()) is not None)


def unfold(draft: Draft, text: str, scope: Scope) -> str:
    """The text with its lines joined and its values resolved; facts and members go to the draft."""
    lines = _Lines(draft.type)
    shown = [lines.read(line) for line in _whole_lines(draft.type, text)]
    draft.facts |= lines.said()
    members.embed(draft, scope, lines.members)
    return "\n".join(shown)


def _whole_lines(kind: str, text: str) -> list[str]:
    """Logical lines; a quoted-printable one goes on after a "=" at its end."""
    lines: list[str] = []
    quoted = False
    for line in _LINE_END.split(_FOLD.sub("", text)):
        if quoted and lines[-1].endswith("="):
            lines[-1] = lines[-1][:-1] + line
            continue
        lines.append(line)
        found = _PROPERTY.match(line) if kind == CARD else None
        quoted = found is not None and _QUOTED.search(found[2]) is not None
    return lines


class _Lines:
    """Reads lines one by one and remembers what they say of the whole."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.members: list[members.Member] = []
        self._events = self._cards = 0
        self._facts: dict[str, Json] = {}

    def read(self, line: str) -> str:
        """One line as it is shown."""
        found = _PROPERTY.match(line)
        if found is None:
            return line
        name, parameters, value = found[1], found[2], found[3]
        if self._kind == texttype.PLAIN:
            return self._directory_line(name, value) if value.startswith(":") else line
        coded = _BASE64.search(parameters)
        data = _DATA.match(value)
        if coded or data:
            return self._binary(f"{name}{parameters}", value[data.end() :] if data else value, line)
        if _QUOTED.search(parameters):
            said = _CHARSET.search(parameters)
            raw = quopri.decodestring(value.encode("utf-8", "replace"))
            value = charset.decode(raw, said[1] if said else "").text
        value = re.sub(r"\\(.)", lambda escaped: _ESCAPES.get(escaped[1], escaped[1]), value)
        self._note(name.upper().rpartition(".")[2], parameters, value)
        return f"{name}{parameters}:{value}"

    def _directory_line(self, name: str, value: str) -> str:
        """A line of LDIF whose value is base64, mostly because of a letter beyond ASCII."""
        try:
            data = base64.b64decode(value[1:].strip(), validate=True)
        except (binascii.Error, ValueError):
            return f"{name}:{value}"
        if not data or texttype.texty(Source(data)):
            return f"{name}: {charset.decode(data).text}"
        return self._binary(name, value[1:], f"{name}:{value}")

    def _binary(self, shown: str, text: str, line: str) -> str:
        packed = "".join(text.split())
        try:
            base64.b64decode(packed[:400], validate=len(packed) % 4 == 0)
        except (binascii.Error, ValueError):
            return line
        ending = f"{len(self.members) + 1:04d}"
        self.members.append(members.Member(f"{shown.partition(';')[0].lower()}:{ending}", _opener(packed)))
        return shown

    def _note(self, name: str, parameters: str, value: str) -> None:
        facts = self._facts
        if name == "BEGIN":
            self._events += value.strip().upper() in {"VEVENT", "VTODO", "VJOURNAL"}
            self._cards += value.strip().upper() == "VCARD"
        elif name in {"SUMMARY", "FN"}:
            facts.setdefault("title", value.strip())
        elif name == "DTSTART" and self._events and (day := _DAY.match(value)):
            time = f"T{day[4]}:{day[5]}:{day[6]}{day[7]}" if day[4] else ""
            facts.setdefault("date", f"{day[1]}-{day[2]}-{day[3]}{time}")
        elif name in {"ORGANIZER", "ATTENDEE"}:
            said = _NAMED.search(parameters)
            address = re.sub(r"\Amailto:", "", value.strip(), flags=re.IGNORECASE)
            person = f"{said[1] or said[2]} <{address}>" if said else address
            facts.setdefault("from" if name == "ORGANIZER" else "to", []).append(person)

    def said(self) -> dict[str, Json]:
        """Facts of the whole: of a single event or card what it says, of many how many they are."""
        count = self._events or self._cards
        if count == 1:
            return self._facts
        return {"events" if self._events else "cards": count} if count else {}


def _opener(packed: str) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(base64.b64decode(packed + "=" * (-len(packed) % 4)))
