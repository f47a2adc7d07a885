"""The text of an XML part whose form does not matter: charts, diagrams, pivot caches, custom XML, parts nobody refers to.

Every text counts, and of the attributes those that hold words or values.
"""

import re
from collections.abc import Mapping

from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.package import Package

# inside a line: these elements do not end it
_INLINE = frozenset(
    {"a:r", "a:t", "a:fld", "a:rPr", "a:endParaRPr", "w:r", "w:t", "w:rPr", "x:r", "x:t", "x:rPr", "m:r", "m:t"}
    | {"font", "span", "b", "i", "u", "math:mi", "math:mn", "math:mo", "math:mrow", "math:mtext", "a:pPr", "a:latin"}
)
# measures and references, which nobody reads as text
_MACHINE = frozenset(
    {
        "c:f",
        "c:formatCode",
        "wp:posOffset",
        "wp:align",
        "xdr:col",
        "xdr:row",
        "xdr:colOff",
        "xdr:rowOff",
        "x14:f",
        "xm:f",
    }
    | {"xm:sqref", "w14:pctWidth", "w14:pctHeight", "a:tableStyleId", "vx:ClientData"}
)
_WORDS = {
    "x:s": ("v",),
    "x:n": ("v",),
    "x:d": ("v",),
    "x:cacheField": ("name", "formula"),
    "x:connection": ("name", "description", "sourceFile"),
    "x:dbPr": ("connection", "command"),
    "x:webPr": ("url", "post"),
    "x:textPr": ("sourceFile",),
    "x:ddeLink": ("ddeService", "ddeTopic"),
    "x:ddeItem": ("name",),
    "x:sheetName": ("val",),
    "x:definedName": ("name", "refersTo"),
    "x:table": ("displayName", "comment"),
    "x:queryTable": ("name",),
    "w:docVar": ("w:name", "w:val"),
    "w:query": ("w:val",),
    "w:connectString": ("w:val",),
    "p:tag": ("name", "val"),
    "p:cNvPr": ("descr", "title"),
    "xdr:cNvPr": ("descr", "title"),
    "pic:cNvPr": ("descr", "title"),
    "wp:docPr": ("descr", "title"),
    "v:shape": ("alt",),
    "v:textpath": ("string",),
}
_WORD = re.compile(r"\w+")


class Loose(Walker):
    """Collects lines of text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._machine = 0
        self._choice: list[int] = []  # where the last choice began, for each level
        self._other: list[int] = []  # where the fallback begins

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name not in _INLINE:
            self._break()
        if name in _MACHINE:
            self._machine += 1
        for key in _WORDS.get(name, ()):
            if value := attrs.get(key, "").strip():
                self.lines.append(value)
        if name == "mc:Choice":
            self._choice.append(len(self.lines))
        elif name == "mc:Fallback":
            self._other.append(len(self.lines))

    def end(self, name: str) -> None:
        if name not in _INLINE:
            self._break()
        if name in _MACHINE and self._machine:
            self._machine -= 1
        if name == "mc:Fallback" and self._other:
            start = self._other.pop()
            first = self._choice[-1] if self._choice else start
            if _words(self.lines[start:]) <= _words(self.lines[first:start]):
                del self.lines[start:]
        elif name == "mc:AlternateContent" and self._choice:
            self._choice.pop()

    def data(self, text: str) -> None:
        if not self._machine:
            self._line.append(text)

    def _break(self) -> None:
        if self._line:
            if line := "".join(self._line).strip():
                self.lines.append(line)
            self._line.clear()


def _words(lines: list[str]) -> set[str]:
    return {word for line in lines for word in _WORD.findall(line)}


def text(package: Package, name: str) -> str:
    """The lines of a part."""
    return "\n".join(package.walk(name, Loose).lines)


def text_beside(package: Package, name: str, had: set[str]) -> str:
    """The lines of a part that repeats another one: "" where it holds no word that is not had already."""
    lines = package.walk(name, Loose).lines
    return "" if _words(lines) <= had else "\n".join(lines)
