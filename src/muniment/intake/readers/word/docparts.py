"""What lies in an old Word document beside its text: pictures, forms, the words of drawings, objects, macros."""

from collections.abc import Iterable, Iterator

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import artrecords, oleobjects
from muniment.intake.readers.ole.artpictures import Pictures
from muniment.intake.readers.ole.ole import STORAGE, Compound
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.word import docfib
from muniment.intake.readers.word.docfib import Fib
from muniment.intake.readers.word.docnotes import texts
from muniment.model.reading import Child

_SHAPE, _NAMED_FILE = 0x64, 0x66
_METAFILE, _OLD_FILES = 8, {0x5E: "tif", 0x62: "tif", 0x63: "bmp"}
_GROUP, _DRAWING = 0xF000, 0xF002
_POOL = "objectpool"
_MACROS = ("macros", "_vba_project_cur")
_FORM = b"\xff\xff\xff\xff"
_DROPDOWN = 2
_TIMES = 2  # how often all bytes may be looked at


def pictures(fib: Fib, streams: dict[str, bytes], table: bytes, places: Iterable[int], rows: Rows, words: Flow) -> None:
    """Pictures in the text, then those that float; what they say in words goes to `words`."""
    found = Pictures(rows)
    data = streams["data"] if fib.version == 8 else streams["text"]
    for place, end in _apart(data, places):
        _inline(data, place, end, found, rows, words)
    drawings = fib.place(docfib.DRAWINGS)
    start, end = drawings.at, min(drawings.at + drawings.size, len(table))
    group = artrecords.at(table, start, end)
    if group is None or group.kind != _GROUP:
        return
    found.of(table, start, group.end, "drawings", beside=streams["text"])
    at = group.end + 1  # a byte says whose drawing follows
    while (drawing := artrecords.at(table, at, end)) is not None and drawing.kind == _DRAWING:
        artrecords.say(table, at, drawing.end, words)
        at = drawing.end + 1


def _apart(data: bytes, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where what lies at these places begins and ends. Damaged sizes let one lie in the other: that ends soon."""
    left = _TIMES * len(data)
    for place in sorted(places):
        size = int.from_bytes(data[place : place + 4], "little")
        end = min(place + size, len(data))
        left -= max(end - place, 0)
        if left < 0:
            return
        if end > place:
            yield place, end


def _inline(data: bytes, place: int, end: int, found: Pictures, rows: Rows, words: Flow) -> None:
    """A picture that stands among the characters."""
    head = int.from_bytes(data[place + 4 : place + 6], "little")
    kind = int.from_bytes(data[place + 6 : place + 8], "little")
    start = place + head
    if head < 8 or start >= end:
        return
    if kind in {_SHAPE, _NAMED_FILE}:
        if kind == _NAMED_FILE:
            start += 1 + data[start]
        found.of(data, start, end, "data")
        artrecords.say(data, start, end, words)
    elif kind == _METAFILE or kind in _OLD_FILES:
        body = data[start:end]
        row = Child(f"data:{place:x}", f"picture at {place:x}.{_OLD_FILES.get(kind, 'wmf')}", size=len(body))
        rows.member(row, body)


def forms(data: bytes, places: Iterable[int], words: Flow) -> None:
    """What the fields of a form say: their first text, their choices, their help."""
    for place, end in _apart(data, places):
        start = place + int.from_bytes(data[place + 4 : place + 6], "little")
        said = data[start:end]
        if said.startswith(_FORM) and len(said) > 10:
            words.add("\n".join(dict.fromkeys(_form(said))), "alt")


def _form(said: bytes) -> list[str]:
    kind, at = said[4] & 3, 10
    found: list[str] = []
    for number in range(7):  # name, first text, format, help, status, and two macros
        if number == 1 and kind:
            at += 2  # a number in place of a first text
            continue
        size = 2 * int.from_bytes(said[at : at + 2], "little")
        text = said[at + 2 : at + 2 + size].decode("utf-16-le", "replace").strip()
        if text and number in {1, 3, 4}:
            found.append(text)
        at += 4 + size
    return found + texts(said[at:]) if kind == _DROPDOWN else found


def objects(compound: Compound, rows: Rows) -> None:
    """Embedded objects."""
    pool = compound.children(compound.root).get(_POOL)
    if pool is None or pool.kind != STORAGE:
        return
    storages = [entry for entry in compound.children(pool).values() if entry.kind == STORAGE]
    for number, entry in enumerate(storages, start=1):
        found = oleobjects.of_storage(compound, entry)
        oleobjects.give(rows, f"object:{entry.name}", found, {}, f"object {number}")


def macros(compound: Compound, rows: Rows) -> bool:
    """Macros, as members; tells whether there are any."""
    children = compound.children(compound.root)
    found = [children[name] for name in _MACROS if name in children and children[name].kind == STORAGE]
    for entry in found:
        oleobjects.give(rows, f"macros:{entry.name}", oleobjects.of_storage(compound, entry), {}, entry.name)
    return bool(found)
