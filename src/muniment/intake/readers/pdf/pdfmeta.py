"""What a PDF says of itself: its information dictionary, its XMP; as facts with the keys of other readers, and as lines."""

import re
from collections.abc import Iterator
from itertools import islice

import pypdfium2.raw as pdfium
from lxml import etree

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdf import pdfdate
from muniment.intake.readers.pdf.pdfcalls import Document, wide
from muniment.intake.readers.pdf.pdfraw import Raw, Stream
from muniment.model.reading import Draft, Json

_INFO = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "application",
    "Producer": "producer",
}
_DATES = {"CreationDate": "created", "ModDate": "modified"}
_SAID = ("title", "author", "subject", "keywords", "description", "application", "producer")
_WRITTEN = frozenset({"title", "author", "description", "keywords"})
_XMP = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}description": "description",
    "{http://purl.org/dc/elements/1.1/}subject": "keywords",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/elements/1.1/}identifier": "identifier",
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "created",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate": "modified",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool": "application",
    "{http://ns.adobe.com/pdf/1.3/}Keywords": "keywords",
    "{http://ns.adobe.com/pdf/1.3/}Producer": "producer",
}
_OWN = "{http://ns.adobe.com/pdfx/1.3/}"
_ALL = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_TOLD = re.compile(r"\}(?:li|Keywords|Headline|Instructions|Credit|Source|City|Country|UsageTerms|WebStatement)\Z")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]{1,127})\s*(?=[(<])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_IS_XMP = re.compile(rb"/(?:Type\s*/Metadata|Subtype\s*/XML)\b")
_PACKETS = 32  # of XMP: that of the document and of a few pictures
_PACKET = 1 << 20
_OTHERS = 200  # properties that a program made up
_METADATA = re.compile(rb"/Metadata\s+(\d{1,10})\s+\d{1,5}\s+R\b")


def add(document: Document, raw: Raw, draft: Draft, flow: Flow) -> None:
    """Add the properties: those of the information dictionary first, those that XMP says besides."""
    facts = draft.facts
    for key, fact in _INFO.items():
        if value := _text(document, key.encode()):
            facts[fact] = value
    for key, fact in _DATES.items():
        if date := pdfdate.iso(_text(document, key.encode())):
            facts[fact] = date
    custom = {key: value for key in _other_keys(raw) if (value := _text(document, key))}
    if language := wide(pdfium.FPDFCatalog_GetLanguage, document.raw).strip():
        facts["language"] = language
    besides = _xmp(raw, facts, custom)
    if custom:
        facts["custom"] = {_shown(key): value for key, value in custom.items()}
    _date(draft)
    written = [f"{fact}: {facts[fact]}" for fact in _SAID if fact in facts]
    written += [f"{key}: {value}" for key, value in facts.get("custom", {}).items()]
    known = {str(facts[fact]) for fact in _SAID if fact in facts}
    flow.add("\n".join([*written, *(line for line in besides if line not in known)]), "property")


def _text(document: Document, key: bytes) -> str:
    return wide(pdfium.FPDF_GetMetaText, document.raw, key).strip()


def _shown(key: bytes) -> str:
    return key.decode("utf-8", "replace")


def _date(draft: Draft) -> None:
    facts = draft.facts
    if date := facts.get("created") or facts.get("modified"):
        facts["date"] = date
    if any(pdfdate.implausible(facts.get(fact, "")) for fact in _DATES.values()):
        draft.flags.append("date-implausible")


def _other_keys(raw: Raw) -> list[bytes]:
    """Keys of the information dictionary that the standard does not know; pdfium gives values, not keys."""
    number = raw.named(b"Info")
    body = raw.object(number) if number else b""
    keys = (_HEX.sub(lambda found: bytes([int(found[1], 16)]), key) for key in _NAMED.findall(body))
    known = {key.encode() for key in (*_INFO, *_DATES)}
    return [key for key in dict.fromkeys(keys) if key not in known and b"\0" not in key][:_OTHERS]


def _xmp(raw: Raw, facts: dict[str, Json], custom: dict[bytes, str]) -> list[str]:
    """Fill in what the information dictionary lacks; returns what else is written in XMP."""
    lines: dict[str, None] = {}
    own = _of_document(raw) if raw.places(b"/Metadata") else None
    for stream in _packets(raw, own):
        for tag, text in _texts(raw.unpack(stream, _PACKET)):
            fact = _XMP.get(tag, "")
            value = pdfdate.iso(text) if fact in {"created", "modified"} else text
            if stream is own and fact and value and fact not in facts:
                facts[fact] = value
            elif stream is own and tag.startswith(_OWN):
                custom.setdefault(tag.removeprefix(_OWN).encode(), text)
            elif _TOLD.search(tag) or fact in _WRITTEN:
                lines[text] = None
    return list(lines)


def _of_document(raw: Raw) -> Stream | None:
    """The XMP of the document itself."""
    named = _METADATA.search(raw.object(raw.named(b"Root")))
    return raw.stream(int(named[1])) if named else None


def _packets(raw: Raw, own: Stream | None) -> Iterator[Stream]:
    """The XMP of the document, and that of some pictures and older states."""
    if own is not None:
        yield own
    if raw.places(b"/Metadata"):
        found = (stream for stream in raw.streams(b"/Metadata") if _IS_XMP.search(stream.entries))
        yield from (stream for stream in islice(found, _PACKETS) if own is None or stream.start != own.start)


def _texts(xml: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a packet, each with the property that it belongs to, or with the tag around it."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(xml.strip(b"\0"), safe)
    except etree.XMLSyntaxError:
        return
    for element in root.iter(etree.Element) if root is not None else ():
        tag = str(element.tag)
        for key, value in element.attrib.items():
            if str(key) in _XMP or str(key).startswith(_OWN):
                yield str(key), str(value).strip()
        text = (element.text or "").strip()
        if not text or text.startswith(("xmp.", "uuid:")):
            continue
        holder = element.getparent()
        above = holder.getparent() if tag == f"{_ALL}li" and holder is not None else None
        yield str(above.tag) if above is not None and str(above.tag) in _XMP else tag, text
