"""Records of Office drawings and of old presentations: eight bytes say version, instance, kind and length; no recursion."""

from collections.abc import Iterator
from typing import NamedTuple

from muniment.intake.readers.flow import Flow

_HEAD = 8
_CONTAINER = 0x0F
_BLOB = 0x138B  # what a newer PowerPoint adds
_OPTIONS = frozenset({0xF00B, 0xF121, 0xF122})  # what a shape is like
_NAMES = {0x00C0: "", 0x0381: "alt"}  # words drawn as a picture; what a picture shows
_LONGEST = 1 << 16  # bytes of one text of a shape


class Record(NamedTuple):
    """One record; its bytes stand from `start` to `end`."""

    version: int
    instance: int
    kind: int
    start: int
    end: int
    whole: bool  # whether it ends where what holds it goes on

    @property
    def container(self) -> bool:
        """Whether it holds records."""
        return self.version == _CONTAINER or self.kind == _BLOB


def at(data: bytes, start: int, end: int) -> Record | None:
    """The record that begins here; None where there is no room for one."""
    if start < 0 or start + _HEAD > min(end, len(data)):
        return None
    first = int.from_bytes(data[start : start + 2], "little")
    kind = int.from_bytes(data[start + 2 : start + 4], "little")
    last = start + _HEAD + int.from_bytes(data[start + 4 : start + 8], "little")
    limit = min(end, len(data))
    return Record(first & 15, first >> 4, kind, start + _HEAD, min(last, limit), last <= limit)


def children(data: bytes, start: int, end: int) -> Iterator[Record]:
    """The records that stand here one behind the other."""
    while (found := at(data, start, end)) is not None:
        yield found
        start = found.end


def walk(data: bytes, start: int, end: int) -> Iterator[Record]:
    """All records from here on, a container before what it holds; what is damaged in one does not reach beyond it."""
    ends = [min(end, len(data))]
    while True:
        while (found := at(data, start, ends[-1])) is None:
            start = ends.pop()
            if not ends:
                return
        yield found
        if found.container:
            ends.append(found.end)
        start = found.start if found.container else found.end


def words(data: bytes, record: Record) -> Iterator[tuple[str, str]]:
    """What the options of a shape say in words: (the kind of a part, the text)."""
    if record.kind not in _OPTIONS:
        return
    place = record.start + 6 * record.instance  # the long values stand behind all the short ones
    for entry in range(record.start, min(place, record.end - 5), 6):
        number = int.from_bytes(data[entry : entry + 2], "little")
        if not number & 0x8000:
            continue
        size = int.from_bytes(data[entry + 2 : entry + 6], "little")
        kind = _NAMES.get(number & 0x3FFF)
        if kind is not None:
            text = data[place : min(place + size, place + _LONGEST, record.end)]
            said = text[: len(text) & ~1].decode("utf-16-le", "replace").rstrip("\0").strip()
            if said:
                yield kind, said
        place += size
        if place > record.end:
            return


def say(data: bytes, start: int, end: int, flow: Flow) -> None:
    """Write what the shapes here say in words, each once."""
    found = {said: None for record in walk(data, start, end) for said in words(data, record)}
    for kind, text in found:
        flow.add(text, kind)
