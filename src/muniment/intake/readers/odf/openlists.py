"""The numbers that an OpenDocument shows before the paragraphs of its lists and before its headings.

No text of the file holds them: styles say how a level is written, and the paragraphs are counted as they come. A list
begins anew unless it says that it goes on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.word.listcount import LEVELS, Count, Level, List

_LISTS = frozenset({"text:list", "text:ordered-list", "text:unordered-list"})
_ITEMS = frozenset({"text:list-item", "text:list-header"})
_STYLES = frozenset({"text:list-style", "text:outline-style"})
_NUMBERED = frozenset({"text:list-level-style-number", "text:outline-level-style"})
_SIGNS = frozenset({"text:list-level-style-bullet", "text:list-level-style-image"})
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_OUTLINE = "\x00outline"  # no style can have this name
_SLOT = re.compile(r"%([0-9]{1,2})%")
_MOST_TEXT = 64  # characters around the numbers of a level


@dataclass(slots=True)
class _Open:
    """A list that is open."""

    style: str
    count: str  # lists that go on from one another have the same
    depth: int  # from 0
    numbered: bool = False  # whether its item waits for the paragraph that shows the number
    start: int | None = None  # what that item says of its number
    said: list[str] = field(default_factory=list)  # the number as the file itself has it


class ListStyles:
    """Learns the styles of lists as they are told, and which styles of paragraphs put them in one."""

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.used: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self._style = ""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        if name in _STYLES:
            self._style = _OUTLINE if name == "text:outline-style" else attrs.get("style:name", "")
            self.levels[self._style] = {}
        elif self._style and (name in _NUMBERED or name in _SIGNS):
            at = _number(attrs.get("text:level", "")) - 1
            if 0 <= at < LEVELS:
                levels = self.levels[self._style]
                levels[at] = _level(at, attrs, levels) if name in _NUMBERED else Level(form="bullet")
        elif name == "style:style":
            style = attrs.get("style:name", "")
            if "style:list-style-name" in attrs:
                self.used[style] = attrs["style:list-style-name"]
            if parent := attrs.get("style:parent-style-name"):
                self.parents[style] = parent

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _STYLES:
            self._style = ""

    def of(self, paragraph: str) -> str | None:
        """The style of list that a style of paragraphs names, itself or one that it is made from; "" says: in none."""
        seen: set[str] = set()
        while paragraph and paragraph not in seen:
            if paragraph in self.used:
                return self.used[paragraph]
            seen.add(paragraph)
            paragraph = self.parents.get(paragraph, "")
        return None


def _level(at: int, attrs: Mapping[str, str], known: Mapping[int, Level]) -> Level:
    form = _FORMS.get(attrs.get("style:num-format", ""), "decimal")
    if form.endswith("Letter") and attrs.get("style:num-letter-sync") != "true":
        form = form.replace("Letter", "Column")
    first = max(at + 1 - max(_number(attrs.get("text:display-levels", "")), 1), 0)
    shown = [above for above in range(first, at) if above not in known or known[above].form not in {"none", "bullet"}]
    if form == "none":
        return Level(form="none")
    said = next((value for key, value in attrs.items() if key.endswith(":num-list-format")), "")
    if said:
        text = _SLOT.sub(lambda found: f"%{int(found[1])}", said)
    else:
        slots = ".".join(f"%{number + 1}" for number in (*shown, at))
        text = f"{attrs.get('style:num-prefix', '')}{slots}{attrs.get('style:num-suffix', '')}"
    return Level(_number(attrs.get("text:start-value", ""), 1), form, text[:_MOST_TEXT])


class Lists:
    """Follows the lists of a text, and tells each paragraph the number that it shows."""

    def __init__(self, styles: ListStyles) -> None:
        self.styles = styles
        self._open: list[_Open] = []
        self._count = Count()
        self._ids: dict[str, str] = {}  # of lists that another may go on from
        self._last: dict[str, str] = {}  # of each style, the list that came last
        self._made = 0
        self._number: list[str] | None = None

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        if name in _LISTS:
            self._begin(attrs)
        elif name in _ITEMS and self._open:
            top = self._open[-1]
            top.numbered = name == "text:list-item"
            said = _number(attrs.get("text:start-value", ""), -1)
            top.start = said if said >= 0 else None
            top.said.clear()
        elif name == "text:number":
            self._number = []

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _LISTS and self._open:
            self._open.pop()
        elif name == "text:number" and self._number is not None:
            if self._open:
                self._open[-1].said = self._number
            self._number = None

    def data(self, text: str) -> bool:
        """Whether a text is a number that the file itself has; it is shown in the place of the one that is counted."""
        if self._number is None:
            return False
        self._number.append(text.strip()[:_MOST_TEXT])
        return True

    def next(self, name: str, attrs: Mapping[str, str]) -> str:
        """Count a paragraph; the number that it shows, "" where that is none or a mere sign."""
        top = self._open[-1] if self._open else None
        if name == "text:h" and (top is None or not top.numbered):
            return self._heading(attrs)
        if top is None or not top.numbered:
            return ""
        top.numbered = False
        style = top.style or self.styles.of(attrs.get("text:style-name", "")) or ""
        shown = self._counted(style, top.count, top.depth, top.start)
        return " ".join(top.said) or shown

    def _begin(self, attrs: Mapping[str, str]) -> None:
        above = self._open[-1] if self._open else None
        style = attrs.get("text:style-name", "") or (above.style if above else "")
        if above is not None:
            self._open.append(_Open(style, above.count, above.depth + 1))
            return
        on = self._ids.get(attrs.get("text:continue-list", ""), "")
        if not on and attrs.get("text:continue-numbering") == "true":
            on = self._last.get(style, "")
        self._made += 1
        count = on or str(self._made)
        self._last[style] = count
        if name := next((value for key, value in attrs.items() if key.endswith(":id")), ""):
            self._ids[name] = count
        self._open.append(_Open(style, count, 0))

    def _heading(self, attrs: Mapping[str, str]) -> str:
        if attrs.get("text:is-list-header") == "true":
            return ""
        anew = _number(attrs.get("text:start-value", ""), 1)
        start = anew if attrs.get("text:restart-numbering") == "true" else None
        style = self.styles.of(attrs.get("text:style-name", ""))
        style = _OUTLINE if style is None else style
        level = _number(attrs.get("text:outline-level", ""), 1) - 1
        return self._counted(style, f"\x00{style}", level, start)

    def _counted(self, style: str, count: str, at: int, start: int | None) -> str:
        levels = self.styles.levels.get(style)
        if not levels:
            return ""
        if start is None:
            return self._count.next(count, List(count, levels), at)
        self._made += 1
        return self._count.next(f"{count} {self._made}", List(count, levels, {at: start}), at)


def _number(text: str, other: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else other
