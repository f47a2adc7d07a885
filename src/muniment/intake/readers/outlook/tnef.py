"""Outlook's wrapper of mails (winmail.dat, TNEF): what the message says of itself, its body, its attachments as members.

A message within it is a member with the bytes of its own stream.
"""

import struct

from muniment.intake.limits import Unreadable
from muniment.intake.readers.ole.olewrite import write
from muniment.intake.readers.outlook import msg
from muniment.intake.readers.outlook.tnefattributes import MAGIC, Attribute, Properties, attributes
from muniment.intake.readers.outlook.tnefstorage import Thing, message
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
ENGINE = msg.ENGINE
TYPE = "application/vnd.ms-tnef"

_BYTES, _NUMBER, _TIME = 0x0102, 0x03, 0x40
_OF_MESSAGE = {0x18004: 0x0037, 0x2800C: 0x1000, 0x78008: 0x001A}  # subject, body, class: attribute to property
_OF_ATTACHMENT = {0x18010: 0x3704}  # title
_DATES = {0x38005: "sent", 0x38006: "received", 0x38020: "modified"}
_FROM, _CODE_PAGE, _PROPERTIES, _RECEIVERS = 0x8000, 0x69007, 0x69003, 0x69004
_BEGIN, _DATA, _SAID = 0x69002, 0x6800F, 0x69005
_MOST = 20_000  # things
_CLASSES = {
    b"ipm.microsoft mail.note": b"IPM.Note",
    b"ipm.microsoft mail.non-delivery": b"REPORT.IPM.Note.NDR",
    b"ipm.microsoft mail.read receipt": b"REPORT.IPM.Note.IPNRN",
    b"ipm.microsoft schedule.mtgreq": b"IPM.Schedule.Meeting.Request",
    b"ipm.microsoft schedule.mtgcncl": b"IPM.Schedule.Meeting.Canceled",
    b"ipm.microsoft schedule.mtgrespp": b"IPM.Schedule.Meeting.Resp.Pos",
    b"ipm.microsoft schedule.mtgrespn": b"IPM.Schedule.Meeting.Resp.Neg",
    b"ipm.microsoft schedule.mtgrespa": b"IPM.Schedule.Meeting.Resp.Tent",
}  # as old programs called them


def read(source: Source, scope: Scope) -> Draft:
    """Read a message and its attachments.

    Raises: Unreadable.
    """
    data = source.whole()
    if not data.startswith(MAGIC) or len(data) < 15:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated" if data.startswith(MAGIC) else "damaged", "no attribute")
    found = _Stream()
    for attribute in attributes(data):
        found.take(attribute)
    del data
    draft = msg.read(Source(write(message(found.message, found.receivers, found.attachments))), scope)
    draft.type = TYPE
    draft.facts.pop("thread_index", None)  # it is that of the mail which it came with, and whose header says it
    _dates(draft, found.dates)
    if draft.state is State.NONE_BLANK and draft.children:
        draft.state, draft.reason = State.NONE_CONTAINER, ""
    _settle(draft, found)
    return draft


def _settle(draft: Draft, found: "_Stream") -> None:
    """What follows where not all of it could be had."""
    if found.damaged:
        draft.flags = sorted({*draft.flags, "transfer-damaged"})
    if not found.short and not found.failed:
        return
    reason = "truncated" if found.short else "salvaged"
    if draft.pages:
        draft.state, draft.reason = State.TEXT_PARTIAL, reason
    else:
        draft.state, draft.reason = State.UNREAD_CORRUPT, "truncated" if found.short else "damaged"
    if found.short:
        draft.flags = sorted({*draft.flags, "end-missing"})
        draft.declared, draft.complete, draft.incomplete = None, False, draft.incomplete or reason


class _Stream:
    """What was met so far."""

    def __init__(self) -> None:
        self.message = Thing()
        self.receivers: list[Thing] = []
        self.attachments: list[Thing] = []
        self.dates: dict[str, str] = {}
        self.short = self.damaged = self.failed = False  # cut off; a sum is wrong; a property is none

    def take(self, attribute: Attribute) -> None:
        """Take the next attribute."""
        self.short |= bool(attribute.missing)
        self.damaged |= attribute.damaged
        if attribute.number == _BEGIN:
            self.short |= len(self.attachments) >= _MOST
            if len(self.attachments) < _MOST:
                self.attachments.append(Thing())
        elif attribute.level == 2 and self.attachments:
            self._of_attachment(self.attachments[-1], attribute)
        elif attribute.level == 1:
            self._of_message(attribute)

    def _of_message(self, attribute: Attribute) -> None:
        number, data = attribute.number, attribute.data
        if number == _PROPERTIES:
            self._add(self.message, data)
        elif number == _RECEIVERS:
            rows = Properties(data)
            for row in rows.several():
                self.receivers.append(Thing())
                self.receivers[-1].add(row)
            self.failed |= rows.broken
        elif number in _OF_MESSAGE:
            data = data.rstrip(b"\0")
            self.message.say(_OF_MESSAGE[number], _CLASSES.get(data.lower(), data))
        elif number in _DATES:
            if date := _date(data):
                self.dates[_DATES[number]] = date
        elif number == _CODE_PAGE and len(data) >= 4:
            self.message.say(0x3FFD, data[:4], _NUMBER)
        elif number == _FROM:
            self._sender(data)

    def _of_attachment(self, thing: Thing, attribute: Attribute) -> None:
        number, data = attribute.number, attribute.data
        if number == _SAID:
            self._add(thing, data)
        elif number == _DATA:
            thing.say(0x3701, data, _BYTES)
            thing.missing = attribute.missing
        elif number in _OF_ATTACHMENT:
            thing.say(_OF_ATTACHMENT[number], data.rstrip(b"\0"))

    def _add(self, thing: Thing, data: bytes) -> None:
        said = Properties(data)
        thing.add(said.one())
        self.failed |= said.broken

    def _sender(self, data: bytes) -> None:
        """Name and address of the sender, as old programs write them."""
        if len(data) < 8:
            return
        _, _, name, address = struct.unpack_from("<4H", data)
        kind, _, where = data[8 + name : 8 + name + address].rstrip(b"\0").rpartition(b":")
        self.message.say(0x0C1A, data[8 : 8 + name].rstrip(b"\0"))
        self.message.say(0x0C1F, where)
        self.message.say(0x0C1E, kind)


def _date(data: bytes) -> str:
    """A time in no known offset."""
    if len(data) < 12:
        return ""
    year, month, day, hour, minute, second = struct.unpack_from("<6H", data)
    possible = 1900 < year < 3000 and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 61
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}" if possible else ""


def _dates(draft: Draft, dates: dict[str, str]) -> None:
    """Dates that stand beside the properties, where those do not say them."""
    facts = draft.facts
    for key, date in dates.items():
        facts.setdefault(key, date)
    first = next((dates[key] for key in ("sent", "received", "modified") if key in dates), "")
    if first and "date" not in facts:
        facts["date"] = first
