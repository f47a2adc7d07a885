"""XML of any kind that has no reader of its own: feeds, places, drawings, exports of programs.

No entity is looked for outside, nothing is fetched. What expat refuses is read as tags and text, however broken, so that
none of it is lost, and said to be damaged.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html.entities import html5
from xml.parsers import expat

from muniment.intake.identify import identify
from muniment.intake.limits import LimitReached
from muniment.intake.readers import members
from muniment.intake.readers.pages import Pages
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import letters
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.readers.text.xmlwords import Words
from muniment.intake.readers.web.htmltokens import scan
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Json
from muniment.model.state import State

VERSION = "2"
ENGINE = letters.ENGINE

_SAYS = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_DECLARATION = re.compile(r"\A\ufeff?\s*(?:<\?xml\b[^>]{0,500}\?>)?\s*")
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_DECLARED = re.compile(r"<!ENTITY\s+([\w.-]+)")
_OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_STYLED = re.compile(r"href\s*=\s*[\"']((?:https?|ftp|file):[^\"']+)", re.IGNORECASE)
_EXPANDED = 1 << 20  # characters that entities of the file itself may stand for, all together


def read(source: Source, scope: Scope) -> Draft:
    """Read a file."""
    draft = Draft(identify(source).type)
    found = Letters(source, _says(source.head(1024)))
    room = Room(source, scope.limits)
    pages = Pages(draft, room)
    told = Words(pages.line)
    fault = ""
    try:
        try:
            fault = _strict(_clean(found), told, draft)
            told.finish()
        except expat.ExpatError as error:
            fault = f"damaged XML: {error}"
            draft.pages.clear()
            pages = Pages(draft, Room(source, scope.limits))
            told = Words(pages.line)
            for text in paged(found):
                scan(text, told)
            told.finish()
    except LimitReached:
        pass  # the state says so
    pages.finish()
    _settle(draft, told, fault)
    found.settle(draft)
    members.embed(draft, scope, told.drawing.members() if told.drawing else [])
    return draft


def _says(head: bytes) -> str:
    """The character set that the declaration names; UTF-16 is none that could be read there."""
    found = _SAYS.match(head)
    name = found[1].decode("ascii") if found else ""
    return "" if name.lower().startswith(("utf-16", "utf-32", "ucs", "iso-10646")) else name


def _clean(found: Iterable[str]) -> Iterator[bytes]:
    """The file as UTF-8, without its declaration, and with nothing in it that no XML can hold."""
    declared: frozenset[str] | None = None
    for text in paged(found):
        if declared is None:
            text = _DECLARATION.sub("", text)  # noqa: PLW2901
            declared = frozenset(f"{name};" for name in _DECLARED.findall(text)) | _OWN
        yield _resolved(_NOT_XML.sub(" ", text), declared).encode()


def _resolved(text: str, declared: frozenset[str]) -> str:
    """Names of signs that HTML knows, and people write in XML too, as the signs."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda name: html5[name[1]] if name[1] in html5 and name[1] not in declared else name[0], text)


def _strict(pieces: Iterable[bytes], told: Words, draft: Draft) -> str:
    """Feed expat; returns what it left out.

    Raises: ExpatError, LimitReached.
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.specified_attributes = True
    entities = _Entities(told.data)
    parser.StartElementHandler = told.start
    parser.EndElementHandler = told.end
    parser.CharacterDataHandler = told.data
    parser.CommentHandler = told.comment
    parser.EntityDeclHandler = entities.declare
    parser.DefaultHandler = entities.other

    def instruction(target: str, text: str) -> None:
        if target == "xml-stylesheet" and (outside := _STYLED.search(text)):
            _fetched(draft, "style", outside[1])
        told.comment(f"{target} {text}")

    parser.ProcessingInstructionHandler = instruction
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    for name, target in entities.outside.items():
        _fetched(draft, f"entity {name}", target)
    for name, value in entities.unread.items():
        told.comment(f"{name}: {value}" if value else name)
    return f"entities are left as they stand: {' '.join(list(entities.unread)[:8])}" if entities.unread else ""


class _Entities:
    """Entities that a file declares: simple ones are resolved, as far as they stay small; none is looked for outside."""

    def __init__(self, data: Callable[[str], None]) -> None:
        self._data = data
        self._values: dict[str, str] = {}
        self._left = _EXPANDED
        self.outside: dict[str, str] = {}
        self.unread: dict[str, str] = {}

    def declare(
        self,
        name: str,
        parameter: Json,
        value: str | None,
        base: Json,
        system: str | None,
        public: Json,
        notation: Json,
    ) -> None:
        """A declaration."""
        del parameter, base, public, notation
        if value is not None:
            self._values.setdefault(name, value)
        elif system:
            self.outside.setdefault(name, system)

    def other(self, text: str) -> None:
        """What has no other handler: while there is one for that, expat expands no entity in text."""
        if not text.startswith("&"):
            return
        value = self._values.get(text[1:-1])
        if value and "&" not in value and "<" not in value and len(value) <= self._left:
            self._left -= len(value)
            self._data(value)
            return
        self.unread[text] = value or ""
        self._data(text)


def _fetched(draft: Draft, kind: str, target: str) -> None:
    draft.facts.setdefault("external", []).append({"kind": kind, "target": target})
    if re.match(r"(?:https?|ftp|file|smb):|[\\/]{2}", target, re.IGNORECASE) and "network-reference" not in draft.flags:
        draft.flags.append("network-reference")


def _settle(draft: Draft, told: Words, fault: str) -> None:
    """Facts, flags, and a state that says of a damaged file that it is damaged."""
    if told.title:
        draft.facts["title"] = told.title
    if told.links:
        draft.facts["links"] = list(told.links)
    if told.blobs:
        draft.facts["binary_values"] = told.blobs
    if told.names and not told.drawing:
        draft.facts["elements"] = list(told.names)
    if told.drawing:
        outside = draft.facts.get("external", [])
        told.drawing.facts.clear()
        told.drawing.settle(draft)
        draft.facts["links"] = [*told.links] or draft.facts.get("links", [])
        if outside:
            draft.facts["external"] = [*outside, *draft.facts.get("external", [])]
    if not fault:
        return
    draft.facts["failed"] = [{"part": "", "why": fault}]
    damaged = not fault.startswith("entities")
    if damaged:
        draft.flags.append("malformed")
    if draft.state is State.TEXT_COMPLETE:
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged" if damaged else "part-failed"
