"""Writes Outlook data files (PST): folders of messages with people, bodies and attachments.

Source: MS-PST 2.4 and 2.7, MS-OXPROPS. The same folders give the same bytes. What Outlook itself would want to find
beyond that (views, searches, rules) is left out; readers of the format do without it.
"""

import struct
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from muniment.demo.outlookfile import File, Node
from muniment.demo.outlookheap import BYTES, LONG, OBJECT, TEXT, TIME, YES, Properties, Value, properties, table

_STORE, _NAMES, _ROOT = 0x21, 0x61, 0x122
_FOLDER, _MESSAGE, _ATTACHMENT, _ROWS, _CONTENTS, _HIDDEN = 2, 4, 5, 0x0D, 0x0E, 0x0F  # kinds of nodes
_TOP, _SEARCHES, _BIN, _FIRST = 0x8022, 0x8042, 0x8062, 0x8082
_RECIPIENTS, _ATTACHMENTS = 0x692, 0x671
_TEMPLATES = {_ROWS: 0x60D, _CONTENTS: 0x60E, _HIDDEN: 0x60F}
_MARK = uuid.UUID("6d756e69-6d65-4e74-a064-656d6f6d6169").bytes_le  # of every file written here
_REMINDER = ("00062008-0000-0000-c000-000000000046", 0x8503)
_READ, _ATTACHED = 1, 0x10
_TO, _CC, _BCC = 1, 2, 3

_HIERARCHY = ((0x3001, TEXT), (0x3602, LONG), (0x3603, LONG), (0x360A, YES))
_LISTED = (
    *((0x0017, LONG), (0x001A, TEXT), (0x0036, LONG), (0x0037, TEXT), (0x0039, TIME), (0x0042, TEXT), (0x0E03, TEXT)),
    *((0x0E04, TEXT), (0x0E06, TIME), (0x0E07, LONG), (0x0E08, LONG), (0x0E17, LONG), (0x3008, TIME)),
)
_PERSON = ((0x0C15, LONG), (0x0FFE, LONG), (0x3001, TEXT), (0x3002, TEXT), (0x3003, TEXT), (0x3900, LONG))
_ATTACHED_AS = ((0x0E20, LONG), (0x3704, TEXT), (0x3705, LONG), (0x370B, LONG))

Person = tuple[str, str]  # name and address
Named = Mapping[tuple[str, int], tuple[int, Value]]  # (set of names, number in it): (type, value)


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment: a file, or a message."""

    name: str
    data: bytes = b""
    media: str = ""
    message: "Message | None" = None
    more: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """A message, or another thing that lies in a folder."""

    subject: str
    sender: Person | None = None
    to: Sequence[Person] = ()
    cc: Sequence[Person] = ()
    bcc: Sequence[Person] = ()
    when: datetime | None = None
    body: str = ""
    page: str = ""  # the body as HTML
    headers: str = ""  # those with which it was carried
    read: bool = True
    attached: Sequence[Attached] = ()
    kind: str = "IPM.Note"
    more: Properties = field(default_factory=dict)
    named: Named = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder. `count` is how many messages it says that it has, where that is not so; `hidden` are its settings."""

    name: str
    messages: Sequence[Message] = ()
    folders: Sequence["Folder"] = ()
    count: int | None = None
    hidden: Sequence[Message] = ()


def mailbox(name: str, folders: Sequence[Folder], *, orphans: Sequence[Message] = (), password: int = 0) -> bytes:
    """A data file. `orphans` lie in a folder that is no more; `password` is the sum that Outlook keeps of one."""
    return _Mailbox().whole(name, folders, orphans, password)


class _Mailbox:
    """One file while it is written."""

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._last = {_FOLDER: _FIRST >> 5, _MESSAGE: 0x10000, 8: 0x10000}
        self._names = {_REMINDER: 0x8000}  # readers want to find at least one name

    def whole(self, name: str, folders: Sequence[Folder], orphans: Sequence[Message], password: int) -> bytes:
        """The file."""
        said: dict[tuple[int, int], Value] = {(0x0FF9, BYTES): _MARK, (0x3001, TEXT): name, (0x67FF, LONG): password}
        said |= {(number, BYTES): _entry(to) for number, to in ((0x35E0, _TOP), (0x35E3, _BIN), (0x35E7, _SEARCHES))}
        self._nodes[_STORE] = properties(said, {})
        top = Folder("Top of the data file", (), folders)
        self._folder(_ROOT, _ROOT, Folder("", (), ()), {_TOP: top, _SEARCHES: Folder("Searches")})
        self._folder(_SEARCHES, _ROOT, Folder("Searches"), {})
        numbered = {self._number(_FOLDER): folder for folder in folders}
        waiting = [(_TOP, _ROOT, top, numbered)]
        while waiting:
            number, parent, folder, within = waiting.pop(0)
            self._folder(number, parent, folder, within)
            for inner, each in within.items():
                waiting.append((inner, number, each, {self._number(_FOLDER): one for one in each.folders}))
        for orphan in orphans:
            self._nodes[self._number(_MESSAGE)] = self._message(orphan, 0x1FFFE2)
        for kind, columns in ((_ROWS, _HIERARCHY), (_CONTENTS, _LISTED), (_HIDDEN, _LISTED)):
            self._nodes[_TEMPLATES[kind]] = table(columns, {})
        self._nodes[_RECIPIENTS] = table(_PERSON, {})
        self._nodes[_ATTACHMENTS] = table(_ATTACHED_AS, {})
        self._nodes[_NAMES] = self._map()
        file = File()
        for number, node in sorted(self._nodes.items()):
            file.node(number, node)
        highest = [0x400] * 32
        highest[_FOLDER], highest[_MESSAGE], highest[8] = (self._last[kind] for kind in (_FOLDER, _MESSAGE, 8))
        return file.whole(highest)

    def _number(self, kind: int) -> int:
        number = self._last[kind] << 5 | kind
        self._last[kind] += 1
        return number

    def _folder(self, number: int, parent: int, folder: Folder, within: Mapping[int, Folder]) -> None:
        """A folder: what it says of itself, and its tables of folders, of messages and of settings."""
        self._nodes[number] = properties(_folder_says(folder, inner=bool(within)), {}, parent)
        rows = {inner: _folder_says(each, inner=bool(each.folders)) for inner, each in within.items()}
        self._nodes[number & ~31 | _ROWS] = table(_HIERARCHY, rows)
        for kind, place, messages in ((_MESSAGE, _CONTENTS, folder.messages), (8, _HIDDEN, folder.hidden)):
            lines: dict[int, Properties] = {}
            for message in messages:
                own = self._number(kind)
                self._nodes[own] = self._message(message, number)
                lines[own] = _says(message)
            self._nodes[number & ~31 | place] = table(_LISTED, lines)

    def _message(self, message: Message, parent: int = 0) -> Node:
        within = {_RECIPIENTS: table(_PERSON, _receivers(message))}
        rows: dict[int, Properties] = {}
        for at, attached in enumerate(message.attached, start=1):
            number = 0x400 + at << 5 | _ATTACHMENT
            within[number] = self._attached(attached)
            size = len(attached.data)
            name, method = attached.name, 5 if attached.message else 1
            rows[number] = {(0x0E20, LONG): size, (0x3704, TEXT): name, (0x3705, LONG): method, (0x370B, LONG): -1}
        if rows:
            within[_ATTACHMENTS] = table(_ATTACHED_AS, rows)
        said: dict[tuple[int, int], Value] = {**_says(message)}
        for number, text in ((0x1000, message.body), (0x007D, message.headers)):
            if text:
                said[number, TEXT] = text.replace("\r\n", "\n").replace("\n", "\r\n")
        if message.page:
            said |= {(0x1013, BYTES): message.page.encode(), (0x3FDE, LONG): 65001}
        for key, (kind, value) in message.named.items():
            said[self._names.setdefault(key, 0x8000 + len(self._names)), kind] = value
        return properties({**said, **message.more}, within, parent)

    def _attached(self, attached: Attached) -> Node:
        within: dict[int, Node] = {}
        said: dict[tuple[int, int], Value] = {(0x0E20, LONG): len(attached.data), (0x370B, LONG): -1}
        said |= {(0x3704, TEXT): attached.name, (0x3707, TEXT): attached.name}
        if attached.media:
            said[0x370E, TEXT] = attached.media
        if attached.message:
            inner = 0x8000 << 5 | _MESSAGE
            within[inner] = self._message(attached.message)
            said |= {(0x3705, LONG): 5, (0x3701, OBJECT): inner}
        else:
            said |= {(0x3705, LONG): 1, (0x3701, BYTES): attached.data}
        return properties({**said, **attached.more}, within)

    def _map(self) -> Node:
        """Which number stands for which name."""
        sets = list(dict.fromkeys(name for name, _ in self._names))
        buckets: dict[int, bytes] = {}
        lines = b""
        for at, (name, number) in enumerate(self._names):
            which = sets.index(name) + 3 << 1
            line = struct.pack("<IHH", number, which, at)
            lines += line
            bucket = 0x1000 + (number ^ which) % 251
            buckets[bucket] = buckets.get(bucket, b"") + line
        said: dict[tuple[int, int], Value] = {(1, LONG): 251, (4, BYTES): b""}
        said |= {(2, BYTES): b"".join(uuid.UUID(name).bytes_le for name in sets), (3, BYTES): lines}
        return properties(said | {(number, BYTES): line for number, line in buckets.items()}, {})


def _entry(number: int) -> bytes:
    return bytes(4) + _MARK + struct.pack("<I", number)


def _folder_says(folder: Folder, *, inner: bool) -> Properties:
    count = len(folder.messages) if folder.count is None else folder.count
    unread = sum(not message.read for message in folder.messages)
    return {(0x3001, TEXT): folder.name, (0x3602, LONG): count, (0x3603, LONG): unread, (0x360A, YES): inner}


def _says(message: Message) -> dict[tuple[int, int], Value]:
    """What a message says of itself, and the table of its folder says again."""
    flags = (_READ if message.read else 0) | (_ATTACHED if message.attached else 0)
    size = len(message.body) + sum(len(attached.data) for attached in message.attached)
    said: dict[tuple[int, int], Value] = {(0x0017, LONG): 1, (0x001A, TEXT): message.kind, (0x0036, LONG): 0}
    said |= {(0x0037, TEXT): message.subject, (0x0E07, LONG): flags, (0x0E08, LONG): size}
    for number, people in ((0x0E04, message.to), (0x0E03, message.cc), (0x0E02, message.bcc)):
        if people:
            said[number, TEXT] = "; ".join(name or address for name, address in people)
    if message.sender:
        name, address = message.sender
        for shown, way, mail in ((0x0042, 0x0064, 0x0065), (0x0C1A, 0x0C1E, 0x0C1F)):
            said |= {(shown, TEXT): name, (way, TEXT): "SMTP", (mail, TEXT): address}
    if message.when:
        said |= {(number, TIME): message.when for number in (0x0039, 0x0E06, 0x3007, 0x3008)}
    return said


def _receivers(message: Message) -> dict[int, Properties]:
    kinds = ((_TO, message.to), (_CC, message.cc), (_BCC, message.bcc))
    people = [(kind, person) for kind, some in kinds for person in some]
    return {
        at: {
            (0x0C15, LONG): kind,
            (0x0FFE, LONG): 6,
            (0x3001, TEXT): name,
            (0x3002, TEXT): "SMTP",
            (0x3003, TEXT): address,
            (0x3900, LONG): 0,
        }
        for at, (kind, (name, address)) in enumerate(people)
    }
