"""The lists of a Word document (Office Open XML): definitions, numbers and styles, and which paragraph is in which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.word.listcount import LEVELS, Count, Level, List

_OFF = frozenset({"0", "false", "off"})
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_MOST_TEXT = 256  # characters around the numbers of a level
_DEEP = 16  # styles that are based on one another


@dataclass(slots=True)
class _Num:
    """A list as numbering.xml has it."""

    shared: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Definitions(Walker):
    """Walks numbering.xml."""

    def __init__(self) -> None:
        self.shared: dict[str, dict[int, Level]] = {}
        self.links: dict[str, str] = {}  # a definition whose levels stand in the list of a style
        self.nums: dict[str, _Num] = {}
        self._shared = self._num = ""
        self._at = -1
        self._level: Level | None = None

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        value = attrs.get("w:val", "")
        if name == "w:abstractNum":
            self._shared, self._num = attrs.get("w:abstractNumId", ""), ""
            self.shared[self._shared] = {}
        elif name == "w:num":
            self._num = attrs.get("w:numId", "")
            self.nums[self._num] = _Num()
        elif name == "w:abstractNumId" and self._num:
            self.nums[self._num].shared = value
        elif name == "w:numStyleLink":
            self.links[self._shared] = value
        elif name == "w:lvlOverride":
            self._at = number(attrs.get("w:ilvl", ""), -1)
        elif name == "w:startOverride" and self._num:
            self.nums[self._num].starts[self._at] = number(value, 1)
        elif name == "w:lvl":
            self._at, self._level = number(attrs.get("w:ilvl", ""), -1), Level(start=0)
        elif self._level is not None:
            self._level = _said(self._level, name, attrs)

    def end(self, name: str) -> None:
        """An element ends."""
        if name != "w:lvl" or self._level is None:
            return
        levels = self.nums[self._num].levels if self._num else self.shared.get(self._shared)
        if levels is not None and 0 <= self._at < LEVELS:
            levels[self._at] = self._level
        self._level = None


def _said(level: Level, name: str, attrs: Mapping[str, str]) -> Level:
    """A level with what one element says of it."""
    value = attrs.get("w:val", "")
    match name:
        case "w:start":
            return replace(level, start=number(value, 1))
        case "w:numFmt":
            form = attrs.get("w:format", "").split(",")[0].strip()
            if value == "custom" and form.isdecimal():  # "001, 002, 003, ..."
                return replace(level, form="decimal", padded=min(len(form), 9))
            return level if level.padded else replace(level, form=value)
        case "w:lvlText":
            return replace(level, text=value[:_MOST_TEXT])
        case "w:lvlRestart":
            return replace(level, restart=number(value, 0))
        case "w:isLgl":
            return replace(level, legal=value not in _OFF)
        case "w:pStyle":
            return replace(level, style=value)
    return level


@dataclass(slots=True)
class StyleLists:
    """The lists that styles of paragraphs put them in."""

    lists: dict[str, str] = field(default_factory=dict)  # style: number of a list
    levels: dict[str, int] = field(default_factory=dict)
    based: dict[str, str] = field(default_factory=dict)

    def of(self, style: str) -> tuple[str, int | None, str]:
        """(list, level, the style that says so); the list is "" where there is none."""
        at: int | None = None
        for _ in range(_DEEP):
            at = self.levels.get(style) if at is None else at
            if style in self.lists:
                return self.lists[style], at, style
            style = self.based.get(style, "")
        return "", None, ""


class Numbers:
    """Which list a paragraph is in, and what number it shows there."""

    def __init__(self, definitions: Definitions | None = None, styles: StyleLists | None = None) -> None:
        self._said = definitions or Definitions()
        self._styles = styles or StyleLists()
        self._known: dict[str, List | None] = {}

    def next(self, count: Count, style: str, name: str, level: int | None) -> str:
        """Count a paragraph of a style that says itself that it is in this list ("": says nothing) at this level."""
        of_style, at_style, by = self._styles.of(style)
        found = self._list(name or of_style)
        if found is None:
            return ""
        if level is None and not name:
            level = found.at(by)
        if level is None:
            level = at_style
        return count.next(name or of_style, found, level or 0)

    def _list(self, name: str) -> List | None:
        if name not in self._known:
            self._known[name] = self._make(name)
        return self._known[name]

    def _make(self, name: str) -> List | None:
        num = self._said.nums.get(name)
        if num is None:
            return None
        shared = num.shared
        for _ in range(_DEEP):  # by the style of a list to the definition that has the levels
            linked = self._said.nums.get(self._styles.of(self._said.links.get(shared, ""))[0])
            if linked is None:
                break
            shared = linked.shared
        return List(shared, {**self._said.shared.get(shared, {}), **num.levels}, dict(num.starts))


def number(text: str, other: int) -> int:
    """A whole number as it is written; another where it is none."""
    return int(text) if _NUMBER.fullmatch(text) else other
