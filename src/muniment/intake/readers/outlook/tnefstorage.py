"""What a TNEF stream says, laid out as the storages of an Outlook message, which says the same in another form.

So one reader reads both. The message that is made is read and dropped: a member's bytes are those of the stream.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from muniment.intake.readers.ole.olewrite import Node
from muniment.intake.readers.outlook import msgnames
from muniment.intake.readers.outlook.msgnames import Name
from muniment.intake.readers.outlook.msgproperties import STREAM_NAME
from muniment.intake.readers.outlook.tnefattributes import TEXTS, Property

_NARROW, _WIDE, _BYTES, _OBJECT, _SEVERAL = 0x1E, 0x1F, 0x0102, 0x0D, 0x1000
_DATA = 0x3701
_SECTORS = 1024  # bytes by which a stream is too short for its size, whatever the size of a sector
_GUIDS, _ENTRIES, _STRINGS = (f"__substg1.0_{number:04x}0102" for number in (2, 3, 4))
_FIXED = frozenset({0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0A, 0x0B, 0x14, 0x40})


@dataclass(slots=True)
class Thing:
    """A message, a receiver or an attachment: its properties, by number and type; the first of two counts."""

    properties: dict[tuple[int | Name, int], Property] = field(default_factory=dict)
    missing: int = 0  # bytes of its data that are not there

    def add(self, found: Iterable[Property]) -> None:
        """Take properties that it does not have."""
        for one in found:
            self.properties.setdefault((one.name or one.number, one.kind), one)

    def say(self, number: int, value: bytes, kind: int = _NARROW) -> None:
        """Take a value, where it has none under this number."""
        if value and not self.has(number):
            self.properties[number, kind] = Property(number, kind, (value,))

    def has(self, number: int) -> bool:
        """Whether anything is said under this number."""
        return any(own == number for own, _ in self.properties)


@dataclass(slots=True)
class Names:
    """Gives each name a number."""

    known: dict[Name, int] = field(default_factory=dict)

    def number(self, name: Name) -> int:
        """The number of a name; 0 where there are no more."""
        if name not in self.known and len(self.known) >= 0x7FFF:
            return 0
        return 0x8000 + self.known.setdefault(name, len(self.known))

    def node(self) -> Node:
        """The storage that tells which number is which name."""
        guids: dict[str, int] = {}
        entries, strings = bytearray(), bytearray()
        for (group, name), number in self.known.items():
            index = guids.setdefault(group, len(guids))
            if isinstance(name, int):
                which, text = name, 0
            else:
                which, text = len(strings), 1
                raw = name.encode("utf-16-le", "replace")
                strings += struct.pack("<I", len(raw)) + raw + b"\0" * (-len(raw) % 4)
            entries += struct.pack("<IHH", which, (index + 3 << 1 | text) & 0xFFFF, number)
        listed = b"".join(UUID(group).bytes_le for group in guids)
        streams = ((_GUIDS, listed), (_ENTRIES, bytes(entries)), (_STRINGS, bytes(strings)))
        return Node(msgnames.STORAGE, children=[Node(name, data) for name, data in streams])


def message(message: Thing, receivers: Sequence[Thing], attachments: Sequence[Thing]) -> Node:
    """The whole message."""
    names = Names()
    root = _storage("Root Entry", message, names, struct.pack("<16xII8x", len(receivers), len(attachments)))
    for number, receiver in enumerate(receivers):
        root.children.append(_storage(f"__recip_version1.0_#{number:08X}", receiver, names, bytes(8)))
    for number, attachment in enumerate(attachments):
        root.children.append(_storage(f"__attach_version1.0_#{number:08X}", attachment, names, bytes(8)))
    root.children.append(names.node())
    return root


def _storage(title: str, thing: Thing, names: Names, before: bytes) -> Node:
    node = Node(title)
    lines = [before]
    for said in thing.properties.values():
        number = said.number if said.name is None else names.number(said.name)
        if not number or not said.values:
            continue
        single = said.kind & ~_SEVERAL
        if said.kind in _FIXED:
            lines.append(struct.pack("<HHI8s", said.kind, number, 6, said.values[0]))
        elif said.kind in TEXTS:
            kind, value = _plain(said)
            missing = max(thing.missing, _SECTORS) if number == _DATA and thing.missing else 0
            node.children.append(Node(f"__substg1.0_{number:04X}{kind:04X}", value, size=len(value) + missing))
            lines.append(struct.pack("<HHIII", kind, number, 6, min(len(value), 0xFFFFFFFF), 0))
        elif single in TEXTS:
            for at, value in enumerate(said.values):
                node.children.append(Node(f"__substg1.0_{number:04X}{said.kind:04X}-{at:08X}", value))
    node.children.append(Node(STREAM_NAME, b"".join(lines)))
    return node


def _plain(said: Property) -> tuple[int, bytes]:
    """A type and bytes; an object's bytes have what it is before them."""
    value = said.values[0]
    return (_BYTES, value[16:]) if said.kind == _OBJECT else (said.kind, value)
