"""A picture beside the text of a page, that may show words of its own: a receipt or a letter put into a report."""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from muniment.intake.readers.pdf.pdfcalls import Handle

_LEAST = 0.15  # share of the page: a logo has less
_LETTERS = 20  # of the page's text, over a picture: it is a background, or its words were read before us
_OBJECTS = 3000  # looked at on one page
_DEEP = 4
_Box = tuple[float, float, float, float]  # left, bottom, right, top


def beside(page: Handle, whole: _Box) -> bool:
    """Whether a page with this box, and with text, has a large picture on which none of that text stands."""
    area = max((whole[2] - whole[0]) * (whole[3] - whole[1]), 1.0)
    large, small, share = [], [], 0.0
    for box in _pictures(page, whole):
        part = (box[2] - box[0]) * (box[3] - box[1]) / area
        if part >= _LEAST:
            large.append(box)
        else:
            small.append(box)
            share += part
    if share >= _LEAST:  # scanners cut a page into strips
        left, bottom, right, top = zip(*small, strict=True)
        large.append((min(left), min(bottom), max(right), max(top)))
    return bool(large) and _bare(page, list(dict.fromkeys(large)))


def _bare(page: Handle, boxes: list[_Box]) -> bool:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return True
    try:
        return any(
            pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, None, 0) < _LETTERS
            for left, bottom, right, top in boxes
        )
    finally:
        pdfium.FPDFText_ClosePage(text)


def _pictures(page: Handle, whole: _Box) -> Iterator[_Box]:
    """Where pictures stand on a page; one inside of a group counts as large as that is."""
    looked = 0
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing) if thing else pdfium.FPDF_PAGEOBJ_TEXT
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inside, looked = _holds(thing, looked)
            if not inside:
                continue
        elif kind != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        if pdfium.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            box = max(left, whole[0]), max(bottom, whole[1]), min(right, whole[2]), min(top, whole[3])
            if box[0] < box[2] and box[1] < box[3]:
                yield box


def _holds(form: Handle, looked: int) -> tuple[bool, int]:
    """Whether there is a picture in a group, and how many things were looked at so far."""
    waiting = [(form, 1)]
    while waiting:
        holder, depth = waiting.pop()
        for index in range(min(pdfium.FPDFFormObj_CountObjects(holder), _OBJECTS - looked)):
            looked += 1
            thing = pdfium.FPDFFormObj_GetObject(holder, index)
            kind = pdfium.FPDFPageObj_GetType(thing) if thing else pdfium.FPDF_PAGEOBJ_TEXT
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                return True, looked
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEP:
                waiting.append((thing, depth + 1))
    return False, looked
