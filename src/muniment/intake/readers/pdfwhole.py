"""What belongs to a PDF as a whole: outline, properties, scripts, signatures, forms in XML, attached files."""

import ctypes
import re
from collections.abc import Iterator
from functools import partial

import pypdfium2.raw as pdfium
from lxml import etree

from muniment.intake.readers import pdfdate
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdfcalls import Document, Handle, attached, narrow, target, wide
from muniment.intake.readers.pdfpage import Found
from muniment.intake.source import Source
from muniment.model.reading import Draft

_PROPERTIES = (
    ("title", b"Title"),
    ("author", b"Author"),
    ("subject", b"Subject"),
    ("keywords", b"Keywords"),
    ("application", b"Creator"),
    ("producer", b"Producer"),
)
_HEADINGS = 100_000
_PACKETS = 8  # of XMP: that of the document and of a few pictures
_PACKET = 1 << 20
_ACTIVE = (b"/JavaScript", b"/Launch", b"/RichMedia")
_PLAIN_FORM = {"datasets", "template", "form"}


def properties(document: Document, source: Source, draft: Draft, flow: Flow) -> None:
    """The information dictionary and what XMP says besides."""
    for fact, key in _PROPERTIES:
        value = wide(pdfium.FPDF_GetMetaText, document.raw, key).strip()
        if value:
            draft.facts[fact] = value
    for fact, key in (("created", b"CreationDate"), ("modified", b"ModDate")):
        date = pdfdate.iso(wide(pdfium.FPDF_GetMetaText, document.raw, key))
        if date:
            draft.facts[fact] = date
            if pdfdate.implausible(date) and "date-implausible" not in draft.flags:
                draft.flags.append("date-implausible")
    first = draft.facts.get("created") or draft.facts.get("modified")
    if first:
        draft.facts["date"] = first
    known = {str(draft.facts[fact]) for fact, _ in _PROPERTIES if fact in draft.facts}
    lines = [f"{fact}: {draft.facts[fact]}" for fact, _ in _PROPERTIES if fact in draft.facts]
    flow.add("\n".join([*lines, *(line for line in dict.fromkeys(_xmp(source)) if line not in known)]), "property")


def _xmp(source: Source) -> Iterator[str]:
    data, start = source.buffer(), 0
    for _ in range(_PACKETS):
        start = data.find(b"<x:xmpmeta", start)
        if start < 0:
            return
        end = data.find(b"</x:xmpmeta>", start, start + _PACKET)
        if end < 0:
            return
        yield from _texts(bytes(data[start : end + 12]), _TOLD)
        start = end


_TOLD = re.compile(r"\}(?:li|Keywords|Headline|Instructions|Credit|Source|City|Country|UsageTerms)$")


def _texts(xml: bytes, tags: re.Pattern[str] | None = None) -> Iterator[str]:
    try:
        safe = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
        root = etree.fromstring(xml, safe)
    except etree.XMLSyntaxError:
        return
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and element.text and (tags is None or tags.search(element.tag)):
            text = element.text.strip()
            if text and not text.startswith(("xmp.", "uuid:")):
                yield text


def outline(document: Document, flow: Flow, found: Found) -> None:
    """The titles of the outline, indented; links in it are links of the document."""
    seen: set[int] = set()
    lines: list[str] = []
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(document.raw, None), 0)]
    while waiting and len(seen) < _HEADINGS:
        mark, depth = waiting.pop()
        if not mark or _address(mark) in seen:
            continue
        seen.add(_address(mark))
        title = wide(pdfium.FPDFBookmark_GetTitle, mark).strip()
        if title:
            lines.append("  " * min(depth, 16) + title)
        address = target(document, pdfium.FPDFBookmark_GetAction(mark))
        if address:
            found.links[address] = None
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document.raw, mark), depth))
        waiting.append((pdfium.FPDFBookmark_GetFirstChild(document.raw, mark), depth + 1))
    flow.add("\n".join(lines), "outline")


def _address(handle: Handle) -> int:
    return ctypes.addressof(handle.contents)


def scripts(document: Document, source: Source, draft: Draft, flow: Flow, found: Found) -> None:
    """JavaScript of the document and its fields, never run."""
    for index in range(max(pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw), 0)):
        action = pdfium.FPDFDoc_GetJavaScriptAction(document.raw, index)
        if action:
            script = wide(pdfium.FPDFJavaScriptAction_GetScript, action).strip()
            found.scripts[script] = None
            pdfium.FPDFDoc_CloseJavaScriptAction(action)
    flow.add("\n".join(script for script in found.scripts if script), "script")
    data = source.buffer()
    if found.scripts or found.active or any(data.find(word) >= 0 for word in _ACTIVE):
        draft.flags.append("active-content")


def signatures(document: Document, draft: Draft, flow: Flow) -> None:
    """That it is signed, why and when; whether the signature holds is not looked at."""
    listed = []
    for index in range(max(pdfium.FPDF_GetSignatureCount(document.raw), 0)):
        signature = pdfium.FPDF_GetSignatureObject(document.raw, index)
        if not signature or not pdfium.FPDFSignatureObj_GetContents(signature, None, 0):
            continue  # a field that nobody has signed yet
        told = {
            "reason": wide(pdfium.FPDFSignatureObj_GetReason, signature).strip(),
            "date": pdfdate.iso(narrow(pdfium.FPDFSignatureObj_GetTime, signature)),
            "form": narrow(pdfium.FPDFSignatureObj_GetSubFilter, signature),
        }
        listed.append({key: value for key, value in told.items() if value})
    if listed:
        draft.facts["signatures"] = listed
        draft.flags.append("signature-present")
        flow.add("\n".join(told["reason"] for told in listed if "reason" in told), "signature")


def xml_form(document: Document, flow: Flow) -> None:
    """The words of a form that is kept in XML (XFA): captions and values."""
    for index in range(max(pdfium.FPDF_GetXFAPacketCount(document.raw), 0)):
        name = narrow(pdfium.FPDF_GetXFAPacketName, document.raw, index)
        if name not in _PLAIN_FORM:
            continue
        size = ctypes.c_ulong()
        given = (document.raw, index)
        if not pdfium.FPDF_GetXFAPacketContent(*given, None, 0, ctypes.byref(size)) or not size.value:
            continue
        buffer = ctypes.create_string_buffer(size.value)
        if pdfium.FPDF_GetXFAPacketContent(*given, buffer, size.value, ctypes.byref(size)):
            flow.add("\n".join(_texts(buffer.raw)), "form")


def files(document: Document, flow: Flow, found: Found) -> None:
    """The files attached to the document as a whole; names of attached files are text of it."""
    names = [name for _, name, _ in found.files]
    for index in range(max(pdfium.FPDFDoc_GetAttachmentCount(document.raw), 0)):
        file = pdfium.FPDFDoc_GetAttachment(document.raw, index)
        name = wide(pdfium.FPDFAttachment_GetName, file) if file else ""
        names += [name, wide(pdfium.FPDFAttachment_GetDescription, file) if file else ""]
        found.files.append((f"attachment:{index + 1}", name, partial(_data, document, index)))
    flow.add("\n".join(name for name in names if name), "attachment")


def _data(document: Document, index: int) -> bytes | None:
    return attached(pdfium.FPDFDoc_GetAttachment(document.raw, index))
