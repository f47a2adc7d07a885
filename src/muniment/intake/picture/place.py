"""Where words of a PDF's page stand: spans of its text, as its reader gave it, found among pdfium's letters. Runs in the jail."""

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from muniment.intake.limits import Unreadable
from muniment.intake.picture.draw import own
from muniment.intake.picture.sizes import WHOLE
from muniment.intake.readers.pdf import pdfpage
from muniment.intake.readers.pdf.pdfcalls import Handle, opened, page_of
from muniment.intake.source import Source
from muniment.model.state import State

_MOST = 2_000  # boxes of a page
_PASSED = frozenset("-\x02\ufffe\0\ufffd")  # a hyphen at a line's end is written in several ways
_AHEAD = 40  # letters that are looked at to go on where both differ
_SAME = 4  # letters that must be the same then

Box = tuple[int, int, int, int]


def boxes(source: Source, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The boxes of each span (from, to, its words); none for a span whose words do not stand there.

    Raises: Unreadable.
    """
    with opened(own(source)) as document:
        number = int(asked["page"])
        if not 1 <= number <= document.count:
            raise Unreadable(State.UNREAD_CORRUPT, "no-such-page")
        with page_of(document, number - 1) as page:
            text = pdfium.FPDFText_LoadPage(page) if page is not None else None
            if not text:
                raise Unreadable(State.UNREAD_CORRUPT, "damaged")
            try:
                return {"boxes": list(_found(page, text, asked["spans"]))}
            finally:
                pdfium.FPDFText_ClosePage(text)


def _found(page: Handle, text: Handle, spans: Sequence[tuple[int, int, str]]) -> Iterator[list[Box]]:
    said = pdfpage.words(page) or ""
    letters = [(at, chr(pdfium.FPDFText_GetUnicode(text, at))) for at in range(pdfium.FPDFText_CountChars(text))]
    drawn = [(at, letter) for at, letter in letters if _counts(letter)]
    read = [(at, letter) for at, letter in enumerate(said) if _counts(letter)]
    places = {read[mine][0]: drawn[theirs][0] for mine, theirs in _aligned(read, drawn)}
    left = _MOST
    for start, end, words in spans:
        chosen = [places.get(at) for at in range(start, end) if at < len(said) and _counts(said[at])]
        if said[start:end] != words or not chosen or None in chosen:
            yield []
            continue
        found = _joined(_rectangles(page, text, [at for at in chosen if at is not None]))[:left]
        left -= len(found)
        yield found


def _counts(letter: str) -> bool:
    return not letter.isspace() and letter not in _PASSED


def _aligned(read: Sequence[tuple[int, str]], drawn: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Pairs of places at which both have the same letter; where they differ, it goes on where both are the same again."""
    mine = theirs = 0
    while mine < len(read) and theirs < len(drawn):
        if read[mine][1] == drawn[theirs][1]:
            yield mine, theirs
            mine, theirs = mine + 1, theirs + 1
            continue
        mine, theirs = _again(read, drawn, mine, theirs)


def _again(
    read: Sequence[tuple[int, str]], drawn: Sequence[tuple[int, str]], mine: int, theirs: int
) -> tuple[int, int]:
    """The nearest places from which both have the same letters for a while."""
    for apart in range(1, _AHEAD):
        for skip in range(apart + 1):
            one, other = mine + skip, theirs + apart - skip
            here = [letter for _, letter in read[one : one + _SAME]]
            if here and here == [letter for _, letter in drawn[other : other + _SAME]]:
                return one, other
    return mine + _AHEAD, theirs + _AHEAD


def _rectangles(page: Handle, text: Handle, chosen: Sequence[int]) -> Iterator[Box]:
    """What the letters cover, one box for each run on a line."""
    first, last = min(chosen), max(chosen)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    corners = tuple(map(ctypes.byref, (left, top, right, bottom)))
    for number in range(pdfium.FPDFText_CountRects(text, first, last - first + 1)):
        if pdfium.FPDFText_GetRect(text, number, *corners):
            one, other = _on_page(page, left.value, top.value), _on_page(page, right.value, bottom.value)
            box = (*map(min, one, other), *map(max, one, other))
            clipped = tuple(min(max(value, 0), WHOLE) for value in box)
            if clipped[0] < clipped[2] and clipped[1] < clipped[3]:
                yield clipped[0], clipped[1], clipped[2], clipped[3]


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """The same with those as one that follow each other on a line: some files draw each letter alone."""
    found: list[Box] = []
    for box in boxes:
        if found and _follows(found[-1], box):
            last = found.pop()
            box = (*map(min, last[:2], box[:2]), *map(max, last[2:], box[2:]))  # type: ignore[assignment] # noqa: PLW2901
        found.append(box)
    return found


def _follows(one: Box, other: Box) -> bool:
    """Whether two boxes stand side by side, or one above the other on a page that lies on its side."""
    sides = ((1, 3, 0, 2), (0, 2, 1, 3))
    for low, high, start, end in sides:
        least = min(one[high] - one[low], other[high] - other[low])
        shared = min(one[high], other[high]) - max(one[low], other[low])
        apart = max(other[start] - one[end], one[start] - other[end])
        if 2 * shared >= least and apart <= least:
            return True
    return False


def _on_page(page: Handle, x: float, y: float) -> tuple[int, int]:
    """A point as the page is shown: turned as it says, from the upper left."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value
