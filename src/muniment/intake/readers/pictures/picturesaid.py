"""Captions in a picture: XMP and IPTC, found wherever a format keeps them, as facts.

Sources: XMP part 1 and 3, IPTC IIM 4.2.
"""

import re
from collections.abc import Iterator

from lxml import etree

from muniment.intake.readers.pdf import pdfdate
from muniment.intake.readers.pictures.pictureopen import BROKEN
from muniment.intake.source import Source
from muniment.model.reading import Json

_SCANNED = 256 << 20  # bytes in which such packets are looked for
_PACKET, _PACKETS = 4 << 20, 8
_NS = {
    "http://purl.org/dc/elements/1.1/": {
        "title": "title",
        "creator": "author",
        "description": "description",
        "subject": "keywords",
        "rights": "copyright",
        "source": "source",
    },
    "http://ns.adobe.com/photoshop/1.0/": {
        "Headline": "headline",
        "City": "place",
        "State": "place",
        "Country": "place",
        "Credit": "credit",
        "Source": "source",
        "Instructions": "instructions",
        "CaptionWriter": "caption_writer",
        "DateCreated": "date",
    },
    "http://ns.adobe.com/xap/1.0/": {"CreatorTool": "software", "CreateDate": "date", "Label": "label"},
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": {"Location": "place"},
    "http://ns.adobe.com/exif/1.0/": {"DateTimeOriginal": "date", "UserComment": "comment"},
    "http://ns.adobe.com/tiff/1.0/": {"ImageDescription": "description", "Artist": "author", "Copyright": "copyright"},
}
_XMP = {f"{{{space}}}{name}": fact for space, names in _NS.items() for name, fact in names.items()}
_LIST = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_GPS = "{http://ns.adobe.com/exif/1.0/}GPS"
_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])", re.ASCII)
_IPTC = {
    5: "title",
    25: "keywords",
    55: "date",
    80: "author",
    90: "place",
    92: "place",
    95: "place",
    101: "place",
    105: "headline",
    110: "credit",
    115: "source",
    116: "copyright",
    120: "description",
    122: "caption_writer",
}
_DATASET = b"\x1c"


def facts(source: Source, iptc: bytes = b"") -> dict[str, Json]:
    """What the packets say; the first to say a thing counts, and what may be said more than once is a list."""
    found: dict[str, list[str]] = {}
    for fact, text in (*_of_xmp(source), *_of_iptc(iptc or _resource(source))):
        value = pdfdate.iso(text) if fact == "date" else text
        if value and value not in found.setdefault(fact, []):
            found[fact].append(value)
    many = {"keywords", "place", "author"}
    return {fact: values if fact in many and len(values) > 1 else values[0] for fact, values in found.items() if values}


def _of_xmp(source: Source) -> Iterator[tuple[str, str]]:
    data, at = source.buffer(), 0
    for _ in range(_PACKETS):
        start = data.find(b"<x:xmpmeta", at, _SCANNED)
        end = data.find(b"</x:xmpmeta>", start, start + _PACKET) if start >= 0 else -1
        if end < 0:
            return
        at = end + 12
        yield from _texts(bytes(data[start:at]))


def _texts(xml: bytes) -> Iterator[tuple[str, str]]:
    safe = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(xml, safe)
    except etree.XMLSyntaxError:
        return
    places: dict[str, str] = {}
    for element in root.iter(etree.Element) if root is not None else ():
        for key, value in (
            *((str(k), str(v)) for k, v in element.attrib.items()),
            (_owner(element), element.text or ""),
        ):
            text = value.strip()
            if text and key in _XMP:
                yield _XMP[key], text
            elif text and key.startswith(_GPS):
                places[key.removeprefix(_GPS)] = text
    where = [_degrees(places.get(name, "")) for name in ("Latitude", "Longitude")]
    if all(where):
        yield "gps", ", ".join(where)


def _owner(element: etree._Element) -> str:
    """The property that a text belongs to: that of the list for a line of it."""
    tag = str(element.tag)
    holder = element.getparent()
    above = holder.getparent() if tag == _LIST and holder is not None else None
    return str(above.tag) if above is not None else tag


def _degrees(text: str) -> str:
    found = _DEGREES.fullmatch(text)
    if found is None:
        return ""
    degrees = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return f"{-degrees if found[4] in 'SW' else degrees:.6f}"


def _resource(source: Source) -> bytes:
    """The IPTC among Photoshop's resources, wherever they are."""
    data = source.buffer()
    at = data.find(b"8BIM\x04\x04", 0, _SCANNED)
    if at < 0 or at + 12 > source.size:
        return b""
    name = data[at + 6] + 1
    at += 6 + name + name % 2
    size = int.from_bytes(data[at : at + 4], "big")
    return bytes(data[at + 4 : at + 4 + min(size, _PACKET)])


def _of_iptc(body: bytes) -> Iterator[tuple[str, str]]:
    at, code = 0, ""
    while at + 5 <= len(body) and body[at : at + 1] == _DATASET:
        record, number, size = body[at + 1], body[at + 2], int.from_bytes(body[at + 3 : at + 5], "big")
        if size & 0x8000:  # a length of a length: no text is so long
            return
        value = body[at + 5 : at + 5 + size]
        at += 5 + size
        if (record, number) == (1, 90) and value == b"\x1b%G":
            code = "utf-8"
        elif record == 2 and number in _IPTC:
            yield _IPTC[number], _decoded(value, code)


def _decoded(value: bytes, code: str) -> str:
    try:
        return value.decode(code or "utf-8").strip("\0 \r\n")
    except BROKEN:
        return value.decode("latin-1").strip("\0 \r\n")
