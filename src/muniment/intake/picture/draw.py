"""One page of a document, or one picture of a file, drawn as a viewer shows it. Runs in the jail."""

import ctypes
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.ocr import flatten, heic
from muniment.intake.picture import pixels
from muniment.intake.picture.kinds import PDF
from muniment.intake.picture.pixels import Pixels
from muniment.intake.picture.sizes import DPI, LONGEST, PIXELS
from muniment.intake.readers.pdf import pdftail
from muniment.intake.readers.pdf.pdfcalls import Document, Handle, opened, page_of
from muniment.intake.readers.pictures import pictureopen
from muniment.intake.source import Source
from muniment.model.state import State

_INCH = 72  # points of a PDF
_WHITE = 0xFFFFFFFF


def page(source: Source, asked: Mapping[str, Any]) -> Pixels:
    """The page of this number, from 1.

    Raises: Unreadable, LimitReached, and what Pillow raises over a damaged picture.
    """
    number = int(asked["page"])
    image = _pdf(source, number) if asked["kind"] == PDF else _picture(source, asked["kind"], number)
    return pixels.of(image)


def own(source: Source) -> Source:
    """The bytes of a PDF without what lies behind it in its file, as its reader reads them."""
    end = pdftail.look(source).end
    return source if end == source.size else Source(source.head(end))


def _pdf(source: Source, number: int) -> Image.Image:
    with opened(own(source)) as document:
        if not 1 <= number <= document.count:
            raise Unreadable(State.UNREAD_CORRUPT, "no-such-page")
        with page_of(document, number - 1) as handle:
            if handle is None:
                raise Unreadable(State.UNREAD_CORRUPT, "damaged")
            return _rendered(document, handle)


def _rendered(document: Document, page: Handle) -> Image.Image:
    """A page with its notes, stamps and the fields of its form."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (width > 0 and height > 0):
        raise Unreadable(State.UNREAD_CORRUPT, "damaged")
    wide, high = _fitted(width * DPI / _INCH, height * DPI / _INCH)
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, _WHITE)
        if document.form:
            pdfium.FORM_OnAfterLoadPage(page, document.form)
        place = (bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDF_RenderPageBitmap(*place)
        if document.form:
            pdfium.FPDF_FFLDraw(document.form, *place)
            pdfium.FORM_OnBeforeClosePage(page, document.form)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombytes("RGB", (wide, high), data, "raw", "BGRX", stride, 1)


def _fitted(width: float, height: float) -> tuple[int, int]:
    """A size that is not larger than any that is drawn."""
    scale = min(1.0, (PIXELS / (width * height)) ** 0.5, LONGEST / max(width, height))
    return max(int(width * scale), 1), max(int(height * scale), 1)


def _picture(source: Source, kind: str, number: int) -> Image.Image:
    if kind == "image/heic":
        image = heic.unpacked(source.whole(), number, pictureopen.PIXELS)
    else:
        with pictureopen.quiet():
            image = _opened(source, kind, number)
    return _smaller(_plain(flatten.upright(image)))  # upright first: what follows forgets what the camera said


def _opened(source: Source, kind: str, number: int) -> Image.Image:
    image = pictureopen.opened(source, kind)
    if number > 1:
        try:
            image.seek(number - 1)
        except EOFError:
            raise Unreadable(State.UNREAD_CORRUPT, "no-such-page") from None
    if image.width * image.height > pictureopen.PIXELS:
        raise LimitReached("limit-pixels")
    if image.format == "JPEG":
        image.draft(None, _fitted(*image.size))  # decoded at a half, a quarter or an eighth, where that is enough
    image.load()
    return image


def _smaller(image: Image.Image) -> Image.Image:
    size = _fitted(*image.size)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2)


def _plain(image: Image.Image) -> Image.Image:
    """The same in grey or three colours; what is transparent lies on white."""
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode.startswith(("I", "F")) or image.mode == "1":
        return flatten.grey(image)
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image.convert("RGB")
