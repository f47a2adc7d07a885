"""OneNote's file as it is sent and kept by servers (MS-ONESTORE 2.8 over MS-FSSHTTPB): the same objects, packed otherwise.

It is a stream of elements within elements. Those of interest: which cell is which space, which revision of it is the
current one, which groups of objects that one names, and the objects of each group.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.intake.readers.apps import onenoteset
from muniment.intake.readers.apps.onenoteset import Given, Id, Node
from muniment.intake.readers.apps.onenotespace import Notes, Space
from muniment.intake.source import Source

_ELEMENT = 0x01
_CELL_NOW, _REVISION, _ROOT, _GROUP_OF = 0x0B, 0x1A, 0x0A, 0x19
_CELL_AT, _REVISION_AT = 0x0E, 0x0D
_DECLARED, _DECLARED_BLOB, _DATA, _DATA_BLOB = 0x18, 0x05, 0x16, 0x1C
_BLOB = 0x02
_INDEX, _CELL, _MANIFEST, _GROUP, _FRAGMENT, _BYTES = 1, 3, 4, 5, 6, 10  # kinds of data elements
_META, _PROPERTIES, _FILE = 4, 1, 2  # what a declared part of an object is
_ROLES = {1: 1, 2: 2, 4: 4}
_MOST = 1 << 22  # elements of a file
_AGAIN = 16  # times the size of the file that its objects may come to
_DEFAULT = bytes.fromhex("b9fade84a3aa0d4aa3a8520c77ac7073")  # the context of what is current


class Broken(ValueError):
    """The stream cannot be followed further."""


@dataclass(slots=True)
class _Part:
    """A part of an object, as it is declared."""

    own: Id
    what: int
    data: bytes = b""
    objects: tuple[Id, ...] = ()
    cells: tuple[Id, ...] = ()
    blob: Id | None = None


@dataclass(slots=True)
class _Manifest:
    before: Id
    roots: dict[int, Id] = field(default_factory=dict)
    groups: list[Id] = field(default_factory=list)


class _Bytes:
    """Bytes that are read from front to back."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        if len(piece) < size:
            raise Broken("an element is cut off")
        self.at += size
        return piece

    def number(self) -> int:
        """A number of one to nine bytes: the lowest bit that is set says of how many."""
        first = self.take(1)[0]
        if not first:
            return 0
        more = (first & -first).bit_length() - 1
        if more == 7:
            return int.from_bytes(self.take(8), "little")
        return int.from_bytes(bytes([first]) + self.take(more), "little") >> more + 1

    def id(self) -> Id:
        """An id, of which the number takes as many bytes as it needs."""
        first = self.take(1)[0]
        if not first:
            return onenoteset.NONE
        for bits, width, shift in ((3, 0, 3), (6, 1, 6), (7, 2, 7)):
            if first & (1 << bits) - 1 == 1 << bits - 1:
                value = int.from_bytes(bytes([first]) + self.take(width), "little") >> shift
                return self.take(16), value
        if first == 0x80:
            value = int.from_bytes(self.take(4), "little")
            return self.take(16), value
        raise Broken("an id of an unknown kind")

    def ids(self) -> tuple[Id, ...]:
        return tuple(self.id() for _ in range(self.count()))

    def count(self) -> int:
        count = self.number()
        if count > len(self.data) - self.at:
            raise Broken("more of them than bytes")
        return count


def read(source: Source) -> Notes:
    """All spaces of a file, and the files in it."""
    return _Pack(source).read()


class _Pack:
    """One file while it is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._notes = Notes()
        self._cells: dict[tuple[Id, Id], Id] = {}  # context and space: where its cell is described
        self._now: dict[Id, Id] = {}  # description of a cell: its revision
        self._places: dict[Id, Id] = {}  # revision: where it is described
        self._manifests: dict[Id, _Manifest] = {}
        self._groups: dict[Id, list[_Part]] = {}
        self._blobs: dict[Id, bytes] = {}
        self._left = _AGAIN * source.size + (1 << 20)

    def read(self) -> Notes:
        try:
            for own, kind, inner in self._elements():
                self._element(own, kind, inner)
        except Broken as error:
            self._notes.fail("package", error)
        for (_, number), cell in sorted(self._cells.items(), key=lambda cell: cell[0][0][0] != _DEFAULT):
            space = self._space(self._now.get(cell, cell))
            known = self._notes.spaces.setdefault(number, space)
            if known is not space:  # in another context: as it was once
                known.earlier += [*space.nodes.values(), *space.earlier]
        self._first()
        return self._notes

    def _first(self) -> None:
        """The space of the section: the one whose root is a section."""
        for number, space in self._notes.spaces.items():
            root = space.nodes.get(space.roots.get(1, onenoteset.NONE))
            if root is not None and root.kind & 0xFF == 7:
                self._notes.first = number
                return

    def _elements(self) -> Iterator[tuple[Id, int, list[tuple[int, bytes]]]]:
        """Each data element: its id, its kind, and the objects in it as kind and bytes."""
        data = self._source.whole()
        stream = _Bytes(data, 68)
        own, kind, inner = onenoteset.NONE, 0, list[tuple[int, bytes]]()
        left = _MOST
        while stream.at < len(data):
            left -= 1
            if left < 0:
                raise Broken("more elements than a file can have")
            what, size, start = _header(stream)
            if start and not what and not size:
                return  # zeros fill the rest
            if not start:
                if what == _ELEMENT:
                    yield own, kind, inner
                    kind, inner = 0, []
                continue
            body = stream.take(size)
            if what == _ELEMENT:
                head = _Bytes(body)
                own = head.id()
                if head.take(1)[0]:
                    head.take(24)
                kind, inner = head.number(), []
            elif kind:
                inner.append((what, body))

    def _element(self, own: Id, kind: int, inner: list[tuple[int, bytes]]) -> None:
        if kind == _GROUP:
            self._groups[own] = self._parts(inner)
            return
        manifest = _Manifest(onenoteset.NONE)
        for what, body in inner:
            stream = _Bytes(body)
            if kind == _INDEX and what == _CELL_AT:
                key = stream.id(), stream.id()
                self._cells[key] = stream.id()
            elif kind == _INDEX and what == _REVISION_AT:
                revision = stream.id()
                self._places[revision] = stream.id()
            elif kind == _CELL and what == _CELL_NOW:
                self._now[own] = stream.id()
            elif kind == _MANIFEST and what == _REVISION:
                stream.id()
                manifest.before = stream.id()
                self._manifests[own] = manifest
            elif kind == _MANIFEST and what == _ROOT:
                role = stream.id()[1]
                manifest.roots[_ROLES.get(role, role)] = stream.id()
            elif kind == _MANIFEST and what == _GROUP_OF:
                manifest.groups.append(stream.id())
            elif kind == _BYTES and what == _BLOB:
                self._blobs[own] = stream.take(stream.number())
            elif kind == _FRAGMENT:
                self._notes.fail("package", "a part of a file stands in pieces")

    def _parts(self, inner: list[tuple[int, bytes]]) -> list[_Part]:
        """The parts of objects in a group: first they are declared, then they follow in that order."""
        parts: list[_Part] = []
        filled = 0
        for what, body in inner:
            stream = _Bytes(body)
            if what in {_DECLARED, _DECLARED_BLOB}:
                own = stream.id()
                if what == _DECLARED_BLOB:
                    blob = stream.id()
                    parts.append(_Part(own, stream.number(), blob=blob))
                else:
                    parts.append(_Part(own, stream.number()))
            elif what in {_DATA, _DATA_BLOB} and filled < len(parts):
                part = parts[filled]
                filled += 1
                part.objects = stream.ids()
                part.cells = tuple(self._cell(stream) for _ in range(stream.count()))
                if what == _DATA_BLOB:
                    part.blob = stream.id()
                else:
                    part.data = stream.take(stream.number())
        return parts

    @staticmethod
    def _cell(stream: _Bytes) -> Id:
        stream.id()
        return stream.id()

    def _space(self, revision: Id) -> Space:
        space = Space()
        chain: list[_Manifest] = []
        seen = set[Id]()
        while revision not in seen and revision != onenoteset.NONE:
            seen.add(revision)
            found = self._manifests.get(self._places.get(revision, revision))
            if found is None:
                self._notes.fail("package", "a revision is not there")
                break
            chain.append(found)
            revision = found.before
        for manifest in reversed(chain):
            for group in manifest.groups:
                if group not in self._groups:
                    self._notes.fail("package", "a group of objects is not there")
                self._objects(space, self._groups.get(group, []))
            space.roots |= manifest.roots
        return space

    def _objects(self, space: Space, parts: list[_Part]) -> None:
        kinds = {part.own: part.data for part in parts if part.what == _META}
        for part in parts:
            self._left -= len(part.data) + 16
            if self._left < 0:
                self._notes.fail("objects", "more objects than the file can hold")
                return
            if part.what == _META:
                continue
            node = Node(int.from_bytes(kinds.get(part.own, b"")[:4], "little"))
            if part.what == _FILE or part.blob is not None:
                node.file = self._file(part)
            elif part.what == _PROPERTIES:
                try:
                    onenoteset.read(node, part.data, None, Given(part.objects, part.cells))
                except onenoteset.Broken as error:
                    self._notes.fail("objects", error)
            old = space.nodes.get(part.own)
            if old is not None:
                space.earlier.append(old)
            space.nodes[part.own] = node

    def _file(self, part: _Part) -> str:
        """The bytes of a file, under a name of their own."""
        data = self._blobs.get(part.blob) if part.blob is not None else part.data
        name = f"{part.own[0].hex()}-{part.own[1]}"
        if data is None:
            self._notes.fail("package", "the bytes of a file are not there")
            return ""
        self._notes.blobs[name] = data
        return f"<ifndf>{{{name}}}"


def _header(stream: _Bytes) -> tuple[int, int, bool]:
    """The next element: its kind, its size, and whether it begins; an end has no size."""
    first = stream.take(1)[0]
    form = first & 3
    if form == 1:
        return first >> 2, 0, False
    if form == 3:
        return (first | stream.take(1)[0] << 8) >> 2, 0, False
    if form == 0:
        head = first | stream.take(1)[0] << 8
        return head >> 3 & 0x3F, head >> 9, True
    head = first | int.from_bytes(stream.take(3), "little") << 8
    size = head >> 17
    return head >> 3 & 0x3FFF, stream.number() if size == 0x7FFF else size, True
