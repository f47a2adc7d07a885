"""What lies in an old presentation beside its text: pictures, embedded objects, sounds, macros."""

from collections.abc import Mapping
from dataclasses import replace

from muniment.intake.readers.ole import artrecords, oleobjects
from muniment.intake.readers.ole.artpictures import FIRST, LAST, Inflated, Pictures
from muniment.intake.readers.ole.artrecords import Record
from muniment.intake.readers.ole.ole import MAGIC, Compound, NotCompound
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.readers.rtf.rtfobject import Embedded
from muniment.intake.readers.slides.pptdocument import Show
from muniment.model.reading import Child, Json
from muniment.model.state import State

_STORED = 0x1011
_LARGEST = 64 << 20  # bytes of an object that is unpacked to be looked into
_RATIO, _FREE = 200, 16 << 20  # how much all packed objects may be together
_PACKED = 1


def pictures(stream: bytes, rows: Rows) -> None:
    """Pictures, in the order in which they lie."""
    found = Pictures(rows)
    for record in artrecords.children(stream, 0, len(stream)):
        if FIRST <= record.kind <= LAST:
            found.give(stream, record, "pictures")


class Objects:
    """Gives embedded objects to their rows, packed ones unpacked so far as the whole of them allows."""

    def __init__(self, stream: bytes, places: Mapping[int, Record | None], rows: Rows) -> None:
        self._stream = stream
        self._places = places
        self._rows = rows
        self._left = max(_FREE, _RATIO * len(stream))

    def objects(self, show: Show) -> bool:
        """Embedded objects, and links to such; tells whether one of them is a control."""
        active = False
        for number, item in enumerate(show.objects, start=1):
            facts: dict[str, Json] = {"program": item.program} if item.program else {}
            name = item.name or f"object {number}"
            row = Child(f"object:{number}", name, facts=facts)
            if item.linked:
                self._rows.unread(replace(row, kind="link", state=State.UNREAD_REFUSED, reason="link"))
                continue
            active |= item.active
            self._give(item.place, row)
        return active

    def macros(self, show: Show) -> None:
        """The macros, as members."""
        for number, place in enumerate(show.macros, start=1):
            self._give(place, Child(f"macros:{number}", "Macros"))

    def _give(self, place: int, row: Child) -> None:
        """An object, packed or not."""
        record = self._places.get(place)
        if record is None or record.kind != _STORED:
            self._rows.unread(replace(row, state=State.UNREAD_CORRUPT, reason="damaged"))
            return
        body = self._stream[record.start : record.end]
        if record.instance == _PACKED:
            size = int.from_bytes(body[:4], "little")
            if size > _LARGEST:
                self._rows.member(replace(row, size=size), Inflated(body[4:], size))
                return
            try:
                body, sound = self._unpacked(body[4:], size)
            except Damaged as fault:
                self._rows.unread(replace(row, state=fault.state, reason=fault.reason))
                return
            if not sound:
                row = replace(row, facts={**row.facts, "checksum": "wrong"})
        found = Embedded(body)
        if body.startswith(MAGIC):
            try:
                found = oleobjects.of_file(body, Compound(body))
            except NotCompound:
                found = Embedded(body)
        oleobjects.give(self._rows, row.locator, found, dict(row.facts), row.name)

    def _unpacked(self, packed: bytes, size: int) -> tuple[bytes, bool]:
        """The bytes of a packed object, and whether their checksum is right.

        Raises: Damaged, where they are not whole, more than is said, or more than all objects together may have.
        """
        stream, found = Inflated(packed, size), bytearray()
        while piece := stream.read():
            found += piece
            self._left -= len(piece)
            if self._left < 0:
                raise Damaged("limit-ratio", State.UNREAD_LIMIT)
            if len(found) > size:
                raise Damaged("damaged")
        return bytes(found), stream.sound


def sounds(stream: bytes, show: Show, rows: Rows) -> None:
    """Sounds that lie in the presentation."""
    for number, (name, record) in enumerate(show.sounds, start=1):
        row = Child(f"sound:{number}", name or f"sound {number}", size=record.end - record.start)
        rows.member(row, stream[record.start : record.end])
