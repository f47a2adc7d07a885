"""One page of a document or picture, in the jail: drawn, and its words recognised."""

import io
from collections.abc import Mapping
from typing import Any

import pypdfium2
from PIL import Image, UnidentifiedImageError
from pypdfium2 import raw

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.ocr import engine, heic
from muniment.intake.ocr.lacking import NAME
from muniment.intake.ocr.packs import Packs
from muniment.intake.readers.pdf import pdfink, pdfpage
from muniment.intake.source import Source
from muniment.model.reading import Json, Page, Reading
from muniment.model.state import State

Image.init()  # imports what knows the formats now: the jail opens no file

DPI = 300
PIXELS = 300_000_000  # a page drawn or unpacked is never larger
_INCH = 72  # points of a PDF
_WHOLE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # no variety is not known
_DRAWN = frozenset({"image/emf", "image/wmf", "application/postscript", "image/eps"})  # identified, and never drawn


def recognise(source: Source, asked: Mapping[str, Any], known: Packs | None) -> Reading:
    """A reading of this page alone: its words, where they stand, and how sure the machine is."""
    kind, page = str(asked["kind"]), int(asked["page"])
    state, reason = State.UNREAD_CORRUPT, "damaged"
    facts: dict[str, Json] = {}
    pages: tuple[Page, ...] = ()
    try:
        if known is None:
            raise OSError("no language was loaded")
        image = _pdf(source, page) if kind == "application/pdf" else _picture(source, kind, page)
        found = engine.recognise(image, asked["languages"], known)
        state, reason = _state(found)
        facts = _facts(found)
        if found.text.strip():
            pages = (Page(found.text, page, boxes=found.boxes),)
    except LimitReached as reached:
        state, reason = State.UNREAD_LIMIT, reached.reason
    except Unreadable as fault:
        state, reason = State(fault.state), fault.reason
    except (OSError, ValueError, SyntaxError, RuntimeError, pypdfium2.PdfiumError) as error:
        facts = {"failure": f"{type(error).__name__}: {error}"[:300]}
    return Reading(source.sha256(), source.size, kind, state, reason, NAME, facts=facts, pages=pages)


def _pdf(source: Source, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(source.whole())
    page = document[number - 1]
    if pdfink.worded(pdfpage.words(page.raw) or ""):
        for thing in list(page.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            page.remove_obj(thing)  # its text is had: what is left to read is in its pictures
    width, height = page.get_size()
    scale = DPI / _INCH
    if width * height * scale * scale > PIXELS:
        scale = max((PIXELS / max(width * height, 1)) ** 0.5, 0.01)
    drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return drawn


def _picture(source: Source, kind: str, number: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limit, below, and the jail's
    if kind in _DRAWN:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    if kind == "image/heic":
        return heic.unpacked(source.whole(), number, PIXELS)
    try:
        image = Image.open(io.BytesIO(source.whole()))
    except UnidentifiedImageError:
        if kind in _WHOLE:
            raise
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported") from None
    if number > 1:
        image.seek(number - 1)
    if image.width * image.height > PIXELS:
        raise LimitReached("limit-pixels")
    image.load()
    return image


def _state(found: engine.Recognised) -> tuple[State, str]:
    if not found.text.strip():
        return (State.NONE_BLANK, "no-text") if found.blank else (State.NONE_BY_NATURE, "image")
    if found.doubtful:
        return State.TEXT_OCR_DOUBTFUL, f"ocr-{found.doubtful[0]}"
    return State.TEXT_OCR, ""


def _facts(found: engine.Recognised) -> dict[str, Json]:
    return {
        "confidence": round(found.confidence),
        "coverage": round(100 * found.coverage),
        "script": found.script,
        "turn": found.orientation,
        "languages": list(found.languages),
        "doubtful": list(found.doubtful),
    }
