"""Names and paths as a list and a case write them, made comparable."""

import re
from dataclasses import dataclass

from muniment.intake.lists import values

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_COUNTED = {
    "volume": "volumes volume vols vol v band tome tomo tom cyfrol cyf",
    "box": "boxes box karton kiste carton boîte caja caixa scatola doos pudełko blwch",
    "": "no nr num number item ref doc document exhibit file bundle folder",
}
_BY_WORD = {word: kind for kind, words in _COUNTED.items() for word in words.split()}
_APART = re.compile(r"([^\W\d_]+)[\s._\-#]*(?:(\d{1,6})(?![\d])|\b([ivxl]{1,7})\b)", re.IGNORECASE)
_LEADING = re.compile(r"(\d{1,6})(?=[\s._\-)a-z]|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """One name in a path: a file, or a folder above it."""

    text: str
    folder: str  # the path that ends with it
    last: bool

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return _ENDING.sub("", self.text) if self.last else self.text


def plain(path: str) -> str:
    """A path with "/" alone, without regard to case."""
    return path.replace("\\", "/").strip().strip("/").removeprefix("./").casefold()


def segments(path: str) -> list[Segment]:
    """The names in a path, the file first."""
    parts = plain(path).split("/")
    count = len(parts)
    return [Segment(parts[at], "/".join(parts[: at + 1]), at == count - 1) for at in range(count - 1, -1, -1)]


def phrase(text: str) -> tuple[str, ...]:
    """The words of a name, without signs."""
    return tuple(_WORD.findall(text.casefold().replace("_", " ")))


def numbers(stem: str) -> set[tuple[str, int]]:
    """The numbers in a name with what they count: "volume", "box", "" for others; "first" for one that begins it."""
    found: set[tuple[str, int]] = set()
    for match in _APART.finditer(stem):
        kind = _BY_WORD.get(match[1].casefold())
        number = int(match[2]) if match[2] else values.roman(match[3].casefold())
        if kind is not None and number is not None:
            found.add((kind, number))
    if leads := _LEADING.match(stem):
        found.add(("first", int(leads[1])))
    return found


def without_number(stem: str) -> tuple[str, ...]:
    """The words of a name after the number with which it begins: "VOL 14 Statements" is "statements"."""
    words = phrase(stem)
    at = 0
    if words and words[0] in _BY_WORD:
        at = 1
    elif words and (found := re.fullmatch(r"([^\W\d]+)(\d+)", words[0])) and found[1] in _BY_WORD:
        return words[1:]
    if at < len(words) and (words[at].isdecimal() or (at and values.roman(words[at]) is not None)):
        return words[at + 1 :]
    return words
