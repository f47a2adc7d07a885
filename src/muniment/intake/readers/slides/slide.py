"""The text of one slide, its notes, a layout or a master, from its events, in order."""

from collections.abc import Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.slides.slidenumbers import Points

_OFF = frozenset({"0", "false"})
_ON = frozenset({"1", "true"})
_TEXT = frozenset({"a:t", "m:t"})


class Slide(Walker):
    """Walks one part; `hidden` tells whether the slide is left out of the show."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.hidden = False
        self.tips: dict[str, None] = {}
        self._in_text = False
        self._points = Points()
        self._shapes: list[bool] = []
        self._choice: list[set[str]] = []
        self._kept: list[Flow] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        self._points.start(name, attrs)
        if name in _TEXT:
            self._in_text = True
        elif name == "a:br":
            self.flow.write("\n")
        elif name == "p:sld":
            self.hidden = attrs.get("show") in _OFF
        elif name in {"p:sp", "p:pic", "p:graphicFrame", "p:grpSp", "p:cxnSp"}:
            self._shapes.append(False)
        elif name in {"p:cNvPr", "pic:cNvPr"}:
            self._shape(attrs)
        elif name in {"a:hlinkClick", "a:hlinkHover"} and attrs.get("tooltip"):
            self.tips[attrs["tooltip"]] = None
        elif name == "mc:AlternateContent":
            self._choice.append(set())
        elif name in {"mc:Choice", "mc:Fallback"}:
            self._kept.append(self.flow)
            self.flow = Flow()

    def end(self, name: str) -> None:
        self._points.end(name)
        if name in _TEXT:
            self._in_text = False
        elif name == "a:p":
            self.flow.write("\n")
        elif name == "a:tc":
            self.flow.swap_end("\n", "\t")
        elif name == "a:tr":
            self.flow.swap_end("\t", "\n")
        elif name in {"p:sp", "p:pic", "p:graphicFrame", "p:grpSp", "p:cxnSp"} and self._shapes:
            if self._shapes.pop():
                self.flow.close("hidden")
        elif name in {"mc:Choice", "mc:Fallback"} and self._kept:
            self._merge(name)
        elif name == "mc:AlternateContent" and self._choice:
            self._choice.pop()

    def data(self, text: str) -> None:
        if self._in_text:
            if text.strip() and (shown := self._points.next()):
                start = self.flow.length
                self.flow.write(shown)
                self.flow.mark("number", start)
                self.flow.write(" ")
            self.flow.write(text)

    def whole(self) -> Flow:
        """All text that was told."""
        while self._kept:
            self._merge("mc:Choice")
        return self.flow

    def _shape(self, attrs: Mapping[str, str]) -> None:
        if attrs.get("hidden") in _ON and self._shapes and not self._shapes[-1]:
            self._shapes[-1] = True
            self.flow.open("hidden")
        said = dict.fromkeys(text for key in ("descr", "title") if (text := attrs.get(key, "").strip()))
        for text in said:
            self.flow.add(text, "alt")

    def _merge(self, name: str) -> None:
        """Put a choice back; a fallback only where it says another word."""
        inner, self.flow = self.flow, self._kept.pop()
        words = inner.words()
        if name == "mc:Fallback" and self._choice and words <= self._choice[-1]:
            return
        if self._choice:
            self._choice[-1] |= words
        self.flow.take(inner, "alternate" if name == "mc:Fallback" else "")
