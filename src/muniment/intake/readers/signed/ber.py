"""Values in BER and DER, found where they lie: bounded, without recursion, each of them looked at once. Source: X.690."""

import codecs
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Buffer = bytes | mmap.mmap

SEQUENCE, SET, INTEGER, OCTETS, OID, BITS = 0x30, 0x31, 0x02, 0x04, 0x06, 0x03
_CONSTRUCTED = 0x20
_DEEP = 64  # values of unknown length in each other; no format has so many
_MOST = 2_000_000  # values that are looked at
_STEP = 1 << 20
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)?(\d\d)?(?:[.,]\d+)?(?:Z|([+-])(\d\d)(\d\d)?)?", re.ASCII)
_LETTERS = {0x0C: "utf-8", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}  # of the other kinds of text Latin-1 shows each byte

for _name in _LETTERS.values():
    codecs.lookup(_name)  # the jail opens no module later


class NotBer(Exception):
    """The bytes are not what the format says."""


class CutOff(NotBer):
    """A value is longer than what there is of it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its first byte, and where it, its content and that content's end lie; `next` is where the next one begins."""

    tag: int
    start: int
    body: int
    end: int
    next: int

    @property
    def inside(self) -> bool:
        """Whether it holds other values."""
        return bool(self.tag & _CONSTRUCTED)


class Ber:
    """Looks at values. Cost: linear, however they are nested."""

    def __init__(self, data: Buffer) -> None:
        self.data = data
        self._ends: dict[int, int] = {}  # of values of unknown length, by where they begin
        self._looked = 0

    def at(self, place: int, limit: int) -> Node:
        """The value that begins here.

        Raises: NotBer.
        """
        tag, body, size = self._head(place, limit)
        if size >= 0:
            return Node(tag, place, body, body + size, body + size)
        end = self._ends.get(place)
        if end is None:
            end = self._close(place, body, limit)
        return Node(tag, place, body, end, end + 2)

    def children(self, node: Node) -> Iterator[Node]:
        """The values inside.

        Raises: NotBer.
        """
        place = node.body
        while place < node.end:
            child = self.at(place, node.end)
            yield child
            place = child.next

    def first(self, node: Node) -> Node:
        """The first value inside.

        Raises: NotBer.
        """
        found = next(self.children(node), None)
        if found is None:
            raise NotBer("nothing inside")
        return found

    def listed(self, node: Node, tag: int = SEQUENCE, most: int = 1000) -> list[Node]:
        """The values inside one that has to be of this kind.

        Raises: NotBer.
        """
        if node.tag != tag:
            raise NotBer(f"0x{node.tag:02x} where 0x{tag:02x} should be")
        found: list[Node] = []
        for child in self.children(node):
            if len(found) >= most:
                break
            found.append(child)
        return found

    def raw(self, node: Node) -> bytes:
        """The value with its head."""
        return bytes(self.data[node.start : node.next])

    def value(self, node: Node) -> bytes:
        """The content; of one in pieces all of them together.

        Raises: NotBer.
        """
        return b"".join(self.pieces(node)) if node.inside else bytes(self.data[node.body : node.end])

    def pieces(self, node: Node) -> Iterator[bytes]:
        """The content of a text of bytes, which may itself lie in pieces.

        Raises: NotBer.
        """
        waiting = [iter((node,))]
        while waiting:
            found = next(waiting[-1], None)
            if found is None:
                waiting.pop()
            elif not found.inside:
                for place in range(found.body, found.end, _STEP):
                    yield bytes(self.data[place : min(place + _STEP, found.end)])
            elif len(waiting) > _DEEP:
                raise NotBer("too deep")
            else:
                waiting.append(self.children(found))

    def _head(self, place: int, limit: int) -> tuple[int, int, int]:
        """The first byte, where the content begins, and its size; -1 where that is not said."""
        self._looked += 1
        if self._looked > _MOST:
            raise NotBer("too many values")
        if place + 2 > limit:
            raise CutOff("a head is cut off")
        data = self.data
        tag, at = data[place], place + 1
        if tag & 0x1F == 0x1F:  # a number of several bytes
            while at < limit and data[at] & 0x80 and at < place + 6:
                at += 1
            at += 1
        if at >= limit:
            raise CutOff("a head is cut off")
        size, at = data[at], at + 1
        if size == 0x80:
            if not tag & _CONSTRUCTED:
                raise NotBer("no length")
            return tag, at, -1
        if size > 0x80:
            count = size & 0x7F
            if count > 8:
                raise NotBer("a length that cannot be")
            size, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + size > limit:
            raise CutOff("longer than what there is")
        return tag, at, size

    def _close(self, start: int, body: int, limit: int) -> int:
        """Where the content of a value of unknown length ends; what is learned of those inside it is kept."""
        opened, place = [start], body
        while True:
            if bytes(self.data[place : min(place + 2, limit)]) == b"\0\0":
                self._ends[opened.pop()] = place
                if not opened:
                    return place
                place += 2
                continue
            known = self._ends.get(place)
            if known is not None:
                place = known + 2
                continue
            _, inner, size = self._head(place, limit)
            if size >= 0:
                place = inner + size
            elif len(opened) >= _DEEP:
                raise NotBer("too deep")
            else:
                opened.append(place)
                place = inner


def oid(raw: bytes) -> str:
    """An object identifier with its dots; "" where it is none."""
    if not raw or raw[-1] & 0x80 or len(raw) > 64:
        return ""
    numbers, number = list[int](), 0
    for byte in raw:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(str(part) for part in (first, numbers[0] - 40 * first, *numbers[1:]))


def text(tag: int, raw: bytes) -> str:
    """A text of any of its kinds, in one line."""
    name = _LETTERS.get(tag, "")
    try:
        found = raw.decode(name or "utf-8")
    except UnicodeDecodeError:
        found = raw.decode(name or "latin-1", "replace")
    return " ".join(found.replace("\0", "").split())


def time(tag: int, raw: bytes) -> str:
    """A time in RFC 3339; "" where it is none. Of two digits for the year those from 50 on are of the last century."""
    said = raw[:40].decode("ascii", "replace").strip()
    if tag == 0x17:
        said = ("19" if said[:2] >= "50" else "20") + said
    found = _TIME.fullmatch(said)
    if found is None:
        return ""
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        when = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        if found[7]:
            off = timedelta(hours=int(found[8]), minutes=int(found[9] or 0))
            when += -off if found[7] == "+" else off
    except (ValueError, OverflowError):
        return ""
    return f"{when.year:04d}-{when:%m-%dT%H:%M:%SZ}"
