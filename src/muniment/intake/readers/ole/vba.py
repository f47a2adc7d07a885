"""Macros: the sources of a project of Visual Basic, as they were written.

Source: [MS-OVBA] 2.3.4.2 (the list of modules), 2.4.1 (how it is packed). What a module was compiled to is not looked at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from muniment.intake.readers.ole.ole import STREAM, Compound, Entry
from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode, of_page

STORAGE, _LIST = "vba", "dir"
_CODE_PAGE, _NAME, _STREAM_NAME, _STREAM_NAME_WIDE, _OFFSET, _VERSION = 0x03, 0x19, 0x1A, 0x32, 0x31, 0x09
_CHUNK = 4096
_LONGEST = 32 << 20  # letters of one module
Spend = Callable[[int], None]


@dataclass(slots=True)
class Module:
    """One module: its name, and its source; None where it is not to be had."""

    name: str
    source: str | None = None


@dataclass(slots=True)
class _Listed:
    name: str
    stream: str
    offset: int = 0


def modules(compound: Compound, storage: Entry, spend: Spend) -> Iterator[Module]:
    """The modules in a storage of macros; none where it has no list of them.

    Raises: LimitReached.
    """
    children = compound.children(storage)
    entry = children.get(_LIST)
    if entry is None or entry.kind != STREAM:
        return
    codec, listed = _listed(unpacked(compound.stream(entry), spend))
    for one in listed:
        found = children.get(one.stream.lower())
        packed = compound.stream(found)[one.offset :] if found is not None and found.kind == STREAM else b""
        data = unpacked(packed, spend)
        if not data:
            yield Module(one.name)
            continue
        text = decode(data, codec)[0].replace("\r\n", "\n").replace("\r", "\n")
        yield Module(one.name, text)


def _listed(data: bytes) -> tuple[str, list[_Listed]]:
    """The codec of the project, and its modules."""
    codec, found, at = WESTERN, list[_Listed](), 0
    while at + 6 <= len(data):
        kind = int.from_bytes(data[at : at + 2], "little")
        size = int.from_bytes(data[at + 2 : at + 6], "little")
        size = 6 if kind == _VERSION else size  # it says four, and has six
        body = data[at + 6 : at + 6 + size]
        at += 6 + size
        if kind == _CODE_PAGE:
            codec = of_page(int.from_bytes(body, "little")) or WESTERN
        elif kind == _NAME:
            name = decode(body, codec)[0]
            found.append(_Listed(name, name))
        elif kind == _STREAM_NAME and found:
            found[-1].stream = decode(body, codec)[0]
        elif kind == _STREAM_NAME_WIDE and found and body:
            found[-1].stream = body.decode("utf-16-le", "replace")
        elif kind == _OFFSET and found:
            found[-1].offset = int.from_bytes(body, "little")
    return codec, found


def unpacked(data: bytes, spend: Spend) -> bytes:
    """What is packed in chunks of 4096 bytes, as far as it is to be had.

    Raises: LimitReached.
    """
    found = bytearray()
    if data[:1] != b"\1":
        return b""
    at = 1
    while at + 2 <= len(data) and len(found) < _LONGEST:
        head = int.from_bytes(data[at : at + 2], "little")
        if head & 0x7000 != 0x3000:
            break
        end = min(at + 3 + (head & 0x0FFF), len(data))
        piece = _chunk(data[at + 2 : end]) if head & 0x8000 else data[at + 2 : at + 2 + _CHUNK]
        spend(len(piece))
        found += piece
        at = end if head & 0x8000 else at + 2 + _CHUNK
    return bytes(found)


def _chunk(data: bytes) -> bytes:
    """One chunk: eight letters or copies of what came before, after a byte that says which is which."""
    found, at = bytearray(), 0
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(found) >= _CHUNK:
                break
            if not flags >> bit & 1:
                found.append(data[at])
                at += 1
                continue
            token = int.from_bytes(data[at : at + 2], "little")
            at += 2
            bits = max((len(found) - 1).bit_length(), 4) if found else 4
            count = min((token & (0xFFFF >> bits)) + 3, _CHUNK - len(found))
            back = (token >> 16 - bits) + 1
            if back > len(found):
                return bytes(found)
            for _ in range(count):
                found.append(found[-back])
    return bytes(found)
