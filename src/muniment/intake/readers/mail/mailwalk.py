"""The parts of a mail, found by where its boundaries stand: one pass, no recursion, no copies, however deep it is nested.

Source: RFC 2046 section 5.1, read leniently. A boundary counts as long as the part that declares it has not ended, so
that what follows a closing line is found as well. Nothing between two boundaries is passed over.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, field, replace

from muniment.intake.readers.mail import mailparameters
from muniment.intake.readers.mail.mailfields import Buffer, Head, block
from muniment.intake.readers.mail.mailparameters import Structured

_DEEP = 32  # multiparts in each other, from which on a part is named by where it lies
_MOST = 500_000  # parts; what follows them is one rest
_GUESS = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r*\n(?=[!-9;-~]+:|\r*\n)", re.MULTILINE)
_AHEAD = 4096  # bytes of a multipart in which its first boundary is looked for
_LINE = 1000  # no boundary is longer


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds no other parts, and where its body lies; `within` is the type of the multipart that it stands in."""

    path: str
    head: Head
    type: Structured
    start: int
    end: int
    within: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """Text before the first boundary of a multipart, or after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What was not walked any more."""

    start: int
    end: int


@dataclass(slots=True)
class _Level:
    """A multipart whose end is not reached."""

    path: str
    leaf: Leaf  # what it is if no boundary of it is ever met
    edges: list[bytes]
    count: int = 0
    closed: bool = False
    first: int = 0  # where its first part begins, its headers with it


@dataclass(slots=True)
class Walk:
    """One walk. Afterwards `kinds` holds the types of the multiparts met, and `ended` says whether the outermost was closed.

    `signed` says where what a detached signature is for lies, by the path of the part that the signature is.
    """

    data: Buffer
    kinds: dict[str, Structured] = field(default_factory=dict)
    signed: dict[str, tuple[int, int]] = field(default_factory=dict)
    ended: bool = True
    malformed: bool = False
    _levels: list[_Level] = field(default_factory=list)
    _edges: dict[bytes, list[int]] = field(default_factory=dict)
    _start: int = 0  # of what is being passed over now
    _leaf: Leaf | None = None  # where that is a leaf
    _returns: bool = False  # whether the last boundary's line ended with a carriage return too
    _parts: int = 0

    def parts(self, head: Head) -> Generator[Leaf | Outside | Rest, None, None]:
        """All parts in their order. Cost: linear."""
        data, size = self.data, len(self.data)
        self._enter(head, "1", "", "")
        place = max(head.end - 1, 0)
        while self._levels and (place := data.find(b"\n--", place)) >= 0:
            stop = data.find(b"\n", place + 3, place + _LINE + 3)
            if stop < 0:
                stop = size if size <= place + _LINE + 3 else place + _LINE
            level, closing = self._edge(data[place + 3 : stop].rstrip(b" \t\r"))
            if level is None:
                place = stop
                continue
            if stop < size:
                self._returns = data[stop - 1] == 13  # "\r"
            self._note(self._levels[level], self._before(place))
            yield self._leave(self._before(place), level)
            self._drop(level)
            self._start = min(stop + 1, size)
            place = stop
            if closing:
                self._levels[level].closed = True
            elif self._parts >= _MOST:
                yield Rest(self._start, size)
                return
            else:
                place = self._open(self._levels[level])
        self.ended = not self._levels or self._levels[0].closed
        yield self._leave(size, -1)

    def _edge(self, line: bytes) -> tuple[int | None, bool]:
        """The multipart whose boundary a line is, and whether it closes it."""
        if found := self._edges.get(line):
            return found[-1], False
        if line.endswith(b"--") and (found := self._edges.get(line[:-2])):
            return found[-1], True
        return None, False

    def _before(self, place: int) -> int:
        """Where the part before this line end ends: the line end belongs to the boundary, and is like the boundary's own."""
        if self._returns and place > self._start and self.data[place - 1] == 13:
            place -= 1
        return max(place, self._start)

    def _note(self, level: _Level, end: int) -> None:
        """Keep where the first part of a signed multipart lies."""
        if level.count == 1 and level.leaf.type.main == "multipart/signed":
            self.signed[f"{level.path}.2" if level.path else "2"] = (level.first, end)

    def _leave(self, end: int, level: int) -> Leaf | Outside:
        """What was passed over since the last boundary; the one that ends it is of this level."""
        leaf, start = self._leaf, self._start
        self._leaf = None
        if leaf is None and level < len(self._levels) - 1 and not self._levels[-1].count:
            leaf = self._levels[-1].leaf
            self.malformed |= bool(self.data[start : min(end, start + _AHEAD)].strip())
        return Outside(start, end) if leaf is None else replace(leaf, start=start, end=end)

    def _drop(self, level: int) -> None:
        """End all multiparts inside this one."""
        for gone in self._levels[level + 1 :]:
            for edge in gone.edges:
                self._edges[edge].pop()
                if not self._edges[edge]:
                    del self._edges[edge]
        del self._levels[level + 1 :]

    def _open(self, level: _Level) -> int:
        """A new part of this multipart; returns from where on boundaries are looked for."""
        level.count += 1
        level.closed = False
        if level.count == 1:
            level.first = self._start
        self._parts += 1
        head = block(self.data, self._start, self._edges)
        self.malformed |= head.malformed
        deep = len(self._levels) > _DEEP
        path = f"@{head.end}" if deep else f"{level.path}.{level.count}" if level.path else str(level.count)
        within = level.leaf.type.main
        self._enter(head, path, within, "message/rfc822" if within == "multipart/digest" else "")
        return max(head.end - 1, 0)

    def _enter(self, head: Head, path: str, within: str, default: str) -> None:
        self._start = head.end
        kind = self._type(head, default)
        leaf = Leaf(path, head, kind, head.end, head.end, within)
        edges = self._boundaries(kind, head.end) if kind.main.startswith("multipart/") else []
        if not edges:
            self._leaf = leaf
            return
        self.kinds.setdefault(kind.main, kind)
        for edge in edges:
            self._edges.setdefault(edge, []).append(len(self._levels))
        self._levels.append(_Level("" if not self._levels else path, leaf, edges))

    def _type(self, head: Head, default: str) -> Structured:
        """The first type among the fields that is one."""
        found = [mailparameters.media_type(value) for value in head.every(b"content-type")]
        kind = next((kind for kind in found if kind.main), None)
        if kind is None and found:
            self.malformed |= any(value.strip() for value in head.every(b"content-type"))
            return Structured("", found[0].parameters)
        return kind or Structured(default, {})

    def _boundaries(self, kind: Structured, start: int) -> list[bytes]:
        """What the boundary is said to be, and, where it is not met soon, what it seems to be."""
        given = kind.parameters.get("boundary")
        said = given.raw.strip() if given else b""
        ahead = self.data[max(start - 1, 0) : start + _AHEAD]
        edges = [said] if said else []
        if not said or b"\n--" + said not in ahead:
            found = _GUESS.search(ahead)
            if found and found[1] not in self._edges and found[1] != said and not self._closes(found[1]):
                edges.append(found[1])
                self.malformed |= not said
        return edges

    def _closes(self, line: bytes) -> bool:
        return line.endswith(b"--") and line[:-2] in self._edges
