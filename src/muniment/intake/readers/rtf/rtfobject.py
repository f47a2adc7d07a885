"""Objects inside documents (OLE 1.0): what was embedded, without what is wrapped round it."""

import struct
from dataclasses import dataclass, field

from muniment.intake.readers.ole.ole import MAGIC, Compound, NotCompound
from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode
from muniment.model.reading import Json

_LINKED, _EMBEDDED = 1, 2
_LONGEST = 4096  # of a name or a path
NATIVE = "\x01ole10native"


@dataclass(frozen=True, slots=True)
class Embedded:
    """The bytes of an object and what is said of it. One that is `linked` lies elsewhere: that is not followed."""

    data: bytes
    name: str = ""
    linked: bool = False
    facts: dict[str, Json] = field(default_factory=dict)


class _Fields:
    """Reads fields from the front; past the end everything is empty, and `short` says so."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0
        self.short = False

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    def take(self, size: int) -> bytes:
        found = self._data[self.at : self.at + size]
        self.short |= len(found) < size
        self.at += size
        return found

    def counted(self) -> str:
        """A text with its length before it and a zero behind it."""
        size = self.number()
        if size > _LONGEST:
            self.short = True
            return ""
        return _text(self.take(size).partition(b"\0")[0])

    def ended(self) -> str:
        """A text up to the next zero."""
        end = self._data.find(b"\0", self.at, self.at + _LONGEST)
        if end < 0:
            self.short = True
            return ""
        found = self._data[self.at : end]
        self.at = end + 1
        return _text(found)

    def wide(self) -> str:
        """A text of 16-bit units with their number before it."""
        size = self.number()
        if size > _LONGEST:
            self.short = True
            return ""
        return self.take(2 * size).decode("utf-16-le", "replace")


def unwrap(data: bytes) -> Embedded:
    """What an OLE 1.0 object holds; where it is none, the bytes as they are."""
    fields = _Fields(data)
    version, kind = fields.number(), fields.number()
    if version >> 16 or version & 0xFF not in {1, 2} or kind not in {_LINKED, _EMBEDDED}:
        return Embedded(data)
    class_, topic, item = fields.counted(), fields.counted(), fields.counted()
    facts: dict[str, Json] = {"class": class_} if class_ else {}
    if kind == _LINKED:
        if target := "!".join(filter(None, (topic, item))):
            facts["target"] = target
        return Embedded(data, linked=True, facts=facts)
    size = fields.number()
    inner = fields.take(size)
    if fields.at > len(data) + size or not inner:
        return Embedded(data, facts=facts)
    if fields.short:
        facts["cut_off"] = True
    found = native(inner) if inner.startswith(MAGIC) else package(inner) if class_.lower() == "package" else None
    if found is None:
        return Embedded(inner, facts=facts)
    return Embedded(found.data, found.name, found.linked, {**facts, **found.facts})


def native(data: bytes) -> Embedded | None:
    """What a compound file holds in its stream of native data; None where it has none."""
    try:
        compound = Compound(data)
    except NotCompound:
        return None
    entry = compound.children(compound.root).get(NATIVE)
    return None if entry is None else sized(compound.stream(entry))


def sized(stream: bytes) -> Embedded | None:
    """What a stream of native data holds: its size, then mostly a package."""
    if len(stream) < 4:
        return None
    inner = stream[4 : 4 + struct.unpack_from("<I", stream)[0]]
    return package(inner) or (Embedded(inner) if inner else None)


def package(data: bytes) -> Embedded | None:
    """The computer file in a package, and the names that it had; None where it is no package."""
    fields = _Fields(data)
    if fields.number(2) != 2:
        return None
    label, path = fields.ended(), fields.ended()
    _, kind = fields.number(2), fields.number(2)
    if kind == 1:  # a link to a computer file
        return Embedded(data, label, linked=True, facts={"target": path}) if path and not fields.short else None
    temporary, size = fields.counted(), fields.number()
    content = fields.take(size)
    if fields.short and not content:
        return None
    facts: dict[str, Json] = {"cut_off": True} if fields.short else {}
    if not fields.short and len(data) >= fields.at + 12:
        wide = [fields.wide() for _ in range(3)]
        if not fields.short:
            temporary, label, path = (new or old for new, old in zip(wide, (temporary, label, path), strict=True))
    facts |= {key: value for key, value in (("path", path), ("temporary_path", temporary)) if value}
    return Embedded(content, label, facts=facts)


def _text(raw: bytes) -> str:
    return decode(raw, WESTERN)[0]
