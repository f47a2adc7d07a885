"""Whether a page of a PDF shows words that are no text: a scan, outlines of letters, letters without meaning."""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from muniment.intake.readers.pdfcalls import Handle

ENOUGH = 100  # letters: a page that has more is no bare scan with a stamp or a number on it
_FEW = 20  # letters: a number, a running title
_OBJECTS = 5000  # looked at on one page
_DEEP = 4
_SIDE = 300  # pixels of the longer side of a picture taken to look for ink
_PALE = bytes(range(250, 256))
_SPACE = re.compile(r"\s+")
# letters that mean nothing: no mapping to Unicode, private use, controls
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class _Drawn:
    """What is drawn on a page, apart from text."""

    pictures: float = 0.0  # share of the page, pictures that overlap counted twice
    other: bool = False


def is_picture(page: Handle, text: str, *, drawn: bool) -> bool:
    """Whether the words of a page must be read from its picture; `drawn` where it has stamps or ink.

    Cost: next to nothing where it has text.
    """
    letters = _SPACE.sub("", text)
    if letters and len(_MEANINGLESS.findall(letters)) > len(letters) * 0.3:
        return True
    if len(letters) >= ENOUGH:
        return False
    found = _drawn(page)
    if found.pictures >= 0.5:
        return True
    if letters:
        return len(letters) < _FEW and found.pictures >= 0.25
    if found.pictures >= 0.02:
        return True
    return (drawn or found.other or found.pictures > 0) and _ink(page, pdfium.FPDF_ANNOT if drawn else 0)


def _drawn(page: Handle) -> _Drawn:
    drawn = _Drawn()
    left, bottom, right, top = _box(page)
    area = max((right - left) * (top - bottom), 1.0)
    waiting = [(pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), 0, 0.0)]
    looked = 0
    while waiting and looked < _OBJECTS:
        get, holder, count, depth, outer = waiting.pop()
        for index in range(min(count, _OBJECTS - looked)):
            thing = get(holder, index)
            looked += 1
            kind = pdfium.FPDFPageObj_GetType(thing) if thing else pdfium.FPDF_PAGEOBJ_TEXT
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            share = outer or _overlap(thing, left, bottom, right, top) / area
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                drawn.pictures += share
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEP:
                # what is inside has coordinates of its own: it counts as large as the form is
                inside = pdfium.FPDFFormObj_CountObjects(thing)
                waiting.append((pdfium.FPDFFormObj_GetObject, thing, inside, depth + 1, share))
            else:
                drawn.other = True
    drawn.other |= looked >= _OBJECTS
    return drawn


def _box(page: Handle) -> tuple[float, float, float, float]:
    found = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(found)):
        return 0.0, 0.0, 612.0, 792.0
    return found.left, found.bottom, found.right, found.top


def _overlap(thing: Handle, left: float, bottom: float, right: float, top: float) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, edges)):
        return 0.0
    low_x, low_y, high_x, high_y = (edge.value for edge in edges)
    return max(min(high_x, right) - max(low_x, left), 0.0) * max(min(high_y, top) - max(low_y, bottom), 0.0)


def _ink(page: Handle, notes: int) -> bool:
    """Whether a small grey picture of the page shows anything that is not white."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (width > 0 and height > 0):
        return False
    scale = _SIDE / max(width, height)
    across, down = max(int(width * scale), 1), max(int(height * scale), 1)
    stride = (across + 3) // 4 * 4
    buffer = (ctypes.c_ubyte * (stride * down))()
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, buffer, stride)
    if not bitmap:
        return True
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        flags = notes | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    data = bytes(buffer)
    rows = b"".join(data[row * stride : row * stride + across] for row in range(down))
    return bool(rows.translate(None, _PALE))
