"""Word documents (Office Open XML): all layers in one text, the matter of the whole document on a page of its own."""

import re
from collections.abc import Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.loose import Loose
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.office import Office
from muniment.intake.readers.word.docxnumbers import Definitions, Numbers, StyleLists, number
from muniment.intake.readers.word.story import Story
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json

VERSION = "2"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LAYERS = (("header", "header"), ("footer", "footer"), ("footnotes", ""), ("endnotes", ""), ("comments", ""))
_LINK = re.compile(r'^HYPERLINK\s+(?:\\\S\s+)*"?([^"\s]+)', re.IGNORECASE)
_FETCH = re.compile(r"^(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|RD|LINK|DDE|DDEAUTO|DATABASE)\b", re.IGNORECASE)
_ORDINARY = re.compile(  # what a program works out anew at each print, and says nothing
    r"^(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|NOTEREF|REF|TOC|SEQ|STYLEREF|INDEX|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)\b",
    re.IGNORECASE,
)


def read(source: Source, scope: Scope) -> Draft:
    """Read a document, a template, or one of them with macros.

    Raises: Unreadable.
    """
    office = Office.of(source, scope, WORD)
    main = office.relations.main("word/document.xml", "word/document2.xml") or "word/document.xml"
    office.draft.type = office.relations.media(main, WORD)
    office.as_members |= set(office.relations.targets(main, "aFChunk"))
    hidden, lists = _styles(office, main)
    numbers = Numbers(_definitions(office, main), lists)
    told: list[Story] = []

    def tell(part: str) -> Flow:
        story = office.package.walk(part, lambda: Story(hidden, numbers))
        told.append(story)
        return story.flow()

    body = tell(main)
    office.diagrams(main, body)
    parts = [part for part, _ in _layers(office, main)]
    for part, kind in _layers(office, main):
        layer = tell(part)
        if not layer.blank:
            body.fresh()
            body.take(layer, kind)
        office.diagrams(part, body)
    for part in office.relations.targets(main, "glossaryDocument"):
        body.fresh()
        body.take(tell(part), "glossary")
        parts.append(part)
    if not body.blank:
        office.draft.pages.append(body.page())
    _settings(office, main)
    _fields(office, told)
    _people(office.draft.facts, told)
    return office.finish()


def _layers(office: Office, main: str) -> list[tuple[str, str]]:
    return [(part, kind) for name, kind in _LAYERS for part in office.relations.targets(main, name)]


class _Styles(Walker):
    """Finds the styles that hide text, by themselves or by what they are based on, and those of lists."""

    def __init__(self) -> None:
        self._style = ""
        self.lists = StyleLists()
        self._based = self.lists.based
        self._hidden: dict[str, bool] = {}

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "w:style":
            self._style = attrs.get("w:styleId", "")
        elif name == "w:basedOn":
            self._based[self._style] = attrs.get("w:val", "")
        elif name == "w:vanish":
            self._hidden[self._style] = attrs.get("w:val", "1") not in {"0", "false", "off"}
        elif name == "w:numId":
            self.lists.lists[self._style] = attrs.get("w:val", "")
        elif name == "w:ilvl":
            self.lists.levels[self._style] = number(attrs.get("w:val", ""), 0)

    def end(self, name: str) -> None:
        if name == "w:style":
            self._style = ""

    def hidden(self) -> frozenset[str]:
        found = set()
        for style in {*self._based, *self._hidden} - {""}:
            at, seen = style, {style}
            while at not in self._hidden and self._based.get(at, "") not in seen | {""}:
                at = self._based[at]
                seen.add(at)
            if self._hidden.get(at):
                found.add(style)
        return frozenset(found)


def _styles(office: Office, main: str) -> tuple[frozenset[str], StyleLists]:
    found = [office.package.walk(name, _Styles) for name in office.relations.targets(main, "styles")]
    return frozenset().union(*(each.hidden() for each in found)), found[0].lists if found else StyleLists()


def _definitions(office: Office, main: str) -> Definitions:
    names = office.relations.targets(main, "numbering")
    return office.package.walk(names[0], Definitions) if names else Definitions()


def _settings(office: Office, main: str) -> None:
    """Document variables and the source of a mail merge, which no page shows."""
    for part in office.relations.targets(main, "settings", "webSettings"):
        office.document.add("\n".join(office.package.walk(part, Loose).lines), "property")


def _fields(office: Office, told: list[Story]) -> None:
    links: dict[str, None] = {}
    rest: dict[str, None] = {}
    for code in (code for story in told for code in story.codes):
        if found := _LINK.match(code):
            links[found[1]] = None
        elif not _ORDINARY.match(code):
            rest[code] = None
        if _FETCH.match(code) and "network-reference" not in office.draft.flags:
            office.draft.flags.append("network-reference")
    if links:
        office.draft.facts["links"] = list(links)
    office.document.add("\n".join(rest), "field")


def _people(facts: dict[str, Json], told: list[Story]) -> None:
    changes = []
    for story in told:
        for (kind, author), dates in story.changes.items():
            known = sorted(date for date in dates if date)
            first, last = (known[0], known[-1]) if known else ("", "")
            changes.append({"kind": kind, "author": author, "count": len(dates), "first": first, "last": last})
    if changes:
        facts["changes"] = changes
    if authors := {author: None for story in told for author in story.authors if author}:
        facts["comment_authors"] = list(authors)
