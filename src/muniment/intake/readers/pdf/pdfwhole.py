"""What belongs to a PDF as a whole: outline, signatures, forms in XML."""

import ctypes
import re
from collections.abc import Iterator

import pypdfium2.raw as pdfium
from lxml import etree

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdf import pdfdate
from muniment.intake.readers.pdf.pdfcalls import Document, Handle, lines, narrow, target, wide
from muniment.intake.readers.pdf.pdffound import Found
from muniment.model.reading import Draft, Json

_HEADINGS = 200_000
_SIGNATURES = 1000
_FORMS = {"datasets", "template", "form", ""}  # the packets of a form that hold words; "" is all of them in one
_PREFIX = re.compile(r"^.*[}:]")
_ASIDE = {"config", "localeSet", "connectionSet", "sourceSet", "stylesheet", "pdf"}


def outline(document: Document, flow: Flow, found: Found) -> None:
    """The titles of the outline, indented; links in it are links of the document."""
    seen: set[int] = set()
    titles: list[str] = []
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(document.raw, None), 0)]
    while waiting:
        mark, depth = waiting.pop()
        if not mark or _address(mark) in seen:
            continue
        if len(seen) >= _HEADINGS:
            found.cut["outline"] = f"more than {_HEADINGS} titles"
            break
        seen.add(_address(mark))
        title = wide(pdfium.FPDFBookmark_GetTitle, mark).strip()
        if title:
            titles.append("  " * min(depth, 16) + title)
        address = target(document, pdfium.FPDFBookmark_GetAction(mark))
        if address:
            found.links[address] = None
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document.raw, mark), depth))
        waiting.append((pdfium.FPDFBookmark_GetFirstChild(document.raw, mark), depth + 1))
    flow.add("\n".join(titles), "outline")


def _address(handle: Handle) -> int:
    return ctypes.addressof(handle.contents)


def signatures(document: Document, draft: Draft, flow: Flow, found: Found) -> None:
    """That it is signed, why and when; whether the signature holds is not looked at."""
    count = max(pdfium.FPDF_GetSignatureCount(document.raw), 0)
    if count > _SIGNATURES:
        found.cut["signatures"] = f"{count} of them"
    listed: list[Json] = []
    for index in range(min(count, _SIGNATURES)):
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


def xml_form(document: Document, flow: Flow, found: Found) -> None:
    """The words of a form that is kept in XML (XFA): captions, fields with their values, scripts."""
    written: dict[str, None] = {}
    for index in range(max(pdfium.FPDF_GetXFAPacketCount(document.raw), 0)):
        name = narrow(pdfium.FPDF_GetXFAPacketName, document.raw, index)
        if name not in _FORMS:
            continue
        size = ctypes.c_ulong()
        given = (document.raw, index)
        if not pdfium.FPDF_GetXFAPacketContent(*given, None, 0, ctypes.byref(size)) or not size.value:
            continue
        buffer = ctypes.create_string_buffer(size.value)
        if pdfium.FPDF_GetXFAPacketContent(*given, buffer, size.value, ctypes.byref(size)):
            for text, script in _texts(buffer.raw):
                (found.scripts if script else written)[text] = None
    flow.add("\n".join(written), "form")


def _texts(xml: bytes) -> Iterator[tuple[str, bool]]:
    """The texts of a form, fields of its data with their names; and whether each is a script."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(xml, safe)
    except etree.XMLSyntaxError:
        return
    aside = inside = None
    for event, element in etree.iterwalk(root, ("start", "end")) if root is not None else ():
        name = _PREFIX.sub("", element.tag) if isinstance(element.tag, str) else ""
        if event == "start":
            if aside is None and name in _ASIDE:
                aside = element
            elif inside is None and name == "datasets":
                inside = element
            text = lines(element.text or "") if aside is None and name else ""
            if text:
                yield (f"{name}: {text}" if inside is not None else text), name == "script"
            continue
        inside = None if element is inside else inside
        aside = None if element is aside else aside
        if aside is None and (tail := lines(element.tail or "")):
            yield tail, False
