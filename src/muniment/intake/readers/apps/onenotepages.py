"""The pages of a OneNote section: their text in its order, then what stood there before and what nothing shows.

Tables come row by row. Text of earlier revisions that the page no longer says is kept, as a part of its own.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from muniment.intake.readers.apps import onenoteset
from muniment.intake.readers.apps.onenoteset import Id, Node
from muniment.intake.readers.apps.onenotespace import CONTENT, METADATA, Notes, Space
from muniment.intake.readers.flow import Flow
from muniment.model.reading import Page

codecs.lookup("cp1252")  # the jail opens no module later

_TEXT, _NARROW = 0x1C22, 0x3498
_TITLE, _TITLE2 = 0x1CF3, 0x1D3C
_CHILDREN = (0x1C1F, 0x1C20, 0x1D5F)  # contents, then elements, then the structure of a section
_PAGES = 0x1D63
_AUTHOR = 0x1D75
_FILE_NAME, _PICTURE_NAME, _SOURCE = 0x1D9C, 0x1DD7, 0x1D9D
_ALT, _LINK, _TAG, _SECTION = 0x1E58, 0x1E20, 0x3468, 0x1D6B
_CREATED, _CHANGED, _CHANGED32 = 0x1C65, 0x1D77, 0x1D7A
_ROW, _CELL, _PAGE = 0x23, 0x24, 0x37  # the lower byte of kinds
_INK = frozenset({0x14, 0x3A, 0x3B, 0x47, 0x48})
_FIELD = re.compile('\ufddfHYPERLINK "([^"\n]*)" ?')
_FILETIME, _EIGHTIES = datetime(1601, 1, 1, tzinfo=UTC), datetime(1980, 1, 1, tzinfo=UTC)
_SECTION_LABEL, _UNLISTED = "section", "not listed by the section"
_FILES = (_FILE_NAME, _PICTURE_NAME)


@dataclass(slots=True)
class Told:
    """What all pages say together."""

    authors: dict[str, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of files, by where they are
    external: dict[str, None] = field(default_factory=dict)
    dates: list[datetime] = field(default_factory=list)
    ink: int = 0
    earlier: bool = False
    locked: bool = False


def tell(notes: Notes) -> tuple[list[Page], Told]:
    """All pages: those of the section in its order, then those that it does not list."""
    told = Told()
    pages: list[Page] = []
    section = notes.spaces.get(notes.first, Space())
    listed = dict.fromkeys(_listed(section))
    for number in listed:
        if number not in notes.spaces:
            notes.fail("page", "a page that the section lists is not in the file")
            continue
        pages.append(_page(notes.spaces[number], told, len(pages) + 1, ""))
    for number, space in notes.spaces.items():
        if number in listed:
            continue
        label = _SECTION_LABEL if space is section else _UNLISTED
        page = _page(space, told, None, label)
        if page.text.strip():
            pages.append(page)
    return pages, told


def _listed(section: Space) -> Iterator[Id]:
    """The spaces of pages, in the order of the section."""
    for _, node in _walk(section, [section.roots.get(CONTENT, onenoteset.NONE)]):
        if node is not None:
            yield from node.spaces.get(_PAGES, ())
    for node in section.nodes.values():
        yield from node.spaces.get(_PAGES, ())


def _walk(space: Space, starts: Sequence[Id]) -> Iterator[tuple[Id, Node | None]]:
    """Objects depth first, each once; after a cell and a row comes its id with None."""
    seen = set[Id]()
    waiting: list[tuple[Id, bool]] = [(start, False) for start in reversed(starts)]
    while waiting:
        own, ended = waiting.pop()
        if ended:
            yield own, None
            continue
        node = space.nodes.get(own)
        if node is None or own in seen:
            continue
        seen.add(own)
        yield own, node
        if node.kind & 0xFF in {_ROW, _CELL}:
            waiting.append((own, True))
        children = [child for number in _CHILDREN for child in node.objects.get(number, ())]
        waiting += [(child, False) for child in reversed(children)]


def _page(space: Space, told: Told, number: int | None, label: str) -> Page:
    flow = Flow()
    said: set[str] = set()
    reached = set[Id]()
    told.locked = told.locked or space.locked
    meta = space.nodes.get(space.roots.get(METADATA, onenoteset.NONE))
    title = _title(space, meta)
    for own, node in _walk(space, [space.roots.get(CONTENT, onenoteset.NONE)]):
        if node is None:
            if space.nodes[own].kind & 0xFF == _CELL:
                flow.swap_end("\n", "\t")
            else:
                flow.swap_end("\t", "\n")
            continue
        reached.add(own)
        _node(node, flow, said, told)
    rest = [node for own, node in space.nodes.items() if own not in reached]
    _facts(space, told)
    if title and title not in said:
        flow.add(title, "title")
        said.add(title)
    _others(rest, "hidden", flow, said, told)
    before = flow.length
    _others(space.earlier, "earlier", flow, said, told)
    told.earlier = told.earlier or flow.length > before
    if number is None and label == _UNLISTED and title:
        label = f"{title} ({label})"
    return flow.page(number, label or title)


def _title(space: Space, meta: Node | None) -> str:
    nodes = [meta] if meta is not None else []
    root = space.nodes.get(space.roots.get(CONTENT, onenoteset.NONE))
    if root is not None and root.kind & 0xFF == _PAGE:
        nodes += [node for node in space.nodes.values() if node.kind & 0xFF == 0x0B]
    return next((text for node in nodes if (text := node.text(_TITLE).strip() or node.text(_TITLE2).strip())), "")


def _node(node: Node, flow: Flow, said: set[str], told: Told) -> None:
    """The text of one object."""
    for text, kind in _texts(node, told):
        said.add(text.strip())
        start = flow.length  # every line is ended: what stands before may be the tab of a cell
        flow.write(text)
        if kind:
            flow.mark(kind, start)
        flow.write("\n")
    told.ink += node.kind & 0xFF in _INK and node.kind >> 16 == 6


def _others(nodes: Sequence[Node], kind: str, flow: Flow, said: set[str], told: Told) -> None:
    """Text that the page does not show, each once."""
    for node in nodes:
        for text, _ in _texts(node, told):
            if text.strip() not in said:
                said.add(text.strip())
                flow.add(text, kind)


def _texts(node: Node, told: Told) -> Iterator[tuple[str, str]]:
    """The texts of an object with their kinds; where a link points is noted."""
    text = node.text(_TEXT) or node.values.get(_NARROW, b"").decode("cp1252", "replace").partition("\0")[0]
    for target in _FIELD.findall(text):
        told.links[target] = None
    text = _FIELD.sub("", text).replace("\ufddf", "").replace("\v", "\n").replace("\xa0", " ")
    if text.strip():
        yield text.rstrip("\n"), ""
    for number, kind in ((_FILE_NAME, "file"), (_ALT, "alt"), (_TAG, "label"), (_SECTION, "name")):
        if shown := node.text(number).strip():
            yield shown, kind
    if link := node.text(_LINK).strip():
        told.links[link] = None
    if source := node.text(_SOURCE).strip():
        told.external[source] = None


def _facts(space: Space, told: Told) -> None:
    """Authors, dates and names of files."""
    for node in space.nodes.values():
        if author := node.text(_AUTHOR).strip():
            told.authors[author] = None
        name = next((text for number in _FILES if (text := node.text(number).strip())), "")
        for children in node.objects.values() if name else ():
            for child in children:
                held = space.nodes.get(child)
                if held is not None and held.file:
                    told.names.setdefault(held.file, name)
        told.dates += [when for when in _dates(node) if when is not None]


def _dates(node: Node) -> Iterator[datetime | None]:
    for number in (_CREATED, _CHANGED):
        if number in node.values:
            yield _moment(_FILETIME, node.number(number) // 10_000_000)
    if _CHANGED32 in node.values:
        yield _moment(_EIGHTIES, node.number(_CHANGED32))


def _moment(start: datetime, seconds: int) -> datetime | None:
    try:
        when = start + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return when if 1990 <= when.year < 2100 else None
