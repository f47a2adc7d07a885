"""HTML and XHTML pages: all of their text, what they would fetch (nothing is fetched), pictures that are written into them.

Tokens are read in one pass and no tree is built: pages that make browsers' parsers hang cost no more than others, and what
a browser would drop is told as text.
"""

import re
from collections.abc import Mapping

from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached
from muniment.intake.readers import members, properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import letters
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.readers.web.htmlfacts import Facts
from muniment.intake.readers.web.htmltext import Text
from muniment.intake.readers.web.htmltokens import scan
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "2"
ENGINE = letters.ENGINE

_PIECE = 8 << 20  # characters of a huge page that are read at a time
_SAYS = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)


class Page(Text):
    """The text of a page and its facts, in one pass."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """A start tag."""
        super().start(name, attrs)
        if attrs or name == "script":
            self.facts.start(name, attrs)

    def raw(self, name: str, text: str) -> None:
        """The inside of a script or a style sheet."""
        if name == "style":
            self.facts.style(text)

    def comment(self, text: str) -> None:
        """The words of a comment; the one in which a browser says where and when it saved the page."""
        super().comment(text)
        self.facts.comment(text)


def words(markup: str) -> str:
    """Every word of a page, as text: title, body, attributes that hold words, comments. Nothing is fetched."""
    text = Text()
    scan(markup, text)
    text.finish()
    return text.all()


def declared(head: bytes) -> str:
    """The character set that a page names in its first bytes; "" for one in which it could not have been read there."""
    found = _SAYS.search(head)
    name = (found[1] or found[2] or b"").decode("ascii", "replace") if found else ""
    return "utf-8" if name.lower().startswith(("utf-16", "utf-32", "ucs-2", "unicode")) else name


def read(source: Source, scope: Scope) -> Draft:
    """Read a page."""
    draft = Draft(identify(source).type)
    found = Letters(source, declared(source.head(1 << 14)))
    facts, document = Facts(), Flow()
    pages = Pages(draft, Room(source, scope.limits))
    try:
        for markup in paged(found, _PIECE, _PIECE * 2):
            tell(markup, Page(facts), draft, pages, document)
        finish(draft, facts, pages, document)
    except LimitReached:
        facts.settle(draft)  # the state says that the rest of the text is missing
    pages.finish()
    found.settle(draft)
    if facts.beside:
        draft.facts["beside"] = [{"kind": kind, "target": target} for kind, target in facts.beside]
    members.embed(draft, scope, facts.members())
    return draft


def tell(markup: str, page: Page, draft: Draft, pages: Pages, document: Flow, *, number: int | None = None) -> None:
    """Read one page: its body becomes a page, what stands beside it goes to the whole document.

    Raises: LimitReached.
    """
    scan(markup, page)
    page.finish()
    if page.title and draft.facts.setdefault("title", page.title) != page.title:
        document.add(page.title, "title")
    for kind, text in page.notes:
        document.add(text, kind)
    if any(kind == "hidden" for kind, *_ in (*page.flow.parts, *page.notes)) and "hidden-content" not in draft.flags:
        draft.flags.append("hidden-content")
    if not page.flow.blank:
        pages.add(page.flow.page(number, page.title if number else ""))


def finish(draft: Draft, facts: Facts, pages: Pages, document: Flow) -> None:
    """Write what a page says of itself, where it points and what it would fetch, so that a search finds it.

    Raises: LimitReached.
    """
    facts.settle(draft)
    document.add("\n".join(facts.said), "property")
    document.add("\n".join(facts.links), "link")
    document.add("\n".join(f"{kind}: {target}" for kind, target in facts.external), "link")
    properties.lines(draft.facts, document)
    pages.add(document.page(None, "document"))
