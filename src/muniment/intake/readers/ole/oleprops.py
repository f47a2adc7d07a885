"""What an Office file up to 2003 says of itself: its summary streams as facts, under the keys of newer Office files."""

from muniment.intake.readers.ole import olepropset
from muniment.intake.readers.ole.ole import STREAM, Compound
from muniment.intake.readers.ole.olepropset import PropertySet
from muniment.model.reading import Json

_SUMMARY, _DOCUMENT, _OWN = (
    bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"),
    bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae"),
    bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae"),
)
_STREAMS = ("\5summaryinformation", "\5documentsummaryinformation")
_FACTS = {
    _SUMMARY: {
        2: "title",
        3: "subject",
        4: "author",
        5: "keywords",
        6: "description",
        7: "template",
        8: "last_author",
        9: "revision",
        11: "printed",
        12: "created",
        13: "modified",
        18: "application",
    },
    _DOCUMENT: {2: "category", 14: "manager", 15: "company", 27: "status", 28: "language", 29: "version"},
}
_TIMES = frozenset({"printed", "created", "modified"})
_EDITED = 10  # how long, in the summary
_TITLES = 13  # of parts, in the document's
_LINKS, _LINK_BASE = "_PID_HLINKS", "_PID_LINKBASE"
_MOST = 1000  # links, titles and properties of its owner's


def facts(walk: Compound) -> dict[str, Json]:
    """The facts of a file; none where it says nothing."""
    found: dict[str, Json] = {}
    children = walk.children(walk.root)
    for name in _STREAMS:
        entry = children.get(name)
        if entry is not None and entry.kind == STREAM:
            for said in olepropset.read(walk.stream(entry)):
                _take(said, found)
    return found


def _take(said: PropertySet, found: dict[str, Json]) -> None:
    for number, key in _FACTS.get(said.format, {}).items():
        value = said.values.get(number)
        if isinstance(value, str) and value and (key not in _TIMES or value[:1].isdigit()):
            found.setdefault(key, value)
    if said.format == _SUMMARY:
        edited = said.values.get(_EDITED)
        if isinstance(edited, int) and edited >= 60:
            found.setdefault("minutes_edited", str(edited // 60))
    elif said.format == _DOCUMENT:
        titles = said.values.get(_TITLES)
        if isinstance(titles, list) and (kept := [title for title in titles if isinstance(title, str) and title]):
            found.setdefault("parts", kept[:_MOST])
    elif said.format == _OWN:
        _own(said, found)


def _own(said: PropertySet, found: dict[str, Json]) -> None:
    """The properties that somebody gave names of their own, and what Office keeps among them."""
    custom: dict[str, str] = {}
    for number, value in list(said.values.items())[:_MOST]:
        name = said.names.get(number, "")
        if isinstance(value, bytes):
            if name == _LINKS and (links := _links(value)):
                found["links"] = links
            elif name == _LINK_BASE and (base := value.decode("utf-16-le", "replace").partition("\0")[0]):
                found["link_base"] = base
        elif name and not isinstance(value, list):
            custom[name] = ("true" if value else "false") if isinstance(value, bool) else str(value)
    if custom:
        found["custom"] = custom


def _links(blob: bytes) -> list[str]:
    """The targets of a document's links: six values for each, of which the last two are its address and a place in it."""
    values = olepropset.variants(blob)
    found: dict[str, None] = {}
    for at in range(0, len(values) - 5, 6):
        target, place = values[at + 4], values[at + 5]
        text = "#".join(part for part in (target, place) if isinstance(part, str) and part)
        if isinstance(target, str) and target:
            found[text] = None
    return list(found)[:_MOST]
