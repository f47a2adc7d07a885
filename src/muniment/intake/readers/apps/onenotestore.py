"""OneNote's own file (MS-ONESTORE, the revision store): spaces, their revisions, and the objects of each.

A revision says only what it changes. The last one that is the current one stands; what earlier ones said of an object
is kept beside it, because a page may have said something else before.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from muniment.intake.readers.apps import onenoteset
from muniment.intake.readers.apps.onenotelists import Item, Lists
from muniment.intake.readers.apps.onenoteset import Given, Id, Node
from muniment.intake.readers.apps.onenotespace import Notes, Space
from muniment.intake.source import Source

_ROOT, _SPACE_LIST, _REVISIONS = 0x004, 0x008, 0x010
_START4, _START6, _START7 = 0x01B, 0x01E, 0x01F
_TABLE, _TABLE2, _ENTRY, _ENTRY2, _ENTRY3 = 0x021, 0x022, 0x024, 0x025, 0x026
_OLD, _OLD2, _CHANGED, _CHANGED2 = 0x02D, 0x02E, 0x041, 0x042
_ROOT2, _ROOT3, _ROLE, _ROLE2 = 0x059, 0x05A, 0x05C, 0x05D
_FILE, _FILE2, _KEY = 0x072, 0x073, 0x07C
_DATA_LIST, _DATA = 0x090, 0x094
_NEW = (0x0A4, 0x0A5, 0x0C4, 0x0C5)
_GROUP = 0x0B0
_CURRENT = 1  # a revision's role
_AGAIN = 16  # times the size of the file that its objects may come to: they do not overlap in a sound one
_SET = 0x20000  # a kind that has properties; those of old objects are given without it


@dataclass(slots=True)
class _Revision:
    """What one revision changes."""

    before: Id
    nodes: list[tuple[Id, Node]] = field(default_factory=list)
    roots: dict[int, Id] = field(default_factory=dict)


def read(source: Source) -> Notes:
    """All spaces of a file, and where the files in it are."""
    return _Store(source).read()


class _Store:
    """One file while it is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._notes = Notes()
        self._lists = Lists(source, self._notes)
        self._left = _AGAIN * source.size + (1 << 20)
        self._table: dict[int, bytes] = {}
        self._before: dict[int, bytes] = {}

    def read(self) -> Notes:
        spaces: list[Item] = []
        for item in self._lists.root():
            if item.kind == _ROOT:
                self._notes.first = _id(item.data)
            elif item.kind == _SPACE_LIST:
                spaces.append(item)
            elif item.kind == _DATA_LIST:
                self._files(item)
        for item in spaces:
            self._notes.spaces[_id(item.data)] = self._space(item)
        return self._notes

    def _files(self, item: Item) -> None:
        """Where the bytes of files lie: after a GUID and their length."""
        for one in self._lists.read(item.place, item.size):
            if one.kind == _DATA and len(one.data) >= 16:
                size = int.from_bytes(self._source.head(8, one.place + 16), "little")
                self._notes.files[_named(one.data[:16])] = one.place + 36, size

    def _space(self, item: Item) -> Space:
        """One space: the last list of revisions that it names is the one that counts."""
        lists = [one for one in self._lists.read(item.place, item.size) if one.kind == _REVISIONS]
        space = Space()
        if lists:
            self._revisions(space, self._lists.read(lists[-1].place, lists[-1].size))
        return space

    def _revisions(self, space: Space, items: Iterable[Item]) -> None:
        found: dict[Id, _Revision] = {}
        now = _Revision(onenoteset.NONE)
        current, last = onenoteset.NONE, onenoteset.NONE
        for item in items:
            if item.kind in {_START4, _START6, _START7}:
                last, now = _id(item.data), _Revision(_id(item.data[20:]))
                found[last] = now
                role = int.from_bytes(item.data[48:52] if item.kind == _START4 else item.data[40:44], "little")
                context = _id(item.data[46:66]) if item.kind == _START7 else onenoteset.NONE
                if role & _CURRENT and not context[0].strip(b"\0"):
                    current = last
            elif item.kind == _ROLE:
                if int.from_bytes(item.data[20:24], "little") & _CURRENT:
                    current = _id(item.data)
            elif item.kind == _KEY:
                space.locked = True
            elif item.kind == _GROUP:
                for one in self._lists.read(item.place, item.size):
                    self._item(one, now, space)
            else:
                self._item(item, now, space)
        _settle(space, found, current if current in found else last)

    def _item(self, item: Item, revision: _Revision, space: Space) -> None:
        """One node of a revision or of a group of objects."""
        data = item.data
        if item.kind in {_TABLE, _TABLE2}:
            self._before, self._table = self._table, {}
        elif item.kind == _ENTRY and len(data) >= 20:
            self._table[int.from_bytes(data[:4], "little")] = data[4:20]
        elif item.kind == _ENTRY2 and len(data) >= 8:
            one, other = struct.unpack_from("<2I", data)
            if one in self._before:
                self._table[other] = self._before[one]
        elif item.kind == _ENTRY3 and len(data) >= 12:
            one, count, other = struct.unpack_from("<3I", data)
            count = min(count, len(self._before))
            self._left -= count
            for at in range(count if self._left > 0 else 0):
                if one + at in self._before:
                    self._table[other + at] = self._before[one + at]
        elif item.kind == _ROOT2 and len(data) >= 8:
            revision.roots[int.from_bytes(data[4:8], "little")] = self._ids([int.from_bytes(data[:4], "little")])[0]
        elif item.kind == _ROOT3:
            revision.roots[int.from_bytes(data[20:24], "little")] = _id(data)
        elif item.kind in {_OLD, _OLD2, _CHANGED, _CHANGED2, _FILE, _FILE2, *_NEW} and len(data) >= 5:
            self._object(item, revision, space)

    def _object(self, item: Item, revision: _Revision, space: Space) -> None:
        data = item.data
        own = self._ids([int.from_bytes(data[:4], "little")])[0]
        if item.kind in _NEW or item.kind in {_FILE, _FILE2}:
            kind = int.from_bytes(data[4:8], "little")
        elif item.kind in {_OLD, _OLD2}:
            kind = _SET | int.from_bytes(data[4:6], "little") & 0x3FF
        else:
            kind = 0  # an object that is changed is of the kind that it was
        node = Node(kind)
        if item.kind in {_FILE, _FILE2}:
            start = 9 if item.kind == _FILE else 12
            size = int.from_bytes(data[start : start + 4], "little")
            node.file = data[start + 4 : start + 4 + 2 * min(size, 1000)].decode("utf-16-le", "replace")
        elif not space.locked and item.size and (kind & _SET or not kind):
            self._left -= item.size
            if self._left < 0:
                self._notes.fail("objects", "more objects than the file can hold")
                return
            self._properties(node, item)
        revision.nodes.append((own, node))

    def _properties(self, node: Node, item: Item) -> None:
        raw = self._source.head(item.size, item.place)
        try:
            onenoteset.read(node, raw, partial(self._ids), Given())
        except onenoteset.Broken as error:
            self._notes.fail("objects", error)

    def _ids(self, numbers: Sequence[int]) -> list[Id]:
        """Short numbers as ids: eight bits of number, and the place of a GUID in the table."""
        return [(self._table.get(number >> 8, b""), number & 255) for number in numbers]


def _settle(space: Space, found: dict[Id, _Revision], current: Id) -> None:
    """The objects as the current revision has them: what it builds on first, then what each one changes."""
    chain: list[_Revision] = []
    place, seen = current, set[Id]()
    while place in found and place not in seen:
        seen.add(place)
        chain.append(found[place])
        place = found[place].before
    for revision in reversed(chain):
        for own, node in revision.nodes:
            old = space.nodes.get(own)
            if old is not None:
                node.kind = node.kind or old.kind
                space.earlier.append(old)
            space.nodes[own] = node
        space.roots |= revision.roots
    for number, revision in found.items():
        if number not in seen:
            space.earlier += [node for _, node in revision.nodes]


def _id(data: bytes) -> Id:
    return data[:16], int.from_bytes(data[16:20], "little")


def _named(guid: bytes) -> str:
    """A GUID as it is written."""
    one, two, three = struct.unpack("<IHH", guid[:8])
    rest = guid[8:].hex()
    return f"{one:08x}-{two:04x}-{three:04x}-{rest[:4]}-{rest[4:]}"
