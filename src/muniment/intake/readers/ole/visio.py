"""Visio drawings (to 2010 a compound file, since then a package; this is the package): a page for each page drawn.

Text of shapes, data that shapes carry, comments and links; what stands on masters is on a page of its own.
"""

import re
from collections.abc import Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.office import Office
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "1"
VISIO = "application/vnd.ms-visio.drawing"

_PAGES, _MASTERS = "visio/pages/pages.xml", "visio/masters/masters.xml"
_SHAPES = re.compile(r"visio/(?P<what>pages/page|masters/master)[^/]*\.xml$", re.IGNORECASE)
_SILENT = re.compile(r"visio/(?:windows|validation|solutions/.*|data/.*)\.xml$|visio/document\.xml$", re.IGNORECASE)


class _Names(Walker):
    """Walks the list of pages: the relation and the name of each, and whether it lies behind others."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if local in {"Page", "Master"}:
            self._name = attrs.get("Name") or attrs.get("NameU", "")
        elif local == "Rel" and attrs.get("r:id"):
            self.pages.setdefault(attrs["r:id"], self._name)


class _Shapes(Walker):
    """Walks the shapes of a page."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.links: dict[str, None] = {}
        self._text = 0
        self._section = ""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if local == "Text":
            self.flow.fresh()
            self._text += 1
        elif local == "Section":
            self._section = attrs.get("N", "")
        elif local == "Cell" and attrs.get("V", "").strip():
            self._cell(attrs.get("N", ""), attrs["V"].strip())

    def _cell(self, name: str, value: str) -> None:
        """A value that holds words: data of a shape, a comment, a link."""
        if name == "Comment":
            self.flow.add(value, "comment")
        elif self._section == "Hyperlink" and name in {"Address", "Description"}:
            if name == "Address":
                self.links[value] = None
            self.flow.add(value, "link")
        elif self._section == "Property" and name in {"Label", "Value", "Prompt"}:
            self.flow.add(value, "property")

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rpartition(":")[2]
        if local == "Text" and self._text:
            self._text -= 1
            self.flow.fresh()
        elif local == "Section":
            self._section = ""

    def data(self, text: str) -> None:
        """Text inside the element that is open."""
        if self._text:
            self.flow.write(text)


def read(source: Source, scope: Scope) -> Draft:
    """Read a drawing.

    Raises: Unreadable.
    """
    office = Office.of(source, scope, VISIO)
    package = office.package
    links: dict[str, None] = {}
    names = _listed(office, _PAGES)
    for number, (part, name) in enumerate(names.items(), start=1):
        shapes = package.walk(part, _Shapes)
        links |= shapes.links
        office.draft.pages.append(shapes.flow.page(number, name))
    layout = Flow()
    for part in _listed(office, _MASTERS):
        shapes = package.walk(part, _Shapes)
        links |= shapes.links
        words = layout.words()
        if shapes.flow.words() - words:
            layout.take(shapes.flow)
    if not layout.blank:
        office.draft.pages.append(layout.page(None, "layout"))
    package.read |= {name for name in package.names if _SILENT.match(name)}
    if links:
        office.draft.facts["links"] = list(links)
    office.draft.facts["pages"] = len(names)
    return office.finish()


def _listed(office: Office, part: str) -> dict[str, str]:
    """The parts that a list names, with their names, in its order; then those that it leaves out."""
    package, found = office.package, dict[str, str]()
    if package.find(part):
        pages = package.walk(part, _Names).pages
        related = office.relations.by_id(part)
        for key, name in pages.items():
            target = package.find(related[key].target) if key in related else ""
            if target:
                found.setdefault(target, name)
    kind = "pages" if part == _PAGES else "masters"
    for name in package.names:
        shapes = _SHAPES.match(name)
        if shapes and shapes["what"].lower().startswith(kind) and name != package.find(part):
            found.setdefault(name, "")
    return found
