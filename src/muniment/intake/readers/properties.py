"""What an Office package says of itself: core, extended and custom properties, as facts and as lines of text."""

from collections.abc import Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.package import Package
from muniment.intake.readers.openxml.relations import Relations
from muniment.model.reading import Draft, Json

_PARTS = (
    ("docProps/core.xml", ("core-properties",)),
    ("docProps/app.xml", ("extended-properties", "extendedProperties")),
    ("docProps/custom.xml", ("custom-properties", "customProperties")),
)
_FACTS = {
    "dc:title": "title",
    "dc:creator": "author",
    "dc:subject": "subject",
    "cp:keywords": "keywords",
    "dc:description": "description",
    "dcterms:created": "created",
    "dcterms:modified": "modified",
    "cp:lastModifiedBy": "last_author",
    "cp:lastPrinted": "printed",
    "cp:category": "category",
    "cp:contentStatus": "status",
    "cp:revision": "revision",
    "dc:identifier": "identifier",
    "dc:language": "language",
    "cp:version": "version",
    "app:Application": "application",
    "app:AppVersion": "application_version",
    "app:Company": "company",
    "app:Manager": "manager",
    "app:Template": "template",
    "app:HyperlinkBase": "link_base",
    "app:TotalTime": "minutes_edited",
}
_SAID = (
    "title",
    "author",
    "subject",
    "keywords",
    "description",
    "last_author",
    "category",
    "status",
    "company",
    "manager",
)


class _Walker(Walker):
    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.custom: dict[str, str] = {}
        self.parts: list[str] = []
        self._key = self._custom = ""
        self._text: list[str] = []
        self._titles = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name in _FACTS:
            self._key = _FACTS[name]
            self._text.clear()
        elif name == "custom:property":
            self._custom = attrs.get("name", "") or "?"
            self._text.clear()
        elif name == "app:TitlesOfParts":
            self._titles = True
        elif name == "vt:lpstr":
            self._text.clear()

    def end(self, name: str) -> None:
        value = "".join(self._text).strip()
        if name in _FACTS and self._key:
            if value:
                self.facts.setdefault(self._key, value)
            self._key = ""
        elif name == "custom:property" and self._custom:
            self.custom[self._custom] = value
            self._custom = ""
        elif name == "vt:lpstr" and self._titles and value:
            self.parts.append(value)
        elif name == "app:TitlesOfParts":
            self._titles = False

    def data(self, text: str) -> None:
        if self._key or self._custom or self._titles:
            self._text.append(text)


def read(package: Package, relations: Relations, facts: dict[str, Json]) -> Flow:
    """Fill in the facts; returns the lines for the page of the document."""
    flow = Flow()
    for usual, kinds in _PARTS:
        names = relations.targets("", *kinds) or ([found] if (found := package.find(usual)) else [])
        for name in names:
            said = package.walk(name, _Walker)
            for key, value in said.facts.items():
                facts.setdefault(key, value)
            if said.custom:
                facts["custom"] = {**facts.get("custom", {}), **said.custom}
            if said.parts:
                flow.add("Parts: " + "; ".join(said.parts), "property")
    lines(facts, flow)
    return flow


def lines(facts: dict[str, Json], flow: Flow) -> None:
    """Write the properties that hold words as lines, and settle the date of the document."""
    for key in _SAID:
        if value := facts.get(key):
            flow.add(f"{key.replace('_', ' ').capitalize()}: {value}", "property")
    for key, value in facts.get("custom", {}).items():
        flow.add(f"{key}: {value}", "property")
    if date := facts.get("created") or facts.get("modified"):
        facts["date"] = date


def append(draft: Draft) -> None:
    """Write the properties at the end of the page of the document, or as that page."""
    flow = Flow()
    if draft.pages and draft.pages[-1].label == "document" and draft.pages[-1].number is None:
        last = draft.pages.pop()
        flow.write(last.text)
        flow.parts += last.parts
        flow.fresh()
    lines(draft.facts, flow)
    if flow.length:
        draft.pages.append(flow.page(None, "document"))
