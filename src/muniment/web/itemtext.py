"""The content of an item as it is read: sheet by sheet, a long text in parts, hits marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.case.base import Json
from muniment.errors import BadQuery, UnknownItem
from muniment.web import passage, queries
from muniment.web.asked import Asked

PART = 100_000  # characters of a text that are sent at once
WHOLE = 2_000_000  # characters of an item's text up to which all of it is looked through for hits
_NAMED = 40  # sheets with hits that are named

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an item, or a part of it that has no number; `key` is its name in the address."""

    key: str
    number: int | None
    label: str
    picture: int | None  # which page of the original is drawn for it
    text: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """The search that an item was found by: its handle in the address, never its words."""

    handle: str = ""
    query: str = ""
    names: bool = False

    @classmethod
    def of(cls, asked: Asked, handle: str) -> "Asking":
        """By its handle; without words where this session does not know it any more."""
        found = queries.of(asked, handle) if handle else None
        return cls(handle) if found is None else cls(handle, found.text, found.names)


@dataclass(frozen=True, slots=True)
class Text:
    """The part of a sheet's text that is shown, in pieces: the words, and whether they are a hit."""

    pieces: Sequence[tuple[str, bool]]
    part: int
    parts: int
    characters: int


@dataclass(frozen=True, slots=True)
class Hits:
    """Where a search stands in an item. `sheets` are (key, how many) of those that have some; None where not all were looked through."""

    shown: Sequence[Span]
    sheets: Sequence[tuple[str, int]] | None
    wrong: str = ""


def sheets(said: Json, drawn: int) -> list[Sheet]:
    """The sheets of an item: those that are drawn, with their text, and then what else there is of text."""
    by_number: dict[int, Json] = {}
    for page in said["pages"]:
        if page["page"] is not None:
            by_number.setdefault(page["page"], page)
    found = [_drawn(number, by_number.get(number)) for number in range(1, drawn + 1)]
    used, loose = {each.key for each in found}, 0
    for page in said["pages"]:
        if page["page"] is not None and str(page["page"]) not in used:
            key = str(page["page"])
        elif page["page"] is None:
            loose += 1
            key = f"d{loose}"
        else:
            continue
        used.add(key)
        found.append(Sheet(key, page["page"], page["label"], None, page["text"]))
    return found


def _drawn(number: int, page: Json | None) -> Sheet:
    return Sheet(str(number), number, page["label"] if page else "", number, page["text"] if page else None)


def at(found: Sequence[Sheet], key: str) -> int:
    """Where the sheet of this key stands; the first where none is asked for.

    Raises: UnknownItem.
    """
    for index, sheet in enumerate(found):
        if sheet.key == key or not key:
            return index
    raise UnknownItem("this item has no such page", key[:40], "follow a link of the page")


def parts(text: str) -> list[int]:
    """Where the parts of a text begin: at a line where there is one."""
    starts = [0]
    while len(text) - starts[-1] > PART:
        low = starts[-1]
        starts.append(text.rfind("\n", low + PART // 2, low + PART) + 1 or low + PART)
    return starts


def part_of(text: str, number: int) -> tuple[int, int, int]:
    """From and to of a part, from 1, and how many there are.

    Raises: UnknownItem.
    """
    starts = parts(text)
    if not 1 <= number <= len(starts):
        raise UnknownItem("this text has no such part", str(number), f"it has {len(starts):,}")
    end = starts[number] if number < len(starts) else len(text)
    return starts[number - 1], end, len(starts)


def hits(asked: Asked, id: str, asking: Asking, found: Sequence[Sheet], here: int, span: Span) -> Hits:  # noqa: A002
    """What a search marks in the part that is shown, and on which other sheets it stands."""
    with_text = [sheet for sheet in found if sheet.text is not None]
    shown = found[here].text if found else None
    if not asking.query or shown is None:
        return Hits((), () if not asking.query else None)
    try:
        if sum(len(sheet.text or "") for sheet in with_text) > WHOLE:
            marks = asked.case.marks_in(id, [shown[slice(*span)]], asking.query, names=asking.names)
            return Hits(marks[0], None)
        marks = asked.case.marks_in(id, [sheet.text or "" for sheet in with_text], asking.query, names=asking.names)
    except BadQuery as error:
        return Hits((), (), error.what)
    low, high = span
    own = marks[with_text.index(found[here])]
    cut = [(max(start, low) - low, min(end, high) - low) for start, end in own if start < high and end > low]
    counted = [(sheet.key, len(each)) for sheet, each in zip(with_text, marks, strict=True) if each]
    return Hits(cut, counted[:_NAMED])


def text(sheet: Sheet, part: int, found: Hits, span: tuple[int, int, int]) -> Text | None:
    """A sheet's text as it is shown; None where it has none."""
    if sheet.text is None:
        return None
    low, high, count = span
    return Text(passage.pieces(sheet.text[low:high], found.shown), part, count, len(sheet.text))
