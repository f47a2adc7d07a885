"""Whether a page of a PDF shows words that are no text: a scan, outlines of letters, letters without meaning."""

import ctypes
import re
from dataclasses import dataclass
from enum import Enum, auto

import pypdfium2.raw as pdfium

from muniment.intake.readers.pdf import pdfinset
from muniment.intake.readers.pdf.pdfcalls import Handle
from muniment.intake.readers.pdf.pdffound import Found

ENOUGH = 100  # letters: a page that has more is no bare scan with a stamp or a number on it
_FEW = 20  # letters: a number, a running title
_OBJECTS = 5000  # looked at on one page
_DEEP = 4
_SIDE = 300  # pixels of the longer side of a picture taken to look for ink
_LITTLE = 1 << 13  # bytes of pictures on a page that may be blank
_DOTS = 200_000_000  # of such pictures in one document: looking takes time
_VAST = 1e9  # points: no page is so large
_WHITE = b"\xff"
_SPACE = re.compile(r"\s+")
# letters that mean nothing: no mapping to Unicode, private use, controls
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")


class Shows(Enum):
    """What a page shows."""

    WORDS = auto()  # its text is had
    PICTURE = auto()  # there may be words that only its picture shows
    NOTHING = auto()  # it is proved blank
    UNTOLD = auto()  # text is written on it in a way that neither tells nor shows any letter


@dataclass(slots=True)
class _Drawn:
    """What is drawn on a page."""

    pictures: float = 0.0  # share of the page, pictures that overlap counted twice
    texts: bool = False
    other: bool = False
    size: int = 0  # bytes of pictures, as they are kept
    dots: int = 0


def shows(page: Handle, text: str, found: Found, *, drawn: bool) -> Shows:
    """What a page with this text shows; `drawn` where it has stamps or ink.

    Cost: next to nothing where it has text, and the document no picture.
    """
    if worded(text):
        return Shows.PICTURE if found.pictured and pdfinset.beside(page, _box(page)) else Shows.WORDS
    letters = _SPACE.sub("", text)
    if _meaningless(letters):
        return Shows.PICTURE
    on_it = _drawn(page)
    if letters:
        scan = on_it.pictures >= (0.25 if len(letters) < _FEW else 0.5)
        return Shows.PICTURE if scan else Shows.WORDS
    found.dots += on_it.dots
    if on_it.pictures and (on_it.size > _LITTLE or found.dots > _DOTS):
        return Shows.PICTURE  # not blank, or too much to look at
    something = drawn or on_it.texts or on_it.other or on_it.pictures > 0
    if something and _ink(page, pdfium.FPDF_ANNOT if drawn else 0):
        return Shows.PICTURE
    return Shows.UNTOLD if on_it.texts and not text else Shows.NOTHING


def worded(text: str) -> bool:
    """Whether a page with this text is no bare scan: it has enough of it, and it means something."""
    if _MEANINGLESS.search(text) is None and len(text) - text.count(" ") - text.count("\n") >= ENOUGH:
        return True
    letters = _SPACE.sub("", text)
    return len(letters) >= ENOUGH and not _meaningless(letters)


def _meaningless(letters: str) -> bool:
    return len(_MEANINGLESS.findall(letters)) > len(letters) * 0.3


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
                drawn.texts = True
                continue
            share = outer or _overlap(thing, left, bottom, right, top) / area
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                drawn.pictures += share
                _weigh(thing, drawn)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEP:
                # what is inside has coordinates of its own: it counts as large as the form is
                inside = pdfium.FPDFFormObj_CountObjects(thing)
                waiting.append((pdfium.FPDFFormObj_GetObject, thing, inside, depth + 1, share))
            else:
                drawn.other = True
    drawn.other |= looked >= _OBJECTS
    return drawn


def _weigh(image: Handle, drawn: _Drawn) -> None:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(image, ctypes.byref(wide), ctypes.byref(high))
    drawn.size += pdfium.FPDFImageObj_GetImageDataRaw(image, None, 0)
    drawn.dots += wide.value * high.value


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
    if not (0 < width < _VAST and 0 < height < _VAST):
        return False
    scale = _SIDE / max(width, height)
    across, down = (int(width * scale) + 4) // 4 * 4, int(height * scale) + 1
    buffer = (ctypes.c_ubyte * (across * down))()
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, buffer, across)
    if not bitmap:
        return True
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        flags = notes | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return bool(bytes(buffer).strip(_WHITE))
