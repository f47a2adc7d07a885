"""The attachments of a message: computer files, messages, objects, and what lies elsewhere and is only named.

The locator is the number of the attachment's storage, in hexadecimal digits as the storage is called: attach:0000.
"""

import re
from dataclasses import dataclass

from muniment.intake.readers.ole import olealone
from muniment.intake.readers.ole.ole import MAGIC, Compound, Entry
from muniment.intake.readers.outlook import msgalone
from muniment.intake.readers.outlook.msgproperties import OTHER, STREAM_NAME, Properties
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtfobject import NATIVE, Embedded, native, sized
from muniment.model.reading import Child, Json
from muniment.model.state import State

_ROW = re.compile(r"__attach_version1\.0_#([0-9a-f]{8})")
_DATA, _METHOD = 0x3701, 0x3705
_REFERENCES = frozenset({2, 3, 4, 7})  # by a path, and by an address of the web
_OBJECT = 6
_NAMES = (0x3707, 0x3704, 0x3001)  # long, short, as shown
_PATHS = (0x370D, 0x3708)  # long, short
_FACTS = {
    0x3704: "short_name",
    0x3001: "shown_name",
    0x370E: "declared_type",
    0x3712: "content_id",
    0x3713: "content_location",
    0x3716: "disposition",
}
_TIMES = {0x3007: "created", 0x3008: "modified"}
_HIDDEN = 0x7FFE
_SUBJECT = 0x0037
_HINTED = frozenset({"application/mbox", "text/html", "application/xhtml+xml", "text/csv", "message/rfc822"})
_CMS = b"\x2a\x86\x48\x86\xf7\x0d\x01"  # how the object identifiers of CMS begin
_ENVELOPED = (_CMS + b"\x07\x03", _CMS + b"\x07\x06", _CMS + b"\x09\x10\x01\x17")
_SIGNED = _CMS + b"\x07\x02"


@dataclass(slots=True)
class Seals:
    """What the attachments show of a signature or of encryption."""

    signed: bool = False
    locked: bool = False

    def look(self, name: str, declared: str, data: bytes) -> None:
        """Look at one attachment."""
        ending = name.lower().rpartition(".")[2]
        if ending == "rpmsg" or declared == "application/x-microsoft-rpmsg-message":
            self.locked = True
        elif ending in {"p7m", "p7s", "p7c"} or "pkcs7" in declared or declared == "multipart/signed":
            head = data[:200]
            enveloped = any(mark in head for mark in _ENVELOPED)
            self.locked |= enveloped
            self.signed |= not enveloped and (_SIGNED in head or b"multipart/signed" in data[:2000].lower())


class Attachments:
    """Gives each attachment to its row."""

    def __init__(self, compound: Compound, storage: Entry, codec: str, rows: Rows) -> None:
        self._compound = compound
        self._codec = codec
        self._rows = rows
        self.seals = Seals()
        found = ((_ROW.fullmatch(name), entry) for name, entry in compound.children(storage).items())
        self._entries = sorted((int(match[1], 16), entry.number, entry) for match, entry in found if match)

    def read(self, declared: int) -> None:
        """All of them; `declared` is how many the message says that it has."""
        for number, _, entry in self._entries:
            self._one(f"attach:{number:04X}", Properties(self._compound, entry, OTHER, self._codec))
        if declared > len(self._entries):
            self._rows.lost("damaged", declared - len(self._entries))

    def _one(self, locator: str, said: Properties) -> None:
        name = next(filter(None, (_line(said.text(number)) for number in _NAMES)), "")
        facts = _facts(said)
        method = said.whole(_METHOD)
        inner = said.storage(_DATA)
        if inner is not None:
            self._storage(locator, name, facts, inner)
        elif (data := self._data(said)) is not None:
            self._file(locator, name, facts, data, method)
        elif method in _REFERENCES or any(said.text(number) for number in _PATHS):
            target = next(filter(None, (said.text(number) for number in _PATHS)), name)
            self._unread(locator, name, {**facts, "target": target}, State.UNREAD_REFUSED, "link")
        else:
            self._unread(locator, name, facts, State.UNREAD_CORRUPT, "damaged")

    def _data(self, said: Properties) -> tuple[bytes, bool] | None:
        """The bytes of an attachment, and whether they are all there."""
        before = len(self._compound.faults)
        data = said.data(_DATA)
        return None if data is None else (data, len(self._compound.faults) == before)

    def _file(
        self, locator: str, name: str, facts: dict[str, Json], had: tuple[bytes, bool], method: int | None
    ) -> None:
        data, whole = had
        if not whole:
            self._unread(locator, name, facts, State.UNREAD_CORRUPT, "truncated")
            return
        declared = str(facts.get("declared_type", "")).lower()
        self.seals.look(name, declared, data)
        found = native(data) if method == _OBJECT and data.startswith(MAGIC) else None
        hints = {"type": declared} if declared in _HINTED else {}
        if declared == "multipart/signed":  # the whole signed mail, headers of its own part first
            hints = {"type": "message/rfc822"}
        self._give(locator, name, facts, found or Embedded(data), hints)

    def _storage(self, locator: str, name: str, facts: dict[str, Json], inner: Entry) -> None:
        children = self._compound.children(inner)
        if STREAM_NAME in children:
            subject = Properties(self._compound, inner, 0, self._codec).text(_SUBJECT)
            data = msgalone.message(self._compound, inner)
            self._give(locator, name or _line(subject), facts, Embedded(data), {})
            return
        stream = children.get(NATIVE)
        found = sized(self._compound.stream(stream)) if stream else None
        self._give(locator, name, facts, found or Embedded(olealone.alone(self._compound, inner)), {})

    def _give(self, locator: str, name: str, facts: dict[str, Json], found: Embedded, hints: dict[str, str]) -> None:
        facts = {**facts, **found.facts}
        name = name or found.name
        if found.linked:
            self._unread(locator, name, facts, State.UNREAD_REFUSED, "link")
        else:
            row = Child(locator, name or _nameless(locator), size=len(found.data), hints=hints, facts=facts)
            self._rows.member(row, found.data)

    def _unread(self, locator: str, name: str, facts: dict[str, Json], state: State, reason: str) -> None:
        kind = "link" if reason == "link" else "file"
        self._rows.unread(
            Child(locator, name or _nameless(locator), kind=kind, state=state, reason=reason, facts=facts)
        )


def _facts(said: Properties) -> dict[str, Json]:
    facts: dict[str, Json] = {key: text for number, key in _FACTS.items() if (text := _line(said.text(number)))}
    facts |= {key: time for number, key in _TIMES.items() if (time := said.time(number))}
    if said.whole(_HIDDEN):
        facts["hidden"] = True
    return facts


def _line(text: str) -> str:
    return " ".join(text.split())


def _nameless(locator: str) -> str:
    return f"attachment {locator.partition(':')[2]}"
