"""The files in a PDF as members: attached to the document or to a page, and those that no list of the document names."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

import pypdfium2.raw as pdfium

from muniment.intake.limits import LimitReached
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdf import pdfdate
from muniment.intake.readers.pdf.pdfcalls import Attached, Document, Handle, wide
from muniment.intake.readers.pdf.pdffound import File, Found
from muniment.intake.readers.pdf.pdfraw import Raw, Stream
from muniment.intake.readers.pdf.pdftail import Ends
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

_MARK = b"/EmbeddedFile"
_MARKED = re.compile(rb"/EmbeddedFile(?![A-Za-z])")
_FORMS = re.compile(rb"/EF\s*(?:<<([^>]{0,1000})>>|(\d{1,10})\s+\d{1,5}\s+R\b)")
_PACKETS = re.compile(rb"/XFA\s*(?:\[([^\]]{0,4000})\]|(\d{1,10})\s+\d{1,5}\s+R\b)")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_DATES = (("created", b"CreationDate"), ("modified", b"ModDate"))


def listed(document: Document, flow: Flow, found: Found) -> None:
    """Add the files attached to the document as a whole; names of attached files are text of it."""
    names = [file.name for file in found.files]
    for index in range(max(pdfium.FPDFDoc_GetAttachmentCount(document.raw), 0)):
        file = pdfium.FPDFDoc_GetAttachment(document.raw, index)
        name = wide(pdfium.FPDFAttachment_GetName, file) if file else ""
        names += [name, _description(file)]
        found.files.append(File(f"attachment:{index + 1}", file, name))
    flow.add("\n".join(name for name in dict.fromkeys(names) if name), "attachment")


def members(draft: Draft, scope: Scope, found: Found) -> None:
    """A row for each attached file."""
    rows = Rows(draft, scope)
    for file in found.files:
        row = Child(file.locator, file.name or file.locator.replace("/", " ").replace(":", " "))
        if rows.stopped:
            rows.unread(replace(row, state=State.UNREAD_LIMIT, reason=rows.stopped))
            continue
        data = Attached(file.handle)
        if not data.had:
            rows.unread(replace(row, state=State.UNREAD_CORRUPT, reason="damaged"))
        elif data.size > scope.limits.member_bytes:
            rows.unread(replace(row, size=data.size, state=State.UNREAD_LIMIT, reason="limit-member"))
        else:
            rows.member(replace(row, size=data.size, facts=_facts(file.handle)), data)


def _description(file: Handle) -> str:
    return wide(pdfium.FPDFAttachment_GetDescription, file).strip() if file else ""


def _facts(file: Handle) -> Mapping[str, Json]:
    facts = {key: pdfdate.iso(wide(pdfium.FPDFAttachment_GetStringValue, file, name)) for key, name in _DATES}
    facts["description"] = _description(file)
    return {key: value for key, value in facts.items() if value}


def unlisted(raw: Raw, draft: Draft, scope: Scope) -> None:
    """A row for each embedded file that no list names: other forms of a file, films, what an older state held.

    Cost: next to nothing where there is none; each one is unpacked once more, to see whether it is known.
    """
    rows = Rows(draft, scope)
    if raw.sealed:
        _sealed(raw, draft, rows)
        return
    known = {child.sha256 for child in draft.children}
    for stream in _embedded(raw):
        row = _row(stream)
        if rows.stopped or not draft.complete:
            rows.stop(rows.stopped or draft.incomplete)
            break
        try:
            sha256 = _hash(raw, stream, scope)
        except LimitReached as reached:
            rows.stop(reached.reason)
            if None not in known:  # else it may be one of those that were too large
                rows.unread(replace(row, state=State.UNREAD_LIMIT, reason=reached.reason))
            continue
        except Damaged as fault:
            rows.unread(replace(row, state=fault.state, reason=fault.reason))
            continue
        if sha256 not in known:
            known.add(sha256)
            rows.member(row, raw.pieces(stream))


def _sealed(raw: Raw, draft: Draft, rows: Rows) -> None:
    """What can be said of embedded files that are encrypted: pdfium has listed what it could open."""
    marked = list(_embedded(raw))
    if draft.children:
        if len(marked) > len(draft.children):
            rows.incomplete("part-failed")
        return
    for stream in marked:
        rows.unread(replace(_row(stream), state=State.UNREAD_ENCRYPTED, reason="password"))


def _row(stream: Stream) -> Child:
    return Child(f"object:{stream.number}@{stream.start}", f"embedded file {stream.number}")


def _embedded(raw: Raw) -> Iterator[Stream]:
    """Streams that a description of a file names, then those that are marked; packets of a form are none."""
    packets = _named(raw, b"/XFA", _PACKETS)
    named = _named(raw, b"/EF", _FORMS)
    found = (stream for number in named if (stream := raw.stream(number)) is not None)
    marked = raw.streams(_MARK) if raw.places(_MARK) else ()
    seen: set[int] = set()
    for stream in chain(found, (stream for stream in marked if _MARKED.search(stream.entries))):
        if stream.start not in seen and stream.number not in packets:
            seen.add(stream.start)
            yield stream


def _named(raw: Raw, word: bytes, form: re.Pattern[bytes]) -> dict[int, None]:
    """The numbers of the objects that stand behind a word."""
    found: dict[int, None] = {}
    for text, at in raw.places(word):
        given = form.match(text, at)
        if given and given[2]:
            held = raw.object(int(given[2])).partition(b"stream")[0]
            found |= dict.fromkeys([int(given[2]), *map(int, _REFERENCE.findall(held))])
        elif given:
            found |= dict.fromkeys(map(int, _REFERENCE.findall(given[1])))
    return found


def _hash(raw: Raw, stream: Stream, scope: Scope) -> str:
    found = hashlib.sha256()
    pieces = raw.pieces(stream)
    while piece := pieces.read():
        scope.budget.spend(len(piece))
        found.update(piece)
    return found.hexdigest()


def around(source: Source, ends: Ends, draft: Draft, scope: Scope) -> None:
    """A row for what lies before the PDF in its file, and one for what lies behind it."""
    rows = Rows(draft, scope)
    for locator, name, start, end in (
        ("before:0", "leading data", 0, ends.start),
        (f"after:{ends.end}", "trailing data", ends.end, source.size),
    ):
        if end > start:
            rows.member(Child(locator, name, size=end - start), source.head(end - start, start))
