"""Where what a query finds stands on a page, to be marked on its picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.intake.picture.kinds import PDF
from muniment.intake.picture.pages import Room, asked
from muniment.intake.picture.sizes import WHOLE
from muniment.model.item import Item
from muniment.model.reading import Json, Page

Box = tuple[int, int, int, int]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """The boxes of what was found on a page, in ten-thousandths of it, and how many finds have none."""

    boxes: tuple[Box, ...]
    found: int
    unplaced: int
    why: str = ""  # why some have none


def placed(room: Room, item: Item, page: Page, spans: Sequence[Span]) -> Placed:
    """The boxes of these spans of a page's text: words that were recognised have theirs, those of a PDF are looked for.

    Raises: Broken; Trouble.
    """
    own = {span: _recognised(page, span) for span in spans}
    rest = [span for span, boxes in own.items() if not boxes]
    why = ""
    if rest and item.type == PDF and item.sha256 is not None:
        found, why = _in_pdf(room, item, page, rest)
        own |= dict(zip(rest, found, strict=True))
    boxes = dict.fromkeys(box for each in own.values() for box in each)
    unplaced = sum(not each for each in own.values())
    if unplaced and not why:
        why = "these words are not drawn where they could be found: notes, fields, or text that pages have beside their picture"
    return Placed(tuple(boxes), len(own), unplaced, why if unplaced else "")


def _recognised(page: Page, span: Span) -> list[Box]:
    low, high = span
    return [
        (left, top, right, bottom) for start, end, left, top, right, bottom in page.boxes if start < high and end > low
    ]


def _in_pdf(room: Room, item: Item, page: Page, spans: Sequence[Span]) -> tuple[list[list[Box]], str]:
    """The boxes of each span, and why there are none."""
    words = [[start, end, page.text[start:end]] for start, end in spans]
    said, _ = asked(room, item, {"do": "boxes", "page": page.number or 1, "spans": words})
    found = said.get("boxes")
    if not isinstance(found, list) or len(found) != len(spans):
        return [[] for _ in spans], "where they stand could not be looked for in this document"
    return [_believed(each) for each in found], ""


def _believed(said: Json) -> list[Box]:
    """Boxes as a child says them; only those that are some."""
    boxes = []
    for each in said if isinstance(said, list) else ():
        if isinstance(each, list) and len(each) == 4 and all(type(value) is int for value in each):
            left, top, right, bottom = each
            if 0 <= left < right <= WHOLE and 0 <= top < bottom <= WHOLE:
                boxes.append((left, top, right, bottom))
    return boxes
