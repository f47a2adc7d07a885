"""About 200 characters around the first match, from the reading, and what to mark in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from muniment.model.reading import Page
from muniment.search.document import Document
from muniment.search.match import Found

LENGTH = 200
_BEFORE = 60
_CUT = "…"
_SPACE = re.compile(r"\s+")

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a page: `spans` are places in the page's text, `marks` in the snippet.

    `page` is the page's number; None where the format has no pages or the match is in a fact.
    """

    text: str
    page: int | None
    spans: Marks
    marks: Marks
    by: str = ""  # who wrote it, where it is no text of the item but a person's own
    boxes: tuple[tuple[int, int, int, int], ...] = ()  # where the spans stand on a recognised page, in ten-thousandths


def snippet(document: Document, found: Sequence[Found]) -> Snippet:
    """The snippet of an item; its beginning where no match stands in its text or facts."""
    body = [token for token in found if token.text == 0]
    placed = [place for token in body for place in document.place(token.start, token.end)]
    if placed:
        index = placed[0][0]
        page = document.pages[index]
        spans = [(start, end) for at, start, end in placed if at == index]
        piece = _around(page.text, page.number, spans)
        return replace(piece, boxes=_boxes(page, piece.spans)) if page.boxes else piece
    facts = [token for token in found if token.text > 1]  # 1 is the name, which a hit shows anyway
    if facts:
        chosen = facts[0].text
        text = document.values("words")[chosen]
        piece = _around(text, None, [(token.start, token.end) for token in facts if token.text == chosen])
        written = chosen - 2 - len(document.facts)
        return piece if written < 0 else replace(piece, by=document.item.said[written].by)
    first = next((page for page in document.pages if page.text.strip()), None)
    return _around(first.text, None, []) if first else Snippet("", None, (), ())


def _around(text: str, page: int | None, spans: list[tuple[int, int]]) -> Snippet:
    first = spans[0][0] if spans else 0
    low = 0 if first <= _BEFORE else _word(text, first - _BEFORE, first)
    high = min(low + LENGTH, len(text))
    if high < len(text):
        high = max(text.rfind(" ", first + 1, high), high - 20, min(spans[0][1], low + 2 * LENGTH) if spans else 0)
    spans = [(start, min(end, high)) for start, end in spans if start < high]
    piece, offsets = _even(text[low:high])
    begin = _CUT if text[:low].strip() else ""
    marks = [(len(begin) + offsets[start - low], len(begin) + offsets[end - low]) for start, end in spans]
    shown = begin + piece + (_CUT if text[high:].strip() else "")
    return Snippet(shown, page, tuple(spans), _united(marks))


def _boxes(page: Page, spans: Marks) -> tuple[tuple[int, int, int, int], ...]:
    """Where on the page the words stand that these spans touch."""
    return tuple(
        (left, top, right, bottom)
        for start, end, left, top, right, bottom in page.boxes
        if any(start < high and end > low for low, high in spans)
    )


def _word(text: str, low: int, first: int) -> int:
    """The start of a word at or after a place."""
    space = _SPACE.search(text, low, first)
    return space.end() if space and space.end() <= first else low


def _even(text: str) -> tuple[str, list[int]]:
    """The text with every run of white space as one space, and where each of its characters went."""
    out: list[str] = []
    offsets: list[int] = []
    begin = length = 0
    for space in _SPACE.finditer(text):
        offsets += range(length, length + space.start() - begin + 1)
        out.append(text[begin : space.start()])
        length = offsets[-1]
        if length:  # none at the beginning
            out.append(" ")
            length += 1
        offsets += [length] * (space.end() - space.start() - 1)
        begin = space.end()
    offsets += range(length, length + len(text) - begin + 1)
    out.append(text[begin:])
    return "".join(out), offsets


def _united(marks: list[tuple[int, int]]) -> Marks:
    """The marks in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)
