"""The text of a Word story (body, header, footer, notes, comments, glossary), from its events, in order.

Tracked changes, hidden text, text boxes, alternative texts, form values and the numbers of lists are kept and marked. What stands twice for old
and new programs (`mc:Choice`, `mc:Fallback`) is kept once, unless the second says something else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.word.docxnumbers import Numbers, number
from muniment.intake.readers.word.listcount import Count

_CHANGES = {
    "w:ins": "inserted",
    "w:del": "deleted",
    "w:moveFrom": "moved-from",
    "w:moveTo": "moved-to",
}
_TEXT = frozenset({"w:t", "w:delText", "m:t", "a:t"})
_CODE = frozenset({"w:instrText", "w:delInstrText"})
_MARKS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "a:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
_NOTES = {"w:footnote": "note", "w:endnote": "note", "w:comment": "comment"}
_OFF = frozenset({"0", "false", "off", "none"})
_FORM = {"w:listEntry": "w:val", "w:default": "w:val", "w:statusText": "w:val", "w:helpText": "w:val"}
_ALT = {
    "wp:docPr": ("descr", "title"),
    "pic:cNvPr": ("descr", "title"),
    "p:cNvPr": ("descr", "title"),
    "v:shape": ("alt",),
    "v:rect": ("alt",),
    "v:textpath": ("string",),
}


@dataclass(slots=True)
class _Frame:
    """One level of text: the story, a text box in a paragraph, a choice, a fallback."""

    kind: str
    flow: Flow = field(default_factory=Flow)
    boxes: list[Flow] = field(default_factory=list)  # what stands in the paragraph and is written after it
    alts: list[str] = field(default_factory=list)
    hidden: bool | None = None  # what the run says; None: as the paragraph
    hidden_line: bool = False

    def words(self) -> set[str]:
        found = self.flow.words()
        for text in self.alts:
            found |= set(text.split())
        return found.union(*(box.words() for box in self.boxes))


class Story(Walker):
    """Walks one part of a Word document."""

    def __init__(self, hidden_styles: frozenset[str] = frozenset(), numbers: Numbers | None = None) -> None:
        self._hidden_styles = hidden_styles
        self._numbers = numbers
        self._count = Count()
        self._list: dict[str, str] = {}  # what the open paragraph says of its list
        self._frames = [_Frame("story")]
        self._top = self._frames[0]
        self.codes: dict[str, None] = {}  # the field codes, each once
        self.changes: dict[tuple[str, str], list[str]] = {}  # (kind, author): dates
        self.authors: dict[str, None] = {}  # of comments
        self._open: list[tuple[str, str, str]] = []
        self._fields: list[list[str]] = []
        self._said: list[set[str]] = []  # words of each choice so far
        self._into = ""  # "text", "code" or ""
        self._line_marks = 0  # inside the properties of a paragraph, which are not those of a run
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "w:p": self._paragraph,
            "w:r": self._run,
            "w:pPr": self._marks,
            "w:vanish": self._vanish,
            "w:rStyle": self._style,
            "w:pStyle": self._line_style,
            "w:numId": lambda attrs: self._in_list("list", attrs),
            "w:ilvl": lambda attrs: self._in_list("level", attrs),
            "w:fldChar": self._field,
            "w:fldSimple": self._simple,
            "w:sym": self._symbol,
            "w:txbxContent": lambda _: self._push("box"),
            "w:rt": lambda _: self._push("spoken"),
            "mc:AlternateContent": lambda _: self._said.append(set()),
            "mc:Choice": lambda _: self._push("choice"),
            "mc:Fallback": lambda _: self._push("fallback"),
            "w:hidden": self._hidden_row,
            "w:listItem": self._item,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "w:p": self._line,
            "a:p": self._line,
            "w:tc": lambda: self._top.flow.swap_end("\n", "\t"),
            "w:tr": self._row,
            "w:pPr": self._unmarks,
            "w:txbxContent": self._pop,
            "w:rt": self._pop,
            "mc:Choice": self._pop,
            "mc:Fallback": self._pop,
            "mc:AlternateContent": self._chosen,
        }

    def flow(self) -> Flow:
        """All text that was told."""
        while len(self._frames) > 1:
            self._pop()
        self._last_line()
        return self._top.flow

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name in _TEXT:
            self._into = "text"
        elif name in _CODE:
            self._into = "code"
        elif found := self._starts.get(name):
            found(attrs)
        elif name in _MARKS:
            if not self._line_marks:  # in the properties of a paragraph a tab is a stop
                self._write(_MARKS[name])
        elif name in _CHANGES:
            self._change(name, attrs)
        elif name in _NOTES:
            self._note(name, attrs)
        elif name in _ALT:
            self._top.alts += [text for key in _ALT[name] if (text := attrs.get(key, "").strip())]
        elif name in _FORM:
            self._form(attrs.get(_FORM[name], ""))

    def end(self, name: str) -> None:
        if name in _TEXT or name in _CODE:
            self._into = ""
        elif found := self._ends.get(name):
            found()
        elif name in _CHANGES and self._open:
            kind, author, date = self._open.pop()
            if self._top.flow.close(kind):
                self.changes.setdefault((kind, author), []).append(date)
        elif name in _NOTES:
            self._last_line()
            self._top.flow.close(_NOTES[name])

    def data(self, text: str) -> None:
        if self._into == "text":
            self._write(text)
        elif self._into == "code":
            if self._fields:
                self._fields[-1].append(text)
            else:
                self._code(text)

    def _write(self, text: str) -> None:
        top = self._top
        start = top.flow.length
        top.flow.write(text)
        if top.hidden or (top.hidden is None and top.hidden_line):
            top.flow.mark("hidden", start)

    def _paragraph(self, attrs: Mapping[str, str]) -> None:
        del attrs
        self._top.hidden, self._top.hidden_line = None, False

    def _run(self, attrs: Mapping[str, str]) -> None:
        del attrs
        self._top.hidden = None

    def _marks(self, attrs: Mapping[str, str]) -> None:
        del attrs
        self._line_marks += 1
        if self._line_marks == 1:
            self._list.clear()

    def _unmarks(self) -> None:
        self._line_marks = max(self._line_marks - 1, 0)
        if not self._line_marks and self._numbers is not None:
            self._number(self._numbers)

    def _in_list(self, what: str, attrs: Mapping[str, str]) -> None:
        if self._line_marks == 1:  # further in stands what was before a change
            self._list[what] = attrs.get("w:val", "")

    def _number(self, numbers: Numbers) -> None:
        """Write the number that the paragraph shows, which no text of it holds."""
        if not self._list or any(frame.kind == "fallback" for frame in self._frames):
            return  # a fallback says again what was counted
        said, level = self._list, self._list.get("level")
        shown = numbers.next(
            self._count, said.get("style", ""), said.get("list", ""), None if level is None else number(level, 0)
        )
        if shown:
            start = self._top.flow.length
            self._write(shown)
            self._top.flow.mark("number", start)
            self._write(" ")

    def _vanish(self, attrs: Mapping[str, str]) -> None:
        if not self._line_marks:
            self._top.hidden = attrs.get("w:val", "1") not in _OFF

    def _style(self, attrs: Mapping[str, str]) -> None:
        if not self._line_marks and attrs.get("w:val") in self._hidden_styles:
            self._top.hidden = True

    def _line_style(self, attrs: Mapping[str, str]) -> None:
        self._top.hidden_line = attrs.get("w:val") in self._hidden_styles
        self._in_list("style", attrs)

    def _hidden_row(self, attrs: Mapping[str, str]) -> None:
        if attrs.get("w:val", "1") not in _OFF:
            self._top.flow.open("hidden")

    def _row(self) -> None:
        self._top.flow.swap_end("\t", "\n")
        self._top.flow.close("hidden")

    def _line(self) -> None:
        top = self._top
        if len(self._frames) > 1 and top.kind != "box" and not top.flow.length and not top.boxes:
            return
        top.flow.write("\n")
        for box in top.boxes:
            top.flow.fresh()
            top.flow.take(box, "textbox")
        top.boxes.clear()
        for text in dict.fromkeys(top.alts):
            top.flow.add(text, "alt")
        top.alts.clear()

    def _last_line(self) -> None:
        """End the text of a story: a damaged one may not have ended its last paragraph."""
        if self._top.boxes or self._top.alts:
            self._line()
        else:
            self._top.flow.fresh()

    def _push(self, kind: str) -> None:
        top = _Frame(kind, hidden=self._top.hidden, hidden_line=self._top.hidden_line)
        self._frames.append(top)
        self._top = top

    def _pop(self) -> None:
        if len(self._frames) < 2:
            return
        done = self._frames.pop()
        top = self._top = self._frames[-1]
        if done.kind == "box":
            done.flow.fresh()
            for box in done.boxes:
                done.flow.take(box, "textbox")
            top.alts += done.alts
            if not done.flow.blank:
                top.boxes.append(done.flow)
            return
        if done.kind == "spoken":  # how the words below it are said; between them it would cut the line
            top.alts += [text for text in (done.flow.text().strip(), *done.alts) if text]
            top.boxes += done.boxes
            return
        words = done.words()
        if done.kind == "fallback" and self._said and words <= self._said[-1]:
            return
        if self._said:
            self._said[-1] |= words
        top.flow.take(done.flow, "alternate" if done.kind == "fallback" else "")
        top.boxes += done.boxes
        top.alts += done.alts

    def _chosen(self) -> None:
        if self._said:
            self._said.pop()

    def _change(self, name: str, attrs: Mapping[str, str]) -> None:
        kind = _CHANGES[name]
        self._open.append((kind, attrs.get("w:author", ""), attrs.get("w:date", "")))
        self._top.flow.open(kind)

    def _note(self, name: str, attrs: Mapping[str, str]) -> None:
        flow = self._top.flow
        flow.fresh()
        flow.open(_NOTES[name])
        if name == "w:comment":
            author = attrs.get("w:author", "")
            self.authors[author] = None
            flow.write(f"Comment by {author or '?'}, {attrs.get('w:date', '') or 'no date'}: ")

    def _form(self, value: str) -> None:
        if value and not value.isdigit():
            self._top.alts.append(value)

    def _item(self, attrs: Mapping[str, str]) -> None:
        self._form(attrs.get("w:displayText") or attrs.get("w:value", ""))

    def _symbol(self, attrs: Mapping[str, str]) -> None:
        try:
            self._write(chr(int(attrs.get("w:char", ""), 16)))
        except (ValueError, OverflowError):
            self._write("\ufffd")

    def _field(self, attrs: Mapping[str, str]) -> None:
        kind = attrs.get("w:fldCharType")
        if kind == "begin":
            self._fields.append([])
        elif self._fields:
            if code := "".join(self._fields[-1]).strip():
                self._code(code)
                self._fields[-1].clear()
            if kind == "end":
                self._fields.pop()

    def _simple(self, attrs: Mapping[str, str]) -> None:
        self._code(attrs.get("w:instr", ""))

    def _code(self, code: str) -> None:
        if code.strip():
            self.codes[" ".join(code.split())] = None
