"""What an HTML page says beside its text: what it is called, where it points, what it would fetch, what is packed into it."""

import base64
import binascii
import io
import re
from collections.abc import Callable, Mapping
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from muniment.intake.readers.members import Member
from muniment.model.reading import Draft, Json

_FETCHED = re.compile(r"(?:https?|ftp|file|smb|mhtml):|[\\/]{2}", re.IGNORECASE)
_LINKING = {"a": "href", "area": "href", "form": "action", "button": "formaction", "blockquote": "cite", "q": "cite"}
_FETCHING = ("src", "data", "background", "poster", "classid", "codebase", "lowsrc", "dynsrc", "xlink:href", "manifest")
_SRCSET = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+[^,]*)?,?")
_URL = re.compile(r"url\(\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\"')\s]++))|@import\s++[\"']([^\"']++)", re.IGNORECASE)
_DATA = re.compile(r"data:([^,]{0,500}),", re.IGNORECASE)
_REFRESH = re.compile(r"[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_SCRIPTS = re.compile(r"(?:java|vb|live)script:", re.IGNORECASE)
_SHOWN = frozenset({"img", "image", "video", "audio", "source", "track", "iframe", "frame", "embed", "object"})
_SCHEME = re.compile(r"#|[A-Za-z][A-Za-z0-9+.-]+:")
_MOST = 1000  # of what should lie beside it
_SAVED = re.compile(
    r"saved from url=\(\d+\)(\S{1,1900})|Page saved with SingleFile\s+url:\s*(\S{1,1900})(?:\s+saved date:\s*([^\n<>]{1,80}))?"
)
_DATA_BLOCK = re.compile(r"json|template|text/(?:plain|html|x-)|importmap", re.IGNORECASE)
_KEYS = {
    "description": "description",
    "og:description": "description",
    "dc.description": "description",
    "keywords": "keywords",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "byl": "author",
    "generator": "application",
    "dc.title": "title",
    "og:title": "title",
    "subject": "subject",
    "dc.subject": "subject",
    "date": "created",
    "dc.date": "created",
    "dcterms.date": "created",
    "created": "created",
    "article:published_time": "created",
    "datepublished": "created",
    "pubdate": "created",
    "last-modified": "modified",
    "article:modified_time": "modified",
    "datemodified": "modified",
    "og:updated_time": "modified",
}
_MACHINE = re.compile(
    r"viewport|robots|googlebot|theme-color|format-detection|color-scheme|referrer|charset|content-type|x-ua-compatible"
    r"|.*(?:verification|csrf|token|app[-_:]?id|image|:url|:type|:card|:locale|tilecolor|-capable|progid|originator).*",
    re.IGNORECASE,
)


class Facts:
    """Collects them, tag by tag."""

    def __init__(self) -> None:
        self.facts: dict[str, Json] = {}
        self.said: dict[str, None] = {}  # what other properties say, as lines
        self.links: dict[str, None] = {}
        self.external: dict[tuple[str, str], None] = {}
        self.beside: dict[tuple[str, str], None] = {}  # pictures, films and pages that should lie beside it
        self.packed: dict[str, None] = {}  # data: URIs
        self.active = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """A start tag."""
        if name == "meta":
            self._property(attrs)
        elif name == "html" and attrs.get("lang"):
            self.facts.setdefault("language", attrs["lang"].strip())
        elif name == "script":
            self.active = self.active or not _DATA_BLOCK.search(attrs.get("type", ""))
        elif name in {"applet", "object", "embed"}:
            self.active = True
        for key, value in attrs.items():
            if value:
                self._attribute(name, key, value.strip())

    def comment(self, text: str) -> None:
        """A comment: browsers say in one where they had the page from, and some of them when."""
        if found := _SAVED.search(text[:2000]):
            self.facts.setdefault("location", found[1] or found[2])
            if found[3]:
                self.facts.setdefault("saved", found[3])

    def style(self, text: str) -> None:
        """The inside of a style sheet, or of a style attribute."""
        for found in _URL.finditer(text):
            self._fetch("style", found[1] or found[2] or found[3] or found[4] or "")

    def _attribute(self, name: str, key: str, value: str) -> None:
        if key == "style":
            self.style(value)
        elif (key.startswith("on") and len(key) > 4) or _SCRIPTS.match(value):
            self.active = True
        elif key in {"srcset", "imagesrcset"}:
            for found in _SRCSET.finditer(value):
                self._fetch(name, found[1])
        elif _LINKING.get(name) == key or (name == "a" and key == "xlink:href"):
            self._link(value)
        elif key in _FETCHING or (name in {"link", "image", "use"} and key == "href"):
            self._fetch(name, value)

    def _link(self, target: str) -> None:
        if _DATA.match(target):
            self.packed[target] = None
        elif target and not target.startswith("#"):
            self.links[target] = None

    def _fetch(self, name: str, target: str) -> None:
        target = target.strip()
        if _DATA.match(target):
            self.packed[target] = None
        elif _FETCHED.match(target):
            self.external[name, target] = None
        elif name in _SHOWN and target and not _SCHEME.match(target) and len(self.beside) < _MOST:
            self.beside[name, target] = None

    def _property(self, attrs: Mapping[str, str]) -> None:
        name = (attrs.get("name") or attrs.get("property") or attrs.get("itemprop") or "").strip()
        value = " ".join(attrs.get("content", "").split())
        order = attrs.get("http-equiv", "").strip().lower()
        if order == "refresh" and (target := _REFRESH.match(value)):
            self._fetch("refresh", target[1])
            self._link(target[1].strip())
        if order in {"date", "last-modified"}:
            name = order
        if not name or not value or _MACHINE.fullmatch(name):
            return
        key = _KEYS.get(name.lower())
        if key and key not in self.facts:
            self.facts[key] = value
        elif value not in self.facts.values():
            self.said[f"{name}: {value}"] = None

    def settle(self, draft: Draft) -> None:
        """Facts and flags of the draft."""
        title = self.facts.get("title")
        if title and draft.facts.get("title", title) != title:
            self.said[f"title: {title}"] = None
        draft.facts = {**self.facts, **draft.facts}
        if self.links:
            draft.facts["links"] = list(self.links)
        if self.external:
            draft.facts["external"] = [{"kind": kind, "target": target} for kind, target in self.external]
            draft.flags.append("network-reference")
        if self.active:
            draft.flags.append("active-content")

    def members(self) -> list[Member]:
        """Pictures and other files that are written into the page, each once, in the order of their first places."""
        found: list[Member] = []
        for uri in self.packed:
            head = _DATA.match(uri)
            if head and uri[head.end() :].strip():
                found.append(Member(f"data:{len(found) + 1:04d}", _opener(head[1], uri[head.end() :])))
        return found


def _opener(head: str, text: str) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(_plain(head, text))


def _plain(head: str, text: str) -> bytes:
    """The bytes that a data: URI stands for.

    Raises: ValueError, where it is broken.
    """
    data = unquote_to_bytes(text)
    if not head.rstrip().lower().endswith("base64"):
        return data
    packed = b"".join(data.split()).rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
