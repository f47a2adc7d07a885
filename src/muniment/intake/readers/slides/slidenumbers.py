"""The numbers that a slide (Office Open XML) shows before its points, counted as they come: no text of the file holds them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.word.numberforms import written

_STYLED = re.compile(r"a:lvl([1-9])pPr")
_KIND = re.compile(r"(alphaLc|alphaUc|romanLc|romanUc)?.*?(Period|ParenR|ParenBoth|Minus)?")
_FORMS = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{} -"}
_OTHER = frozenset({"a:buNone", "a:buChar", "a:buBlip"})


@dataclass(frozen=True, slots=True)
class _Point:
    """How the points of a level are numbered; a kind of "" means that they are not."""

    kind: str = ""
    first: int = 1


@dataclass(slots=True)
class Points:
    """Follows the paragraphs of each text."""

    _styled: dict[int, _Point] = field(
        default_factory=dict
    )  # by the level, what the text says for all of its paragraphs
    _counts: dict[int, tuple[_Point, int]] = field(default_factory=dict)
    _in_style: int | None = None
    _in_mark: bool = False
    _in_field: bool = False
    _level: int = 0
    _point: _Point | None = None
    _waits: bool = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""
        if name.endswith(":txBody"):
            self._styled, self._counts = {}, {}
        elif styled := _STYLED.fullmatch(name):
            self._in_style = int(styled[1]) - 1
        elif name == "a:p":
            self._level, self._point, self._waits = 0, None, True
        elif name == "a:fld":
            self._in_field = True
        elif name == "a:pPr" and not self._in_field:
            self._in_mark = True
            self._level = _number(attrs.get("lvl", ""), 0)
        elif name == "a:buAutoNum":
            self._say(_Point(attrs.get("type", "arabicPeriod"), _number(attrs.get("startAt", ""), 1)))
        elif name in _OTHER:
            self._say(_Point())

    def end(self, name: str) -> None:
        """An element ends."""
        if _STYLED.fullmatch(name):
            self._in_style = None
        elif name == "a:pPr":
            self._in_mark = False
        elif name == "a:fld":
            self._in_field = False

    def _say(self, point: _Point) -> None:
        if self._in_style is not None:
            self._styled[self._in_style] = point
        elif self._in_mark:
            self._point = point

    def next(self) -> str:
        """Count the paragraph, once it has text; the number that it shows, "" where that is none or shown already."""
        if not self._waits:
            return ""
        self._waits = False
        point = self._point or self._styled.get(self._level, _Point())
        before = self._counts.get(self._level)
        self._counts = {level: count for level, count in self._counts.items() if level < self._level}
        if not point.kind:
            return ""
        number = before[1] + 1 if before and before[0] == point else point.first
        self._counts[self._level] = (point, number)
        kind = _KIND.fullmatch(point.kind)
        form, around = (kind[1], kind[2]) if kind else ("", "")
        return _AROUND.get(around, "{}").format(written(number, _FORMS.get(form, "decimal")))


def _number(text: str, other: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else other
