"""The pages of iWork documents from 2013 on: texts, tables, charts, notes and comments where they stand.

What nothing on a page refers to comes on a last page: no text of the document is left out for want of a place.
"""

import re
from collections.abc import Sequence

from muniment.intake.readers.apps import iworktables
from muniment.intake.readers.apps.iworkobjects import Object, Objects
from muniment.intake.readers.apps.iworktables import Table
from muniment.intake.readers.apps.iworkwire import Broken, Message
from muniment.intake.readers.flow import Flow
from muniment.model.reading import Page

PAGES, NUMBERS, KEYNOTE = (f"application/vnd.apple.{name}" for name in ("pages", "numbers", "keynote"))

_DOCUMENT = 1  # the id of the object that stands for the whole document
_PAGES_DOCUMENT = 10000
_SHEET, _SHOW, _NODE = 2, 2, 4
_SLIDES = (5, 6)
_STORAGES = (2001, 2005)
_COMMENT, _AUTHOR = 3056, 212
_CHART, _TITLES = 5021, {5023: (23,), 5027: (15, 16)}
_BEYOND = 10_000  # fields of charts begin here
_KINDS = {1: "header", 2: "note", 4: "note", 7: "contents"}  # of a storage; the body and text boxes have none
_MASTERS = re.compile(r"(?:Master|Template)Slide|Stylesheet|Theme", re.IGNORECASE)
_SIGNS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x04": "\n", "\x05": "\n", "\x0b": "\n", "\x0c": "\n"})
_NOTHING = dict.fromkeys([0xFFFC, 0x0E, *range(4), *range(6, 9)])  # marks of what stands in the text


class Document:
    """One document while its pages are made."""

    def __init__(self, objects: Objects, *, slides: bool) -> None:
        self._objects = objects
        self._seen: set[int] = set()
        self._comments = {self._text(one.message().text(1)) for one in self._sound(_COMMENT)}
        root = objects[_DOCUMENT]
        if root is not None and root.kind == _PAGES_DOCUMENT:
            self.type = PAGES
        else:
            self.type = KEYNOTE if slides or objects.of(*_SLIDES) else NUMBERS
        self.authors: dict[str, None] = {}
        self.failed_cells = 0

    def pages(self) -> list[Page]:
        """All pages."""
        said = self._objects.fields(_DOCUMENT)
        if self.type == PAGES:
            return self._document(said)
        found = self._slides(said) if self.type == KEYNOTE else self._sheets(said)
        return [*found, *self._left()]

    def _document(self, said: Message) -> list[Page]:
        flow = Flow()
        self._from([_reference(said, 4)], flow)
        self._rest(flow, masters=False)
        return [*([] if flow.blank else [flow.page()]), *self._left()]

    def _sheets(self, said: Message) -> list[Page]:
        """A page for each sheet, in their order."""
        found = []
        for number, place in enumerate(_references(said, 1), start=1):
            sheet, flow = self._objects.fields(place), Flow()
            if sheet.text(1):
                flow.add(sheet.text(1), "name")
            self._from(_references(sheet, 2), flow)
            found.append(flow.page(number, sheet.text(1)))
        return found

    def _slides(self, said: Message) -> list[Page]:
        """A page for each slide, in the order of the show; its title stands first, its notes last."""
        show = self._objects.fields(_reference(said, 2))
        nodes = _references(_within(show, 3), 2)
        places = dict.fromkeys(_reference(self._objects.fields(node), 2) for node in nodes)
        listed = [slide for place in places if (slide := self._objects[place]) is not None]
        others = [slide for slide in self._objects.of(*_SLIDES) if slide.number not in places]
        found = []
        for number, slide in enumerate([*listed, *(one for one in others if not _MASTERS.search(one.place))], start=1):
            flow, fields = Flow(), self._objects.fields(slide.number)
            self._from([_reference(fields, 5), _reference(fields, 6), *_references(fields, 7)], flow)
            self._rest(flow, place=slide.place)
            found.append(flow.page(number, fields.text(10)))
        return found

    def _left(self) -> list[Page]:
        """What no page took: other texts, and those of masters and styles."""
        found = []
        for label, masters in (("document", False), ("layout", True)):
            flow = Flow()
            self._rest(flow, masters=masters)
            if not flow.blank:
                found.append(flow.page(None, label))
        return found

    def _rest(self, flow: Flow, *, masters: bool | None = None, place: str = "") -> None:
        """What was not written yet: of one archive, or of all that belong to masters, or do not."""
        said: set[str] = set()
        for one in self._objects.of(*_STORAGES, iworktables.MODEL, _CHART, _COMMENT):
            if one.number in self._seen:
                continue
            if one.place == place if place else bool(_MASTERS.search(one.place)) == masters:
                self._write(one, flow, said if masters else None)

    def _from(self, places: Sequence[int], flow: Flow) -> None:
        """Write what these objects hold and refer to, depth first, each object once."""
        waiting = [place for place in reversed(places) if place]
        while waiting:
            one = self._objects[waiting.pop()]
            if one is None or one.number in self._seen or not _drawn(one.kind):
                continue
            self._write(one, flow)
            self._seen.add(one.number)
            waiting += [number for number in reversed(one.refers) if number not in self._seen]

    def _write(self, one: Object, flow: Flow, said: set[str] | None = None) -> None:
        """Write one object, if it holds text; `said` keeps what many say from being written more than once."""
        self._seen.add(one.number)
        if one.kind in _STORAGES:
            fields = self._objects.fields(one.number)
            text = self._storage(fields)
            if text.strip() and text not in self._comments and text not in (said or ()):
                flow.add(text.rstrip("\n"), _KINDS.get(fields.number(1, 3), ""))
            if said is not None:
                said.add(text)
        elif one.kind == iworktables.MODEL:
            table = Table(self._objects, one, lambda number: self._storage(self._objects.fields(number), number))
            table.write(flow)
            self.failed_cells += table.failed
        elif one.kind == _CHART:
            self._chart(one, flow)
        elif one.kind == _COMMENT:
            self._comment(one, flow)

    def _storage(self, fields: Message, number: int = 0) -> str:
        if number:
            self._seen.add(number)
        return self._text("".join(raw.decode("utf-8", "replace") for raw in fields.all(3)))

    @staticmethod
    def _text(raw: str) -> str:
        return raw.translate(_SIGNS).translate(_NOTHING)

    def _comment(self, one: Object, flow: Flow) -> None:
        """A comment and its answers: each may hold answers itself."""
        fields = self._objects.fields(one.number)
        author = self._objects.fields(_reference(fields, 3)).text(1)
        if author:
            self.authors[author] = None
        text = self._text(fields.text(1))
        flow.add(f"{author}: {text}" if author and text.strip() else text, "comment")

    def _chart(self, one: Object, flow: Flow) -> None:
        """The titles of a chart and its figures."""
        chart = _within(self._objects.fields(one.number), _BEYOND)
        grid = _within(chart, 7)
        lines: list[str] = []
        for number in one.refers:
            found = self._objects[number]
            if found is not None and found.kind in _TITLES:
                titles = _within(self._objects.fields(number), _BEYOND)
                lines += [text for field in _TITLES[found.kind] if (text := titles.text(field))]
        rows, columns = ([raw.decode("utf-8", "replace") for raw in grid.all(field)] for field in (1, 2))
        lines.append("\t".join(["", *columns]))
        for at, row in enumerate(rows):
            values = _inside(grid.all(3)[at : at + 1], 1)
            lines.append("\t".join([row, *(f"{value:.15g}" for value in map(_real, values) if value is not None)]))
        flow.add("\n".join(line for line in dict.fromkeys(lines) if line.strip()), "chart")

    def _sound(self, *kinds: int) -> list[Object]:
        """Those objects whose fields can be read; the others are noted."""
        found = []
        for one in self._objects.of(*kinds):
            try:
                one.message()
            except Broken as error:
                self._objects.failed(one, error)
            else:
                found.append(one)
        return found


def _drawn(kind: int) -> bool:
    """Whether an object of this kind is drawn on a page, or is text: no style, no other page."""
    return 2000 <= kind < 2020 or 3000 <= kind < 3100 or kind in {_CHART, iworktables.INFO, iworktables.MODEL}


def _within(fields: Message, field: int) -> Message:
    try:
        return fields.message(field)
    except Broken:
        return Message(b"")


def _reference(fields: Message, field: int) -> int:
    return _within(fields, field).number(1)


def _references(fields: Message, field: int) -> list[int]:
    try:
        return fields.references(field)
    except Broken:
        return []


def _inside(raws: list[bytes], field: int) -> list[bytes]:
    """All values of a field of these messages."""
    found: list[bytes] = []
    for raw in raws:
        try:
            found += Message(raw).all(field)
        except Broken:
            continue
    return found


def _real(raw: bytes) -> float | None:
    try:
        return Message(raw).real(1)
    except Broken:
        return None
