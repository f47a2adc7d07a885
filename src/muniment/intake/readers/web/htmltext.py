"""The text of HTML as a reader of the page would see it, and all that he would not see: told token by token.

What stands in the page is body; what is in attributes and comments comes after it, so that it cuts no sentence in two.
"""

import re
from collections.abc import Mapping

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.web.htmltokens import resolve, scan

_BLOCKS_NAMES = """address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav noframes ol optgroup
    option p plaintext pre search section select summary title ul xmp"""
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_CELLS = frozenset({"td", "th"})
_APART = frozenset(
    {
        "button",
        "rt",
        "rp",
        "textarea",
        "label",
        "text",
        "tspan",
        "object",
        "iframe",
        "video",
        "audio",
        "template",
        "noscript",
    }
)
_KEPT = frozenset({"pre", "textarea", "xmp", "listing", "plaintext"})  # their white space counts
_VOID_NAMES = (
    """area base basefont bgsound br col embed frame hr img input keygen link meta param source spacer track wbr"""
)
_VOID = frozenset(_VOID_NAMES.split())
_SELF_ENDING = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option"})
_UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|%)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
_NOTES = ("title", "aria-label", "aria-description", "placeholder", "summary", "abbr", "label", "standby", "prompt")
_CONDITION = re.compile(r"\A\[if\b[^\]]{0,200}\]>(?:<!)?|<!\[endif\]?\Z", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TYPED = frozenset(
    {"", "text", "search", "email", "tel", "url", "number", "date", "submit", "button", "reset", "hidden"}
)
_MACHINE = 64  # a longer value of a hidden field without a space was written for a program
_NESTED = 3  # pages inside attributes inside pages


class Text:
    """Collects the text of one page."""

    def __init__(self, depth: int = 0) -> None:
        self.flow = Flow()
        self.notes: dict[tuple[str, str], None] = {}  # kind and text of what stands beside the body, in order
        self.title = ""
        self._depth = depth
        self._newline = self._space = self._row_begun = self._note_mark = self._after_link = False
        self._tabs = self._cells = self._kept = self._hidden = 0
        self._hider = ""  # the element that hides what is in it
        self._last = "\n"
        self._titling: list[str] | None = None

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """A start tag."""
        self._end_title()
        if self._hider:
            self._hide_deeper(name)
        self._layout(name)
        if not self._hider and name not in _VOID and _hides(name, attrs):
            self._flush()
            self.flow.open("hidden")
            self._hider, self._hidden = name, 1
        if name in _KEPT:
            self._kept += 1
        elif name == "title":
            self._titling = []
        elif name == "sup":
            self._note_mark = True
        elif name == "a":
            self._space = self._space or self._after_link
        if attrs:
            self._attributes(name, attrs)
        self._after_link = False

    def end(self, name: str) -> None:
        """An end tag."""
        if name in _BLOCKS:
            self._break()
        elif name in _ROWS:
            self._break_row()
        elif name in _APART:
            self._space = True
        if name in _KEPT and self._kept:
            self._kept -= 1
        elif name == "title":
            self._end_title()
        elif name == "sup":
            self._note_mark = False
        self._after_link = name == "a"
        if name == self._hider:
            self._hidden -= 1
            if not self._hidden:
                self._show()

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._titling is not None:
            self._titling.append(text)
        elif self._kept:
            self._flush(text)
            self._write(text)
        else:
            self._collapsed(text)

    def raw(self, name: str, text: str) -> None:
        """The inside of a script or a style sheet is no text."""

    def comment(self, text: str) -> None:
        """The words of a comment, its own markup taken away."""
        text = _CONDITION.sub("", text)
        if text.strip():
            self._nested(text, "comment", comments=False)

    def finish(self) -> None:
        """Close what the page left open."""
        self._end_title()
        self.flow.finish()

    def _collapsed(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        body = text.strip(" ")
        if not body:
            self._space = self._space or bool(text)
            return
        self._space = self._space or text[0] == " "
        self._flush(body)
        self._write(body)
        self._space = text[-1] == " "

    def _write(self, text: str) -> None:
        if text:
            self.flow.write(text)
            self._last = text[-1]
            self._row_begun = True
            self._after_link = False

    def _flush(self, before: str = "") -> None:
        """Write the white space that is due before this text."""
        if self._newline and self._last != "\n":
            due = "\n"
        elif self._newline or self._tabs or self._last in "\n\t ":
            due = ""
        elif self._space or (self._note_mark and before[:1].isdigit() and self._last.isalpha()):
            due = " "
        else:
            due = ""
        due += "\t" * self._tabs
        self._newline = self._space = False
        self._tabs = 0
        if due:
            self.flow.write(due)
            self._last = due[-1]

    def _layout(self, name: str) -> None:
        if name in _BLOCKS:
            self._break()
        elif name in _CELLS:
            if self._cells:
                self._newline = self._newline and not self._row_begun
                self._tabs += 1
            self._cells += 1
        elif name in _ROWS:
            self._break_row()
        elif name in _APART:
            self._space = True

    def _break(self) -> None:
        if not self._tabs:
            self._newline = True

    def _break_row(self) -> None:
        self._newline, self._row_begun = True, False
        self._tabs = self._cells = 0

    def _hide_deeper(self, name: str) -> None:
        if name != self._hider:
            if self._hider == "p" and name in _BLOCKS and name != "br":
                self._show()
        elif name in _SELF_ENDING:
            self._show()
        else:
            self._hidden += 1

    def _show(self) -> None:
        self.flow.close("hidden")
        self._hider = ""

    def _end_title(self) -> None:
        if self._titling is None:
            return
        text = " ".join("".join(self._titling).split())
        self._titling = None
        if text and not self.title:
            self.title = text
        elif text:
            self.note("title", text)

    def note(self, kind: str, text: str) -> None:
        """Words that stand beside the body, once."""
        text = text.strip()
        if text:
            self.notes[kind, text] = None

    def inline(self, kind: str, text: str) -> None:
        """Words that are shown in this place, though they stand in an attribute."""
        text = " ".join(text.split())
        if text:
            self._space = True
            self._flush()
            start = self.flow.length
            self._write(text)
            self.flow.mark(kind, start)
            self._space = True

    def _attributes(self, name: str, attrs: Mapping[str, str]) -> None:
        if alt := attrs.get("alt"):
            self.inline("alt", alt)
        if name == "input":
            self._field(attrs)
        for key in _NOTES:
            if value := attrs.get(key):
                self.note(key, value)
        for key, value in attrs.items():
            if "<" in value and ">" in value and not key.startswith("on") and self._depth < _NESTED:
                self._nested(value, "frame" if key == "srcdoc" else "attribute")

    def _field(self, attrs: Mapping[str, str]) -> None:
        value, kind = attrs.get("value", ""), attrs.get("type", "").strip().lower()
        if kind != "hidden":
            self.inline("form", value)
        elif len(value) <= _MACHINE or " " in value.strip():
            self.note("form", value)

    def _nested(self, markup: str, kind: str, *, comments: bool = True) -> None:
        if "<" not in markup:
            self.note(kind, resolve(markup))
            return
        inner = Text(self._depth + 1)
        scan(markup if comments else markup.replace("<!--", " "), inner)
        inner.finish()
        self.note(kind, inner.all())

    def all(self) -> str:
        """Every word: the title, the body, and what stands beside it."""
        pieces = [self.title, self.flow.text().strip("\n"), *(text for _, text in self.notes)]
        return "\n".join(piece for piece in pieces if piece.strip())


def _hides(name: str, attrs: Mapping[str, str]) -> bool:
    return name == "template" or "hidden" in attrs or bool(_UNSEEN.search(attrs.get("style", "")))
