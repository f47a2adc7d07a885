"""OneNote sections made for tests, in the form that OneNote keeps on disk: one page, its objects, and a file in it."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

STORE = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
FORM = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8")
GUID = UUID("11111111-2222-3333-4444-555555555555").bytes_le
FILE = UUID("99999999-8888-7777-6666-555555555555")
NOWHERE = struct.pack("<QI", (1 << 64) - 1, 0)

MANIFEST, PAGE, META, SECTION, SERIES = 0x00060037, 0x0006000B, 0x00020030, 0x00060007, 0x00060008
OUTLINE, ELEMENT, RICH, ROW, CELL = 0x0006000C, 0x0006000D, 0x0006000E, 0x00060023, 0x00060024
EMBEDDED, HOLDER = 0x00060035, 0x00080036
TEXT, TITLE, NAME, AUTHOR = 0x1C001C22, 0x1C001CF3, 0x1C001D9C, 0x1C001D75
CONTENT, ELEMENTS, CONTAINER, SPACES = 0x24001C1F, 0x24001C20, 0x20001D9B, 0x2C001D63


def wide(text: str) -> bytes:
    return text.encode("utf-16-le") + b"\0\0"


@dataclass
class Thing:
    """One object: number, kind, its texts by property, and the numbers of what it refers to, by property."""

    number: int
    kind: int
    texts: Mapping[int, str] = field(default_factory=dict)
    refers: Mapping[int, Sequence[int]] = field(default_factory=dict)
    spaces: Sequence[int] = ()
    file: str = ""

    def data(self) -> bytes:
        """Its properties."""
        ids = [one for numbers in self.refers.values() for one in numbers]
        out = struct.pack("<I", len(ids) | (0 if self.spaces else 1 << 31)) + b"".join(map(_compact, ids))
        if self.spaces:
            out += struct.pack("<I", len(self.spaces)) + b"".join(map(_compact, self.spaces))
        names = [*self.texts, *self.refers, *([SPACES] if self.spaces else [])]
        out += struct.pack("<H", len(names)) + b"".join(struct.pack("<I", name) for name in names)
        for text in self.texts.values():
            out += struct.pack("<I", len(wide(text))) + wide(text)
        for name, numbers in self.refers.items():
            out += struct.pack("<I", len(numbers)) if name >> 26 == 9 else b""
        return out + (struct.pack("<I", len(self.spaces)) if self.spaces else b"")


@dataclass
class Change:
    """One revision: the objects that it says, and its roots."""

    things: Sequence[Thing]
    roots: Mapping[int, int] = field(default_factory=dict)


def _compact(number: int) -> bytes:
    return struct.pack("<I", number)  # the number in the lower byte, the first GUID of the table


def _id(number: int) -> bytes:
    return GUID + struct.pack("<I", number)


class Section:
    """A section file while it is put together."""

    def __init__(self) -> None:
        self._out = bytearray(1024)
        self._lists = 15

    def whole(self, spaces: Mapping[int, Sequence[Change]], files: Mapping[UUID, bytes] | None = None) -> bytes:
        """The file with these spaces, of which the first is the section itself."""
        first = next(iter(spaces))
        items = [_node(0x004, _id(first))]
        for number, changes in spaces.items():
            manifest = self._list([_node(0x00C, _id(number)), self._refer(0x010, self._revisions(number, changes))])
            items.append(self._refer(0x008, manifest, _id(number)))
        if files:
            items.append(self._refer(0x090, self._list([self._file(name, data) for name, data in files.items()])))
        place, size = self._list(items)
        self._out[:16], self._out[16:32], self._out[48:64] = STORE, GUID, FORM
        self._out[0xA0:0xAC], self._out[0xAC:0xB8] = NOWHERE, struct.pack("<QI", place, size)
        return bytes(self._out)

    def _revisions(self, number: int, changes: Sequence[Change]) -> tuple[int, int]:
        items = [_node(0x014, _id(number) + struct.pack("<I", 1))]
        for at, change in enumerate(changes):
            before = _id(1000 * number + at - 1) if at else bytes(20)
            items.append(_node(0x01E, _id(1000 * number + at) + before + struct.pack("<IH", 1, 0)))
            items += [_node(0x022, b""), _node(0x024, struct.pack("<I", 0) + GUID), _node(0x028, b"")]
            items += [self._object(thing) for thing in change.things]
            items += [_node(0x059, _compact(thing) + struct.pack("<I", role)) for role, thing in change.roots.items()]
            items.append(_node(0x01C, b""))
        return self._list(items)

    def _object(self, thing: Thing) -> bytes:
        if thing.file:
            text = thing.file.encode("utf-16-le")
            head = _compact(thing.number) + struct.pack("<IB", thing.kind, 1)
            return _node(0x072, head + struct.pack("<I", len(thing.file)) + text + struct.pack("<I", 0))
        place = self._put(thing.data())
        return self._refer(0x0A4, place, _compact(thing.number) + struct.pack("<IBB", thing.kind, 1, 1))

    def _file(self, name: UUID, data: bytes) -> bytes:
        return self._refer(0x094, self._put(GUID + struct.pack("<Q", len(data)) + bytes(12) + data), name.bytes_le)

    def _put(self, data: bytes) -> tuple[int, int]:
        place = len(self._out)
        self._out += data + bytes(-len(data) % 8)
        return place, len(data)

    def _list(self, nodes: Sequence[bytes]) -> tuple[int, int]:
        self._lists += 1
        head = struct.pack("<QII", 0xA4567AB1F5F7F4C4, self._lists, 0)
        return self._put(head + b"".join(nodes) + NOWHERE + struct.pack("<Q", 0x8BC215C38233BA4B))

    @staticmethod
    def _refer(kind: int, place: tuple[int, int], more: bytes = b"") -> bytes:
        return _node(kind, struct.pack("<QI", *place) + more, base=1)


def _node(kind: int, data: bytes, base: int = 0) -> bytes:
    return struct.pack("<I", kind | (len(data) + 4) << 10 | base << 27) + data


def section(*pages: Sequence[Change], titles: Sequence[str] = (), files: Mapping[UUID, bytes] | None = None) -> bytes:
    """A section of these pages, in their order."""
    numbers = range(10, 10 + len(pages))
    series = Thing(2, SERIES, spaces=list(numbers))
    top = Change([Thing(1, SECTION, refers={ELEMENTS: [2]}), series], {1: 1})
    return Section().whole({9: [top], **dict(zip(numbers, pages, strict=True))}, files)


def page(title: str, *lines: str, first: int = 20) -> Change:
    """A page with a title and lines below each other."""
    texts = [Thing(first + at, RICH, {TEXT: line}) for at, line in enumerate(lines)]
    elements = [Thing(first + 100 + at, ELEMENT, refers={CONTENT: [first + at]}) for at in range(len(lines))]
    return Change(
        [
            Thing(1, MANIFEST, refers={CONTENT: [2]}),
            Thing(2, PAGE, refers={ELEMENTS: [3]}),
            Thing(3, OUTLINE, refers={ELEMENTS: [one.number for one in elements]}),
            Thing(4, META, {TITLE: title}),
            *texts,
            *elements,
        ],
        {1: 1, 2: 4},
    )
