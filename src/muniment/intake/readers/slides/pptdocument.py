"""The document of an old presentation: its slides, notes and masters in order, what they link to, what they embed."""

from dataclasses import dataclass, field

from muniment.intake.readers.ole import artrecords
from muniment.intake.readers.ole.artrecords import Record
from muniment.intake.readers.slides import ppttext

_LIST, _NAMED, _EXTERNAL = 0x0FF0, 0x03F3, 0x0409
_LINK = 0x0FD7
_EMBEDDED, _LINKED, _CONTROL, _OBJECT = 0x0FCC, 0x0FCE, 0x0FEE, 0x0FC3
_MEDIA = frozenset({0x1004, 0x1005, 0x1006, 0x1007, 0x100D, 0x100E, 0x100F})  # sounds and films that lie elsewhere
_SOUND, _SOUND_DATA, _SOUNDS = 0x07E6, 0x07E7, 0x07E4
_MACROS_SAID = 0x0400
_FOOTERS = 0x0FD9
_SLIDES, _MASTERS, _NOTES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Named:
    """An object of the document: the number of its place, its own number, and texts that the document keeps of it."""

    place: int
    number: int
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """Something embedded or linked: the number of its place, what it is called, and whether it lies elsewhere."""

    place: int
    name: str
    program: str
    linked: bool
    active: bool


@dataclass(slots=True)
class Show:
    """What the document says."""

    slides: list[Named] = field(default_factory=list)
    masters: list[Named] = field(default_factory=list)
    notes: list[Named] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    objects: list[Object] = field(default_factory=list)
    sounds: list[tuple[str, Record]] = field(default_factory=list)
    macros: list[int] = field(default_factory=list)  # numbers of places
    footers: list[str] = field(default_factory=list)


def read(stream: bytes, document: Record) -> Show:
    """All that is used here."""
    show = Show()
    for part in artrecords.children(stream, document.start, document.end):
        if part.kind == _LIST:
            _list(stream, part, show)
        elif part.kind == _EXTERNAL:
            for external in artrecords.children(stream, part.start, part.end):
                _external(stream, external, show)
        elif part.kind == _SOUNDS:
            _sounds(stream, part, show)
        elif part.kind == _FOOTERS:
            show.footers += [text for text in ppttext.strings(stream, part).values() if text]
        else:
            _macros(stream, part, show)
    return show


def _list(stream: bytes, record: Record, show: Show) -> None:
    into = {_SLIDES: show.slides, _MASTERS: show.masters, _NOTES: show.notes}.get(record.instance)
    if into is None:
        return
    for named, texts in ppttext.outlines(stream, record, _NAMED):
        place = _number(stream, named.start)
        into.append(Named(place, _number(stream, named.start + 12), tuple(texts)))


def _external(stream: bytes, record: Record, show: Show) -> None:
    if record.kind == _LINK:
        said = ppttext.strings(stream, record)
        target, place = said.get(1, ""), said.get(3, "")
        if target:
            show.links[f"{target}#{place}" if place and "#" not in target else target] = None
    elif record.kind in {_EMBEDDED, _LINKED, _CONTROL}:
        said = ppttext.strings(stream, record)
        for part in artrecords.children(stream, record.start, record.end):
            if part.kind == _OBJECT and part.end - part.start >= 20:
                where = _number(stream, part.start + 16)
                name = said.get(1) or said.get(3) or ""
                active, linked = record.kind == _CONTROL, record.kind == _LINKED
                show.objects.append(Object(where, name, said.get(2, ""), linked=linked, active=active))
    elif record.kind in _MEDIA:
        for part in artrecords.walk(stream, record.start, record.end):
            if part.kind == ppttext.STRING and (text := ppttext.of(stream, part)):
                show.media[text] = None


def _sounds(stream: bytes, record: Record, show: Show) -> None:
    for sound in artrecords.children(stream, record.start, record.end):
        if sound.kind != _SOUND:
            continue
        said = ppttext.strings(stream, sound)
        for part in artrecords.children(stream, sound.start, sound.end):
            if part.kind == _SOUND_DATA:
                name = said.get(0, "")
                ending = said.get(1, "")
                show.sounds.append(
                    (name if not ending or name.lower().endswith(ending.lower()) else name + ending, part)
                )


def _macros(stream: bytes, record: Record, show: Show) -> None:
    """Where the macros lie, in the list of what else the document says."""
    if not record.container:
        return
    for part in artrecords.walk(stream, record.start, record.end):
        if part.kind == _MACROS_SAID and part.end - part.start >= 8 and _number(stream, part.start + 4):
            show.macros.append(_number(stream, part.start))


def _number(stream: bytes, at: int) -> int:
    return int.from_bytes(stream[at : at + 4], "little")
