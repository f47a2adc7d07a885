"""Pictures: what their header and their captions say. The words that they show are recognised later, by a queue of its own."""

from math import isfinite

from PIL import Image

from muniment.intake import magic
from muniment.intake.limits import Unreadable
from muniment.intake.readers.pictures import (
    pictureexif,
    pictureframes,
    pictureopen,
    pictureparts,
    picturesaid,
    picturetiff,
)
from muniment.intake.readers.pictures.pictureopen import BROKEN, FORMATS, PIXELS
from muniment.intake.readers.pictures.pictureparts import Parts
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "1"
ENGINE = pictureopen.ENGINE
UNREAD = (
    "image/jxl",
    "image/jbig2",
    "image/x-pict",
    "image/x-xcf",
    "image/x-canon-cr3",
    "image/x-exr",
    "image/vnd.radiance",
    "application/dicom",
)  # pictures that nothing here can show
_HEAD = 0x8006  # bytes that tell the type
_WALKS = {"image/png": pictureparts.png, "image/jpeg": pictureparts.jpeg, "image/gif": pictureparts.gif}
_OWN = {
    "title": "title",
    "author": "author",
    "description": "description",
    "copyright": "copyright",
    "software": "software",
    "comment": "comment",
    "source": "source",
}
_PLAIN = {"image/bmp", "image/x-portable-anymap"}  # not packed: quickly looked at
_THREADED = {
    "image/heic"
}  # what decodes them here makes threads, which the jail has not; the queue of words does without
_LOOKED = 50_000_000  # pixels that are decoded here, to see whether a picture is blank or cut off
_FRAMES = 16
_FILM = (b"ftyp", 4)


def read(source: Source, scope: Scope) -> Draft:
    """Read what a picture says of itself; it waits for its words to be recognised.

    Raises: Unreadable, where nothing of it can be had.
    """
    kind = magic.of(source.head(_HEAD)) or "image/tiff"
    draft = Draft(kind, State.UNREAD_PENDING, "ocr")
    if kind not in FORMATS:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    try:
        with pictureopen.quiet():
            _read(source, kind, draft, scope)
    except Unreadable as fault:
        if not draft.facts:
            raise
        draft.state, draft.reason = State(fault.state), fault.reason
        if fault.detail:
            draft.facts["failure"] = fault.detail[:300]
    return draft


def _read(source: Source, kind: str, draft: Draft, scope: Scope) -> None:
    """Fill in the draft. Raises: Unreadable; what was found before stays."""
    parts = _WALKS[kind](source) if kind in _WALKS else Parts(end=source.size, pixels=True)
    if kind == "image/tiff":
        _tiff(source, draft, parts, scope)
    elif kind == "image/webp":
        parts.width, parts.height = _webp(source)
        parts.shown = pictureframes.webp(source)
    _texts(draft, parts)
    draft.facts |= picturesaid.facts(source)
    if parts.width and parts.height:
        _size(draft, parts)
    image = pictureopen.opened(source, kind)
    if not (parts.width and parts.height):
        parts.width, parts.height = image.size
        _size(draft, parts)
    _header(draft, image)
    if kind not in _WALKS and kind != "image/tiff":
        parts.frames = _frames(image)
    if parts.frames > 1:
        draft.facts["frames"] = parts.frames
        _moving(draft, image, parts, kind)
    _exif(draft, image, parts, kind)
    _behind(source, kind, draft, parts, scope)
    _settle(source, kind, draft, parts, image)


def _size(draft: Draft, parts: Parts) -> None:
    """Raises: Unreadable, where the picture is larger than any that is opened."""
    draft.facts["width"], draft.facts["height"] = parts.width, parts.height
    if parts.width * parts.height > PIXELS:
        raise Unreadable(State.UNREAD_LIMIT, "limit-pixels", f"{parts.width} x {parts.height}")


def _tiff(source: Source, draft: Draft, parts: Parts, scope: Scope) -> None:
    pages = picturetiff.pages(source, scope.limits.pages)
    parts.width, parts.height = max(pages.sizes, key=lambda size: size[0] * size[1])
    parts.frames = len(pages.sizes)
    parts.end = source.size if pages.whole else 0
    if pages.cut:
        draft.flags.append("malformed")
        draft.facts["ocr_rest"] = "limit-pages" if len(pages.sizes) >= scope.limits.pages else "truncated"
    if pages.raw:
        _size(draft, parts)
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", "a camera's raw picture")


def _webp(source: Source) -> tuple[int, int]:
    """The size of the canvas: Pillow makes room for it when it opens the file."""
    head = source.head(30)
    if head[12:16] == b"VP8X" and len(head) == 30:
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    return 0, 0


def _texts(draft: Draft, parts: Parts) -> None:
    others: dict[str, Json] = {}
    for key, text in parts.texts:
        fact = _OWN.get(key.lower())
        if fact and fact not in draft.facts:
            draft.facts[fact] = text
        elif key.lower() == "comment" and text != draft.facts.get("comment"):
            others[f"comment {len(others) + 2}"] = text
        elif not fact and not key.lower().startswith("raw profile type"):
            others[key] = text
    if others:
        draft.facts["texts"] = others
    if parts.cut:
        draft.facts["failed"] = [{"part": "texts", "why": "some are too long, too many, or cannot be unpacked"}]


def _header(draft: Draft, image: Image.Image) -> None:
    draft.facts["mode"] = image.mode
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
        if isfinite(across) and isfinite(down) and 1 <= across < 1e6 and 1 <= down < 1e6:
            across, down = round(across), round(down)
            draft.facts["dpi"] = across if across == down else [across, down]
    except BROKEN:
        pass
    comment = image.info.get("comment")
    if isinstance(comment, bytes):
        comment = pictureexif.said(comment)
    if isinstance(comment, str) and comment.strip("\0 \r\n"):
        draft.facts.setdefault("comment", comment.strip("\0 \r\n"))


def _frames(image: Image.Image) -> int:
    try:
        return max(int(getattr(image, "n_frames", 1)), 1)
    except BROKEN:
        return 1


def _moving(draft: Draft, image: Image.Image, parts: Parts, kind: str) -> None:
    """Which frames are looked at for words, where they follow each other as a film does; and that the others are not."""
    shown = pictureframes.told(image, parts.frames) if kind == "image/avif" else parts.shown
    if not shown:
        return
    stills = pictureframes.stills(image, shown)
    draft.facts["ocr_pages"] = list(stills.numbers)
    if stills.passed:
        draft.facts["not_looked_at"] = f"{stills.passed:,} of {len(shown):,} frames, shown for less than half a second"
        draft.facts["ocr_rest"] = "moving"
    if stills.cut:
        draft.facts["ocr_rest"] = "limit-pages"
    _seek(image, 0)


def _exif(draft: Draft, image: Image.Image, parts: Parts, kind: str) -> None:
    try:
        if kind in _WALKS:
            exif = Image.Exif()
            if parts.exif:
                exif.load(parts.exif)
        else:
            exif = image.getexif()
        found = pictureexif.facts(exif)
        iptc = exif.get(0x83BB) if kind == "image/tiff" else None
    except BROKEN:
        draft.flags.append("malformed")
        return
    draft.facts |= found  # the camera's own word before that of a caption
    if isinstance(iptc, bytes):
        draft.facts = {**picturesaid.facts(Source(b""), iptc), **draft.facts}


def _behind(source: Source, kind: str, draft: Draft, parts: Parts, scope: Scope) -> None:
    """A film of the same moment that a telephone keeps behind the picture is a member."""
    if kind != "image/jpeg" or not parts.end:
        return
    sign, before = _FILM
    at = source.buffer().find(sign, parts.end)
    if at >= parts.end + before:
        start = at - before
        row = Child(f"after:{start}", "film behind the picture", size=source.size - start)
        Rows(draft, scope).member(row, source.head(source.size - start, start))
        draft.facts["ocr_pages"] = [1]


def _settle(source: Source, kind: str, draft: Draft, parts: Parts, image: Image.Image) -> None:
    """Whether its pixels are all there, and show more than one colour. Raises: Unreadable."""
    if not parts.pixels:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged" if parts.end else "truncated", "it has no pixels")
    pixels = parts.width * parts.height * parts.frames
    # a picture of one colour packs to next to nothing: only such a one is worth decoding
    plain = kind in _PLAIN or image.info.get("compression") == "raw"
    little = plain or source.size <= pixels // 32 + (1 << 14)
    if kind in _THREADED or pixels > _LOOKED or not (little or not parts.end):
        if not parts.end:
            raise Unreadable(State.UNREAD_CORRUPT, "truncated")
        return
    blank = parts.frames <= _FRAMES
    for number in range(parts.frames if blank else 1):
        if number and not _seek(image, number):
            draft.flags.append("malformed")
            blank = False
            break
        fault = pictureopen.decoded(image)
        if fault and number == 0:
            raise Unreadable(State.UNREAD_CORRUPT, fault if parts.end else "truncated", "its pixels cannot be decoded")
        blank = blank and not fault and pictureopen.one_colour(image)
        if not blank:
            break
    if blank:
        draft.state, draft.reason = State.NONE_BLANK, "no-text"
    elif not parts.end:
        draft.flags.append("malformed")  # every pixel is there, but not its end


def _seek(image: Image.Image, number: int) -> bool:
    try:
        image.seek(number)
    except BROKEN:
        return False
    return True
