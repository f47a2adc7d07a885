"""Old Office files made for tests: the least that Word 2, 6 and 97 and PowerPoint 97 take for one of theirs."""

import struct
import zlib
from collections.abc import Mapping, Sequence

from muniment.intake.readers.ole.olewrite import Node, write

TEXT_AT = 0x800
SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
DOCUMENT = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
OWN = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
STORIES = ("body", "note", "header", "macro", "comment", "endnote", "textbox", "headertextbox")


def property_set(format_: bytes, values: Mapping[int, bytes]) -> bytes:
    """A stream with one set; each value stands with its type before it."""
    return property_sets((format_, values))


def property_sets(*sets: tuple[bytes, Mapping[int, bytes]]) -> bytes:
    """A stream with these sets."""
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 2, bytes(16), len(sets))
    bodies: list[bytes] = []
    for _, values in sets:
        lines, data, at = b"", b"", 8 + 8 * len(values)
        for number, value in values.items():
            padded = value + bytes(-len(value) % 4)
            lines += struct.pack("<II", number, at + len(data))
            data += padded
        bodies.append(struct.pack("<II", at + len(data), len(values)) + lines + data)
    at, places = 28 + 20 * len(sets), b""
    for (format_, _), body in zip(sets, bodies, strict=True):
        places += format_ + struct.pack("<I", at)
        at += len(body)
    return head + places + b"".join(bodies)


def narrow(text: str, codec: str = "cp1252") -> bytes:
    """A text of one byte a character, as the value of a property."""
    raw = text.encode(codec) + b"\0"
    return struct.pack("<II", 0x1E, len(raw)) + raw


def moment(ticks: int) -> bytes:
    """A time as the value of a property."""
    return struct.pack("<IQ", 0x40, ticks)


def compound(*nodes: Node) -> bytes:
    """A compound file with these streams and storages."""
    return write(Node("Root Entry", children=list(nodes)))


def plc(borders: Sequence[int], rows: Sequence[bytes] = ()) -> bytes:
    """A table of borders, then of what stands between them."""
    return struct.pack(f"<{len(borders)}I", *borders) + b"".join(rows)


def pieces(rows: Sequence[tuple[int, int]], borders: Sequence[int]) -> bytes:
    """The table of pieces: (place, 1 where it is of one byte a character)."""
    said = [struct.pack("<HIH", 0, at * 2 | 0x4000_0000 if is_narrow else at, 0) for at, is_narrow in rows]
    table = plc(borders, said)
    return b"\2" + struct.pack("<I", len(table)) + table


def page(runs: Sequence[tuple[int, int, bytes]]) -> bytes:
    """A page of runs of characters, and what is said of them."""
    found = bytearray(512)
    at = 510
    borders = [start for start, _, _ in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(borders)}I", found, 0, *borders)
    for index, (_, _, said) in enumerate(runs):
        if said:
            at = (at - len(said) - 1) & ~1
            found[at] = len(said)
            found[at + 1 : at + 1 + len(said)] = said
            found[4 * len(borders) + index] = at // 2
    found[511] = len(runs)
    return bytes(found)


def paragraph_page(runs: Sequence[tuple[int, int, bytes]]) -> bytes:
    """A page of paragraphs, and what is said of them: the number of a style, then properties."""
    found = bytearray(512)
    at = 510
    borders = [start for start, _, _ in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(borders)}I", found, 0, *borders)
    for index, (_, _, said) in enumerate(runs):
        whole = said + bytes(len(said) % 2)
        at -= len(whole) + 2
        found[at + 1] = len(whole) // 2
        found[at + 2 : at + 2 + len(whole)] = whole
        found[4 * len(borders) + 13 * index] = at // 2
    found[511] = len(runs)
    return bytes(found)


def list_level(text: str, start: int = 1, form: int = 0) -> bytes:
    """A level of a list; in its text the characters 0 to 8 stand for the numbers of the levels."""
    places = bytes(at for at, letter in enumerate(text, start=1) if ord(letter) < 9).ljust(9, b"\0")
    return (
        struct.pack("<iBB9sB12x", start, form, 0, places, 0) + struct.pack("<H", len(text)) + text.encode("utf-16-le")
    )


def word(
    stories: Mapping[str, str],
    tables: Mapping[int, bytes] | None = None,
    *,
    runs: Sequence[tuple[int, int, bytes]] = (),
    paragraphs: Sequence[tuple[int, int, bytes]] = (),
    flags: int = 0x0200,
    more: Sequence[Node] = (),
    data: bytes = b"",
    clx: bytes | None = None,
) -> bytes:
    """A document of Word 97: its stories, further tables by number, and runs and paragraphs between numbers of characters."""
    text = "".join(stories.get(name, "") for name in STORIES)
    raw = text.encode("utf-16-le")
    units = len(raw) // 2
    tables = dict(tables or {})
    tables[33] = pieces([(TEXT_AT, 0)], [0, units]) if clx is None else clx
    stream = bytearray(TEXT_AT)
    stream += raw + bytes(-len(raw) % 512)
    if runs:
        where = len(stream) // 512
        shown = [(TEXT_AT + 2 * start, TEXT_AT + 2 * end, said) for start, end, said in runs]
        stream += page(shown)
        tables[12] = plc([shown[0][0], shown[-1][1]], [struct.pack("<I", where)])
    if paragraphs:
        where = len(stream) // 512
        shown = [(TEXT_AT + 2 * start, TEXT_AT + 2 * end, said) for start, end, said in paragraphs]
        stream += paragraph_page(shown)
        tables[13] = plc([shown[0][0], shown[-1][1]], [struct.pack("<I", where)])
    table = b""
    struct.pack_into("<HHHHHH", stream, 0, 0xA5EC, 0xC1, 0, 0x0409, 0, flags)
    struct.pack_into("<II", stream, 0x18, TEXT_AT, TEXT_AT + len(raw))
    for at, name in enumerate(STORIES):
        struct.pack_into("<I", stream, 76 + 4 * at, len(stories.get(name, "").encode("utf-16-le")) // 2)
    struct.pack_into("<H", stream, 152, 136)
    for number, said in tables.items():
        struct.pack_into("<II", stream, 154 + 8 * number, len(table), len(said))
        table += said
    nodes = [Node("WordDocument", bytes(stream)), Node("1Table", table)]
    if data:
        nodes.append(Node("Data", data))
    return compound(*nodes, *more)


def old_word(text: bytes, *, magic: int = 0xA5DC, version: int = 101, language: int = 0x0409) -> bytes:
    """The stream of a document of Word 6 or Word 2, all in one run."""
    stream = bytearray(0x300)
    struct.pack_into("<HHHHHH", stream, 0, magic, version, 0, language, 0, 0)
    struct.pack_into("<II", stream, 0x18, len(stream), len(stream) + len(text))
    struct.pack_into("<I", stream, 0x34, len(text))
    return bytes(stream) + text


def record(kind: int, body: bytes, instance: int = 0, *, container: bool = False) -> bytes:
    """A record of a drawing or of a presentation."""
    return struct.pack("<HHI", instance << 4 | (15 if container else 0), kind, len(body)) + body


def holding(kind: int, *records: bytes, instance: int = 0) -> bytes:
    """A container."""
    return record(kind, b"".join(records), instance, container=True)


def said(text: str, instance: int = 0) -> bytes:
    """A string of a presentation."""
    return record(0x0FBA, text.encode("utf-16-le"), instance)


def box(text: str, *, narrow_: bool = False) -> bytes:
    """A shape with a text."""
    atom = record(0x0FA8, text.encode("latin-1")) if narrow_ else record(0x0FA0, text.encode("utf-16-le"))
    return holding(0xF004, holding(0xF00D, record(0x0F9F, bytes(4)), atom))


def listed(place: int, number: int, *texts: str) -> bytes:
    """A line of the list of slides, of notes or of masters, with the texts that the document keeps."""
    found = record(0x03F3, struct.pack("<IIiII", place, 0, len(texts), number, 0))
    return found + b"".join(record(0x0F9F, bytes(4)) + record(0x0FA0, text.encode("utf-16-le")) for text in texts)


def packed_object(data: bytes) -> bytes:
    """An embedded object, packed."""
    return record(0x1011, struct.pack("<I", len(data)) + zlib.compress(data), 1)


def slideshow(
    objects: Mapping[int, bytes], *, document: int = 1, locked: bool = False, more: Sequence[Node] = ()
) -> bytes:
    """A presentation of these objects by number; the document is one of them."""
    stream, places = b"", []
    for number, body in objects.items():
        places.append((number, len(stream)))
        stream += body
    rows = b"".join(struct.pack("<II", number | 1 << 20, at) for number, at in places)
    directory = len(stream)
    stream += record(0x1772, rows)
    edit = len(stream)
    stream += record(0x0FF5, struct.pack("<IIIIIII", 0, 0, 0, directory, document, len(objects), 0))
    token = 0xF3D1C4DF if locked else 0xE391C05F
    user = struct.pack("<HHIIIII", 0, 0x0FF6, 20, 20, token, edit, 0)
    return compound(Node("PowerPoint Document", stream), Node("Current User", user), *more)
