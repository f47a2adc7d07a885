"""What a camera wrote into a picture: EXIF as facts. Source: EXIF 2.32."""

import re
from collections.abc import Mapping
from contextlib import suppress
from math import isfinite
from typing import Any

from PIL import ExifTags, Image

from muniment.intake.readers.pdf import pdfdate
from muniment.intake.readers.pictures.pictureopen import BROKEN
from muniment.model.reading import Json

_BASE = ExifTags.Base
_TEXTS = {
    _BASE.Software: "software",
    _BASE.Artist: "author",
    _BASE.Copyright: "copyright",
    _BASE.ImageDescription: "description",
    _BASE.HostComputer: "computer",
    _BASE.DocumentName: "title",
    _BASE.PageName: "page_name",
    _BASE.XPTitle: "title",
    _BASE.XPComment: "comment",
    _BASE.XPAuthor: "author",
    _BASE.XPKeywords: "keywords",
    _BASE.XPSubject: "subject",
}
_WITHIN = {
    _BASE.UserComment: "comment",
    _BASE.CameraOwnerName: "owner",
    _BASE.BodySerialNumber: "serial",
    _BASE.LensModel: "lens",
    _BASE.ImageUniqueID: "picture_id",
}
_LEAST, _DAY = 1, re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII)
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z", re.ASCII)
_COMMENTS = {b"ASCII": "ascii", b"UNICODE": "utf-16", b"JIS": "iso2022_jp"}


def facts(exif: Image.Exif) -> dict[str, Json]:
    """What it says, in words and numbers of ours; a tag that cannot be read is none."""
    found: dict[str, Json] = {}
    outer, inner, place = _tags(exif), _directory(exif, ExifTags.IFD.Exif), _directory(exif, ExifTags.IFD.GPSInfo)
    for tags, names in ((outer, _TEXTS), (inner, _WITHIN)):
        for tag, name in names.items():
            if text := said(tags.get(tag)):
                found.setdefault(name, text)
    make, model = said(outer.get(_BASE.Make)), said(outer.get(_BASE.Model))
    if camera := model if make and model.lower().startswith(make.lower()) else f"{make} {model}".strip():
        found["camera"] = camera
    if date := _date(outer, inner):
        found["date"] = date
    if at := _gps(place):
        found["gps"] = at
    turned = outer.get(_BASE.Orientation)
    if isinstance(turned, int) and 1 < turned <= 8:
        found["orientation"] = turned
    return found


def _tags(exif: Image.Exif) -> Mapping[int, Any]:
    found: dict[int, Any] = {}
    for tag in list(exif):
        try:
            found[tag] = exif[tag]
        except BROKEN:
            continue
    return found


def _directory(exif: Image.Exif, number: int) -> Mapping[int, Any]:
    try:
        return dict(exif.get_ifd(number))
    except BROKEN:
        return {}


def said(value: Any) -> str:
    """A text as a camera or a desktop wrote it: bytes, UTF-8 or UTF-16, with zeros around."""
    if isinstance(value, tuple) and all(isinstance(part, int) and 0 <= part < 256 for part in value):
        value = bytes(value)
    if isinstance(value, bytes):
        value = _text(value)
    if not isinstance(value, str):
        return ""
    with suppress(UnicodeError):  # Pillow takes UTF-8 for Latin-1
        value = value.encode("latin-1").decode("utf-8")
    return str(value.replace("\0", " ").strip())


def _text(value: bytes) -> str:
    code = _COMMENTS.get(value[:8].rstrip(b"\0 "), "")
    if code and len(value) >= 8:
        return _decoded(value[8:], "utf-16-le" if code == "utf-16" and value[9:10] == b"\0" else code)
    if value[:8].strip(b"\0") == b"" and len(value) > 8:
        value = value[8:]
    if len(value) > 1 and value[1::2].count(0) * 2 > len(value[1::2]):
        return _decoded(value, "utf-16-le")
    return _decoded(value, "utf-8")


def _decoded(value: bytes, code: str) -> str:
    try:
        return value.decode(code)
    except UnicodeError:
        return value.decode("latin-1")


def _date(outer: Mapping[int, Any], inner: Mapping[int, Any]) -> str:
    """When it was taken; else when it was digitised, or written."""
    for tags, tag, offset in (
        (inner, _BASE.DateTimeOriginal, _BASE.OffsetTimeOriginal),
        (inner, _BASE.DateTimeDigitized, _BASE.OffsetTimeDigitized),
        (outer, _BASE.DateTime, _BASE.OffsetTime),
    ):
        match = _DAY.match(said(tags.get(tag)))
        if match is None:
            continue
        zone = _OFFSET.fullmatch(said(inner.get(offset)))
        year, month, day, *time = match.groups()
        clock = f"T{time[0]}:{time[1]}:{time[2] or '00'}{zone[0] if zone else ''}" if time[0] else ""
        if date := pdfdate.iso(f"{year}-{month}-{day}{clock}"):
            return date
    return ""


def _gps(tags: Mapping[int, Any]) -> str:
    """Latitude and longitude in degrees, north and east positive; "" where there are none."""
    north = _degrees(tags.get(2), said(tags.get(1)), "S", 90)
    east = _degrees(tags.get(4), said(tags.get(3)), "W", 180)
    if north is None or east is None or (north == 0 and east == 0):
        return ""
    return f"{north:.6f}, {east:.6f}"


def _degrees(value: Any, side: str, negative: str, most: int) -> float | None:
    if not isinstance(value, tuple) or not value:
        return None
    try:
        parts = [float(part) for part in value[:3]]
    except BROKEN:
        return None
    found: float = sum(part / 60.0**power for power, part in enumerate(parts))
    if not isfinite(found) or not 0 <= found <= most:
        return None
    return -found if side.upper().startswith(negative) else found
