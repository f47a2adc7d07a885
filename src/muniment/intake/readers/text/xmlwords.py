"""The words of XML of any kind: its text, the values of its attributes, comments, and where it points.

What stands inside a sentence does not cut it: an element that begins or ends in the middle of a line of text is a part of
the line, any other is a line of its own.
"""

import re
from collections.abc import Callable, Mapping

from muniment.intake.readers.blobs import blob
from muniment.intake.readers.web.html import words
from muniment.intake.readers.web.htmlfacts import Facts

_BLOCK_NAMES = "p para div title item li row tr td th entry br lb cell line paragraph text section head description"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_DRAWN_NAMES = """d points transform viewbox preserveaspectratio style class id x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy
    width height offset version fill stroke opacity color display overflow visibility gradientunits gradienttransform
    patternunits clippathunits maskunits spreadmethod clip-path clip-rule mask filter enable-background textlength
    lengthadjust rotate result in in2 values stddeviation type mode begin dur end from to by attributename keytimes
    keysplines calcmode repeatcount baseprofile zoomandpan space paint-order"""
_DRAWN = frozenset(_DRAWN_NAMES.split())  # measures and colours of a drawing
_PAINT = re.compile(
    r"(?:fill|stroke|font|text|stop|color|letter|word|writing|dominant|alignment|baseline|marker|shape|image|flood|lighting"
    r"|vector|pointer)-"
)
_TAGS = re.compile(r"</[A-Za-z]|<(?:br|p|img|hr)\b", re.IGNORECASE)
_NAMES, _NAME = 500, 100  # of elements that are kept: how many, of how many characters
_FETCHED = re.compile(r"(?:https?|ftp|file|smb|mailto|tel):", re.IGNORECASE)
_SILENT = frozenset({"script", "style"})

Tell = Callable[[str, str], None]


class Words:
    """Tells lines and their kinds, in order; attributes that stand inside a line come at the end."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._line: list[str] = []
        self._inline = bytearray()  # for each open element: whether it stands inside a line
        self._glued = False  # there is text in the line, and no line end after it
        self._ended = False  # an element of its own ended here
        self._silent = 0
        self._late: dict[tuple[str, str], None] = {}
        self._root = ""
        self.drawing: Facts | None = None
        self.title = ""
        self.links: dict[str, None] = {}
        self.blobs = 0
        self.names: dict[str, None] = {}  # of the elements: what an export calls its columns

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """A start tag."""
        local = name.rpartition(":")[2].lower()
        if not self._root:
            self._root = local
            self.drawing = Facts() if local == "svg" else None
        if len(self.names) < _NAMES and len(name) <= _NAME:
            self.names[name] = None
        inline = self._glued and not self._ended and local not in _BLOCKS
        if not inline:
            self._break()
        self._inline.append(inline)
        if self.drawing:
            self._silent += local in _SILENT
            self.drawing.start(local, attrs)
        if attrs:
            self._attributes(attrs, inline=inline)

    def end(self, name: str) -> None:
        """An end tag."""
        local = name.rpartition(":")[2].lower()
        if self.drawing and local in _SILENT and self._silent:
            self._silent -= 1
        if not self._inline or self._inline.pop():
            return
        if local == "title" and not self.title:
            self.title = " ".join("".join(self._line).split())
        self._ended = True

    def data(self, text: str) -> None:
        """Text."""
        if self._silent:
            return
        words = text.strip()
        if self._ended and words:
            if "\n" in text[: text.index(words[0])]:
                self._break()
            self._ended = False
        self._line.append(text)
        if words or "\n" in text:
            self._glued = "\n" not in text[len(text.rstrip()) :]

    def comment(self, text: str) -> None:
        """A comment, or an instruction to some program."""
        text = text.strip()
        if text:
            self._late[words(text) if _TAGS.search(text) else text, "comment"] = None

    def raw(self, name: str, text: str) -> None:
        """The inside of an element called script or style, where XML is so broken that it is read as HTML."""
        del name
        if not self.drawing and text:
            self.data(text)

    def finish(self) -> None:
        """The last line, and what stood inside lines."""
        self._break()
        for text, kind in self._late:
            self._tell(text, kind)
        self._late.clear()

    def _break(self) -> None:
        text = "".join(self._line).strip()
        self._line.clear()
        self._glued = self._ended = False
        if not text:
            return
        if blob(text):
            self.blobs += 1
        else:
            self._tell(words(text) if "<" in text and _TAGS.search(text) else text, "")

    def _attributes(self, attrs: Mapping[str, str], *, inline: bool) -> None:
        said = []
        for key, value in attrs.items():
            local = key.rpartition(":")[2].lower()
            text = value.strip()
            if not text or key.startswith("xmlns") or local in {"schemalocation", "nonamespaceschemalocation"}:
                continue
            if self.drawing and (local in _DRAWN or _PAINT.match(local) or local.startswith("on")):
                continue
            if text.startswith("data:") or blob(text):
                self.blobs += not self.drawing
                continue
            if _FETCHED.match(text):
                self.links[text] = None
            said.append(f"{local}: {text}")
        line = "; ".join(said)
        if line and inline:
            self._late[line, "attribute"] = None
        elif line:
            self._tell(line, "")
