"""What a message says of itself: the facts that a search looks at, the headers that a person is shown, and further lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.mail import maildate, mailfacts, mailfields
from muniment.intake.readers.mail.mailletters import Letters
from muniment.intake.readers.ole.ole import Compound
from muniment.intake.readers.outlook import msgindex, msglabels, msgpeople
from muniment.intake.readers.outlook.msgnames import INTERNET, PUBLIC, Name
from muniment.intake.readers.outlook.msgproperties import Properties
from muniment.model.reading import Json

_CLASS, _SUBJECT, _NORMAL_SUBJECT, _HEADERS, _REPLY_TO = 0x001A, 0x0037, 0x0E1D, 0x007D, 0x0050
_ID, _IN_REPLY_TO, _REFERENCES, _FLAGS, _UNSENT = 0x1035, 0x1042, 0x1039, 0x0E07, 8
_TIMES = {"sent": 0x0039, "received": 0x0E06, "created": 0x3007, "modified": 0x3008}
_TEXTS = {"message_id": _ID, "in_reply_to": _IN_REPLY_TO, "last_author": 0x3FFA, "class": _CLASS}
_CHOICES = {
    "importance": (0x0017, {0: "low", 2: "high"}),
    "sensitivity": (0x0036, {1: "personal", 2: "private", 3: "confidential"}),
}
_PEOPLE = ("from", "sender", "to", "cc", "bcc", "reply_to")
_MARK = re.compile(r"<[^<>\s]+>")
_FIRST_LINE = re.compile(r"\A\s*Microsoft Mail Internet Headers Version [\d.]+\s*")
_WRITTEN_ANEW = re.compile(r"^(?:from|sender|to|cc|bcc|reply-to|subject):", re.IGNORECASE)
_CATEGORIES = (PUBLIC, "Keywords")


@dataclass(slots=True)
class Said:
    """Facts, lines for the top of the page and for its end, and flags."""

    facts: dict[str, Json] = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def read(compound: Compound, properties: Properties, names: Mapping[int, Name]) -> Said:
    """All that the properties say, apart from body and attachments."""
    said = Said()
    shown = _transport(said, properties)
    facts = said.facts
    senders = dict(msgpeople.senders(properties))
    receivers = msgpeople.receivers(compound, compound.root, properties)
    own = {**{key: [person] for key, person in senders.items()}, **receivers}
    own["reply_to"] = [name.strip() for name in properties.text(_REPLY_TO).split(";") if name.strip()]
    for key, people in own.items():
        if all_ := msgpeople.joined(people, facts.get(key, [])):
            facts[key] = all_
    known = {person for key in own for person in facts.get(key, ())}
    if places := [said for said in msgpeople.places(compound, compound.root, properties) if said not in known]:
        facts["directory"] = places
    if "sender" in facts and "from" not in facts:
        facts["from"] = facts.pop("sender")
    _plain(facts, properties)
    _named(said, properties, names)
    _date(said)
    said.headers = [
        *(f"{key.replace('_', '-').title()}: {'; '.join(facts[key])}" for key in _PEOPLE if facts.get(key)),
        *(line for line in shown if not _WRITTEN_ANEW.match(line)),
    ]
    if facts.get("date") and not any(line.lower().startswith("date:") for line in said.headers):
        said.headers.append(f"Date: {facts['date']}")
    if facts.get("subject"):
        said.headers.append(f"Subject: {facts['subject']}")
    return said


def _transport(said: Said, properties: Properties) -> list[str]:
    """The headers with which the message was carried; gives back those that a person is shown."""
    text = _FIRST_LINE.sub("", properties.text(_HEADERS))
    data = text.encode("utf-8", "replace")
    if not data.strip():
        return []
    head = mailfields.top(data)
    letters = Letters(data, head.fields, head.end)
    carried = mailfacts.Said(head, letters)
    said.facts |= carried.facts()
    shown = list(carried.shown())
    if rest := data[head.end :].strip():  # a break within the headers ends them for a mail, not here
        said.facts["headers"].append(["", letters.text(rest)])
    if head.malformed or rest:
        said.flags.add("header-malformed")
    said.flags |= letters.flags
    if mailfacts.implausible(head):
        said.flags.add("date-implausible")
    return shown


def _plain(facts: dict[str, Json], properties: Properties) -> None:
    if subject := " ".join((properties.text(_SUBJECT) or properties.text(_NORMAL_SUBJECT)).split()):
        facts["subject"] = subject
    for key, number in _TIMES.items():
        if time := properties.time(number):
            facts[key] = time
    for key, number in _TEXTS.items():
        if text := properties.text(number).strip():
            facts.setdefault(key, text)
    if marks := _MARK.findall(properties.text(_REFERENCES)):
        facts.setdefault("references", marks)
    if index := msgindex.shown(properties.data(msgindex.NUMBER)):
        facts["thread_index"] = index
    for key, (number, choices) in _CHOICES.items():
        if word := choices.get(_default(properties.whole(number))):
            facts[key] = word
    if (properties.whole(_FLAGS) or 0) & _UNSENT:
        facts["unsent"] = True


def _named(said: Said, properties: Properties, names: Mapping[int, Name]) -> None:
    """What contacts, appointments, tasks and notes say, and what users and programs added."""
    facts = said.facts
    by_name = {name: number for number, name in names.items()}
    task = str(facts.get("class", "")).lower().startswith("ipm.task")  # others have these by the way
    shown: dict[str, str] = {}
    for number, label in msglabels.NUMBERED.items():
        shown[label] = properties.shown(number)
    for name, label in msglabels.NAMED.items():
        if (found := by_name.get(name)) is not None and (value := _value(properties, name, found)):
            if (label in msglabels.AGAIN and value in shown.values()) or (name[0] == msglabels.TASK and not task):
                continue
            shown[label] = value
    shown = {label: " ".join(value.split()) for label, value in shown.items() if value.strip()}
    for key, known in (("start", msglabels.STARTS), ("end", msglabels.ENDS), ("location", msglabels.PLACES)):
        values = (properties.shown(by_name[name]) for name in known if name in by_name)
        if value := next(filter(None, values), ""):
            facts[key] = value
    if (found := by_name.get(_CATEGORIES)) is not None and (words := properties.texts(found)):
        facts["keywords"] = words
    _added(facts, properties, names)
    said.lines = [f"{label}: {value}" for label, value in shown.items()]
    said.lines += [f"{name}: {value}" for name, value in facts.get("custom", {}).items()]
    if categories := facts.get("keywords"):
        said.lines.append(f"Categories: {'; '.join(categories)}")


def _default(number: int | None) -> int:
    return -1 if number is None else number


def _value(properties: Properties, name: Name, number: int) -> str:
    value = properties.shown(number)
    if name == msglabels.DONE and value:
        return f"{float(value):.0%}"
    if name == msglabels.STATUS and value:
        return msglabels.STATUSES.get(value, value)
    return value


def _added(facts: dict[str, Json], properties: Properties, names: Mapping[int, Name]) -> None:
    """Properties under names of their own: headers, and whatever users and programs added."""
    custom: dict[str, Json] = {}
    headers: list[Json] = []
    for number in properties.numbers:
        where, name = names.get(number, ("", 0))
        if not isinstance(name, str) or not (value := properties.shown(number)) or (where, name) == _CATEGORIES:
            continue
        if where == INTERNET:
            headers.append([name, value])
        elif where == PUBLIC and not name.lower().startswith(("http:", "urn:", "dav:")):
            custom[name] = value
    if custom:
        facts["custom"] = custom
    if headers and "headers" not in facts:
        facts["headers"] = headers


def _date(said: Said) -> None:
    facts = said.facts
    if str(facts.get("class", "")).lower().startswith(("ipm.appointment", "ipm.activity")) and facts.get("start"):
        facts["date"] = facts["start"]
    for key in ("sent", "received", "start", "created", "modified"):
        if facts.get(key):
            facts.setdefault("date", facts[key])
    if maildate.implausible(str(facts.get("date", ""))):
        said.flags.add("date-implausible")
