"""EPUB books: the pages of the spine in their order, then pages that the spine leaves out; pictures and the rest are members."""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from muniment.intake import charset
from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers import members
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.office import settle
from muniment.intake.readers.openxml.package import Package
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import letters
from muniment.intake.readers.web import html
from muniment.intake.readers.web.htmlfacts import Facts
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "1"
ENGINE = letters.ENGINE
TYPE = "application/epub+zip"

_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_PLUMBING = re.compile(
    r"^mimetype$|^META-INF/(?:container|encryption|manifest|metadata|rights|signatures)\.xml$", re.IGNORECASE
)
_FACTS = {
    "title": "title",
    "creator": "author",
    "subject": "keywords",
    "description": "description",
    "publisher": "company",
    "date": "created",
    "language": "language",
    "identifier": "identifier",
    "contributor": "contributor",
    "rights": "rights",
}
_SEVERAL = frozenset({"author", "keywords", "contributor"})


class _Container(Walker):
    """Walks the container's list: where the book's own list is."""

    def __init__(self) -> None:
        self.books: list[str] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        path = attrs.get("full-path")
        if name.rpartition(":")[2] == "rootfile" and path:
            self.books.append(path)


class _Locked(Walker):
    """Walks the list of what is encrypted."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        if name.rpartition(":")[2] == "CipherReference" and attrs.get("URI"):
            self.names.add(unquote(attrs["URI"]))


class _Book(Walker):
    """Walks the book's list: what it says of itself, its parts, and their order."""

    def __init__(self) -> None:
        self.facts: dict[str, Json] = {}
        self.parts: dict[str, tuple[str, str]] = {}  # id: path and media type
        self.spine: list[str] = []
        self._key = ""
        self._text: list[str] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if local == "item":
            self.parts[attrs.get("id", "")] = attrs.get("href", ""), attrs.get("media-type", "").lower()
        elif local == "itemref":
            self.spine.append(attrs.get("idref", ""))
        elif local == "meta" and attrs.get("property") == "dcterms:modified":
            self._key = "modified"
        else:
            self._key = _FACTS.get(local, "") if name.startswith("dc:") or name == local else ""
        self._text.clear()

    def end(self, name: str) -> None:
        """An element ends."""
        del name
        value = " ".join("".join(self._text).split())
        if self._key and value:
            known = self.facts.get(self._key)
            if known and self._key in _SEVERAL:
                self.facts[self._key] = f"{known}, {value}"
            else:
                self.facts.setdefault(self._key, value)
        self._key = ""
        self._text.clear()

    def data(self, text: str) -> None:
        """Text inside the element that is open."""
        if self._key:
            self._text.append(text)


@dataclass(slots=True)
class _Reading:
    """A book while it is read."""

    draft: Draft
    package: Package
    pages: Pages
    facts: Facts = field(default_factory=Facts)
    document: Flow = field(default_factory=Flow)
    number: int = 0

    def page(self, name: str, *, numbered: bool) -> None:
        """Read one page.

        Raises: LimitReached.
        """
        data = self.package.whole(name)
        text = charset.decode(data, html.declared(data[:4096])).text
        self.number += numbered
        html.tell(
            text, html.Page(self.facts), self.draft, self.pages, self.document, number=self.number if numbered else None
        )


def read(source: Source, scope: Scope) -> Draft:
    """Read a book.

    Raises: Unreadable.
    """
    package = Package(source, scope)
    draft = Draft(TYPE)
    if package.find("META-INF/encryption.xml"):
        package.locked = package.walk("META-INF/encryption.xml", _Locked).names
    book, folder = _book(package)
    spine, others = _order(package, book, folder)
    if spine and all(name in package.locked for name in spine):
        raise Unreadable(State.UNREAD_ENCRYPTED, "password")
    draft.facts |= book.facts
    reading = _Reading(draft, package, Pages(draft, Room(source, scope.limits)))
    try:
        for name in spine:
            reading.page(name, numbered=True)
        for name in others:
            reading.page(name, numbered=False)
        html.finish(draft, reading.facts, reading.pages, reading.document)
    except LimitReached as reached:
        package.limit = reached.reason
    _settle(reading, scope)
    return draft


def _settle(reading: _Reading, scope: Scope) -> None:
    draft, package = reading.draft, reading.package
    draft.facts["pages"] = reading.number
    names = [name for name in package.names if name not in package.read and not _PLUMBING.match(name)]
    if package.twice:
        draft.flags.append("duplicate-names")
    members.embed(draft, scope, [*members.of_package(package, names), *reading.facts.members()])
    reading.pages.finish()
    settle(draft, package.failed, package.limit, text=bool(draft.pages))


def _book(package: Package) -> tuple[_Book, str]:
    """The book's own list, and the folder that its paths start from."""
    found = package.walk("META-INF/container.xml", _Container).books if package.find("META-INF/container.xml") else []
    found += [name for name in package.names if name.lower().endswith(".opf")]
    name = next((place for place in map(package.find, found) if place), "")
    if not name:
        package.failed.append({"part": "META-INF/container.xml", "why": "it names no book"})
        return _Book(), ""
    return package.walk(name, _Book), posixpath.dirname(name)


def _order(package: Package, book: _Book, folder: str) -> tuple[list[str], list[str]]:
    """The pages of the spine, and pages that it leaves out; what the list names and nobody finds is noted."""
    place = _finder(package, folder)
    spine: dict[str, None] = {}
    for key in book.spine:
        href, _ = book.parts.get(key, ("", ""))
        name = place(href)
        if name:
            spine[name] = None
        else:
            package.failed.append({"part": href or key, "why": "it is not there"})
    listed = [place(href) for href, kind in book.parts.values() if kind in _PAGES]
    loose = [name for name in package.names if name.lower().endswith((".xhtml", ".html", ".htm"))]
    others = dict.fromkeys(name for name in [*listed, *loose] if name and name not in spine)
    return [name for name in spine if not name.lower().endswith((".svg", ".jpg", ".png", ".gif"))], list(others)


def _finder(package: Package, folder: str) -> Callable[[str], str]:
    def find(href: str) -> str:
        path = unquote(href.partition("#")[0])
        return package.find(posixpath.normpath(posixpath.join(folder, path))) if path else ""

    return find
